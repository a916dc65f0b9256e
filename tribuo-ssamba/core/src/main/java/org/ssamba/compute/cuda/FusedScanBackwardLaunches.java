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
import org.ssamba.compute.op.SelectiveScanBackward;

/** Launches of the fused backward scan (mixer_scan_backward.cu). */
final class FusedScanBackwardLaunches {
    private static final int WARPS = 4;
    private static final int THREADS = 32 * WARPS;

    /** Channels of a block. */
    static final int CHANNELS = 16 * WARPS;

    private static final int STEPS = 16;
    private static final int STAGES = 2;

    /** Bytes of a vector. */
    private static final int VECTOR = 16;

    private final Place at;
    private final MixerLaunches mixers;

    FusedScanBackwardLaunches(Place at, MixerLaunches mixers) {
        this.at = at;
        this.mixers = mixers;
    }

    List<Step> of(ScanBackwardChain chain) {
        SelectiveScanBackward op = chain.scan();
        int clips = chain.clips();
        int tokens = chain.tokens();
        int channels = chain.channels();
        int groups = channels / CHANNELS;
        int tiles = (int) ceilDiv(tokens, STEPS);
        long partialBC = at.scratch(4L * clips * tiles * groups * THREADS * VECTOR);
        int rank = chain.rank();
        long parts = at.scratch(4L * clips * channels * (18 + rank) * Float.BYTES);
        Matrix dt = chain.stepSizes().a();
        List<Step> steps = new ArrayList<>();
        steps.add(
                new LaunchBuilder(
                                Kernel.of(
                                        "mixer_scan_backward",
                                        Map.of("ACT_BF16", 1, "ALIGNED", 1, "RANK", rank)))
                        .grid(groups, clips, 4)
                        .block(THREADS)
                        .shared(sharedBytes(rank))
                        .pointer(at.act(op.u()), at.act(op.gradY()))
                        .pointer(at.act(dt) - MixerKernels.lead(rank) * Short.BYTES)
                        .wide(dt.batchStride())
                        .integer((int) dt.rowStride())
                        .pointer(at.shadow(chain.stepSizes().b().tensor()))
                        .pointer(at.real(op.deltaBias()), at.real(op.aLog()), at.real(op.skip()))
                        .pointer(at.real(op.chunkStates()))
                        .pointer(at.act(op.gradU()), at.act(op.gradDelta()))
                        .pointer(partialBC, parts)
                        .integer(tokens, channels)
                        .build());
        Matrix gradB = op.gradB();
        steps.add(
                new LaunchBuilder(
                                Kernel.of(
                                        "mixer_scan_backward_bc",
                                        Map.of("ACT_BF16", 1, "ALIGNED", 1)))
                        .grid(tiles, clips, 4)
                        .block(THREADS)
                        .pointer(partialBC, at.act(gradB), at.act(op.gradC()))
                        .wide(gradB.batchStride(), gradB.rowStride())
                        .integer(tokens, groups)
                        .build());
        steps.add(
                mixers.sumParts(
                        parts,
                        clips,
                        List.of(op.gradALog(), op.gradSkip(), op.gradDeltaBias(), chain.gradient()),
                        16 * channels,
                        channels,
                        channels,
                        rank * channels));
        return steps;
    }

    /**
     * Shared memory of a block: of a warp u, gradY and states, delta, gradients, weights, decays
     * and states of half a tile; sums over channels; dt, B and C.
     */
    private static int sharedBytes(int rank) {
        int rankTiles = (int) ceilDiv(rank, 16);
        int kept = 8 * (2 + 1);
        int warp = VECTOR * (3 * STAGES * 32 + 2 * 40 + 2 * 32 + (rankTiles + kept) * 32);
        int sums = VECTOR * 2 * WARPS * 4 * 32;
        int projected = 2 * (16 * rankTiles + 32) + VECTOR;
        return WARPS * warp + sums + STAGES * STEPS * projected;
    }
}
