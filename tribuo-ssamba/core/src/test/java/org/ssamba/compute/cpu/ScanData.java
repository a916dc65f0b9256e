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

import java.util.Random;
import org.ssamba.compute.DType;
import org.ssamba.compute.Gradient;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Region;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.SelectiveScan;
import org.ssamba.compute.op.SelectiveScanBackward;

/** The tensors of a selective scan and its gradients; B and C are columns of a wider matrix. */
final class ScanData {
    static final int OTHER_COLUMNS = 3;

    final int clips;
    final int tokens;
    final int channels;
    final int states;
    final BufferMemory memory = new BufferMemory();
    final Tensor u;
    final Tensor delta;
    final Tensor projection;
    final Tensor aLog;
    final Tensor skip;
    final Tensor deltaBias;
    final Tensor y;
    final Tensor chunkStates;
    final Tensor gradY;
    final Tensor gradU;
    final Tensor gradDelta;
    final Tensor gradProjection;
    final Tensor gradALog;
    final Tensor gradSkip;
    final Tensor gradDeltaBias;
    final SelectiveScan forward;
    final SelectiveScan inference;
    final SelectiveScanBackward backward;
    final SelectiveScanBackward accumulating;

    ScanData(int clips, int tokens, int channels, int states, int chunk) {
        this.clips = clips;
        this.tokens = tokens;
        this.channels = channels;
        this.states = states;
        Plan.Builder plan = new Plan.Builder("scan");
        int[] activation = {2, 2, clips, tokens, channels};
        int width = OTHER_COLUMNS + 2 * states;
        int chunks = (tokens + chunk - 1) / chunk;
        u = plan.work("u", DType.ACTIVATION, activation);
        delta = plan.work("delta", DType.ACTIVATION, activation);
        projection = plan.work("projection", DType.ACTIVATION, 4, clips * tokens, width);
        aLog = plan.shared(Region.PARAMETERS, "aLog", 0, 2, 2, channels, states);
        skip = plan.shared(Region.PARAMETERS, "skip", 0, 2, 2, channels);
        deltaBias = plan.shared(Region.PARAMETERS, "deltaBias", 0, 2, 2, channels);
        y = plan.work("y", DType.ACTIVATION, activation);
        chunkStates = plan.work("states", DType.FLOAT32, 2, 2, clips, chunks, channels, states);
        gradY = plan.work("gradY", DType.ACTIVATION, 2, clips, tokens, channels);
        gradU = plan.work("gradU", DType.ACTIVATION, activation);
        gradDelta = plan.work("gradDelta", DType.ACTIVATION, activation);
        gradProjection = plan.work("gradProjection", DType.ACTIVATION, projection.shape());
        gradALog = plan.shared(Region.GRADIENTS, "gradALog", 0, aLog.shape());
        gradSkip = plan.shared(Region.GRADIENTS, "gradSkip", 0, skip.shape());
        gradDeltaBias = plan.shared(Region.GRADIENTS, "gradDeltaBias", 0, deltaBias.shape());
        forward = forward(chunkStates, chunk);
        inference = forward(null, chunk);
        backward = backward(chunk, false);
        accumulating = backward(chunk, true);
    }

    private Matrix b(Tensor tensor) {
        return tensor.matrices(4).columns(OTHER_COLUMNS, states);
    }

    private Matrix c(Tensor tensor) {
        return tensor.matrices(4).columns(OTHER_COLUMNS + states, states);
    }

    private SelectiveScan forward(Tensor stored, int chunk) {
        return new SelectiveScan(
                u, delta, b(projection), c(projection), aLog, skip, deltaBias, y, stored, chunk);
    }

    private SelectiveScanBackward backward(int chunk, boolean accumulate) {
        return new SelectiveScanBackward(
                u,
                delta,
                b(projection),
                c(projection),
                aLog,
                skip,
                deltaBias,
                chunkStates,
                chunk,
                gradY,
                gradU,
                gradDelta,
                b(gradProjection),
                c(gradProjection),
                new Gradient(gradALog, accumulate),
                new Gradient(gradSkip, accumulate),
                new Gradient(gradDeltaBias, accumulate));
    }

    /** Values as a trained network has them: steps from 1e-3 to a few, decays from slow to fast. */
    ScanData fill(long seed) {
        Random random = new Random(seed);
        memory.fill(u, random, -1, 1);
        memory.fill(delta, random, -6, 3);
        memory.fill(projection, random, -1, 1);
        memory.fill(aLog, random, -1, Math.log(16));
        memory.fill(skip, random, 0.5, 1.5);
        memory.fill(deltaBias, random, -1, 1);
        memory.fill(gradY, random, -1, 1);
        return this;
    }

    void runForward(CpuMath math, Workers workers) {
        new SelectiveScanTask(forward, memory, math).run(workers);
    }

    void runBackward(CpuMath math, Workers workers) {
        new SelectiveScanBackwardTask(backward, memory, math).run(workers);
    }

    Tensor[] gradients() {
        return new Tensor[] {gradU, gradDelta, gradProjection, gradALog, gradSkip, gradDeltaBias};
    }

    ScanReference reference() {
        return new ScanReference(this);
    }
}
