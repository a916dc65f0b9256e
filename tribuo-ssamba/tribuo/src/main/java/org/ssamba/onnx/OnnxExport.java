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
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.FrontEnd;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXRef;

/**
 * A network as an ONNX model of standard operators, which a stock ONNX Runtime runs on any number
 * of clips of any length, from one patch on. Immutable.
 *
 * <p>There are two forms with the same graph inside. {@link #serving} reads {@code spectrogram}
 * (batch, frames, mels) and gives {@code embedding} (batch, D) and, with a head, {@code scores}
 * (batch, outputs). {@link #tribuo} keeps to what Tribuo's own exports promise: it reads {@code
 * input} (batch, frames·mels), a row the spectrogram frame by frame, and gives {@code output}
 * alone, the scores or else the embedding. Values are float32 and normalised log-mel: {@code (x -
 * mean) / (2·deviation)} with the numbers of the front end.
 *
 * <p>Weights keep the names of the published code, those of a pair of layers the names of the first
 * layer, with the pair instead. The model's metadata, all JSON but the first, are {@code
 * TRIBUO_PROVENANCE} or {@code SSAMBA_PROVENANCE}, {@code ssamba.encoder}, {@code ssamba.front_end}
 * (log-mel filter bank and normalisation), {@code ssamba.pooling} and {@code ssamba.outputs} (the
 * names of the scores, in order).
 */
public final class OnnxExport {
    /** Metadata: the provenance of a pretrained encoder, as Tribuo writes that of its models. */
    public static final String ENCODER_PROVENANCE_FIELD = "SSAMBA_PROVENANCE";

    /** As Tribuo's exports. */
    private static final int IR_VERSION = 6;

    private static final String PRODUCER = "tribuo-ssamba";

    /** Protobuf messages end at 2 GiB; the rest of the graph takes less than this. */
    private static final long MOST_VALUES = (Integer.MAX_VALUE - (16L << 20)) / Float.BYTES;

    private final Network network;
    private final FrontEnd frontEnd;
    private final List<String> outputs;
    private final Map<String, String> metadata;
    private final String description;

    /**
     * What to export.
     *
     * @param config the encoder.
     * @param pooling which tokens make up the embedding.
     * @param scores what the head gives; null for an encoder alone.
     * @param layout where the weights lie; those that are not needed are left out.
     * @param weights of the layout; not copied.
     */
    public record Network(
            EncoderConfig config,
            Pooling.Kind pooling,
            Scores scores,
            ParameterLayout layout,
            float[] weights) {

        /**
         * Checks that the weights are the layout's and fit into one file.
         *
         * @throws IllegalArgumentException if not.
         */
        public Network {
            if (layout.size() > MOST_VALUES) {
                throw new IllegalArgumentException(
                        "An ONNX file holds at most 2 GiB, which "
                                + layout.weights()
                                + " float32 weights exceed");
            }
            if (weights.length != layout.size()) {
                throw new IllegalArgumentException(
                        "The network needs "
                                + layout.size()
                                + " values of weights, not "
                                + weights.length);
            }
        }

        /** Width of the scores, 0 without a head. */
        private int outputs() {
            return scores == null ? 0 : layout.view("mlp_head.1.bias").size();
        }
    }

    /**
     * An export.
     *
     * @param network what to export.
     * @param frontEnd how audio becomes its input; described in the metadata only.
     * @param outputs the names of the scores; empty for an encoder alone.
     * @param description of the model, for people.
     * @param provenanceField where the metadata has the provenance.
     * @param provenance serialised.
     * @throws IllegalArgumentException if there is not one name for each score.
     */
    public OnnxExport(
            Network network,
            FrontEnd frontEnd,
            List<String> outputs,
            String description,
            String provenanceField,
            String provenance) {
        if (outputs.size() != network.outputs()) {
            throw new IllegalArgumentException(
                    "The head gives "
                            + network.outputs()
                            + " scores but "
                            + outputs.size()
                            + " names are given: "
                            + outputs);
        }
        this.network = network;
        this.frontEnd = frontEnd;
        this.outputs = List.copyOf(outputs);
        this.description = description;
        this.metadata = new LinkedHashMap<>();
        Gson json = new Gson();
        metadata.put(provenanceField, provenance);
        metadata.put("ssamba.encoder", json.toJson(network.config()));
        metadata.put("ssamba.front_end", json.toJson(frontEnd));
        metadata.put("ssamba.pooling", json.toJson(network.pooling()));
        metadata.put("ssamba.outputs", json.toJson(this.outputs));
    }

    /** What the graph makes of its input. */
    private record Written(ONNXNode embedding, ONNXNode scores) {}

    private Written write(ONNXContext context, ONNXRef<?> input) {
        GraphWriter writer = new GraphWriter(context, network.layout(), network.weights());
        NetworkGraph graph = new NetworkGraph(network.config(), writer);
        ONNXNode embedding = graph.embedding(input, network.pooling());
        return new Written(
                embedding,
                network.scores() == null ? null : graph.scores(embedding, network.scores()));
    }

    /**
     * Writes the network into a graph that Tribuo is writing.
     *
     * @param input (batch, frames·mels).
     * @return the scores (batch, outputs), or the embedding (batch, D) without a head.
     */
    public ONNXNode write(ONNXRef<?> input) {
        Written written = write(input.onnxContext(), input);
        return written.scores() == null ? written.embedding() : written.scores();
    }

    /**
     * The form for ONNX Runtime.
     *
     * @param domain a name space in reverse-DNS form.
     * @param version of the model.
     * @return the model.
     */
    public ModelProto serving(String domain, long version) {
        ONNXContext context = new ONNXContext();
        GraphSignature signature = new GraphSignature(network.layout());
        ONNXRef<?> input =
                signature.input(
                        context,
                        "spectrogram",
                        GraphSignature.dynamic("batch"),
                        GraphSignature.dynamic("frames"),
                        GraphSignature.fixed(network.config().mels()));
        Written written = write(context, input);
        signature.output("embedding", written.embedding(), network.config().width());
        if (written.scores() != null) {
            signature.output("scores", written.scores(), outputs.size());
        }
        return model(signature.finish(context, PRODUCER), domain, version);
    }

    /**
     * The form for Tribuo's {@code ONNXExternalModel}.
     *
     * @param domain a name space in reverse-DNS form.
     * @param version of the model.
     * @return the model.
     */
    public ModelProto tribuo(String domain, long version) {
        ONNXContext context = new ONNXContext();
        GraphSignature signature = new GraphSignature(network.layout());
        ONNXRef<?> input =
                signature.input(
                        context,
                        "input",
                        GraphSignature.dynamic("batch"),
                        GraphSignature.dynamic("values"));
        signature.output(
                "output",
                write(input),
                network.scores() == null ? network.config().width() : outputs.size());
        return model(signature.finish(context, PRODUCER), domain, version);
    }

    private ModelProto model(GraphProto graph, String domain, long version) {
        ModelProto.Builder model =
                ModelProto.newBuilder()
                        .setGraph(graph)
                        .setDomain(domain)
                        .setModelVersion(version)
                        .setProducerName(PRODUCER)
                        .addOpsetImport(ONNXOperators.getOpsetProto())
                        .setIrVersion(IR_VERSION)
                        .setDocString(description);
        metadata.forEach(
                (key, value) ->
                        model.addMetadataProps(
                                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    /**
     * Saves the form for ONNX Runtime.
     *
     * @param file replaced in one step.
     * @throws IOException if it cannot be written; an existing file is still there then.
     */
    public void save(Path file) throws IOException {
        ModelProto model = serving("org.ssamba", 0);
        AtomicFile.write(file, model::writeTo);
    }
}
