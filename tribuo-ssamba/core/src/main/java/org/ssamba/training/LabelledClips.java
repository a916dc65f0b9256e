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

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Clips with what is to be predicted for them.
 *
 * @param clips the audio.
 * @param targets of a clip (S·outputs): what the head should say for each of its S embeddings;
 *     asked for when a batch is made, since millions of clips with hundreds of labels would fill
 *     the heap.
 * @param weights per clip: its share in the loss, 1 for most.
 * @param segmentWeights per clip (S): the shares of its embeddings in that; null for 1 each.
 * @param randomParts whether another part of a long clip is taken each time, else its start.
 */
public record LabelledClips(
        Clips clips,
        IntFunction<float[]> targets,
        float[] weights,
        float[][] segmentWeights,
        boolean randomParts) {
    /** Checks that there is a weight for each clip. */
    public LabelledClips {
        if (weights.length != clips.size()
                || (segmentWeights != null && segmentWeights.length != clips.size())) {
            throw new IllegalArgumentException(
                    clips.size() + " clips have " + weights.length + " weights");
        }
    }

    /**
     * Clips of which the start is taken.
     *
     * @param clips the audio.
     * @param targets of a clip.
     * @param weights per clip: its share in the loss, 1 for most.
     */
    public LabelledClips(Clips clips, IntFunction<float[]> targets, float[] weights) {
        this(clips, targets, weights, null, false);
    }

    /**
     * The same clips with the choice of parts.
     *
     * @param random whether another part of a long clip is taken each time.
     * @return the clips.
     */
    public LabelledClips withRandomParts(boolean random) {
        return new LabelledClips(clips, targets, weights, segmentWeights, random);
    }

    /** The shares in the loss of all embeddings, clip after clip. */
    float[] rowWeights() {
        if (segmentWeights == null) {
            return weights;
        }
        float[] rows = new float[Arrays.stream(segmentWeights).mapToInt(clip -> clip.length).sum()];
        int row = 0;
        for (int clip = 0; clip < segmentWeights.length; clip++) {
            for (int s = 0; s < segmentWeights[clip].length; s++) {
                rows[row++] = weight(clip, s);
            }
        }
        return rows;
    }

    /** The share in the loss of one of the S embeddings of a clip. */
    float weight(int clip, int segment) {
        return segmentWeights == null
                ? weights[clip]
                : weights[clip] * segmentWeights[clip][segment];
    }
}
