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

/** Clips to embed or predict, by index. Safe for use by several threads. */
public interface ClipLoader {
    /**
     * How many there are.
     *
     * @return at least 1.
     */
    int size();

    /**
     * Loads a clip: its log-mel spectrogram, cut or zero-padded to the length of the array, not yet
     * normalised.
     *
     * @param clip from 0 to size - 1.
     * @param logMel (frames, mels), overwritten.
     */
    void load(int clip, float[] logMel);
}
