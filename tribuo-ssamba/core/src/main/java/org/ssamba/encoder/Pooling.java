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
package org.ssamba.encoder;

import java.util.Arrays;

/**
 * Which tokens are averaged into which embedding of a clip (docs/model.md, section 6).
 *
 * @param segmentOfToken for each token, class token first, the embedding it goes into, or -1.
 * @param segments how many embeddings a clip gives.
 */
public record Pooling(int[] segmentOfToken, int segments) {

    /** Frames in a second at the usual shift of 10 ms. */
    public static final int FRAMES_PER_SECOND = 100;

    /** Which tokens make up a clip's embedding. */
    public enum Kind {
        /** The mean of all patch tokens, padding included: the default. */
        MEAN,
        /** The class token. */
        CLASS_TOKEN
    }

    /** Checks that every segment has a token. */
    public Pooling {
        for (int segment = 0; segment < segments; segment++) {
            int wanted = segment;
            if (Arrays.stream(segmentOfToken).noneMatch(s -> s == wanted)) {
                throw new IllegalArgumentException(
                        "Segment " + segment + " of " + segments + " has no token");
            }
        }
    }

    /**
     * One embedding a clip.
     *
     * @param kind which tokens.
     * @param config the encoder.
     * @return the pooling.
     */
    public static Pooling clip(Kind kind, EncoderConfig config) {
        int[] segments = new int[config.tokens()];
        Arrays.fill(segments, kind == Kind.MEAN ? 0 : -1);
        segments[0] = kind == Kind.MEAN ? -1 : 0;
        return new Pooling(segments, 1);
    }

    /**
     * One embedding a second: second s takes, in every row of the patch grid, the columns whose
     * centre frame lies in [100·s, 100·s + 100). Seconds without a column are left out at the end.
     *
     * @param config the encoder.
     * @return the pooling.
     */
    public static Pooling perSecond(EncoderConfig config) {
        int columns = config.gridColumns();
        int[] segments = new int[config.tokens()];
        segments[0] = -1;
        int most = 0;
        for (int patch = 0; patch < config.patches(); patch++) {
            int centre = config.frameStride() * (patch % columns) + config.patchFrames() / 2;
            segments[1 + patch] = centre / FRAMES_PER_SECOND;
            most = Math.max(most, segments[1 + patch]);
        }
        return new Pooling(segments, most + 1);
    }

    /**
     * Runs of tokens as the published code averages them for one-minute scenes: the flat list with
     * the class token at index 0, cut into 60 runs of ⌊L/60⌋ regardless of the grid. Only for
     * comparison with that code.
     *
     * @param config the encoder, with at least 60 tokens.
     * @return the pooling.
     */
    public static Pooling publishedScenes(EncoderConfig config) {
        int run = config.tokens() / 60;
        if (run == 0) {
            throw new IllegalArgumentException(
                    "Scenes need at least 60 tokens, not " + config.tokens());
        }
        int[] segments = new int[config.tokens()];
        for (int token = 0; token < segments.length; token++) {
            segments[token] = token / run < 60 ? token / run : -1;
        }
        return new Pooling(segments, 60);
    }
}
