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

import java.util.List;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.data.ClipAudio;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.inference.ClipInference;

/**
 * What is done with clips of other lengths than the encoder's.
 *
 * @param length the choice.
 * @param hopSeconds from window to window; 0 for half a window.
 */
record ClipLengths(ClipLength length, double hopSeconds) {
    static final ClipLengths CUT = new ClipLengths(ClipLength.CUT, 0);

    /** Scores or embeddings by clip. */
    float[][] run(ClipInference inference, List<ClipAudio> clips) {
        return length.run(inference, clips, hopSeconds);
    }

    /**
     * Checks the hop before work is spent.
     *
     * @throws IllegalArgumentException if it is negative or longer than a window.
     */
    void check(LogMelConfig logMel, EncoderConfig config) {
        SlidingWindow.ofFrames(logMel, config.frames(), hopSeconds);
    }
}
