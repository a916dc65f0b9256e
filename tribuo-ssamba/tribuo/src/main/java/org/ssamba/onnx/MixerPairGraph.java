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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterView;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXRef;

/**
 * Two bidirectional Mamba layers side by side (docs/model.md, sections 4 and 5). The second layer
 * reads the sequence reversed, which is the same as running it with its two directions swapped:
 * read from the start are the first layer's first direction and the second layer's second one, read
 * from the end the other two. Tensors of a pair begin with an axis of two, one for each layer.
 * Weights are stacked and turned when they are written, not by the graph: tools that quantise take
 * a weight only where it is an initialiser.
 */
final class MixerPairGraph {
    private static final String FIRST = "";
    private static final String SECOND = "_b";

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
                graph.tensor(
                        weightName("mixer.A%s_log", order.directions()) + ".decay",
                        negativeExp(turned("mixer.A%s_log", order.directions())),
                        2,
                        1,
                        n,
                        e);
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
        float[] kernels = joined("mixer.conv1d%s.weight", order.directions());
        if (order.fromEnd()) {
            reverseRows(kernels, config.convolution());
        }
        ONNXRef<?> kernel =
                graph.tensor(
                        weightName("mixer.conv1d%s.weight", order.directions()),
                        kernels,
                        2L * e,
                        1,
                        config.convolution());
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
        return graph.tensor(
                weightName(parameter, directions), joined(parameter, directions), shape);
    }

    /** Matrices (rows, columns) of both layers as (2, columns, rows), to be multiplied by. */
    private ONNXRef<?> transposed(String parameter, String... directions) {
        int[] shape = view(0, parameter, directions).shape();
        return graph.tensor(
                weightName(parameter, directions),
                turned(parameter, directions),
                2,
                shape[1],
                shape[0]);
    }

    private float[] turned(String parameter, String... directions) {
        int[] shape = view(0, parameter, directions).shape();
        float[] both = joined(parameter, directions);
        float[] turned = new float[both.length];
        int size = shape[0] * shape[1];
        for (int i = 0; i < both.length; i++) {
            int row = i % size / shape[1];
            int column = i % shape[1];
            turned[i / size * size + column * shape[0] + row] = both[i];
        }
        return turned;
    }

    private float[] joined(String parameter, String... directions) {
        float[] first = graph.values(view(0, parameter, directions));
        float[] second = graph.values(view(1, parameter, directions));
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static float[] negativeExp(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) -Math.exp(values[i]);
        }
        return values;
    }

    private static void reverseRows(float[] values, int length) {
        for (int row = 0; row < values.length; row += length) {
            for (int i = 0; i < length / 2; i++) {
                float swapped = values[row + i];
                values[row + i] = values[row + length - 1 - i];
                values[row + length - 1 - i] = swapped;
            }
        }
    }

    private ParameterView view(int layer, String parameter, String... directions) {
        return graph.view(
                layers[layer] + "." + String.format(Locale.ROOT, parameter, directions[layer]));
    }

    /** As the first layer's parameter is called, with the pair instead of the layer. */
    private String weightName(String parameter, String... directions) {
        return name + "." + String.format(Locale.ROOT, parameter, directions[0]);
    }
}
