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
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.Sha256;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.split.UnlabelledClips;
import org.ssamba.work.WorkListener;

/**
 * What fine-tuning starts from: a shape with fresh weights, or an encoder that was pretrained
 * before, or is now.
 */
final class StartingPoint {
    private static final String ENCODER_PROVENANCE = "encoder-provenance";

    private final EncoderConfig config;
    private final LogMelConfig logMel;
    private final PretrainedEncoder encoder;
    private final Map<String, Provenance> provenance;

    private StartingPoint(
            EncoderConfig config,
            LogMelConfig logMel,
            PretrainedEncoder encoder,
            Map<String, Provenance> provenance) {
        this.config = config;
        this.logMel = logMel;
        this.encoder = encoder;
        this.provenance = provenance;
    }

    /**
     * Reads the encoder, if there is one, and checks that it can be used.
     *
     * @param shape the encoder's shape, or null.
     * @param encoderPath what {@link PretrainedEncoder#load} takes, or null if there is a shape.
     * @param frames the length of clips, or 0 for that of the encoder.
     * @param stride between patches, or 0 for that of the encoder.
     */
    static StartingPoint of(EncoderShape shape, Path encoderPath, int frames, int stride) {
        if (encoderPath == null) {
            EncoderConfig config = adapted(shape.config(), frames, stride);
            return new StartingPoint(
                    config, LogMelConfig.standard().withMelBins(config.mels()), null, Map.of());
        }
        if (!Files.isRegularFile(encoderPath)) {
            throw new IllegalArgumentException(
                    "There is no pretrained encoder at "
                            + encoderPath
                            + "; save one with PretrainedEncoder.save");
        }
        PretrainedEncoder encoder;
        String hash;
        try {
            encoder = PretrainedEncoder.load(encoderPath);
            hash = Sha256.ofFile(encoderPath);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The encoder " + encoderPath + " cannot be read: " + e.getMessage(), e);
        }
        return of(
                encoder,
                checked(encoder.config(), frames, stride),
                Map.of(
                        "encoder-sha256",
                        new HashProvenance(ProvenanceUtil.HashType.SHA256, "encoder-sha256", hash),
                        ENCODER_PROVENANCE,
                        encoder.getProvenance()));
    }

    /**
     * Pretrains the encoder. That its shape can be adapted and clips cut is checked before.
     *
     * @param pretrainer how.
     * @param clips on what.
     * @param frames the length of clips, or 0 for that of the encoder.
     * @param stride between patches, or 0 for that of the encoder.
     * @param lengths what is done with clips of other lengths.
     * @param listener is told how it goes.
     */
    static StartingPoint pretrained(
            SSAMBAPretrainer pretrainer,
            UnlabelledClips<?> clips,
            int frames,
            int stride,
            ClipLengths lengths,
            WorkListener listener) {
        EncoderConfig config = checked(pretrainer.config(), frames, stride);
        lengths.check(pretrainer.logMel(), config);
        PretrainedEncoder encoder = pretrainer.pretrain(clips, null, listener);
        return of(encoder, config, Map.of(ENCODER_PROVENANCE, encoder.getProvenance()));
    }

    private static StartingPoint of(
            PretrainedEncoder encoder, EncoderConfig config, Map<String, Provenance> provenance) {
        return new StartingPoint(config, encoder.frontEnd().logMel(), encoder, provenance);
    }

    private static EncoderConfig checked(EncoderConfig encoder, int frames, int stride) {
        EncoderConfig config = adapted(encoder, frames, stride);
        WeightTransfer.check(encoder, config);
        return config;
    }

    private static EncoderConfig adapted(EncoderConfig config, int frames, int stride) {
        EncoderConfig adapted = frames == 0 ? config : config.withFrames(frames);
        return stride == 0 ? adapted : adapted.withStride(stride, stride);
    }

    EncoderConfig config() {
        return config;
    }

    LogMelConfig logMel() {
        return logMel;
    }

    /** The encoder's provenance, and its file's hash; empty when it is trained from scratch. */
    Map<String, Provenance> provenance() {
        return provenance;
    }

    float[] initialWeights(ParameterLayout layout, long seed) {
        return encoder == null
                ? layout.initialWeights(seed)
                : WeightTransfer.into(layout, config, encoder.config(), encoder.weights(), seed);
    }
}
