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

import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;

/** How the tokens of a clip make up an embedding for each second (docs/model.md, section 6). */
public enum SecondsPooling {
    /** The patches whose centre lies in the second: for encoders of any length from one second. */
    PER_SECOND,
    /**
     * Sixty runs of the flat list of tokens, as the published code has it for one-minute scenes;
     * for comparison with that code only.
     */
    PUBLISHED_SCENES;

    private static final int MINUTE = 60;

    Pooling of(EncoderConfig config) {
        return this == PER_SECOND ? Pooling.perSecond(config) : Pooling.publishedScenes(config);
    }

    /** Whole seconds that an input of the encoder holds; 0 if it is too short for this pooling. */
    int seconds(EncoderConfig config) {
        int whole = config.frames() / Pooling.FRAMES_PER_SECOND;
        return this == PER_SECOND ? whole : whole < MINUTE ? 0 : MINUTE;
    }
}
