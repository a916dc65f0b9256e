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

import org.ssamba.compute.Matrix;
import org.ssamba.compute.Tensor;

/**
 * The extents of a selective scan and how it is cut into blocks of channels and chunks of tokens.
 * One of the four scans of a pair is numbered {@code scan = 2·layer + direction}.
 */
final class ScanShape {
    final int clips;
    final int tokens;
    final int channels;
    final int states;
    final int chunk;
    final int chunks;
    final int width;
    final int blocks;

    ScanShape(Tensor u, Matrix b, int chunk, CpuMath math) {
        clips = u.extent(2);
        tokens = u.extent(3);
        channels = u.extent(4);
        states = b.columns();
        this.chunk = chunk;
        chunks = (tokens + chunk - 1) / chunk;
        int lanes = math.lanes();
        width = Math.min(math.channelBlock(), (channels + lanes - 1) / lanes * lanes);
        blocks = (channels + width - 1) / width;
    }

    /** Whether a scan visits tokens in rising order. */
    static boolean rising(int scan) {
        return ((scan >> 1) + scan) % 2 == 0;
    }

    /** Channels of a block without the padding. */
    int columns(int block) {
        return Math.min(width, channels - block * width);
    }

    /** Tokens of a chunk. */
    int tokens(int chunkIndex) {
        return Math.min(chunk, tokens - chunkIndex * chunk);
    }

    /** The token a scan visits first in a chunk. */
    int firstToken(int scan, int chunkIndex) {
        int position = chunkIndex * chunk;
        return rising(scan) ? position : tokens - 1 - position;
    }

    /** Index of a token's first channel of a block in a (2, 2, B, L, E) tensor. */
    int at(int scan, int clip, int token, int block) {
        return ((scan * clips + clip) * tokens + token) * channels + block * width;
    }

    /** Index of the first of (E, N) states in a (2, 2, B, chunks, E, N) tensor. */
    int stateAt(int scan, int clip, int chunkIndex, int block) {
        return (((scan * clips + clip) * chunks + chunkIndex) * channels + block * width) * states;
    }

    /** Index of a token's row in a matrix 4 x (B·L, N). */
    int rowAt(Matrix matrix, int scan, int clip, int token) {
        return Math.toIntExact(
                matrix.offset()
                        + scan * matrix.batchStride()
                        + ((long) clip * tokens + token) * matrix.rowStride());
    }
}
