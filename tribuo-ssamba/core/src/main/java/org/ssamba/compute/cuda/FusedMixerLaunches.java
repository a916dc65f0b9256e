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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.cuda.MixerKernels.Scan;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.SelectiveScan;

/** Launches of the kernels that compute the inner part of a pair of layers, forward. */
final class FusedMixerLaunches {
    private static final int THREADS = 128;

    /** Bytes of a vector. */
    private static final int VECTOR = 16;

    private final Place at;

    FusedMixerLaunches(Place at) {
        this.at = at;
    }

    List<Step> of(MixerChain chain, MixerKernels kernels) {
        List<Step> steps = new ArrayList<>();
        switch (kernels.projection()) {
            case FUSED -> steps.add(projection(chain));
            case FEW -> steps.add(projectionOfFewRows(chain));
            default -> {}
        }
        steps.add(scan(chain, kernels.scan()));
        return steps;
    }

    private Step projection(MixerChain chain) {
        int rows = 128;
        int channels = 64;
        int chunk = rowsOfX(rows, channels) + 2 * weights(chain, channels);
        // Two blocks a multiprocessor, or one with more on its way if the device has the room.
        int stages = chain.rank() <= 16 ? 2 : Math.min(4, at.limits().sharedBytes() / chunk);
        return projection(
                        chain,
                        Kernel.of(
                                "mixer_projection",
                                Map.of(
                                        "ACT_BF16",
                                        1,
                                        "ALIGNED",
                                        1,
                                        "RANK",
                                        chain.rank(),
                                        "STAGES",
                                        stages)))
                .grid(ceilDiv(chain.convolution().x().rows(), rows), 2, 1)
                .shared(stages * chunk)
                .integer(chain.channels())
                .build();
    }

    private Step projectionOfFewRows(MixerChain chain) {
        int rows = 64;
        int splits = MixerKernels.splits(chain.channels());
        int channels = chain.channels() / splits;
        int arrives = rowsOfX(rows, channels) + weights(chain, channels);
        int sums = 4 * rows * columns(chain) * Float.BYTES;
        return projection(
                        chain,
                        Kernel.of(
                                "mixer_projection_few",
                                Map.of(
                                        "ACT_BF16",
                                        1,
                                        "ALIGNED",
                                        1,
                                        "RANK",
                                        chain.rank(),
                                        "CHANNELS",
                                        channels,
                                        "SPLITS",
                                        splits)))
                .grid(splits * ceilDiv(chain.convolution().x().rows(), rows), 4, 1)
                .shared(Math.max(arrives, sums))
                .build();
    }

    /** What both kernels of the projection are given. */
    private LaunchBuilder projection(MixerChain chain, Kernel kernel) {
        Convolution convolution = chain.convolution();
        Matrix x = convolution.x();
        Matrix to = chain.projection().c();
        return new LaunchBuilder(kernel)
                .block(2 * THREADS)
                .pointer(at.act(x))
                .wide(x.batchStride())
                .integer((int) x.rowStride())
                .pointer(at.shadow(chain.projection().b().tensor()))
                .pointer(at.real(convolution.weight()), at.real(convolution.bias()))
                // Zeros are written before dt, too.
                .pointer(at.act(to) - chain.lead() * Short.BYTES)
                .wide(to.batchStride())
                .integer((int) to.rowStride(), x.rows(), chain.tokens());
    }

    /** Shared memory of rows of x and their neighbours (projection_tile.cuh). */
    private static int rowsOfX(int rows, int channels) {
        return (rows + 8) * 2 * channels + (rows + 8) / 4 * VECTOR;
    }

    /** Shared memory of the projection's weights, taps and biases of one scan. */
    private static int weights(MixerChain chain, int channels) {
        return columns(chain) * (2 * channels + VECTOR) + channels * (VECTOR + Float.BYTES);
    }

    private static int columns(MixerChain chain) {
        return Math.toIntExact(chain.projection().c().columns() + chain.lead());
    }

    private Step scan(MixerChain chain, Scan kind) {
        Convolution convolution = chain.convolution();
        SelectiveScan scan = chain.scan();
        Matrix x = convolution.x();
        Matrix to = chain.projection().c();
        int projected = 2 * columns(chain);
        boolean few = kind == Scan.FEW;
        Map<String, Integer> macros =
                new HashMap<>(Map.of("ACT_BF16", 1, "ALIGNED", 1, "RANK", chain.rank()));
        long[] kept = {};
        if (!few) {
            macros.put("KEEP", chain.training() ? 1 : 0);
            kept = new long[] {at.real(scan.chunkStates()), at.act(chain.gate().mean())};
        }
        return new LaunchBuilder(Kernel.of(few ? "mixer_scan_few" : "mixer_scan", macros))
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
                .pointer(kept)
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
                256 + 4 * 2 * 40 + 4 * 32 + 4 * 2 * 32 + (2 * 2 * 2 + 1) * 32 + 2 * 4 * 32 + 33;
        return VECTOR * vectors + 8 * 16 * (projected + VECTOR);
    }
}
