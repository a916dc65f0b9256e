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
import java.util.Arrays;
import org.ssamba.compute.op.InfoNce;

/** {@link InfoNce}: a piece of work is one clip. */
final class InfoNceTask implements CpuTask {
    private final CpuMath math;
    private final int clips;
    private final int count;
    private final float gradScale;
    private final FloatBuffer scores;
    private final FloatBuffer loss;
    private final FloatBuffer correct;
    private final FloatBuffer gradScores;
    private final Workers.Piece body = this::clip;

    InfoNceTask(InfoNce op, CpuMemory memory, CpuMath math) {
        this.math = math;
        this.clips = op.scores().extent(0);
        this.count = op.scores().extent(1);
        this.gradScale = op.gradScale();
        this.scores = memory.floats(op.scores());
        this.loss = memory.floats(op.loss());
        this.correct = memory.floats(op.correct());
        this.gradScores = op.gradScores() == null ? null : memory.floats(op.gradScores());
    }

    private void clip(int clip, Scratch scratch) {
        int m = count;
        float[] row = scratch.floats(0, m);
        float[] best = scratch.floats(1, m);
        int[] bestTarget = scratch.ints(0, m);
        Arrays.fill(best, 0, m, -1f);
        Arrays.fill(bestTarget, 0, m, -1);
        double total = 0;
        for (int i = 0; i < m; i++) {
            int at = (clip * m + i) * m;
            scores.get(at, row, 0, m);
            float own = row[i];
            float max = Softmax.max(row, m);
            double sum = Softmax.exponentials(scratch.math(math), row, m, max);
            total += max + Math.log(sum) - own;
            float inverse = (float) (1 / sum);
            for (int j = 0; j < m; j++) {
                float p = row[j] * inverse;
                row[j] = p;
                if (p > best[j]) {
                    best[j] = p;
                    bestTarget[j] = i;
                }
            }
            if (gradScores != null) {
                row[i] -= 1;
                for (int j = 0; j < m; j++) {
                    row[j] *= gradScale;
                }
                gradScores.put(at, row, 0, m);
            }
        }
        int right = 0;
        for (int j = 0; j < m; j++) {
            right += bestTarget[j] == j ? 1 : 0;
        }
        loss.put(clip, (float) total);
        correct.put(clip, right);
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(clips, body);
    }
}
