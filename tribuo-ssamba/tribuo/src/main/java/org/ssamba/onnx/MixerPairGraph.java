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
package org.ssamba.onnx;

import java.util.List;
import java.util.Locale;
import org.ssamba.encoder.EncoderConfig;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXRef;

/**
 * Two bidirectional Mamba layers side by side (docs/model.md, sections 4 and 5). The second layer
 * reads the sequence reversed, which is the same as running it with its two directions swapped:
 * read from the start are the first layer's first direction and the second layer's second one, read
 * from the end the other two. Tensors of a pair begin with an axis of two, one for each layer.
 */
final class MixerPairGraph {
    private static final String FIRST = "";
    private static final String SECOND = "_b";

    /** In a Slice with a negative step: past the first element. */
    private static final long BEFORE_START = Long.MIN_VALUE + 1;

    private final EncoderConfig config;
    private final GraphWriter graph;
    private final String name;
    private final String[] layers;

    MixerPairGraph(EncoderConfig config, GraphWriter graph, int pair) {
        this.config = config;
        this.graph = graph;
        this.name = "pair_" + pair;
        this.layers = new String[] {"v.layers." + 2 * pair, "v.layers." + (2 * pair + 1)};
    }

    /**
     * One order of time.
     *
     * @param directions which direction of each layer reads in this order: "" or "_b".
     * @param fromEnd whether it reads from the last token to the first.
     */
    private record Order(String name, String[] directions, boolean fromEnd) {}

    /** What one order gives the scan, and (2, L, B, E): what skips it. */
    private record Projected(SelectiveScanGraph.Sequences sequences, ONNXRef<?> skipped) {}

    /**
     * Writes the pair.
     *
     * @param residual (L, B, D): what both layers read.
     * @return (L, B, D): what they add.
     */
    ONNXRef<?> hidden(ONNXRef<?> residual) {
        int d = config.width();
        int e = config.innerWidth();
        ONNXRef<?> standardised = graph.standardised(name + ".norm", residual);
        ONNXRef<?> scaled =
                graph.multiply(name + ".norm", standardised, perLayer("norm.weight", 2, 1, 1, d));
        ONNXRef<?> normed = graph.add(name + ".normed", scaled, perLayer("norm.bias", 2, 1, 1, d));
        ONNXRef<?> projected =
                graph.product(
                        name + ".xz",
                        graph.reshape(name + ".normed", normed, 2, -1, d),
                        transposed("mixer.in_proj.weight", FIRST, FIRST));
        ONNXRef<?> xz = graph.reshape(name + ".xz", projected, 2, -1, GraphWriter.BATCH, 2L * e);
        List<ONNXNode> halves =
                graph.nodes(
                        new Operator("Split", 2, List.of(), List.of(Operator.integer("axis", 3))),
                        List.of(name + ".x", name + ".z"),
                        xz);
        ONNXRef<?> x =
                graph.reshape(
                        name + ".x",
                        graph.transpose(name + ".x", halves.get(0), 2, 0, 3, 1),
                        0,
                        2L * e,
                        -1);
        Projected start =
                projected(new Order("from_start", new String[] {FIRST, SECOND}, false), x);
        Projected end = projected(new Order("from_end", new String[] {SECOND, FIRST}, true), x);
        List<ONNXNode> y =
                SelectiveScanGraph.scan(
                        graph,
                        name + ".scan",
                        config.states(),
                        e,
                        start.sequences(),
                        end.sequences());
        ONNXRef<?> scanned =
                graph.reshape(
                        name + ".y",
                        graph.add(name + ".y", y.get(0), y.get(1)),
                        2,
                        -1,
                        GraphWriter.BATCH,
                        e);
        ONNXRef<?> both =
                graph.node("Sum", name + ".y", List.of(scanned, start.skipped(), end.skipped()));
        ONNXRef<?> gate =
                graph.multiply(
                        name + ".gate",
                        graph.silu(name + ".gate", halves.get(1)),
                        graph.number(0.5f));
        ONNXRef<?> gated = graph.multiply(name + ".gated", both, gate);
        ONNXRef<?> out =
                graph.product(
                        name + ".out",
                        graph.reshape(name + ".gated", gated, 2, -1, e),
                        transposed("mixer.out_proj.weight", FIRST, FIRST));
        ONNXRef<?> sum =
                graph.node(
                        Operator.of("ReduceSum", Operator.integer("keepdims", 0)),
                        name + ".hidden",
                        out,
                        graph.integers(0));
        return graph.reshape(name + ".hidden", sum, -1, GraphWriter.BATCH, d);
    }

    /** Convolution, projections and step sizes of one order; x is (B, 2·E, L). */
    private Projected projected(Order order, ONNXRef<?> x) {
        int e = config.innerWidth();
        int n = config.states();
        int r = config.rank();
        String at = name + "." + order.name();
        ONNXRef<?> u = convolved(order, x);
        ONNXRef<?> flat = graph.reshape(at + ".u", u, 2, -1, e);
        ONNXRef<?> dtBC =
                graph.product(
                        at + ".dt_b_c",
                        flat,
                        transposed("mixer.x_proj%s.weight", order.directions()));
        List<ONNXNode> parts =
                graph.nodes(
                        new Operator("Split", 3, List.of(), List.of(Operator.integer("axis", 2))),
                        List.of(at + ".dt", at + ".b", at + ".c"),
                        dtBC,
                        graph.integers(r, n, n));
        ONNXRef<?> step =
                graph.product(
                        at + ".dt",
                        parts.get(0),
                        transposed("mixer.dt_proj%s.weight", order.directions()));
        ONNXRef<?> biased =
                graph.add(
                        at + ".dt",
                        step,
                        stacked("mixer.dt_proj%s.bias", order.directions(), 2, 1, e));
        ONNXRef<?> delta = graph.node(Operator.of("Softplus"), at + ".delta", biased);
        ONNXRef<?> decay =
                graph.node(
                        Operator.of("Neg"),
                        at + ".decay",
                        graph.node(
                                Operator.of("Exp"),
                                at + ".decay",
                                graph.reshape(
                                        at + ".decay",
                                        transposed("mixer.A%s_log", order.directions()),
                                        2,
                                        1,
                                        n,
                                        e)));
        ONNXRef<?> skip = stacked("mixer.D%s", order.directions(), 2, 1, 1, e);
        return new Projected(
                new SelectiveScanGraph.Sequences(
                        decay,
                        perToken(at + ".delta", delta, 1, e),
                        perToken(at + ".input", graph.multiply(at + ".input", delta, flat), 1, e),
                        perToken(at + ".b", parts.get(1), n, 1),
                        perToken(at + ".c", parts.get(2), 1, n)),
                graph.multiply(at + ".skipped", u, skip));
    }

    /** The depthwise convolution, causal in its own order, and SiLU: (2, L, B, E). */
    private ONNXRef<?> convolved(Order order, ONNXRef<?> x) {
        int e = config.innerWidth();
        int reach = config.convolution() - 1;
        String at = name + "." + order.name() + ".u";
        ONNXRef<?> kernel =
                stacked(
                        "mixer.conv1d%s.weight",
                        order.directions(), 2L * e, 1, config.convolution());
        if (order.fromEnd()) {
            kernel =
                    graph.node(
                            Operator.of("Slice"),
                            at + ".kernel",
                            kernel,
                            graph.integers(-1),
                            graph.integers(BEFORE_START),
                            graph.integers(2),
                            graph.integers(-1));
        }
        ONNXRef<?> convolved =
                graph.node(
                        "Conv",
                        at,
                        List.of(
                                x,
                                kernel,
                                stacked("mixer.conv1d%s.bias", order.directions(), 2L * e)),
                        Operator.integer("group", 2L * e),
                        order.fromEnd()
                                ? Operator.integers("pads", 0, reach)
                                : Operator.integers("pads", reach, 0));
        ONNXRef<?> u = graph.silu(at, convolved);
        return graph.transpose(at, graph.reshape(at, u, 0, 2, e, -1), 1, 3, 0, 2);
    }

    /** (2, L·B, ·) seen as (2, L, B, rows, columns). */
    private ONNXRef<?> perToken(String at, ONNXRef<?> tensor, int rows, int columns) {
        return graph.reshape(at, tensor, 2, -1, GraphWriter.BATCH, rows, columns);
    }

    private ONNXRef<?> perLayer(String parameter, long... shape) {
        return stacked(parameter, new String[] {FIRST, FIRST}, shape);
    }

    /** The parameters of both layers one after the other, in a shape that begins with both. */
    private ONNXRef<?> stacked(String parameter, String[] directions, long... shape) {
        String at = name + "." + String.format(Locale.ROOT, parameter, FIRST);
        ONNXRef<?> both =
                graph.concat(
                        at,
                        0,
                        List.of(
                                weight(0, parameter, directions),
                                weight(1, parameter, directions)));
        return graph.reshape(at, both, shape);
    }

    /** Matrices (rows, columns) of both layers as (2, columns, rows), to be multiplied by. */
    private ONNXRef<?> transposed(String parameter, String... directions) {
        String at = name + "." + String.format(Locale.ROOT, parameter, FIRST);
        ONNXRef<?>[] turned = new ONNXRef<?>[2];
        for (int layer = 0; layer < 2; layer++) {
            ONNXRef<?> matrix = graph.transpose(at, weight(layer, parameter, directions), 1, 0);
            turned[layer] = graph.node(Operator.of("Unsqueeze"), at, matrix, graph.integers(0));
        }
        return graph.concat(at, 0, List.of(turned));
    }

    private ONNXRef<?> weight(int layer, String parameter, String... directions) {
        return graph.weight(
                layers[layer] + "." + String.format(Locale.ROOT, parameter, directions[layer]));
    }
}
