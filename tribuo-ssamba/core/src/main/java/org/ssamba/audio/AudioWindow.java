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

/**
 * A piece of a longer waveform.
 *
 * @param startSample where it begins, in samples from the start of what was cut
 * @param clip its samples
 */
public record AudioWindow(long startSample, AudioClip clip) {
    /** Where it begins, in seconds from the start of what was cut. */
    public double startSeconds() {
        return startSample / (double) clip.sampleRate();
    }

    /** Where it ends, in seconds from the start of what was cut. */
    public double endSeconds() {
        return (startSample + clip.length()) / (double) clip.sampleRate();
    }
}
