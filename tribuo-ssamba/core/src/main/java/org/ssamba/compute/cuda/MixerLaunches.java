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
import org.ssamba.compute.DType;
import org.ssamba.compute.Gradient;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.ConvolutionBackward;
import org.ssamba.compute.op.GateAverage;
import org.ssamba.compute.op.GateAverageBackward;
import org.ssamba.compute.op.SelectiveScan;
import org.ssamba.compute.op.SelectiveScanBackward;

/** Launches of what lies between the projections of a mixer: convolution, scan, gate. */
final class MixerLaunches {
    private static final int THREADS = 256;
    private static final int CONVOLUTION_THREADS = 128;
    private static final int CONVOLUTION_RUN = 16;

    private final Place at;

    MixerLaunches(Place at) {
        this.at = at;
    }

    List<Step> of(Convolution op) {
        int clips = op.u().extent(2);
        int tokens = op.u().extent(3);
        int channels = op.u().extent(4);
        long blocks =
                ceilDiv(
                        clips * ceilDiv(tokens, CONVOLUTION_RUN) * ceilDiv(channels, 4),
                        CONVOLUTION_THREADS);
        return List.of(
                new LaunchBuilder(
                                Kernel.of(
                                        "convolution",
                                        Map.of(
                                                "ACT_BF16", at.actBf16(),
                                                "WIDTH", op.weight().extent(3),
                                                "ALIGNED", aligned(4, channels, op.x()))))
                        .grid(blocks, 2, 1)
                        .block(CONVOLUTION_THREADS)
                        .pointer(at.act(op.x()))
                        .wide(op.x().batchStride(), op.x().rowStride())
                        .pointer(at.real(op.weight()), at.real(op.bias()), at.act(op.u()))
                        .integer(clips, tokens, channels)
                        .build());
    }

    List<Step> of(ConvolutionBackward op) {
        int clips = op.gradU().extent(2);
        int tokens = op.gradU().extent(3);
        int channels = op.gradU().extent(4);
        int width = op.weight().extent(3);
        int run = (int) ceilDiv(tokens, 8 * ceilDiv(tokens, 1024));
        int parts = Math.toIntExact(clips * ceilDiv(tokens, 8L * run));
        long partialWeight = at.scratch(2L * parts * 2 * channels * width * Float.BYTES);
        long partialBias = at.scratch(2L * parts * 2 * channels * Float.BYTES);
        return List.of(
                new LaunchBuilder(
                                Kernel.of(
                                        "convolution_backward",
                                        Map.of(
                                                "ACT_BF16",
                                                at.actBf16(),
                                                "WIDTH",
                                                width,
                                                "AHEAD",
                                                4,
                                                "MIN_BLOCKS",
                                                2,
                                                "ALIGNED",
                                                aligned(2, channels, op.x(), op.gradX()))))
                        .grid(parts, ceilDiv(channels, 64), 2)
                        .block(32, 8)
                        .pointer(at.act(op.x()))
                        .wide(op.x().batchStride(), op.x().rowStride())
                        .pointer(at.real(op.weight()), at.real(op.bias()), at.act(op.gradU()))
                        .pointer(at.act(op.gradX()))
                        .wide(op.gradX().batchStride(), op.gradX().rowStride())
                        .pointer(partialWeight, partialBias)
                        .integer(clips, tokens, channels, run)
                        .build(),
                sumRows(partialWeight, op.gradWeight(), 2, parts, 2 * channels * width),
                sumRows(partialBias, op.gradBias(), 2, parts, 2 * channels));
    }

    List<Step> of(SelectiveScan op) {
        int clips = op.u().extent(2);
        int tokens = op.u().extent(3);
        int channels = op.u().extent(4);
        int states = op.aLog().extent(3);
        ScanShape shape = ScanShape.forward(clips, channels, states, at.limits());
        return List.of(
                new LaunchBuilder(
                                Kernel.of(
                                        "selective_scan",
                                        Map.of(
                                                "ACT_BF16", at.actBf16(),
                                                "STATES", states,
                                                "LANES", shape.lanes(),
                                                "CHANNELS", shape.channels(),
                                                "STORE_STATES", op.chunkStates() == null ? 0 : 1,
                                                "MIN_BLOCKS", shape.minBlocks(),
                                                "ALIGNED", aligned(4, channels))))
                        .grid(4L * clips * shape.groups(channels))
                        .block(shape.threads())
                        .pointer(at.act(op.u()), at.act(op.delta()), at.act(op.b()))
                        .wide(op.b().batchStride(), op.b().rowStride())
                        .pointer(at.act(op.c()))
                        .wide(op.c().batchStride(), op.c().rowStride())
                        .pointer(at.real(op.aLog()), at.real(op.skip()), at.real(op.deltaBias()))
                        .pointer(at.act(op.y()), at.real(op.chunkStates()))
                        .integer(clips, tokens, channels, op.chunk())
                        .build());
    }

    List<Step> of(SelectiveScanBackward op) {
        int clips = op.u().extent(2);
        int tokens = op.u().extent(3);
        int channels = op.u().extent(4);
        int states = op.aLog().extent(3);
        int rows = Math.multiplyExact(clips, tokens);
        int actBytes = DType.ACTIVATION.bytes(at.precision());
        ScanShape shape =
                ScanShape.backward(clips, channels, states, op.chunk(), actBytes, at.limits());
        int groups = shape.groups(channels);
        long partialBC = at.scratch(4L * groups * rows * 2 * states * Float.BYTES);
        long partialA = at.scratch(4L * clips * channels * states * Float.BYTES);
        long partialSkip = at.scratch(4L * clips * channels * Float.BYTES);
        long partialBias = at.scratch(4L * clips * channels * Float.BYTES);
        List<Step> steps = new ArrayList<>();
        steps.add(
                new LaunchBuilder(
                                Kernel.of(
                                        "selective_scan_backward",
                                        Map.of(
                                                "ACT_BF16", at.actBf16(),
                                                "STATES", states,
                                                "LANES", shape.lanes(),
                                                "CHANNELS", shape.channels(),
                                                "SUB", shape.sub(),
                                                "THREADS", shape.threads(),
                                                "MIN_BLOCKS", shape.minBlocks(),
                                                "ALIGNED", aligned(4, channels))))
                        .grid(4L * clips * groups)
                        .block(shape.threads())
                        .shared(shape.sharedBytes(states, op.chunk(), actBytes))
                        .pointer(at.act(op.u()), at.act(op.delta()), at.act(op.b()))
                        .wide(op.b().batchStride(), op.b().rowStride())
                        .pointer(at.act(op.c()))
                        .wide(op.c().batchStride(), op.c().rowStride())
                        .pointer(at.real(op.aLog()), at.real(op.skip()), at.real(op.deltaBias()))
                        .pointer(at.real(op.chunkStates()), at.act(op.gradY()))
                        .pointer(at.act(op.gradU()), at.act(op.gradDelta()))
                        .pointer(partialBC, partialA, partialSkip, partialBias)
                        .integer(clips, tokens, channels, op.chunk())
                        .build());
        Matrix gradB = op.gradB();
        Matrix gradC = op.gradC();
        steps.add(
                new LaunchBuilder(
                                Kernel.of(
                                        "selective_scan_backward_bc",
                                        Map.of("ACT_BF16", at.actBf16(), "STATES", states)))
                        .grid(ceilDiv(2L * rows * states, THREADS), 4, 1)
                        .block(THREADS)
                        .pointer(partialBC, at.act(gradB))
                        .wide(gradB.batchStride(), gradB.rowStride())
                        .pointer(at.act(gradC))
                        .wide(gradC.batchStride(), gradC.rowStride())
                        .integer(rows, groups)
                        .build());
        steps.addAll(sumClips(op, partialA, partialSkip, partialBias));
        return steps;
    }

    /** Adds up the gradients of a scan's parameters over clips. */
    private List<Step> sumClips(
            SelectiveScanBackward op, long partialA, long partialSkip, long partialBias) {
        int clips = op.u().extent(2);
        int channels = op.u().extent(4);
        int states = op.aLog().extent(3);
        return List.of(
                sumRows(partialA, op.gradALog(), 4, clips, channels * states),
                sumRows(partialSkip, op.gradSkip(), 4, clips, channels),
                sumRows(partialBias, op.gradDeltaBias(), 4, clips, channels));
    }

    List<Step> of(GateAverage op) {
        int rows = op.z().rows();
        int channels = op.z().columns();
        return List.of(
                gate("gate_average", rows, channels, op.z())
                        .pointer(at.act(op.y()), at.act(op.z()))
                        .wide(op.z().batchStride(), op.z().rowStride())
                        .pointer(at.act(op.gated()), at.act(op.mean()))
                        .integer(rows, channels)
                        .build());
    }

    List<Step> of(GateAverageBackward op) {
        int rows = op.z().rows();
        int channels = op.z().columns();
        return List.of(
                gate("gate_average_backward", rows, channels, op.z(), op.gradZ())
                        .pointer(at.act(op.gradGated()), at.act(op.mean()), at.act(op.z()))
                        .wide(op.z().batchStride(), op.z().rowStride())
                        .pointer(at.act(op.gradY()), at.act(op.gradZ()))
                        .wide(op.gradZ().batchStride(), op.gradZ().rowStride())
                        .pointer(at.act(op.gated()))
                        .integer(rows, channels)
                        .build());
    }

    private LaunchBuilder gate(String entry, int rows, int channels, Matrix... views) {
        int vector = at.bfloat16() ? 8 : 4;
        return new LaunchBuilder(
                        Kernel.of(
                                "gate_average",
                                entry,
                                Map.of(
                                        "ACT_BF16", at.actBf16(),
                                        "ALIGNED", aligned(vector, channels, views))))
                .grid(ceilDiv(rows * ceilDiv(channels, vector), THREADS), 2, 1)
                .block(THREADS);
    }

    /**
     * Sums over rows in which up to four gradients of the scans lie side by side (sum_rows.cu).
     *
     * @param widths columns of each.
     */
    Step sumParts(long partial, int rows, List<Gradient> gradients, int... widths) {
        int[] ends = new int[4];
        long[] out = new long[4];
        int columns = 0;
        for (int i = 0; i < 4; i++) {
            columns += i < widths.length ? widths[i] : 0;
            ends[i] = columns;
            out[i] = i < widths.length ? at.real(gradients.get(i).tensor()) : 0;
        }
        boolean accumulate = gradients.get(0).accumulate();
        if (gradients.stream().anyMatch(gradient -> gradient.accumulate() != accumulate)) {
            throw new IllegalArgumentException("Gradients of one part of a batch and of another");
        }
        return new LaunchBuilder(
                        Kernel.of("sum_rows", "sum_parts", Map.of("ACT_BF16", at.actBf16())))
                .grid(ceilDiv(columns, 32), 4, 1)
                .block(32, 8)
                .pointer(partial)
                .pointer(out)
                .integer(rows)
                .integer(ends)
                .flag(accumulate)
                .build();
    }

    /** {@code out[i, column] (+)= sum over rows}, in their order (sum_rows.cu). */
    private Step sumRows(long partial, Gradient out, int batch, int rows, int columns) {
        return new LaunchBuilder(Kernel.of("sum_rows", Map.of("ACT_BF16", at.actBf16())))
                .grid(ceilDiv(columns, 32), batch, 1)
                .block(32, 8)
                .pointer(partial, at.real(out.tensor()))
                .integer(rows, columns)
                .flag(out.accumulate())
                .build();
    }

    /** 1 if packs of so many elements can be moved at once in every operand, else 0. */
    private int aligned(int pack, int channels, Matrix... views) {
        long all = channels;
        for (Matrix view : views) {
            long first = at.act(view) / at.elementBytes(view.tensor());
            all |= view.batchStride() | view.rowStride() | first;
        }
        return all % pack == 0 ? 1 : 0;
    }
}
