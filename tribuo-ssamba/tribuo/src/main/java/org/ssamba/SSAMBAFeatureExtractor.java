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
import org.ssamba.settings.SettingException;

/**
 * The name that version 0.1 gave {@code org.ssamba.features.SSAMBAFeatureExtractor}: saved models
 * name its enum, and a configuration that names it is told what to write instead.
 */
final class SSAMBAFeatureExtractor implements Configurable {
    private static final String INSTEAD = "Version 0.1 only.";

    /** Which tokens make up an embedding. */
    enum Embedding {
        /** The mean of the patch tokens. */
        MEAN,
        /** The class token. */
        CLASS_TOKEN,
        /** The mean of each second. */
        PER_SECOND
    }

    @Config(description = INSTEAD)
    private Path encoderPath;

    @Config(description = INSTEAD)
    private Embedding embedding;

    @Config(description = INSTEAD)
    private ClipLength clipLength;

    @Config(description = INSTEAD)
    private ComputeDevice device;

    @Config(description = INSTEAD)
    private int batchSize;

    private SSAMBAFeatureExtractor() {}

    /**
     * Refuses.
     *
     * @throws PropertyException always.
     */
    @Override
    public void postConfig() {
        throw new SettingException(
                "type",
                "org.ssamba.SSAMBAFeatureExtractor is now"
                        + " org.ssamba.features.SSAMBAFeatureExtractor: write that in the"
                        + " configuration; its properties are the same");
    }
}
