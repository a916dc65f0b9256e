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
import static org.ssamba.compute.cuda.Place.pack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.compute.DType;
import org.ssamba.compute.Gradient;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.ColumnSum;
import org.ssamba.compute.op.Copy;
import org.ssamba.compute.op.EmbedTokens;
import org.ssamba.compute.op.EmbedTokensBackward;
import org.ssamba.compute.op.ExtractPatches;
import org.ssamba.compute.op.GatherRows;
import org.ssamba.compute.op.GatherRowsBackward;
import org.ssamba.compute.op.PoolTokens;
import org.ssamba.compute.op.PoolTokensBackward;
import org.ssamba.compute.op.ReluBackward;

/** Launches of what moves rows about: patches, tokens, gathers, pools, copies. */
final class TokenLaunches {
    private static final int THREADS = 256;

    private final Place at;

    TokenLaunches(Place at) {
        this.at = at;
    }

    List<Step> of(Copy op) {
        if (op.from().type() == DType.INT32 || op.to().type() == DType.INT32) {
            throw new IllegalArgumentException(
                    "Copy converts FLOAT32 and ACTIVATION, not " + op.from() + " to " + op.to());
        }
        List<Step> steps = new ArrayList<>();
        steps.add(copy(op.from(), at.address(op.to()), at.ctype(op.to()), op.to()));
        if (at.hasShadow(op.to())) {
            steps.add(copy(op.from(), at.shadow(op.to()), "ACT", op.to()));
        }
        return steps;
    }

    private Step copy(Tensor from, long to, String type, Tensor target) {
        int bytes = type.equals("ACT") ? DType.ACTIVATION.bytes(at.precision()) : Float.BYTES;
        long address = at.address(from);
        int pack = pack(target.size(), address / at.elementBytes(from), to / bytes);
        return elements("copy", target.size(), pack, Map.of("FROM", at.ctype(from), "TO", type))
                .pointer(address, to)
                .wide(target.size())
                .build();
    }

    List<Step> of(ReluBackward op) {
        int pack = pack(op.y().size());
        return List.of(
                elements("relu_backward", op.y().size(), pack, Map.of())
                        .pointer(at.act(op.gradY()), at.act(op.y()), at.act(op.gradX()))
                        .wide(op.y().size())
                        .build());
    }

    List<Step> of(ExtractPatches op) {
        Tensor spectrogram = op.spectrogram();
        int frames = spectrogram.extent(1);
        int mels = spectrogram.extent(2);
        int rows = (mels - op.patchMels()) / op.melStride() + 1;
        int columns = (frames - op.patchFrames()) / op.frameStride() + 1;
        int patches = Math.multiplyExact(spectrogram.extent(0), rows * columns);
        int pack = pack(op.patchFrames());
        return List.of(
                elements(
                                "extract_patches",
                                op.patches().size(),
                                pack,
                                Map.of("FROM", at.ctype(spectrogram)))
                        .pointer(at.address(spectrogram), at.act(op.patches()))
                        .integer(frames, mels, rows, columns, op.patchMels(), op.patchFrames())
                        .integer(op.melStride(), op.frameStride(), patches)
                        .build());
    }

    List<Step> of(EmbedTokens op) {
        int width = op.tokens().extent(2);
        return List.of(
                elements("embed_tokens", op.tokens().size(), pack(width), Map.of())
                        .pointer(at.act(op.embedding()), at.real(op.bias()))
                        .pointer(at.ints(op.maskRank()), at.real(op.maskEmbedding()))
                        .pointer(at.real(op.classToken()), at.real(op.positions()))
                        .pointer(at.real(op.tokens()))
                        .integer(op.tokens().extent(0), op.tokens().extent(1) - 1, width)
                        .build());
    }

    List<Step> of(EmbedTokensBackward op) {
        int clips = op.gradTokens().extent(0);
        int tokens = op.gradTokens().extent(1);
        int width = op.gradTokens().extent(2);
        int patches = tokens - 1;
        long partial = at.scratch(2L * patches * width * Float.BYTES);
        List<Step> steps = new ArrayList<>();
        steps.add(
                new LaunchBuilder(
                                Kernel.of(
                                        "embed_tokens_backward", Map.of("ACT_BF16", at.actBf16())))
                        .grid(tokens, ceilDiv(width, 128), 1)
                        .block(128)
                        .pointer(at.real(op.gradTokens()), at.ints(op.maskRank()))
                        .pointer(at.act(op.gradEmbedding()))
                        .pointer(at.real(op.gradClassToken().tensor()))
                        .pointer(at.real(op.gradPositions().tensor()))
                        .pointer(partial)
                        .integer(clips, patches, width)
                        .flag(op.gradClassToken().accumulate())
                        .flag(op.gradPositions().accumulate())
                        .build());
        // With nothing masked the mask's share is 0 and goes into scratch of its own.
        Gradient mask = op.gradMaskEmbedding();
        steps.add(
                new LaunchBuilder(Kernel.of("reduce_partials", Map.of()))
                        .grid(ceilDiv(2L * width, 32))
                        .block(32, 16)
                        .pointer(partial, at.real(op.gradBias().tensor()))
                        .pointer(
                                mask == null
                                        ? at.scratch((long) width * Float.BYTES)
                                        : at.real(mask.tensor()))
                        .integer(patches, 2 * width, width)
                        .flag(op.gradBias().accumulate())
                        .flag(mask != null && mask.accumulate())
                        .build());
        return steps;
    }

    List<Step> of(GatherRows op) {
        Tensor source = op.source();
        int width = source.extent(2);
        return List.of(
                elements(
                                "gather_rows",
                                op.gathered().size(),
                                pack(width),
                                Map.of("SOURCE", at.ctype(source)))
                        .pointer(at.address(source), at.ints(op.indices()))
                        .pointer(at.act(op.gathered()))
                        .integer(source.extent(0), source.extent(1))
                        .integer(op.indices().extent(1), width, op.shift())
                        .build());
    }

    List<Step> of(GatherRowsBackward op) {
        Tensor source = op.gradSource();
        int width = source.extent(2);
        return List.of(
                elements("gather_rows_backward", source.size(), pack(width), Map.of())
                        .pointer(at.act(op.gradGathered()), at.ints(op.rank()), at.real(source))
                        .integer(source.extent(0), source.extent(1))
                        .integer(op.gradGathered().extent(1), width, op.shift())
                        .build());
    }

    List<Step> of(PoolTokens op) {
        int clips = op.encoded().extent(0);
        int width = op.encoded().extent(2);
        int segments = op.pooled().extent(1);
        int tokens = op.encoded().extent(1);
        // Parts of the tokens of a clip, so that a few long clips fill the card too.
        long blocks = ceilDiv(width, 32) * segments * clips;
        long wanted = Math.min(ceilDiv(4L * at.multiprocessors(), blocks), tokens / 64);
        int parts = (int) Math.max(1, wanted);
        int sums = Math.multiplyExact(Math.multiplyExact(clips, segments), parts);
        long partial = at.scratch((long) sums * (width + 1) * Float.BYTES);
        long counts = partial + (long) sums * width * Float.BYTES;
        return List.of(
                new LaunchBuilder(Kernel.of("pool_tokens", Map.of()))
                        .grid(ceilDiv(width, 32) * parts, segments, clips)
                        .block(32, 16)
                        .pointer(at.real(op.encoded()), at.ints(op.segment()), partial, counts)
                        .integer(tokens, segments, width, parts)
                        .build(),
                new LaunchBuilder(Kernel.of("pool_tokens", "mean_of_parts", Map.of()))
                        .grid(ceilDiv(width, THREADS), segments, clips)
                        .block(THREADS)
                        .pointer(partial, counts, at.real(op.pooled()))
                        .integer(segments, width, parts)
                        .build());
    }

    List<Step> of(PoolTokensBackward op) {
        Tensor encoded = op.gradEncoded();
        int tokens = encoded.extent(1);
        int width = encoded.extent(2);
        int segments = op.gradPooled().extent(1);
        int pack = pack(width);
        long counts = at.scratch((long) segments * Integer.BYTES);
        Map<String, ?> macros = Map.of("VEC", pack, "ACT_BF16", at.actBf16());
        return List.of(
                new LaunchBuilder(Kernel.of("pool_tokens_backward", "count_segments", macros))
                        .grid(segments)
                        .block(32)
                        .pointer(at.ints(op.segment()), counts)
                        .integer(tokens)
                        .build(),
                new LaunchBuilder(Kernel.of("pool_tokens_backward", macros))
                        .grid(ceilDiv(encoded.size() / pack, THREADS))
                        .block(THREADS)
                        .pointer(at.real(op.gradPooled()), at.ints(op.segment()), counts)
                        .pointer(at.real(encoded))
                        .integer(encoded.extent(0), tokens, segments, width)
                        .build());
    }

    List<Step> of(ColumnSum op) {
        int columns = Math.toIntExact(op.sum().tensor().size());
        int rows = Math.toIntExact(op.x().size() / columns);
        int pack = pack(columns);
        long tiles = ceilDiv(columns, 32L * pack);
        // Enough runs of rows to fill the card, each at least 64 rows long.
        long runs = Math.max(1, Math.min(ceilDiv(rows, 64), 4L * at.multiprocessors() / tiles));
        int run = (int) ceilDiv(rows, runs);
        runs = ceilDiv(rows, run);
        long partial = at.scratch(runs * columns * Float.BYTES);
        return List.of(
                new LaunchBuilder(
                                Kernel.of(
                                        "column_sum",
                                        Map.of("ACT_BF16", at.actBf16(), "VEC", pack)))
                        .grid(tiles, runs, 1)
                        .block(32, 8)
                        .pointer(at.act(op.x()), partial)
                        .integer(rows, columns, run)
                        .build(),
                NormLaunches.reduce(at, partial, runs, op.sum(), null));
    }

    /** One thread for every pack of neighbouring elements. */
    private LaunchBuilder elements(String kernel, long size, int pack, Map<String, ?> macros) {
        Map<String, Object> all = new HashMap<>(macros);
        all.put("ACT_BF16", at.actBf16());
        all.put("VEC", pack);
        return new LaunchBuilder(Kernel.of(kernel, all))
                .grid(ceilDiv(size / pack, THREADS))
                .block(THREADS);
    }
}
