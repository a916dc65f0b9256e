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
import org.ssamba.compute.Gradient;
import org.ssamba.compute.op.FinalNorm;
import org.ssamba.compute.op.FinalNormBackward;
import org.ssamba.compute.op.LayerNorm;
import org.ssamba.compute.op.LayerNormBackward;
import org.ssamba.compute.op.PairNorm;
import org.ssamba.compute.op.PairNormBackward;

/** Launches of the norms: a row of WIDTH values is shared by one or more warps (row.cuh). */
final class NormLaunches {
    private final Place at;

    NormLaunches(Place at) {
        this.at = at;
    }

    List<Step> of(PairNorm op) {
        Rows rows = new Rows(op.residual().extent(0) * op.residual().extent(1), width(op));
        return List.of(
                rows.launch("pair_norm", rows.turns())
                        .pointer(at.real(op.residual()), at.act(op.hidden()))
                        .pointer(at.real(op.dropScale()))
                        .pointer(at.real(op.weight()), at.real(op.bias()))
                        .pointer(at.act(op.normed()), at.real(op.newResidual()))
                        .pointer(at.real(op.mean()), at.real(op.inverseDeviation()))
                        .integer(rows.rows, op.residual().extent(1))
                        .build());
    }

    private static int width(PairNorm op) {
        return op.residual().extent(2);
    }

    List<Step> of(PairNormBackward op) {
        int tokens = op.residual().extent(1);
        Rows rows = new Rows(op.residual().extent(0) * tokens, op.residual().extent(2));
        long partial = rows.partial(4);
        return List.of(
                rows.launch("pair_norm_backward", rows.blocks())
                        .pointer(at.act(op.gradNormed()), at.real(op.gradNewResidual()))
                        .pointer(at.real(op.residual()), at.act(op.hidden()))
                        .pointer(at.real(op.dropScale()))
                        .pointer(at.real(op.mean()), at.real(op.inverseDeviation()))
                        .pointer(at.real(op.weight()))
                        .pointer(at.real(op.gradResidual()), at.act(op.gradHidden()))
                        .pointer(partial)
                        .integer(rows.rows, tokens)
                        .build(),
                reduce(at, partial, rows.blocks(), op.gradWeight(), op.gradBias()));
    }

    List<Step> of(FinalNorm op) {
        int tokens = op.residual().extent(1);
        Rows rows = new Rows(op.residual().extent(0) * tokens, op.residual().extent(2));
        return List.of(
                rows.launch("final_norm", rows.turns())
                        .pointer(at.real(op.residual()), at.act(op.hidden()))
                        .pointer(at.real(op.dropScale()))
                        .pointer(at.real(op.weight()), at.real(op.bias()))
                        .pointer(at.real(op.encoded()), at.real(op.statistics()))
                        .integer(rows.rows, tokens)
                        .build());
    }

    List<Step> of(FinalNormBackward op) {
        int tokens = op.residual().extent(1);
        Rows rows = new Rows(op.residual().extent(0) * tokens, op.residual().extent(2));
        long partial = rows.partial(2);
        return List.of(
                rows.launch("final_norm_backward", rows.blocks())
                        .pointer(at.real(op.gradEncoded()), at.real(op.residual()))
                        .pointer(at.act(op.hidden()), at.real(op.dropScale()))
                        .pointer(at.real(op.statistics()))
                        .pointer(at.real(op.weight()), at.real(op.bias()))
                        .pointer(at.real(op.gradResidual()), at.act(op.gradHidden()))
                        .pointer(partial)
                        .integer(rows.rows, tokens)
                        .build(),
                reduce(at, partial, rows.blocks(), op.gradWeight(), op.gradBias()));
    }

    List<Step> of(LayerNorm op) {
        int width = op.x().extent(op.x().shape().length - 1);
        Rows rows = new Rows(Math.toIntExact(op.x().size() / width), width);
        return List.of(
                rows.launch("layer_norm", rows.turns())
                        .pointer(at.real(op.x()), at.real(op.weight()), at.real(op.bias()))
                        .pointer(at.act(op.y()))
                        .pointer(at.real(op.mean()), at.real(op.inverseDeviation()))
                        .integer(rows.rows)
                        .build());
    }

    List<Step> of(LayerNormBackward op) {
        int width = op.x().extent(op.x().shape().length - 1);
        Rows rows = new Rows(Math.toIntExact(op.x().size() / width), width);
        long partial = rows.partial(2);
        return List.of(
                rows.launch("layer_norm_backward", rows.blocks())
                        .pointer(at.act(op.gradY()), at.real(op.x()))
                        .pointer(at.real(op.mean()), at.real(op.inverseDeviation()))
                        .pointer(at.real(op.weight()), at.real(op.gradX()))
                        .pointer(partial)
                        .integer(rows.rows)
                        .build(),
                reduce(at, partial, rows.blocks(), op.gradWeight(), op.gradBias()));
    }

    /**
     * The second stage of a sum over rows.
     *
     * @param partial (rows, columns of both) float32.
     * @param first takes the first columns.
     * @param second takes the others; null if there are none.
     */
    static Step reduce(Place at, long partial, long rows, Gradient first, Gradient second) {
        int split = Math.toIntExact(first.tensor().size());
        int columns = second == null ? split : Math.addExact(split, (int) second.tensor().size());
        return new LaunchBuilder(Kernel.of("reduce_partials", Map.of()))
                .grid(ceilDiv(columns, 32))
                .block(32, 16)
                .pointer(partial, at.real(first.tensor()))
                .pointer(second == null ? 0 : at.real(second.tensor()))
                .integer(Math.toIntExact(rows), columns, split)
                .flag(first.accumulate())
                .flag(second != null && second.accumulate())
                .build();
    }

    /** How rows are shared; see row.cuh for the names. */
    private final class Rows {
        final int rows;
        private final int width;
        private final int rowWarps;
        private final int blockWarps;

        Rows(int rows, int width) {
            this.rows = rows;
            this.width = width;
            // Up to 12 values a lane fit in registers beside the sums of the backward kernels.
            this.rowWarps = width <= 384 ? 1 : (int) ceilDiv(width, 256);
            this.blockWarps = rowWarps == 1 ? 8 : rowWarps;
        }

        /** Blocks that give every group of lanes one row. */
        long turns() {
            return ceilDiv(rows, blockWarps / rowWarps);
        }

        /** Blocks of a backward kernel: enough to fill the card, few enough to add up. */
        long blocks() {
            return Math.min(turns(), (rowWarps == 1 ? 4L : 8L) * at.multiprocessors());
        }

        /** Scratch for the blocks' shares of so many rows of sums. */
        long partial(int sums) {
            return at.scratch(blocks() * sums * width * Float.BYTES);
        }

        private int pack() {
            for (int pack = 4; pack > 1; pack /= 2) {
                if (width % (32 * rowWarps * pack) == 0) {
                    return pack;
                }
            }
            return Place.pack(width);
        }

        LaunchBuilder launch(String kernel, long blocks) {
            return new LaunchBuilder(
                            Kernel.of(
                                    kernel,
                                    Map.of(
                                            "ACT_BF16", at.actBf16(),
                                            "WIDTH", width,
                                            "VEC", pack(),
                                            "ROW_WARPS", rowWarps,
                                            "BLOCK_WARPS", blockWarps)))
                    .grid(blocks)
                    .block(32 * blockWarps);
        }
    }
}
