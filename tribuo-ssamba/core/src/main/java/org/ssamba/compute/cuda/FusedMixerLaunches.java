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
package org.ssamba.compute.cuda;

import static org.ssamba.compute.cuda.Place.ceilDiv;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.cuda.MixerKernels.Projection;
import org.ssamba.compute.cuda.MixerKernels.Scan;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.SelectiveScan;

/** Launches of the kernels that compute the inner part of a pair of layers in inference. */
final class FusedMixerLaunches {
    private static final int THREADS = 128;

    /** Rows of a block of the projection whose warps share none, and channels of its chunks. */
    private static final int ROWS = 128;

    private static final int CHANNELS = 64;

    /** Bytes of a vector. */
    private static final int VECTOR = 16;

    private final Place at;

    FusedMixerLaunches(Place at) {
        this.at = at;
    }

    List<Step> of(MixerChain chain, MixerKernels kernels) {
        List<Step> steps = new ArrayList<>();
        if (kernels.projection() != Projection.SEPARATE) {
            steps.add(projection(chain, kernels.projection() == Projection.FEW ? 4 : 1));
        }
        steps.add(scan(chain, kernels.scan()));
        return steps;
    }

    private Step projection(MixerChain chain, int groups) {
        Convolution convolution = chain.convolution();
        Matrix x = convolution.x();
        Matrix to = chain.projection().c();
        // Zeros are written before dt, too.
        long start = at.act(to) - chain.lead() * Short.BYTES;
        int columns = Math.toIntExact(to.columns() + chain.lead());
        int rows = ROWS / groups;
        int stages = groups == 1 ? 2 : 4;
        int chunk =
                (rows + 8) * 2 * CHANNELS
                        + 2 * columns * (2 * CHANNELS + VECTOR)
                        + 2 * CHANNELS * (VECTOR + Float.BYTES);
        return new LaunchBuilder(
                        Kernel.of(
                                "mixer_projection",
                                Map.of(
                                        "ACT_BF16",
                                        1,
                                        "ALIGNED",
                                        1,
                                        "RANK",
                                        chain.rank(),
                                        "GROUPS",
                                        groups)))
                .grid(ceilDiv(x.rows(), rows), 2, 1)
                .block(2 * THREADS)
                .shared(stages * chunk)
                .pointer(at.act(x))
                .wide(x.batchStride())
                .integer((int) x.rowStride())
                .pointer(at.shadow(chain.projection().b().tensor()))
                .pointer(at.real(convolution.weight()), at.real(convolution.bias()))
                .pointer(start)
                .wide(to.batchStride())
                .integer((int) to.rowStride(), x.rows(), chain.tokens(), chain.channels())
                .build();
    }

    private Step scan(MixerChain chain, Scan kind) {
        Convolution convolution = chain.convolution();
        SelectiveScan scan = chain.scan();
        Matrix x = convolution.x();
        Matrix to = chain.projection().c();
        int projected = Math.toIntExact(2 * (to.columns() + chain.lead()));
        boolean few = kind == Scan.FEW;
        return new LaunchBuilder(
                        Kernel.of(
                                few ? "mixer_scan_few" : "mixer_scan",
                                Map.of("ACT_BF16", 1, "ALIGNED", 1, "RANK", chain.rank())))
                .grid(chain.channels() / (few ? 8 : 32), chain.clips(), 2)
                .block(THREADS)
                .shared(few ? line(projected) : 4 * warp(projected))
                .pointer(at.act(x))
                .wide(x.batchStride())
                .integer((int) x.rowStride(), (int) (chain.gate().z().offset() - x.offset()))
                .pointer(at.act(to) - chain.lead() * Short.BYTES)
                .wide(to.batchStride())
                .integer((int) to.rowStride())
                .pointer(at.real(convolution.weight()), at.real(convolution.bias()))
                .pointer(at.shadow(chain.stepSizes().b().tensor()), at.real(scan.deltaBias()))
                .pointer(at.real(scan.aLog()), at.real(scan.skip()), at.act(chain.gate().gated()))
                .integer(chain.tokens(), chain.channels())
                .build();
    }

    /**
     * Shared memory of a warp of mixer_scan.cu: x, dt, B and C, delta, y, z and the other y,
     * parameters.
     */
    private static int warp(int projected) {
        return VECTOR * (128 + 2 * 2 * 40 + 32 + 3 * 2 * 32 + 2 * 16)
                + 3 * 16 * (projected + VECTOR);
    }

    /**
     * Shared memory of a block of mixer_scan_few.cu: x, dt, B and C, delta, delta u, u, y, z and
     * the other y, parameters.
     */
    private static int line(int projected) {
        int vectors =
                256 + 4 * 2 * 40 + 4 * 32 + 4 * 2 * 32 + (2 * 2 * 2 + 1) * 32 + 2 * 4 * 32 + 32;
        return VECTOR * vectors + 8 * 16 * (projected + VECTOR);
    }
}
