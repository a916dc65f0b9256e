/*
 * Copyright 2026 The tribuo-ssamba authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.ssamba;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.Map;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.pretraining.PretrainingPlan;

/**
 * What pretraining starts from.
 *
 * @param config the encoder's shape.
 * @param logMel how audio becomes its input.
 * @param encoder whose weights are taken over; null for fresh weights.
 * @param sha256 of that encoder's file; "" for fresh weights.
 */
record PretrainingStart(
        EncoderConfig config, LogMelConfig logMel, PretrainedEncoder encoder, String sha256) {

    /** Checks that the weights fit. */
    static PretrainingStart of(
            EncoderConfig config, PretrainedEncoder encoder, LogMelConfig logMel) {
        if (encoder == null) {
            return new PretrainingStart(config, logMel, null, "");
        }
        WeightTransfer.check(encoder.config(), config);
        return new PretrainingStart(config, logMel, encoder, EncoderFiles.sha256(encoder));
    }

    float[] weights(long seed) {
        ParameterLayout layout = new PretrainingPlan.Network(config).layout();
        if (encoder == null) {
            return layout.initialWeights(seed);
        }
        return encoder.hasPretrainingHeads()
                ? WeightTransfer.resized(
                        layout, config, encoder.layout(), encoder.config(), encoder.arena())
                : WeightTransfer.into(layout, config, encoder.config(), encoder.weights(), seed);
    }

    /** The encoder's provenance and hash; empty for fresh weights. */
    Map<String, Provenance> provenance() {
        return encoder == null ? Map.of() : StartingPoint.provenance(encoder, sha256);
    }
}
