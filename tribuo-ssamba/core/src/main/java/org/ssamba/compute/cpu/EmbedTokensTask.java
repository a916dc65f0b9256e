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
import org.ssamba.compute.op.EmbedTokens;

/** {@link EmbedTokens}: a piece of work is some tokens of one clip. */
final class EmbedTokensTask implements CpuTask {
    private static final int TOKENS = 64;

    private final int clips;
    private final int tokens;
    private final int width;
    private final int piecesPerClip;
    private final FloatBuffer embedding;
    private final FloatBuffer bias;
    private final IntBuffer maskRank;
    private final FloatBuffer maskEmbedding;
    private final FloatBuffer classToken;
    private final FloatBuffer positions;
    private final FloatBuffer out;
    private final float[] biasRow;
    private final float[] maskRow;
    private final float[] classRow;
    private final Workers.Piece body = this::piece;

    EmbedTokensTask(EmbedTokens op, CpuMemory memory) {
        this.clips = op.tokens().extent(0);
        this.tokens = op.tokens().extent(1);
        this.width = op.tokens().extent(2);
        this.piecesPerClip = Rows.pieces(tokens, TOKENS);
        this.embedding = memory.floats(op.embedding());
        this.bias = memory.floats(op.bias());
        this.maskRank = op.maskRank() == null ? null : memory.ints(op.maskRank());
        this.maskEmbedding = op.maskEmbedding() == null ? null : memory.floats(op.maskEmbedding());
        this.classToken = memory.floats(op.classToken());
        this.positions = memory.floats(op.positions());
        this.out = memory.floats(op.tokens());
        this.biasRow = new float[width];
        this.maskRow = new float[width];
        this.classRow = new float[width];
    }

    private void piece(int piece, Scratch scratch) {
        int clip = piece / piecesPerClip;
        int first = piece % piecesPerClip * TOKENS;
        int count = Math.min(TOKENS, tokens - first);
        float[] position = scratch.floats(0, TOKENS * width);
        float[] patch = scratch.floats(1, width);
        positions.get(first * width, position, 0, count * width);
        for (int i = 0; i < count; i++) {
            int token = first + i;
            float[] content;
            if (token == 0) {
                content = classRow;
            } else {
                int source = clip * (tokens - 1) + token - 1;
                if (maskRank != null && maskRank.get(source) >= 0) {
                    content = maskRow;
                } else {
                    embedding.get(source * width, patch, 0, width);
                    for (int j = 0; j < width; j++) {
                        patch[j] += biasRow[j];
                    }
                    content = patch;
                }
            }
            int at = i * width;
            for (int j = 0; j < width; j++) {
                position[at + j] += content[j];
            }
        }
        out.put((clip * tokens + first) * width, position, 0, count * width);
    }

    @Override
    public void run(Workers workers) {
        bias.get(0, biasRow);
        classToken.get(0, classRow);
        if (maskEmbedding != null) {
            maskEmbedding.get(0, maskRow);
        }
        workers.forEach(clips * piecesPerClip, body);
    }
}
