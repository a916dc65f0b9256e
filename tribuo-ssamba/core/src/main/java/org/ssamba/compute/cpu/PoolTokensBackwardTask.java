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
import org.ssamba.compute.op.PoolTokensBackward;

/** {@link PoolTokensBackward}: a piece of work is one clip. */
final class PoolTokensBackwardTask implements CpuTask {
    private final int clips;
    private final int tokens;
    private final int width;
    private final int groups;
    private final FloatBuffer gradPooled;
    private final IntBuffer segment;
    private final FloatBuffer gradEncoded;
    private final float[] zeros;
    private final Workers.Piece body = this::clip;

    PoolTokensBackwardTask(PoolTokensBackward op, CpuMemory memory) {
        this.clips = op.gradEncoded().extent(0);
        this.tokens = op.gradEncoded().extent(1);
        this.width = op.gradEncoded().extent(2);
        this.groups = Math.toIntExact(op.gradPooled().size() / clips / width);
        this.gradPooled = memory.floats(op.gradPooled());
        this.segment = memory.ints(op.segment());
        this.gradEncoded = memory.floats(op.gradEncoded());
        this.zeros = new float[width];
    }

    private void clip(int clip, Scratch scratch) {
        int[] counts = scratch.ints(0, groups);
        float[] shares = scratch.floats(0, groups * width);
        Arrays.fill(counts, 0, groups, 0);
        for (int token = 0; token < tokens; token++) {
            if (segment.get(token) >= 0) {
                counts[segment.get(token)]++;
            }
        }
        gradPooled.get(clip * groups * width, shares, 0, groups * width);
        for (int group = 0; group < groups; group++) {
            float scale = 1f / counts[group];
            for (int j = group * width; j < (group + 1) * width; j++) {
                shares[j] *= scale;
            }
        }
        for (int token = 0; token < tokens; token++) {
            int group = segment.get(token);
            int to = (clip * tokens + token) * width;
            gradEncoded.put(to, group < 0 ? zeros : shares, Math.max(group, 0) * width, width);
        }
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(clips, body);
    }
}
