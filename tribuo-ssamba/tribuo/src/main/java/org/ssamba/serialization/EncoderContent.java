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
package org.ssamba.serialization;

import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.pretraining.PretrainingPlan;
import org.ssamba.training.FrontEnd;

/**
 * What a file of an encoder holds.
 *
 * @param config the encoder's shape.
 * @param frontEnd how audio becomes its input.
 * @param layout where its weights lie, see {@link #layout(EncoderConfig, boolean)}.
 * @param weights in that layout, not to be changed.
 * @param provenance where it comes from.
 */
public record EncoderContent(
        EncoderConfig config,
        FrontEnd frontEnd,
        ParameterLayout layout,
        float[] weights,
        ObjectProvenance provenance) {

    /**
     * Where weights lie: the encoder's first, then, unless it came without them, those of the
     * pretraining heads.
     *
     * @param config the encoder's shape.
     * @param pretrainingHeads whether it has them.
     * @return the layout.
     */
    public static ParameterLayout layout(EncoderConfig config, boolean pretrainingHeads) {
        if (pretrainingHeads) {
            return new PretrainingPlan.Network(config).layout();
        }
        ParameterLayout layout = new ParameterLayout();
        new Encoder(config, layout);
        return layout;
    }

    /**
     * Whether strides equal the patch shape: then the input's size alone says the grid.
     *
     * @return whether patches neither overlap nor leave gaps.
     */
    public boolean patchesLieSideBySide() {
        return config.melStride() == config.patchMels()
                && config.frameStride() == config.patchFrames();
    }
}
