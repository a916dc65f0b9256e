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
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.SelectiveScan;

/** Launches of the kernels that compute the inner part of a pair of layers in inference. */
final class FusedMixerLaunches {
    private static final int THREADS = 128;

    /** Rows and channels of a block of the projection, ROWS and CHANNELS of its kernel. */
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
        if (kernels.projection()) {
            steps.add(projection(chain));
        }
        steps.add(scan(chain, kernels.split()));
        return steps;
    }

    private Step projection(MixerChain chain) {
        Convolution convolution = chain.convolution();
        Matrix x = convolution.x();
        Matrix to = chain.projection().c();
        // Zeros are written before dt, too.
        long start = at.act(to) - chain.lead() * Short.BYTES;
        int columns = Math.toIntExact(to.columns() + chain.lead());
        int chunk =
                (ROWS + 6) * 2 * CHANNELS
                        + 2 * columns * (2 * CHANNELS + VECTOR)
                        + 2 * CHANNELS * (VECTOR + Float.BYTES);
        return new LaunchBuilder(
                        Kernel.of(
                                "mixer_projection",
                                Map.of("ACT_BF16", 1, "ALIGNED", 1, "RANK", chain.rank())))
                .grid(ceilDiv(x.rows(), ROWS), 2, 1)
                .block(THREADS)
                .shared(2 * chunk)
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

    private Step scan(MixerChain chain, int split) {
        Convolution convolution = chain.convolution();
        SelectiveScan scan = chain.scan();
        Matrix x = convolution.x();
        Matrix to = chain.projection().c();
        int projected = Math.toIntExact(2 * (to.columns() + chain.lead()));
        int partial = split == 2 ? 2 * 2 * 32 * VECTOR : 0;
        // Struct Warp of the kernel: x, proj, delta, y, z and the other y, partial, parameters.
        int warp =
                128 * VECTOR
                        + 3 * 16 * (projected + VECTOR)
                        + 2 * 2 * 40 * VECTOR
                        + (32 + 3 * 2 * 32) * VECTOR
                        + partial
                        + 2 * 16 * VECTOR;
        return new LaunchBuilder(
                        Kernel.of(
                                "mixer_scan",
                                Map.of(
                                        "ACT_BF16",
                                        1,
                                        "ALIGNED",
                                        1,
                                        "RANK",
                                        chain.rank(),
                                        "SPLIT",
                                        split)))
                .grid((long) chain.channels() * split / 32, chain.clips(), 2)
                .block(THREADS)
                .shared(THREADS / 32 * warp)
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
}
