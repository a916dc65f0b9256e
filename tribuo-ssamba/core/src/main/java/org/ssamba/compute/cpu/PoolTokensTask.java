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
import org.ssamba.compute.op.PoolTokens;

/** {@link PoolTokens}: a piece of work is one clip. */
final class PoolTokensTask implements CpuTask {
    private final int clips;
    private final int tokens;
    private final int width;
    private final int groups;
    private final FloatBuffer encoded;
    private final IntBuffer segment;
    private final FloatBuffer pooled;
    private final Workers.Piece body = this::clip;

    PoolTokensTask(PoolTokens op, CpuMemory memory) {
        this.clips = op.encoded().extent(0);
        this.tokens = op.encoded().extent(1);
        this.width = op.encoded().extent(2);
        this.groups = Math.toIntExact(op.pooled().size() / clips / width);
        this.encoded = memory.floats(op.encoded());
        this.segment = memory.ints(op.segment());
        this.pooled = memory.floats(op.pooled());
    }

    private void clip(int clip, Scratch scratch) {
        float[] row = scratch.floats(0, width);
        float[] sums = scratch.floats(1, groups * width);
        int[] counts = scratch.ints(0, groups);
        Arrays.fill(sums, 0, groups * width, 0f);
        Arrays.fill(counts, 0, groups, 0);
        for (int token = 0; token < tokens; token++) {
            int group = segment.get(token);
            if (group < 0) {
                continue;
            }
            counts[group]++;
            encoded.get((clip * tokens + token) * width, row, 0, width);
            int at = group * width;
            for (int j = 0; j < width; j++) {
                sums[at + j] += row[j];
            }
        }
        for (int group = 0; group < groups; group++) {
            float scale = 1f / counts[group];
            for (int j = group * width; j < (group + 1) * width; j++) {
                sums[j] *= scale;
            }
        }
        pooled.put(clip * groups * width, sums, 0, groups * width);
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(clips, body);
    }
}
