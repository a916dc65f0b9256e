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
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tribuo.util.onnx.ONNXAttribute;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXOperator;
import org.tribuo.util.onnx.ONNXOperators;

/**
 * One use of a standard operator, its attributes bound. Tribuo's own list of operators lacks most
 * of those needed here, and its attributes cannot hold the body of a Scan.
 *
 * @param type the operator's name in the ONNX standard.
 * @param outputs how many results it gives.
 * @param omitted positions of optional inputs that are left out between others, ascending.
 * @param attributes those that differ from their defaults.
 */
record Operator(String type, int outputs, List<Integer> omitted, List<AttributeProto> attributes)
        implements ONNXOperator {

    static Operator of(String type, AttributeProto... attributes) {
        return new Operator(type, 1, List.of(), List.of(attributes));
    }

    static AttributeProto integer(String name, long value) {
        return attribute(name, AttributeProto.AttributeType.INT).setI(value).build();
    }

    static AttributeProto integers(String name, long... values) {
        return attribute(name, AttributeProto.AttributeType.INTS)
                .addAllInts(Arrays.stream(values).boxed().toList())
                .build();
    }

    static AttributeProto string(String name, String value) {
        return attribute(name, AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto graph(String name, GraphProto value) {
        return attribute(name, AttributeProto.AttributeType.GRAPH).setG(value).build();
    }

    private static AttributeProto.Builder attribute(
            String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    @Override
    public NodeProto build(
            ONNXContext context, String[] inputs, String[] outputNames, Map<String, Object> none) {
        NodeProto.Builder node = NodeProto.newBuilder().setName(outputNames[0]).setOpType(type);
        for (String input : inputs) {
            while (omitted.contains(node.getInputCount())) {
                node.addInput("");
            }
            node.addInput(input);
        }
        return node.addAllOutput(List.of(outputNames)).addAllAttribute(attributes).build();
    }

    @Override
    public String getOpName() {
        return type;
    }

    @Override
    public int getNumInputs() {
        return ONNXAttribute.VARIADIC_INPUT;
    }

    @Override
    public int getNumOptionalInputs() {
        return 0;
    }

    @Override
    public int getNumOutputs() {
        return outputs;
    }

    @Override
    public Map<String, ONNXAttribute> getAttributes() {
        return Map.of();
    }

    @Override
    public Set<String> getMandatoryAttributeNames() {
        return Set.of();
    }

    @Override
    public int getOpVersion() {
        return Math.toIntExact(ONNXOperators.getOpsetProto().getVersion());
    }

    @Override
    public String getOpDomain() {
        return "";
    }
}
