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
package org.ssamba.audio;

/** Takes the samples of a mono waveform in order, block by block. */
interface SampleReceiver {
    /**
     * Says what will follow; called once, before any sample.
     *
     * @param sampleRate samples per second, positive
     */
    void begin(int sampleRate);

    /** Takes the next samples, {@code block[from]} to {@code block[to - 1]}: any floats. */
    void accept(float[] block, int from, int to);
}
