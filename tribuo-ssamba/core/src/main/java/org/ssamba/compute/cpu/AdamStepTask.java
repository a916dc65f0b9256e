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
import java.util.ArrayList;
import java.util.List;
import org.ssamba.compute.op.AdamStep;

/** {@link AdamStep}. */
final class AdamStepTask implements CpuTask {
    private static final int PIECE = 8192;

    private final AdamStep op;
    private final FloatBuffer[] weights;
    private final FloatBuffer[] gradients;
    private final FloatBuffer[] firstMoments;
    private final FloatBuffer[] secondMoments;
    private final float[] rateFactors;
    private final int[] pieceGroup;
    private final int[] pieceStart;
    private final FloatBuffer rate;
    private final FloatBuffer norm;
    private final FloatBuffer state;
    private final Workers.Piece body = this::piece;
    private float stepRate;
    private float firstCorrection;
    private float secondCorrection;

    AdamStepTask(AdamStep op, CpuMemory memory) {
        this.op = op;
        int groups = op.groups().size();
        this.weights = new FloatBuffer[groups];
        this.gradients = new FloatBuffer[groups];
        this.firstMoments = new FloatBuffer[groups];
        this.secondMoments = new FloatBuffer[groups];
        this.rateFactors = new float[groups];
        List<int[]> pieces = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            AdamStep.Group group = op.groups().get(i);
            weights[i] = memory.floats(group.parameter());
            gradients[i] = memory.floats(group.gradient());
            firstMoments[i] = memory.floats(group.firstMoment());
            secondMoments[i] = memory.floats(group.secondMoment());
            rateFactors[i] = group.rateFactor();
            for (int start = 0; start < weights[i].limit(); start += PIECE) {
                pieces.add(new int[] {i, start});
            }
        }
        this.pieceGroup = pieces.stream().mapToInt(piece -> piece[0]).toArray();
        this.pieceStart = pieces.stream().mapToInt(piece -> piece[1]).toArray();
        this.rate = memory.floats(op.rate());
        this.norm = memory.floats(op.norm());
        this.state = memory.floats(op.state());
    }

    private void piece(int piece, Scratch scratch) {
        int group = pieceGroup[piece];
        int start = pieceStart[piece];
        int count = Math.min(PIECE, weights[group].limit() - start);
        float[] w = scratch.floats(0, PIECE);
        float[] g = scratch.floats(1, PIECE);
        float[] m = scratch.floats(2, PIECE);
        float[] v = scratch.floats(3, PIECE);
        weights[group].get(start, w, 0, count);
        gradients[group].get(start, g, 0, count);
        firstMoments[group].get(start, m, 0, count);
        secondMoments[group].get(start, v, 0, count);
        float lr = stepRate * rateFactors[group];
        float keep = op.decoupled() ? 1 - lr * op.weightDecay() : 1;
        float penalty = op.decoupled() ? 0 : op.weightDecay();
        float beta1 = op.beta1();
        float beta2 = op.beta2();
        float epsilon = op.epsilon();
        float first = firstCorrection;
        float second = secondCorrection;
        for (int i = 0; i < count; i++) {
            float gradient = g[i] + penalty * w[i];
            float mi = beta1 * m[i] + (1 - beta1) * gradient;
            float vi = beta2 * v[i] + (1 - beta2) * gradient * gradient;
            m[i] = mi;
            v[i] = vi;
            w[i] = w[i] * keep - lr * (mi * first) / ((float) Math.sqrt(vi * second) + epsilon);
        }
        weights[group].put(start, w, 0, count);
        firstMoments[group].put(start, m, 0, count);
        secondMoments[group].put(start, v, 0, count);
    }

    @Override
    public void run(Workers workers) {
        if (!Float.isFinite(norm.get(0))) {
            state.put(1, state.get(1) + 1);
            return;
        }
        float step = state.get(0) + 1;
        state.put(0, step);
        stepRate = rate.get(0);
        firstCorrection = (float) (1 / (1 - Math.pow(op.beta1(), step)));
        secondCorrection = (float) (1 / (1 - Math.pow(op.beta2(), step)));
        workers.forEach(pieceGroup.length, body);
    }
}
