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
import org.ssamba.compute.op.ExtractPatches;

/** {@link ExtractPatches}: a piece of work is one column of patches of one clip. */
final class ExtractPatchesTask implements CpuTask {
    private final int clips;
    private final int frames;
    private final int mels;
    private final int patchMels;
    private final int patchFrames;
    private final int melStride;
    private final int frameStride;
    private final int rows;
    private final int columns;
    private final FloatBuffer spectrogram;
    private final FloatBuffer patches;
    private final Workers.Piece body = this::column;

    ExtractPatchesTask(ExtractPatches op, CpuMemory memory) {
        this.clips = op.spectrogram().extent(0);
        this.frames = op.spectrogram().extent(1);
        this.mels = op.spectrogram().extent(2);
        this.patchMels = op.patchMels();
        this.patchFrames = op.patchFrames();
        this.melStride = op.melStride();
        this.frameStride = op.frameStride();
        this.rows = (mels - patchMels) / melStride + 1;
        this.columns = (frames - patchFrames) / frameStride + 1;
        if (op.patches().size() != (long) clips * rows * columns * patchMels * patchFrames) {
            throw new IllegalArgumentException(
                    op.patches()
                            + " does not hold "
                            + rows
                            + " x "
                            + columns
                            + " patches of "
                            + op.spectrogram());
        }
        this.spectrogram = memory.floats(op.spectrogram());
        this.patches = memory.floats(op.patches());
    }

    private void column(int piece, Scratch scratch) {
        int clip = piece / columns;
        int column = piece % columns;
        int size = patchMels * patchFrames;
        float[] strip = scratch.floats(0, patchFrames * mels);
        float[] patch = scratch.floats(1, size);
        spectrogram.get(
                (clip * frames + column * frameStride) * mels, strip, 0, patchFrames * mels);
        for (int row = 0; row < rows; row++) {
            for (int mel = 0; mel < patchMels; mel++) {
                int from = row * melStride + mel;
                for (int frame = 0; frame < patchFrames; frame++) {
                    patch[mel * patchFrames + frame] = strip[frame * mels + from];
                }
            }
            patches.put(((clip * rows + row) * columns + column) * size, patch, 0, size);
        }
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(clips * columns, body);
    }
}
