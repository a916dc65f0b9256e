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
package org.ssamba.training;

/**
 * Clips with what is to be predicted for them.
 *
 * @param clips the audio.
 * @param targets per clip (S·outputs): what the head should say for each of its S embeddings.
 * @param weights per clip: its share in the loss, 1 for most.
 */
public record LabelledClips(Clips clips, float[][] targets, float[] weights) {
    /** Checks that there is a target and a weight for each clip. */
    public LabelledClips {
        if (targets.length != clips.size() || weights.length != clips.size()) {
            throw new IllegalArgumentException(
                    clips.size()
                            + " clips have "
                            + targets.length
                            + " targets and "
                            + weights.length
                            + " weights");
        }
    }
}
