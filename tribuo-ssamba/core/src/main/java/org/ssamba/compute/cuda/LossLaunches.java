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
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.HeadLoss;
import org.ssamba.compute.op.HeadScores;
import org.ssamba.compute.op.InfoNce;
import org.ssamba.compute.op.SquaredError;
import org.ssamba.compute.op.Sum;

/** Launches of the objectives and of what heads show. */
final class LossLaunches {
    private static final int THREADS = 256;

    private final Place at;

    LossLaunches(Place at) {
        this.at = at;
    }

    List<Step> of(InfoNce op) {
        int clips = op.scores().extent(0);
        int m = op.scores().extent(1);
        int rows = Math.multiplyExact(clips, m);
        long rowLoss = at.scratch((long) rows * Float.BYTES);
        long rowMax = at.scratch((long) rows * Float.BYTES);
        long rowSum = at.scratch((long) rows * Float.BYTES);
        long right = at.scratch((long) rows * Float.BYTES);
        Map<String, ?> macros = Map.of("ACT_BF16", at.actBf16());
        return List.of(
                new LaunchBuilder(Kernel.of("info_nce", "info_nce_rows", macros))
                        .grid(ceilDiv(rows, 8))
                        .block(THREADS)
                        .pointer(at.real(op.scores()), rowLoss, rowMax, rowSum)
                        .pointer(at.act(op.gradScores()))
                        .integer(rows, m)
                        .real(op.gradScale())
                        .build(),
                new LaunchBuilder(Kernel.of("info_nce", "info_nce_columns", macros))
                        .grid(ceilDiv(m, 32), clips, 1)
                        .block(32, 16)
                        .pointer(at.real(op.scores()), rowMax, rowSum, right)
                        .integer(m)
                        .build(),
                total(rowLoss, at.real(op.loss()), clips, m, 1),
                total(right, at.real(op.correct()), clips, m, 1));
    }

    List<Step> of(SquaredError op) {
        int clips = op.predictions().extent(0);
        int size = Math.toIntExact(op.predictions().size() / clips);
        int pack = Place.pack(size);
        int packs = size / pack;
        // Runs of at least 4 turns of a block, enough of them to fill the card.
        long runs =
                Math.max(
                        1,
                        Math.min(
                                ceilDiv(packs, 4 * THREADS),
                                ceilDiv(8L * at.multiprocessors(), clips)));
        int run = (int) ceilDiv(packs, runs);
        runs = ceilDiv(packs, run);
        long partial = at.scratch(clips * runs * Float.BYTES);
        return List.of(
                new LaunchBuilder(
                                Kernel.of(
                                        "squared_error",
                                        Map.of("ACT_BF16", at.actBf16(), "VEC", pack)))
                        .grid(runs, clips, 1)
                        .block(THREADS)
                        .pointer(at.act(op.predictions()), at.act(op.targets()))
                        .pointer(at.act(op.gradPredictions()), partial)
                        .integer(size, run)
                        .real(op.gradScale())
                        .build(),
                total(partial, at.real(op.loss()), clips, (int) runs, 1));
    }

    List<Step> of(Sum op) {
        int count = Math.toIntExact(op.values().size());
        return List.of(total(at.real(op.values()), at.real(op.sum()), 1, count, op.scale()));
    }

    List<Step> of(HeadLoss op) {
        Tensor logits = op.logits();
        int columns = logits.extent(logits.shape().length - 1);
        int rows = Math.toIntExact(logits.size() / columns);
        return List.of(
                new LaunchBuilder(
                                Kernel.of(
                                        "head_loss",
                                        Map.of("ACT_BF16", at.actBf16(), "KIND", kind(op.kind()))))
                        .grid(ceilDiv(rows, 4))
                        .block(128)
                        .pointer(at.real(logits), at.real(op.targets()), at.real(op.weights()))
                        .pointer(at.real(op.loss()), at.act(op.gradLogits()))
                        .integer(rows, columns)
                        .build());
    }

    List<Step> of(HeadScores op) {
        Tensor logits = op.logits();
        int columns = logits.extent(logits.shape().length - 1);
        int rows = Math.toIntExact(logits.size() / columns);
        return List.of(
                new LaunchBuilder(Kernel.of("head_scores", Map.of("KIND", kind(op.kind()))))
                        .grid(ceilDiv(rows, 4))
                        .block(128)
                        .pointer(at.real(logits), at.real(op.scores()))
                        .integer(rows, columns)
                        .build());
    }

    /** The macro KIND of head_loss.cu and head_scores.cu. */
    private static int kind(HeadLoss.Kind kind) {
        return switch (kind) {
            case SOFTMAX -> 0;
            case SIGMOID -> 1;
            case SQUARED -> 2;
        };
    }

    /** {@code to[row] = scale · sum of the row's columns}. */
    private static Step total(long values, long to, int rows, int columns, float scale) {
        return new LaunchBuilder(Kernel.of("total", Map.of()))
                .grid(rows)
                .block(THREADS)
                .pointer(values, to)
                .integer(columns)
                .real(scale)
                .build();
    }
}
