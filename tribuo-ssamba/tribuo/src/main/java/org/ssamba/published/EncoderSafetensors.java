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
package org.ssamba.published;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.checkpoint.SafetensorsFile;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.protos.EncoderConfigProto;
import org.ssamba.protos.FrontEndProto;
import org.ssamba.serialization.EncoderContent;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.serialization.OrderedProvenance;
import org.ssamba.training.FrontEnd;

/**
 * Encoders as safetensors, alone or with the head of a fine-tuned model: the tensors under their
 * published names, everything else as metadata.
 */
public final class EncoderSafetensors {
    private static final String VERSION = "ssamba.version";
    private static final String ENCODER = "ssamba.encoder";
    private static final String FRONT_END = "ssamba.front-end";
    private static final String PROVENANCE = "ssamba.provenance";
    private static final String PROVENANCE_TEXT = "ssamba.provenance-text";
    private static final String OUTPUTS = "ssamba.outputs";
    private static final String HASH = "ssamba.weights-sha256";
    private static final String CURRENT_VERSION = "0";

    private EncoderSafetensors() {}

    /** Whether the metadata are those of {@link #write}. */
    public static boolean describes(SafetensorsFile content) {
        return content.metadata().containsKey(ENCODER);
    }

    /**
     * Writes an encoder with a head.
     *
     * @param head its tensors, by published names; empty for an encoder alone.
     * @param outputs the names of what the head predicts, in order.
     */
    public static void write(
            EncoderContent encoder, Map<String, NamedTensor> head, List<String> outputs, Path file)
            throws IOException {
        EncoderConfig config = encoder.config();
        Map<String, NamedTensor> tensors =
                StateDict.tensors("", encoder.layout(), encoder.weights());
        tensors.putAll(head);
        // Tools that drop the metadata leave a file that still says its grid.
        if (encoder.patchesLieSideBySide()) {
            StateDict.addInput(tensors, "", config.mels(), config.frames());
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put(VERSION, CURRENT_VERSION);
        metadata.put(ENCODER, json(ModelProtos.write(config)));
        metadata.put(FRONT_END, json(ModelProtos.write(encoder.frontEnd())));
        RootProvenanceProto provenance = OrderedProvenance.write(encoder.provenance());
        metadata.put(
                PROVENANCE,
                Base64.getEncoder()
                        .encodeToString(ModelProtos.deterministic(provenance).toByteArray()));
        // Read back, since what it was read from decides the order of its text.
        metadata.put(
                PROVENANCE_TEXT,
                OrderedProvenance.read(provenance, ObjectProvenance.class).toString());
        if (!outputs.isEmpty()) {
            JsonArray names = new JsonArray();
            outputs.forEach(names::add);
            metadata.put(OUTPUTS, names.toString());
        }
        metadata.put(HASH, hash(encoder.layout(), tensors));
        Safetensors.write(file, tensors, metadata);
    }

    private static String hash(ParameterLayout layout, Map<String, NamedTensor> tensors) {
        MessageDigest digest = ModelProtos.sha256();
        layout.views().forEach(view -> digest.update(tensors.get(view.name()).bytes()));
        tensors.keySet().stream()
                .filter(name -> name.startsWith(StateDict.HEAD))
                .sorted()
                .forEach(name -> digest.update(tensors.get(name).bytes()));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The names of what a head predicts, in order; empty if the file does not say. */
    static List<String> outputs(Path file, SafetensorsFile content)
            throws CheckpointFormatException {
        String names = content.metadata().get(OUTPUTS);
        if (names == null) {
            return List.of();
        }
        try {
            return JsonParser.parseString(names).getAsJsonArray().asList().stream()
                    .map(JsonElement::getAsString)
                    .toList();
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw bad(file, OUTPUTS, "is no JSON array of names (" + e.getMessage() + ")");
        }
    }

    /** The encoder of a file that {@link #describes} itself, the head's tensors checked too. */
    public static EncoderContent read(Path file, SafetensorsFile content) throws IOException {
        Map<String, String> metadata = content.metadata();
        for (String key : List.of(VERSION, FRONT_END, PROVENANCE, HASH)) {
            if (!metadata.containsKey(key)) {
                throw bad(file, key, "is missing");
            }
        }
        if (!metadata.get(VERSION).equals(CURRENT_VERSION)) {
            throw new CheckpointFormatException(
                    file.toString(),
                    "metadata " + VERSION,
                    "is " + metadata.get(VERSION) + " but version " + CURRENT_VERSION + " is read",
                    "Read it with a later version of this library");
        }
        EncoderConfigProto.Builder encoder = EncoderConfigProto.newBuilder();
        FrontEndProto.Builder sound = FrontEndProto.newBuilder();
        parse(file, ENCODER, metadata.get(ENCODER), encoder);
        parse(file, FRONT_END, metadata.get(FRONT_END), sound);
        EncoderConfig config;
        FrontEnd frontEnd;
        ParameterLayout layout;
        StateDict dict = StateDict.of(file, content.tensors());
        try {
            config = ModelProtos.read(encoder.build());
            frontEnd = ModelProtos.read(sound.build());
            layout = EncoderContent.layout(config, dict.has(StateDict.MASK));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw bad(file, ENCODER + " or " + FRONT_END, e.getMessage());
        }
        Map<String, float[]> values = dict.values(layout.views());
        if (!hash(layout, dict.tensors()).equals(metadata.get(HASH))) {
            throw bad(file, HASH, "is not that of the weights, so they are not those described");
        }
        return new EncoderContent(
                config,
                frontEnd,
                layout,
                ModelProtos.arena(layout, values),
                provenance(file, metadata.get(PROVENANCE)));
    }

    private static ObjectProvenance provenance(Path file, String base64)
            throws CheckpointFormatException {
        try {
            return OrderedProvenance.read(
                    RootProvenanceProto.parseFrom(Base64.getDecoder().decode(base64)),
                    ObjectProvenance.class);
        } catch (InvalidProtocolBufferException
                | IllegalArgumentException
                | IllegalStateException e) {
            throw bad(file, PROVENANCE, "is no provenance: " + e.getMessage());
        }
    }

    /** A message of numbers as a JSON object, under the fields' names. */
    private static String json(Message message) {
        JsonObject json = new JsonObject();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            json.addProperty(field.getName(), (Number) message.getField(field));
        }
        return json.toString();
    }

    private static void parse(Path file, String key, String text, Message.Builder message)
            throws CheckpointFormatException {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
                JsonElement number = json.get(field.getName());
                if (number == null) {
                    throw bad(file, key, "has no " + field.getName());
                }
                BigDecimal value = number.getAsBigDecimal();
                boolean whole = field.getJavaType() == FieldDescriptor.JavaType.INT;
                if (whole) {
                    message.setField(field, value.intValueExact());
                } else {
                    message.setField(field, value.doubleValue());
                }
            }
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | ArithmeticException
                | NumberFormatException e) {
            throw bad(file, key, "is no JSON object of numbers (" + e.getMessage() + ")");
        }
    }

    private static CheckpointFormatException bad(Path file, String key, String problem) {
        return new CheckpointFormatException(
                file.toString(),
                "metadata " + key,
                problem,
                "Write the file again with PretrainedEncoder.saveSafetensors; if the tensors were"
                        + " changed on purpose, leave the metadata under ssamba. out");
    }
}
