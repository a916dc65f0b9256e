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

import org.ssamba.compute.Matrix;

/**
 * Which kernels compute the inner part of a pair of layers; the only place that decides it.
 * Float32, cards before Hopper and shapes that the fused kernels do not take keep a kernel for each
 * operation. Where a forward pass with a backward pass is fused, the backward scan is, too.
 *
 * @param scan the kernel from the convolution to the gate.
 * @param projection the kernel of convolution and projection; SEPARATE where the scan is.
 */
record MixerKernels(Scan scan, Projection projection) {
    /** Kernels of the scan and what is next to it. */
    enum Scan {
        /** A kernel for each operation. */
        SEPARATE,
        /** A warp does everything for its channels (mixer_scan.cu). */
        FUSED,
        /** Warps for each kind of work (mixer_scan_few.cu). */
        FEW
    }

    /** Kernels of the convolution and the projection. */
    enum Projection {
        /** A kernel for each operation. */
        SEPARATE,
        /** A warp does everything for its rows (mixer_projection.cu). */
        FUSED,
        /** Warps and blocks share rows (mixer_projection_few.cu). */
        FEW
    }

    /** A kernel for each operation. */
    static final MixerKernels SEPARATE = new MixerKernels(Scan.SEPARATE, Projection.SEPARATE);

    /** For the record of a run: counts the changes of what the mixer kernels round. */
    static final int REVISION = 4;

    private static final int HOPPER = 90;

    /** Tokens of all clips, by multiprocessor, from which the rows of the projection are many. */
    private static final int MANY_ROWS = 30;

    /** Channels of a block of the projection that shares rows with others, and its most blocks. */
    private static final int SHARED_CHANNELS = 192;

    private static final int SHARING_BLOCKS = 4;

    /** Scans of 16 channels, by multiprocessor, up to which warps share a scan's work. */
    private static final int FEW_SCANS = 6;

    /** Warps of the scan that a multiprocessor holds. */
    private static final int WARPS = 12;

    /**
     * Tokens between stored states, up to which the fused kernels' own, in bfloat16 every 16
     * tokens, have room in their place.
     */
    static final int LARGEST_CHUNK = 32;

    /** 64 clips of ten seconds: more at once is hardly faster. */
    private static final int FILLING_TOKENS = 64 * 513;

    /** A lane keeps its share of the projection's weights and sums in registers. */
    private static final int LARGEST_RANK = 48;

    /** States of a channel. */
    static final int STATES = 16;

    private static final int WIDTH = 4;

    /** 16 bytes, in bfloat16. */
    private static final int PACK = 8;

    /**
     * Chooses.
     *
     * @param chain what to compute.
     * @param bfloat16 whether activations are.
     * @param limits of the card.
     */
    static MixerKernels of(MixerChain chain, boolean bfloat16, DeviceLimits limits) {
        int channels = chain.channels();
        if (!bfloat16
                || limits.capability() < HOPPER
                || chain.states() != STATES
                || chain.width() != WIDTH
                || chain.rank() % 2 != 0
                || chain.rank() > LARGEST_RANK
                || chain.lead() != lead(chain.rank())
                || channels % 32 != 0
                || !isAligned(chain.convolution().x())
                || !isAligned(chain.gate().z())
                || !isAligned(chain.scan().b())) {
            return SEPARATE;
        }
        if (chain.training() && channels % FusedScanBackwardLaunches.CHANNELS != 0) {
            return SEPARATE;
        }
        long scans = 4L * chain.clips() * channels / 16;
        boolean few = !chain.training() && scans <= FEW_SCANS * limits.multiprocessors();
        return new MixerKernels(few ? Scan.FEW : Scan.FUSED, projection(chain, limits));
    }

    /**
     * Whether one kernel computes the end of a pair's backward pass.
     *
     * @param chain what to compute.
     * @param bfloat16 whether activations are.
     * @param limits of the card.
     */
    static boolean fuses(ConvolutionBackwardChain chain, boolean bfloat16, DeviceLimits limits) {
        int rank = chain.columns() - 2 * STATES;
        return bfloat16
                && limits.capability() >= HOPPER
                && chain.width() == WIDTH
                && rank > 0
                && rank % 2 == 0
                && rank <= LARGEST_RANK
                && chain.lead() == lead(rank)
                && chain.channels() % 32 == 0
                && isAligned(chain.convolution().x())
                && isAligned(chain.convolution().gradX())
                && chain.gradProjected().rowStride() % PACK == 0;
    }

    private static Projection projection(MixerChain chain, DeviceLimits limits) {
        long rows = (long) chain.clips() * chain.tokens();
        if (chain.channels() % 64 != 0) {
            return Projection.SEPARATE;
        }
        if (rows >= (long) MANY_ROWS * limits.multiprocessors()) {
            return Projection.FUSED;
        }
        return splits(chain.channels()) == 0 ? Projection.SEPARATE : Projection.FEW;
    }

    /**
     * Blocks that share the channels of few rows.
     *
     * @param channels E, a multiple of 64.
     * @return 0 if there are too many.
     */
    static int splits(int channels) {
        for (int splits = 1;
                splits <= SHARING_BLOCKS && channels % (16 * splits) == 0;
                splits *= 2) {
            if (channels <= SHARED_CHANNELS * splits) {
                return splits;
            }
        }
        return 0;
    }

    /**
     * How many clips fill the card, in the products and in the scan.
     *
     * @param tokens of a clip.
     * @param channels E.
     */
    static int clipsAtOnce(int tokens, int channels, DeviceLimits limits) {
        int products = FILLING_TOKENS / tokens;
        int scan = (int) Place.ceilDiv(4L * WARPS * limits.multiprocessors(), channels);
        return Math.max(1, Math.max(products, scan));
    }

    /** Columns before dt that bring B and C to whole tiles of 16 columns. */
    static int lead(int rank) {
        return Math.floorMod(-rank, 16);
    }

    private static boolean isAligned(Matrix view) {
        return (view.offset() | view.batchStride() | view.rowStride()) % PACK == 0;
    }

    /** Whether a kernel does more than one operation. */
    boolean fused() {
        return scan != Scan.SEPARATE;
    }
}
