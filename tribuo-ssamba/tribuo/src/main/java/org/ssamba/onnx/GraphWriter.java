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

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.ParameterView;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXRef;

/**
 * A graph being written: nodes, weights by their published names, and constants, each written once.
 */
final class GraphWriter {
    /** In {@link #shape}: the number of clips, known only when the graph runs. */
    static final long BATCH = Long.MIN_VALUE;

    /** In a Slice: to the end of the axis. */
    static final long END = Long.MAX_VALUE;

    /** As everywhere in the network. */
    private static final float NORM_EPSILON = 1e-5f;

    private final ONNXContext context;
    private final ParameterLayout layout;
    private final float[] arena;
    private final Map<String, ONNXRef<?>> written = new HashMap<>();
    private ONNXRef<?> batch;

    GraphWriter(ONNXContext context, ParameterLayout layout, float[] arena) {
        this.context = context;
        this.layout = layout;
        this.arena = arena;
    }

    /** A node with one result. */
    ONNXNode node(Operator operator, String name, ONNXRef<?>... inputs) {
        return nodes(operator, List.of(name), inputs).get(0);
    }

    /** A node with one result. */
    ONNXNode node(String type, String name, List<ONNXRef<?>> inputs, AttributeProto... attributes) {
        return node(Operator.of(type, attributes), name, inputs.toArray(ONNXRef<?>[]::new));
    }

    /** A node with as many results as names. */
    List<ONNXNode> nodes(Operator operator, List<String> names, ONNXRef<?>... inputs) {
        return context.operation(operator, List.of(inputs), names, Map.of());
    }

    /**
     * A weight.
     *
     * @param name as in the published code, without {@code module.}.
     * @return its initialiser, in the shape it has in checkpoints.
     */
    ONNXRef<?> weight(String name) {
        return written.computeIfAbsent(
                name,
                key -> {
                    ParameterView view = view(name);
                    return tensor(
                            name,
                            values(view),
                            Arrays.stream(view.shape()).asLongStream().toArray());
                });
    }

    /** Where a weight lies. */
    ParameterView view(String name) {
        ParameterView view = layout.view(name);
        if (view == null) {
            throw new IllegalArgumentException("The network has no weight " + name);
        }
        return view;
    }

    /** A weight's values. */
    float[] values(ParameterView view) {
        return view.read(arena);
    }

    /** An initialiser of any shape. */
    ONNXRef<?> tensor(String name, float[] values, long... shape) {
        List<Integer> extents = Arrays.stream(shape).mapToObj(Math::toIntExact).toList();
        return context.floatTensor(name, extents, buffer -> buffer.put(values));
    }

    /** A vector of int64. */
    ONNXRef<?> integers(long... values) {
        return written.computeIfAbsent(
                Arrays.toString(values), key -> context.array("integers", values));
    }

    /** A scalar. */
    ONNXRef<?> number(float value) {
        return written.computeIfAbsent(
                Float.toString(value), key -> context.constant("number", value));
    }

    /** A vector. */
    ONNXRef<?> numbers(List<Float> values) {
        return context.floatTensor("numbers", List.of(values.size()), b -> values.forEach(b::put));
    }

    /** Which tensor's first extent {@link #BATCH} stands for. */
    void batchOf(ONNXRef<?> tensor) {
        ONNXRef<?> shape = node(Operator.of("Shape"), "shape", tensor);
        batch = slice("batch", shape, 0, 0, 1);
    }

    /** A shape for Reshape or ConstantOfShape; any extent may be {@link #BATCH}. */
    ONNXRef<?> shape(long... extents) {
        if (Arrays.stream(extents).noneMatch(extent -> extent == BATCH)) {
            return integers(extents);
        }
        return written.computeIfAbsent("shape" + Arrays.toString(extents), key -> joined(extents));
    }

    private ONNXRef<?> joined(long[] extents) {
        List<ONNXRef<?>> parts = new ArrayList<>();
        for (long extent : extents) {
            parts.add(extent == BATCH ? batch : context.array("extent", new long[] {extent}));
        }
        return node("Concat", "extents", parts, Operator.integer("axis", 0));
    }

    ONNXNode reshape(String name, ONNXRef<?> tensor, long... extents) {
        return node(Operator.of("Reshape"), name, tensor, shape(extents));
    }

    ONNXNode transpose(String name, ONNXRef<?> tensor, long... order) {
        return node(Operator.of("Transpose", Operator.integers("perm", order)), name, tensor);
    }

    ONNXNode concat(String name, int axis, List<ONNXRef<?>> parts) {
        return node("Concat", name, parts, Operator.integer("axis", axis));
    }

    ONNXNode slice(String name, ONNXRef<?> tensor, int axis, long start, long end) {
        return node(
                Operator.of("Slice"), name, tensor, integers(start), integers(end), integers(axis));
    }

    ONNXNode add(String name, ONNXRef<?> a, ONNXRef<?> b) {
        return node(Operator.of("Add"), name, a, b);
    }

    ONNXNode multiply(String name, ONNXRef<?> a, ONNXRef<?> b) {
        return node(Operator.of("Mul"), name, a, b);
    }

    ONNXNode product(String name, ONNXRef<?> a, ONNXRef<?> b) {
        return node(Operator.of("MatMul"), name, a, b);
    }

    ONNXNode silu(String name, ONNXRef<?> x) {
        return multiply(name, x, node(Operator.of("Sigmoid"), name + ".sigmoid", x));
    }

    /** x less its mean over the last axis, by its standard deviation. */
    ONNXNode standardised(String name, ONNXRef<?> x) {
        Operator mean = Operator.of("ReduceMean", Operator.integers("axes", -1));
        ONNXRef<?> centred = node(Operator.of("Sub"), name, x, node(mean, name + ".mean", x));
        ONNXRef<?> variance =
                node(mean, name + ".variance", multiply(name + ".squares", centred, centred));
        ONNXRef<?> deviation =
                node(
                        Operator.of("Sqrt"),
                        name + ".deviation",
                        add(name + ".variance", variance, number(NORM_EPSILON)));
        return node(Operator.of("Div"), name, centred, deviation);
    }

    /** LayerNorm over the last axis, with the weights {@code parameters.weight} and so on. */
    ONNXNode layerNorm(String name, ONNXRef<?> x, String parameters) {
        ONNXRef<?> scaled = multiply(name, standardised(name, x), weight(parameters + ".weight"));
        return add(name, scaled, weight(parameters + ".bias"));
    }
}
