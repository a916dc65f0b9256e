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
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.encoder.ParameterLayout;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXRef;

/**
 * Inputs, outputs and weights of a graph under their own names. Tribuo's context numbers every name
 * it gives and knows inputs of two axes only; this puts right what the finished graph says.
 */
final class GraphSignature {
    /** What Tribuo's context appends to a name that it gives for the first time. */
    private static final String FIRST = "_0";

    private final ParameterLayout layout;
    private final List<ValueInfoProto> inputs = new ArrayList<>();
    private final List<ValueInfoProto> outputs = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();

    GraphSignature(ParameterLayout layout) {
        this.layout = layout;
    }

    static Dimension dynamic(String name) {
        return Dimension.newBuilder().setDimParam(name).build();
    }

    static Dimension fixed(long extent) {
        return Dimension.newBuilder().setDimValue(extent).build();
    }

    /** An input of the graph: float32. */
    ONNXRef<?> input(ONNXContext context, String name, Dimension... shape) {
        inputs.add(value(name, shape));
        return context.floatInput(name, 1);
    }

    /** An output of the graph: float32, (batch, width). */
    void output(String name, ONNXNode node, int width) {
        outputs.add(value(name, dynamic("batch"), fixed(width)));
        names.put(node.getReference(), name);
    }

    /** A float32 tensor. */
    static ValueInfoProto value(String name, Dimension... shape) {
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber());
        for (Dimension dimension : shape) {
            tensor.getShapeBuilder().addDim(dimension);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** The graph of a context to which nothing else was written. */
    GraphProto finish(ONNXContext context, String name) {
        GraphProto.Builder graph = context.buildGraph().toBuilder().setName(name);
        graph.clearInput().addAllInput(inputs).clearOutput().addAllOutput(outputs);
        for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
            String published =
                    tensor.getName().substring(0, tensor.getName().length() - FIRST.length());
            if (layout.view(published) != null) {
                names.put(tensor.getName(), published);
                tensor.setName(published);
            }
        }
        for (NodeProto.Builder node : graph.getNodeBuilderList()) {
            for (int i = 0; i < node.getInputCount(); i++) {
                node.setInput(i, named(node.getInput(i)));
            }
            for (int i = 0; i < node.getOutputCount(); i++) {
                node.setOutput(i, named(node.getOutput(i)));
            }
        }
        return graph.build();
    }

    private String named(String given) {
        return names.getOrDefault(given, given);
    }
}
