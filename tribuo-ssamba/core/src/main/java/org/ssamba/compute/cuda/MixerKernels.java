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
 * Which kernels compute the inner part of a pair of layers in inference; the only place that
 * decides it. Training, float32, cards before Hopper and shapes that the fused kernels do not take
 * keep a kernel for each operation.
 *
 * @param projection whether convolution and projection are one kernel (mixer_projection.cu).
 * @param split how many warps share the states of a channel (mixer_scan.cu); 0 where every
 *     operation has its own kernel.
 */
record MixerKernels(boolean projection, int split) {
    /** A kernel for each operation. */
    static final MixerKernels SEPARATE = new MixerKernels(false, 0);

    /** For the record of a run: counts the changes that change what the fused kernels round. */
    static final int REVISION = 1;

    private static final int HOPPER = 90;

    /** Tokens of all clips from which the fused projection fills the card. */
    private static final int PROJECTION_ROWS = 12_000;

    /** Warps of the scan up to which two a channel are faster: half of a Hopper card's quarters. */
    private static final int FEW_WARPS = 264;

    /** Warps of the scan that a multiprocessor holds. */
    private static final int WARPS = 12;

    /** 64 clips of ten seconds: more at once is hardly faster. */
    private static final int FILLING_TOKENS = 64 * 513;

    private static final int STATES = 16;
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
                || chain.lead() != lead(chain.rank())
                || channels % 32 != 0
                || !isAligned(chain.convolution().x())
                || !isAligned(chain.gate().z())
                || !isAligned(chain.scan().b())) {
            return SEPARATE;
        }
        long warps = 4L * chain.clips() * channels / 16;
        boolean many = (long) chain.clips() * chain.tokens() >= PROJECTION_ROWS;
        return new MixerKernels(many && channels % 64 == 0, warps <= FEW_WARPS ? 2 : 1);
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

    /** Whether the scan's kernel does more than the scan. */
    boolean fused() {
        return split > 0;
    }
}
