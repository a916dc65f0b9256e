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

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXRef;

/**
 * The selective scan as ONNX's Scan (docs/model.md, section 4): for each token {@code s =
 * exp(delta·A) ⊙ s + delta·u·B}, {@code y = C·s}. One Scan runs both orders of time: what is read
 * from the end is read so by the operator, nothing is flipped.
 */
final class SelectiveScanGraph {
    private static final int ORDERS = 2;
    private static final int SEQUENCES = 4;

    private SelectiveScanGraph() {}

    /**
     * What one order of time reads. Two sequences go side by side, one of each layer of a pair.
     *
     * @param decay (2, 1, N, E): A, negative.
     * @param delta (2, L, B, 1, E): step sizes.
     * @param input (2, L, B, 1, E): delta·u.
     * @param b (2, L, B, N, 1).
     * @param c (2, L, B, 1, N).
     */
    record Sequences(
            ONNXRef<?> decay, ONNXRef<?> delta, ONNXRef<?> input, ONNXRef<?> b, ONNXRef<?> c) {}

    /**
     * Writes the scan.
     *
     * @param graph being written.
     * @param name of the results.
     * @param n N.
     * @param e E.
     * @param fromStart what is read from the first token to the last.
     * @param fromEnd what is read from the last token to the first.
     * @return y of both, each (2, L, B, 1, E), in the order of the tokens.
     */
    static List<ONNXNode> scan(
            GraphWriter graph, String name, int n, int e, Sequences fromStart, Sequences fromEnd) {
        ONNXRef<?> initial =
                graph.node(
                        Operator.of("ConstantOfShape"),
                        name + ".initial_state",
                        graph.shape(2, GraphWriter.BATCH, n, e));
        List<ONNXRef<?>> inputs = new ArrayList<>(List.of(initial, initial));
        for (Sequences order : List.of(fromStart, fromEnd)) {
            inputs.addAll(List.of(order.delta(), order.input(), order.b(), order.c()));
        }
        GraphProto body =
                body(name, n, e, fromStart.decay().getReference(), fromEnd.decay().getReference());
        Operator scan =
                new Operator(
                        "Scan",
                        2 * ORDERS,
                        List.of(),
                        List.of(
                                Operator.graph("body", body),
                                Operator.integer("num_scan_inputs", ORDERS * SEQUENCES),
                                Operator.integers("scan_input_axes", 1, 1, 1, 1, 1, 1, 1, 1),
                                Operator.integers("scan_input_directions", 0, 0, 0, 0, 1, 1, 1, 1),
                                Operator.integers("scan_output_axes", 1, 1),
                                Operator.integers("scan_output_directions", 0, 1)));
        List<String> results =
                List.of(
                        name + ".last_state",
                        name + ".first_state",
                        name + ".y_from_start",
                        name + ".y_from_end");
        return graph.nodes(scan, results, inputs.toArray(ONNXRef<?>[]::new))
                .subList(ORDERS, 2 * ORDERS);
    }

    /** One token of both orders: states first, then what the scan hands in, in its order. */
    private static GraphProto body(String name, int n, int e, String... decays) {
        GraphProto.Builder body = GraphProto.newBuilder().setName(name + ".token");
        for (int order = 0; order < ORDERS; order++) {
            body.addInput(value(inner(name, order) + "state", n, e));
        }
        for (int order = 0; order < ORDERS; order++) {
            String at = inner(name, order);
            body.addInput(value(at + "delta", 1, e));
            body.addInput(value(at + "input", 1, e));
            body.addInput(value(at + "b", n, 1));
            body.addInput(value(at + "c", 1, n));
            body.addNode(node("Mul", at + "rate", at + "delta", decays[order]));
            body.addNode(node("Exp", at + "share", at + "rate"));
            body.addNode(node("Mul", at + "kept", at + "share", at + "state"));
            body.addNode(node("Mul", at + "added", at + "input", at + "b"));
            body.addNode(node("Add", at + "next_state", at + "kept", at + "added"));
            body.addNode(node("MatMul", at + "y", at + "c", at + "next_state"));
        }
        for (int order = 0; order < ORDERS; order++) {
            body.addOutput(value(inner(name, order) + "next_state", n, e));
        }
        for (int order = 0; order < ORDERS; order++) {
            body.addOutput(value(inner(name, order) + "y", 1, e));
        }
        return body.build();
    }

    /** Names in a body must differ from those of the graph around it. */
    private static String inner(String name, int order) {
        return name + (order == 0 ? ".from_start." : ".from_end.");
    }

    private static NodeProto node(String type, String result, String... inputs) {
        return NodeProto.newBuilder()
                .setName(result)
                .setOpType(type)
                .addAllInput(List.of(inputs))
                .addOutput(result)
                .build();
    }

    /** ONNX Runtime wants the shape of every result of a body, be it with a symbolic extent. */
    private static ValueInfoProto value(String name, int rows, int columns) {
        return GraphSignature.value(
                name,
                GraphSignature.fixed(2),
                GraphSignature.dynamic("batch"),
                GraphSignature.fixed(rows),
                GraphSignature.fixed(columns));
    }
}
