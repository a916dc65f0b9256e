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

import java.util.List;
import java.util.Map;
import org.ssamba.compute.op.ConvolutionBackward;

/** Launches of the fused end of a pair's backward pass (mixer_convolution_backward.cu). */
final class FusedConvolutionBackwardLaunches {
    private static final int THREADS = 128;

    /** Channels of a block. */
    private static final int CHANNELS = 32;

    private static final int STEPS = 16;

    /** Bytes of a vector. */
    private static final int VECTOR = 16;

    /** Blocks a multiprocessor has to do, twice as many as it holds. */
    private static final int BLOCKS = 6;

    private final Place at;
    private final MixerLaunches mixers;

    FusedConvolutionBackwardLaunches(Place at, MixerLaunches mixers) {
        this.at = at;
        this.mixers = mixers;
    }

    List<Step> of(ConvolutionBackwardChain chain) {
        ConvolutionBackward op = chain.convolution();
        int channels = chain.channels();
        int columns = chain.columns();
        long tiles = ceilDiv(chain.tokens(), STEPS);
        int groups = channels / CHANNELS;
        long wanted = Math.max(1, (long) BLOCKS * at.multiprocessors() / (2L * groups));
        // Clips are cut where there are few, into pieces of at least eight tiles.
        long cuts = Math.max(1, Math.min(wanted / chain.clips(), tiles / 8));
        int run = (int) ceilDiv(tiles, cuts);
        long pieces = chain.clips() * ceilDiv(tiles, run);
        int parts = (int) ceilDiv(pieces, ceilDiv(pieces, wanted));
        long sums = at.scratch(4L * parts * channels * (columns + 5) * Float.BYTES);
        int padded = (int) (columns + chain.lead());
        Map<String, Integer> macros =
                Map.of("ACT_BF16", 1, "ALIGNED", 1, "RANK", columns - 2 * MixerKernels.STATES);
        return List.of(
                new LaunchBuilder(Kernel.of("mixer_convolution_backward", macros))
                        .grid(groups, parts, 2)
                        .block(THREADS)
                        .shared(block(padded))
                        .pointer(at.act(op.x()))
                        .wide(op.x().batchStride())
                        .integer((int) op.x().rowStride())
                        .pointer(at.real(op.weight()), at.real(op.bias()))
                        .pointer(at.shadow(chain.input().b().tensor()), at.act(op.gradU()))
                        .pointer(at.act(chain.gradProjected()) - chain.lead() * Short.BYTES)
                        .wide(chain.gradProjected().batchStride())
                        .integer((int) chain.gradProjected().rowStride())
                        .pointer(at.act(op.gradX()))
                        .wide(op.gradX().batchStride())
                        .integer((int) op.gradX().rowStride())
                        .pointer(sums)
                        .integer(chain.clips(), chain.tokens(), channels, run)
                        .build(),
                mixers.sumParts(
                        sums,
                        parts,
                        List.of(op.gradWeight(), op.gradBias(), chain.gradient()),
                        4 * channels,
                        channels,
                        columns * channels));
    }

    /**
     * Shared memory of a block: of a warp x and its gradients' rings, gradients of u, shares of
     * gradients of x, weights, taps and biases; gradients of dt, B and C.
     *
     * @param padded columns of these.
     */
    private static int block(int padded) {
        int warp = VECTOR * (256 + 128 + 3 * 32 + 2 * 32 + padded / 16 * 32 + 16 + 4);
        return 4 * warp + 2 * 3 * STEPS * (2 * padded + VECTOR);
    }
}
