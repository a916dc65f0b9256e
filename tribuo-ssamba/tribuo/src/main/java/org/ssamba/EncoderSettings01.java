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

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.data.AudioCorpus;
import org.ssamba.settings.SettingException;

/**
 * The settings by which version 0.1 said where a trainer's encoder comes from. Its configurations
 * and the provenance of its models still build the trainers they describe: what they set becomes an
 * {@link EncoderSource}, and nothing else knows these settings.
 */
abstract class EncoderSettings01 implements Configurable {
    private static final String INSTEAD = "Version 0.1 only; an EncoderSource says it now.";

    @Config(description = "Where the encoder comes from; null for a fresh one that fits the clips.")
    EncoderSource encoder = null;

    @Config(redact = true, description = INSTEAD)
    private EncoderShape shape = null;

    @Config(redact = true, description = INSTEAD)
    private Path encoderPath = null;

    @Config(redact = true, description = INSTEAD)
    private SSAMBAPretrainer pretraining = null;

    @Config(redact = true, description = INSTEAD)
    private AudioCorpus pretrainingCorpus = null;

    @Config(redact = true, description = INSTEAD)
    private int frames = 0;

    @Config(redact = true, description = INSTEAD)
    private int stride = 0;

    /**
     * Makes a source of what is set.
     *
     * @throws PropertyException if several say where the encoder comes from.
     */
    @Override
    public void postConfig() {
        List<EncoderSource> sources = new ArrayList<>();
        if (encoder != null) {
            sources.add(encoder);
        }
        if (shape != null) {
            sources.add(resized(shape));
        }
        if (encoderPath != null) {
            sources.add(EncoderSource.file(encoderPath).frames(frames).stride(stride));
        }
        if (pretraining != null) {
            sources.add(
                    (pretrainingCorpus == null
                                    ? EncoderSource.pretraining(pretraining)
                                    : EncoderSource.pretraining(pretraining, pretrainingCorpus))
                            .frames(frames)
                            .stride(stride));
        }
        if (sources.size() > 1) {
            throw new SettingException(
                    "encoder", "says once where the encoder comes from, but there are " + sources);
        }
        if (encoder != null && (frames != 0 || stride != 0 || pretrainingCorpus != null)) {
            throw new SettingException(
                    "encoder",
                    "has frames, stride and corpus of its own: set them there, not at the trainer");
        }
        if (pretrainingCorpus != null && pretraining == null) {
            throw new SettingException(
                    "pretrainingCorpus", "is only of use with pretraining, which is not set");
        }
        if (!sources.isEmpty()) {
            encoder = sources.get(0);
            encoder.postConfig();
        }
        shape = null;
        encoderPath = null;
        pretraining = null;
        pretrainingCorpus = null;
        frames = 0;
        stride = 0;
    }

    private EncoderShape resized(EncoderShape of) {
        EncoderShape resized = frames == 0 ? of : of.frames(frames);
        return stride == 0 ? resized : resized.stride(stride);
    }
}
