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
import org.ssamba.data.ClipAudio;
import org.ssamba.inference.ClipInference;

/** What a network does with clips that are not as long as its input. */
public enum ClipLength {
    /** Longer ones are cut at the end, shorter ones padded with zeros in the log domain. */
    CUT,
    /**
     * Longer ones are seen in overlapping windows, each of which is a clip of its own, and the
     * probabilities, values or embeddings of the windows are averaged; in training, another part of
     * the clip is taken each time. Shorter ones are padded. Clips of hours need no more memory than
     * short ones.
     */
    WINDOWS,
    /**
     * Each clip is read at its own length, up to a minute, with position embeddings cut or
     * interpolated for it; for prediction and embedding only. In training clips are cut or padded
     * as {@link #CUT} does, because a batch has one length.
     */
    OWN;

    /**
     * Runs clips through an encoder or a model.
     *
     * @param inference runs them.
     * @param clips of any length.
     * @param hopSeconds from window to window; 0 for half a window.
     * @return scores or embeddings by clip.
     * @throws IllegalArgumentException if a clip is longer than a minute and read at its own
     *     length.
     */
    public float[][] run(ClipInference inference, List<ClipAudio> clips, double hopSeconds) {
        return switch (this) {
            case CUT -> inference.cut(clips);
            case WINDOWS -> inference.windowMeans(clips, inference.windows(hopSeconds));
            case OWN -> inference.ownLength(clips);
        };
    }
}
