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
package org.ssamba.compute.cpu;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.ssamba.compute.Gradient;
import org.ssamba.compute.op.EmbedTokensBackward;

/**
 * {@link EmbedTokensBackward}: a piece of work is some tokens of all clips, so that the gradient of
 * a position is summed by one thread in the order of the clips.
 */
final class EmbedTokensBackwardTask implements CpuTask {
    private static final int TOKENS = 8;

    private final int clips;
    private final int tokens;
    private final int width;
    private final FloatBuffer gradTokens;
    private final IntBuffer maskRank;
    private final FloatBuffer gradEmbedding;
    private final GradientSums bias;
    private final GradientSums mask;
    private final FloatBuffer gradClass;
    private final boolean addToClass;
    private final FloatBuffer gradPositions;
    private final boolean addToPositions;
    private final float[] zeros;
    private final Workers.Piece body = this::piece;

    EmbedTokensBackwardTask(EmbedTokensBackward op, CpuMemory memory) {
        this.clips = op.gradTokens().extent(0);
        this.tokens = op.gradTokens().extent(1);
        this.width = op.gradTokens().extent(2);
        int pieces = Rows.pieces(tokens, TOKENS);
        this.gradTokens = memory.floats(op.gradTokens());
        this.maskRank = op.maskRank() == null ? null : memory.ints(op.maskRank());
        this.gradEmbedding = memory.floats(op.gradEmbedding());
        this.bias = new GradientSums(pieces, op.gradBias(), memory);
        Gradient gradMask = op.gradMaskEmbedding();
        this.mask = gradMask == null ? null : new GradientSums(pieces, gradMask, memory);
        this.gradClass = memory.floats(op.gradClassToken().tensor());
        this.addToClass = op.gradClassToken().accumulate();
        this.gradPositions = memory.floats(op.gradPositions().tensor());
        this.addToPositions = op.gradPositions().accumulate();
        this.zeros = new float[width];
    }

    private void piece(int piece, Scratch scratch) {
        int biasAt = bias.begin(piece);
        int maskAt = mask == null ? 0 : mask.begin(piece);
        float[] row = scratch.floats(0, width);
        float[] sum = scratch.floats(1, width);
        int last = Math.min(tokens, (piece + 1) * TOKENS);
        for (int token = piece * TOKENS; token < last; token++) {
            Arrays.fill(sum, 0, width, 0f);
            for (int clip = 0; clip < clips; clip++) {
                gradTokens.get((clip * tokens + token) * width, row, 0, width);
                add(row, sum, 0);
                if (token > 0) {
                    int patch = clip * (tokens - 1) + token - 1;
                    boolean masked = maskRank != null && maskRank.get(patch) >= 0;
                    gradEmbedding.put(patch * width, masked ? zeros : row, 0, width);
                    if (!masked) {
                        add(row, bias.values(), biasAt);
                    } else if (mask != null) {
                        add(row, mask.values(), maskAt);
                    }
                }
            }
            if (token == 0) {
                write(sum, gradClass, 0, addToClass, scratch);
            }
            write(sum, gradPositions, token * width, addToPositions, scratch);
        }
    }

    private void add(float[] row, float[] to, int at) {
        for (int j = 0; j < width; j++) {
            to[at + j] += row[j];
        }
    }

    private void write(float[] sum, FloatBuffer to, int at, boolean accumulate, Scratch scratch) {
        if (!accumulate) {
            to.put(at, sum, 0, width);
            return;
        }
        float[] old = scratch.floats(2, width);
        to.get(at, old, 0, width);
        add(sum, old, 0);
        to.put(at, old, 0, width);
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(Rows.pieces(tokens, TOKENS), body);
        bias.finish();
        if (mask != null) {
            mask.finish();
        }
    }
}
