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
import org.ssamba.compute.op.SquaredError;

/** {@link SquaredError}: a piece of work is one clip. */
final class SquaredErrorTask implements CpuTask {
    private final int clips;
    private final int perClip;
    private final int width;
    private final float gradFactor;
    private final FloatBuffer predictions;
    private final FloatBuffer targets;
    private final FloatBuffer loss;
    private final FloatBuffer gradPredictions;
    private final Workers.Piece body = this::clip;

    SquaredErrorTask(SquaredError op, CpuMemory memory) {
        this.clips = op.predictions().extent(0);
        this.perClip = Math.toIntExact(op.predictions().size() / clips);
        this.width = Rows.width(op.predictions());
        this.gradFactor = 2 * op.gradScale();
        this.predictions = memory.floats(op.predictions());
        this.targets = memory.floats(op.targets());
        this.loss = memory.floats(op.loss());
        this.gradPredictions =
                op.gradPredictions() == null ? null : memory.floats(op.gradPredictions());
    }

    private void clip(int clip, Scratch scratch) {
        float[] p = scratch.floats(0, width);
        float[] t = scratch.floats(1, width);
        double total = 0;
        for (int at = clip * perClip; at < (clip + 1) * perClip; at += width) {
            predictions.get(at, p, 0, width);
            targets.get(at, t, 0, width);
            float sum = 0;
            for (int j = 0; j < width; j++) {
                float difference = p[j] - t[j];
                p[j] = gradFactor * difference;
                sum += difference * difference;
            }
            total += sum;
            if (gradPredictions != null) {
                gradPredictions.put(at, p, 0, width);
            }
        }
        loss.put(clip, (float) total);
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(clips, body);
    }
}
