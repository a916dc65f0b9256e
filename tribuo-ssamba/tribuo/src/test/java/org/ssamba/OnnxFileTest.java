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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.LogMelExtractor;
import org.ssamba.data.AudioCorpus;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterView;
import org.ssamba.encoder.Pooling;
import org.ssamba.onnx.OnnxExport;
import org.ssamba.serialization.ModelProtos;
import org.tribuo.ONNXExportable;
import org.tribuo.classification.Label;

/** What an exported file holds, and an encoder that runs without this library. */
class OnnxFileTest {
    @TempDir static Path folder;

    @Test
    void encoderAloneGivesItsEmbeddings() throws Exception {
        Path clips = folder.resolve("clips");
        ToneExamples.inFiles(clips, 4, 1);
        PretrainedEncoder encoder =
                new SSAMBAPretrainer(
                                OnnxThroughTribuoTest.SHAPE,
                                new PretrainingRecipe().steps(2).batchSize(2).maskedPatches(6))
                        .pretrain(new AudioCorpus(clips));
        Path file = folder.resolve("encoder.onnx");
        encoder.onnx(Pooling.Kind.MEAN).save(file);
        AudioClip clip = AudioClip.of(ToneExamples.tone(true, 7), ToneExamples.RATE);
        float[] expected = encoder.embed(List.of(clip), new ComputeDevice())[0];

        // As in docs/onnx.md: nothing of this library but the front end is used below.
        float[] logMel = new float[encoder.config().frames() * encoder.config().mels()];
        new LogMelExtractor(encoder.frontEnd().logMel()).extract(clip).copyInto(0, logMel);
        encoder.frontEnd().normalization().apply(logMel);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor input =
                        OnnxTensor.createTensor(
                                environment,
                                FloatBuffer.wrap(logMel),
                                new long[] {
                                    1, encoder.config().frames(), encoder.config().mels()
                                });
                OrtSession.Result result = session.run(Map.of("spectrogram", input))) {
            assertEquals(Set.of("embedding"), session.getOutputNames());
            float[][] actual = (float[][]) result.get(0).getValue();
            assertArrayEquals(expected, actual[0], 1e-5f);
            String provenance =
                    session.getMetadata()
                            .getCustomMetadataValue(OnnxExport.ENCODER_PROVENANCE_FIELD)
                            .orElseThrow();
            assertEquals(
                    encoder.getProvenance(),
                    ONNXExportable.SERIALIZER.deserializeAndUnmarshal(provenance));
        }
    }

    @Test
    void theFileSaysWhatItIs() throws Exception {
        try (SSAMBAModel<Label> model = OnnxThroughTribuoTest.train(false)) {
            Path file = folder.resolve("described.onnx");
            model.onnx().save(file);
            ModelProto proto = ModelProto.parseFrom(Files.readAllBytes(file));
            assertEquals("tribuo-ssamba", proto.getProducerName());
            assertEquals(13, proto.getOpsetImport(0).getVersion());
            Map<String, String> metadata =
                    proto.getMetadataPropsList().stream()
                            .collect(
                                    Collectors.toMap(
                                            StringStringEntryProto::getKey,
                                            StringStringEntryProto::getValue));
            assertTrue(
                    metadata.get("ssamba.encoder").contains("\"frames\":48"), metadata::toString);
            assertTrue(
                    metadata.get("ssamba.front_end")
                            .contains("\"mean\":" + model.frontEnd().normalization().mean()),
                    metadata::toString);
            assertEquals("\"MEAN\"", metadata.get("ssamba.pooling"));
            assertEquals(
                    "[\"%s\",\"%s\"]"
                            .formatted(
                                    model.getOutputIDInfo().getOutput(0).getLabel(),
                                    model.getOutputIDInfo().getOutput(1).getLabel()),
                    metadata.get("ssamba.outputs"));
            assertEquals(
                    model.getProvenance(),
                    ONNXExportable.SERIALIZER.deserializeAndUnmarshal(
                            metadata.get(ONNXExportable.PROVENANCE_METADATA_FIELD)));
            assertEquals(
                    "spectrogram[batch, frames, 128]", signature(proto.getGraph().getInput(0)));
            assertEquals("embedding[batch, 16]", signature(proto.getGraph().getOutput(0)));
            assertEquals("scores[batch, 2]", signature(proto.getGraph().getOutput(1)));
        }
    }

    private static String signature(ValueInfoProto value) {
        return value.getName()
                + value.getType().getTensorType().getShape().getDimList().stream()
                        .map(d -> d.hasDimParam() ? d.getDimParam() : "" + d.getDimValue())
                        .toList();
    }

    @Test
    void weightsOutsideOfPairsKeepThePublishedNamesAndNoNameIsGivenTwice() {
        try (SSAMBAModel<Label> model = OnnxThroughTribuoTest.train(false)) {
            GraphProto graph = model.onnx().serving("org.ssamba.test", 1).getGraph();
            Map<String, TensorProto> tensors =
                    graph.getInitializerList().stream()
                            .collect(Collectors.toMap(TensorProto::getName, tensor -> tensor));
            SupervisedModelNetwork network =
                    SupervisedModelNetwork.of(
                            model.config(), Pooling.Kind.MEAN, 2, HeadKind.SOFTMAX);
            Map<String, float[]> weights = ModelProtos.read(model.serializedWeights());
            for (ParameterView view : network.network().layout().views()) {
                if (view.name().startsWith("v.layers.")) {
                    continue;
                }
                TensorProto tensor = tensors.get(view.name());
                float[] values = new float[view.size()];
                tensor.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                assertArrayEquals(weights.get(view.name()), values, view.name());
                assertArrayEquals(
                        Arrays.stream(view.shape()).asLongStream().toArray(),
                        tensor.getDimsList().stream().mapToLong(d -> d).toArray(),
                        view.name());
            }
            Set<String> known = new HashSet<>(tensors.keySet());
            graph.getInputList().forEach(input -> known.add(input.getName()));
            for (NodeProto node : graph.getNodeList()) {
                for (String input : node.getInputList()) {
                    assertTrue(input.isEmpty() || known.contains(input), input);
                }
                for (String output : node.getOutputList()) {
                    assertTrue(known.add(output), output + " is given twice");
                }
                assertFalse(node.getDomain().contains("microsoft"), node.getOpType());
            }
            graph.getOutputList().forEach(output -> assertTrue(known.contains(output.getName())));
        }
    }

    /** What onnxruntime's quantize_dynamic asks of a product's weights; others it leaves alone. */
    @Test
    void everyProductsWeightsAreInTheFileAsItReadsThem() {
        try (SSAMBAModel<Label> model = OnnxThroughTribuoTest.train(false)) {
            GraphProto graph = model.onnx().serving("org.ssamba.test", 1).getGraph();
            Set<String> tensors =
                    graph.getInitializerList().stream()
                            .map(TensorProto::getName)
                            .collect(Collectors.toSet());
            Set<String> products = Set.of("MatMul", "Gemm", "Conv");
            List<NodeProto> nodes =
                    graph.getNodeList().stream()
                            .filter(node -> products.contains(node.getOpType()))
                            .toList();
            // Of a pair: in, out, and in two orders convolution, dt with B and C, step sizes.
            int ofPair = 2 + 2 * 3;
            assertEquals(model.config().layers() / 2 * ofPair + 2, nodes.size());
            for (NodeProto node : nodes) {
                assertTrue(tensors.contains(node.getInput(1)), node::toString);
            }
        }
    }
}
