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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.AdamStep;
import org.ssamba.compute.op.AllReduce;
import org.ssamba.compute.op.GradientNorm;

/**
 * Launches of the gradient norm and of the optimiser: one pass over all weights, driven by a table
 * of chunks. Tensors that follow one another in memory are joined first.
 */
final class OptimiserLaunches {
    /** Values a block takes. */
    private static final int CHUNK = 8192;

    private static final int THREADS = 256;
    private static final int NORM_ENTRY = 16;
    private static final int ADAM_ENTRY = 56;

    private final Place at;

    OptimiserLaunches(Place at) {
        this.at = at;
    }

    List<Step> of(AllReduce op) {
        return List.of(new Step.AllReduce(at.real(op.values()), op.values().size()));
    }

    List<Step> of(GradientNorm op) {
        List<Span> spans = new ArrayList<>();
        for (Tensor gradient : op.gradients()) {
            append(spans, new Span(new long[] {at.real(gradient)}, 0, 0, gradient.size()));
        }
        List<Span> chunks = cut(spans);
        ByteBuffer table = buffer(chunks.size() * NORM_ENTRY);
        for (Span chunk : chunks) {
            table.putLong(chunk.addresses[0]).putLong(chunk.count);
        }
        long partial = at.scratch((long) chunks.size() * Float.BYTES);
        return List.of(
                new LaunchBuilder(Kernel.of("gradient_norm", "squared_chunks", Map.of()))
                        .grid(chunks.size())
                        .block(THREADS)
                        .pointer(at.table(table.array()), partial)
                        .build(),
                new LaunchBuilder(Kernel.of("gradient_norm", "norm_of_chunks", Map.of()))
                        .grid(1)
                        .block(1024)
                        .pointer(partial, at.real(op.norm()))
                        .integer(chunks.size())
                        .build());
    }

    List<Step> of(AdamStep op) {
        List<Span> spans = new ArrayList<>();
        for (AdamStep.Group group : op.groups()) {
            Tensor weights = group.parameter();
            append(
                    spans,
                    new Span(
                            new long[] {
                                at.real(weights),
                                at.real(group.gradient()),
                                at.real(group.firstMoment()),
                                at.real(group.secondMoment())
                            },
                            at.hasShadow(weights) ? at.shadow(weights) : 0,
                            group.rateFactor(),
                            weights.size()));
        }
        List<Span> chunks = cut(spans);
        ByteBuffer table = buffer(chunks.size() * ADAM_ENTRY);
        for (Span chunk : chunks) {
            for (long address : chunk.addresses) {
                table.putLong(address);
            }
            table.putLong(chunk.shadow).putLong(chunk.count);
            table.putFloat(chunk.rateFactor).putInt(chunk.aligned() ? 1 : 0);
        }
        long factors = at.scratch(4 * Float.BYTES);
        return List.of(
                new LaunchBuilder(Kernel.of("adam_step", "adam_begin", Map.of()))
                        .grid(1)
                        .block(1)
                        .pointer(at.real(op.rate()), at.real(op.norm()), at.real(op.state()))
                        .pointer(factors)
                        .real(op.beta1(), op.beta2())
                        .build(),
                new LaunchBuilder(Kernel.of("adam_step", Map.of()))
                        .grid(chunks.size())
                        .block(THREADS)
                        .pointer(at.table(table.array()), factors)
                        .real(op.beta1(), op.beta2(), op.epsilon(), op.weightDecay())
                        .flag(op.decoupled())
                        .build());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    /** Joins the span to the last one if it goes on where that one ends. */
    private static void append(List<Span> spans, Span span) {
        Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
        if (last != null && last.continuesWith(span)) {
            spans.set(spans.size() - 1, last.part(0, last.count + span.count));
        } else {
            spans.add(span);
        }
    }

    private static List<Span> cut(List<Span> spans) {
        List<Span> chunks = new ArrayList<>();
        for (Span span : spans) {
            for (long first = 0; first < span.count; first += CHUNK) {
                chunks.add(span.part(first, Math.min(CHUNK, span.count - first)));
            }
        }
        return chunks;
    }

    /** Values that lie one after the other in each of several float32 arrays and the shadow. */
    private record Span(long[] addresses, long shadow, float rateFactor, long count) {

        Span part(long first, long size) {
            long[] moved = addresses.clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] += first * Float.BYTES;
            }
            return new Span(
                    moved, shadow == 0 ? 0 : shadow + first * Short.BYTES, rateFactor, size);
        }

        boolean continuesWith(Span next) {
            Span end = part(count, 0);
            return Arrays.equals(end.addresses, next.addresses)
                    && end.shadow == next.shadow
                    && end.rateFactor == next.rateFactor;
        }

        /** Whether four values can be moved at once. */
        boolean aligned() {
            long bits = shadow % 8;
            for (long address : addresses) {
                bits |= address % 16;
            }
            return bits == 0;
        }
    }
}
