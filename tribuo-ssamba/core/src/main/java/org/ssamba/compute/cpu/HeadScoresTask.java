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
import org.ssamba.compute.op.HeadLoss;
import org.ssamba.compute.op.HeadScores;

/** {@link HeadScores}: a piece of work is one row. */
final class HeadScoresTask implements CpuTask {
    private final CpuMath math;
    private final HeadLoss.Kind kind;
    private final int rows;
    private final int columns;
    private final FloatBuffer logits;
    private final FloatBuffer scores;
    private final Workers.Piece body = this::row;

    HeadScoresTask(HeadScores op, CpuMemory memory, CpuMath math) {
        this.math = math;
        this.kind = op.kind();
        this.rows = Rows.count(op.logits());
        this.columns = Rows.width(op.logits());
        this.logits = memory.floats(op.logits());
        this.scores = memory.floats(op.scores());
    }

    private void row(int row, Scratch scratch) {
        float[] x = scratch.floats(0, columns);
        logits.get(row * columns, x, 0, columns);
        switch (kind) {
            case SOFTMAX -> {
                double sum =
                        Softmax.exponentials(
                                scratch.math(math), x, columns, Softmax.max(x, columns));
                float inverse = (float) (1 / sum);
                for (int j = 0; j < columns; j++) {
                    x[j] *= inverse;
                }
            }
            case SIGMOID -> {
                for (int j = 0; j < columns; j++) {
                    x[j] = Softmax.sigmoid(x[j]);
                }
            }
            case SQUARED -> {}
        }
        scores.put(row * columns, x, 0, columns);
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(rows, body);
    }
}
