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

/** {@link HeadLoss}: a piece of work is one row. */
final class HeadLossTask implements CpuTask {
    private final CpuMath math;
    private final HeadLoss.Kind kind;
    private final int rows;
    private final int columns;
    private final FloatBuffer logits;
    private final FloatBuffer targets;
    private final FloatBuffer weights;
    private final FloatBuffer loss;
    private final FloatBuffer gradLogits;
    private final Workers.Piece body = this::row;

    HeadLossTask(HeadLoss op, CpuMemory memory, CpuMath math) {
        this.math = math;
        this.kind = op.kind();
        this.rows = Rows.count(op.logits());
        this.columns = Rows.width(op.logits());
        this.logits = memory.floats(op.logits());
        this.targets = memory.floats(op.targets());
        this.weights = memory.floats(op.weights());
        this.loss = memory.floats(op.loss());
        this.gradLogits = memory.floats(op.gradLogits());
    }

    private void row(int row, Scratch scratch) {
        float[] x = scratch.floats(0, columns);
        float[] t = scratch.floats(1, columns);
        logits.get(row * columns, x, 0, columns);
        targets.get(row * columns, t, 0, columns);
        float weight = weights.get(row);
        double total =
                switch (kind) {
                    case SOFTMAX -> softmax(scratch.math(math), x, t, weight);
                    case SIGMOID -> sigmoid(x, t, weight / columns);
                    case SQUARED -> squared(x, t, weight / columns);
                };
        loss.put(row, (float) total);
        gradLogits.put(row * columns, x, 0, columns);
    }

    private double softmax(CpuMath local, float[] x, float[] t, float weight) {
        float max = Softmax.max(x, columns);
        double mass = 0;
        double chosen = 0;
        for (int j = 0; j < columns; j++) {
            mass += t[j];
            chosen += (double) t[j] * (x[j] - max);
        }
        double sum = Softmax.exponentials(local, x, columns, max);
        float scale = (float) (mass / sum);
        for (int j = 0; j < columns; j++) {
            x[j] = weight * (x[j] * scale - t[j]);
        }
        return weight * (mass * Math.log(sum) - chosen);
    }

    private double sigmoid(float[] x, float[] t, float weight) {
        double total = 0;
        for (int j = 0; j < columns; j++) {
            double v = x[j];
            // log(1 + e^v) - t·v, without overflow at either end.
            total += Math.max(v, 0) - v * t[j] + Math.log1p(Math.exp(-Math.abs(v)));
            x[j] = weight * (Softmax.sigmoid(x[j]) - t[j]);
        }
        return weight * total;
    }

    private double squared(float[] x, float[] t, float weight) {
        double total = 0;
        for (int j = 0; j < columns; j++) {
            float difference = x[j] - t[j];
            total += (double) difference * difference;
            x[j] = 2 * weight * difference;
        }
        return weight * total;
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(rows, body);
    }
}
