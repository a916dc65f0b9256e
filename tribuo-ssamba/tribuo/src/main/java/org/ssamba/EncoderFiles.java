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

import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.config.protobuf.ProtoProvenanceSerialization;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.protos.PretrainedEncoderProto;
import org.ssamba.training.FrontEnd;

/** The formats of encoders, told by content; and the library's own (docs/file-formats.md). */
final class EncoderFiles {
    private static final int CURRENT_VERSION = 0;

    /** Where the header of safetensors begins, after its length. */
    private static final int JSON = 8;

    /** Bytes that tell the formats, and enough of a text to recognise it. */
    private static final int START = 48;

    /** How pickles begin, which PyTorch wrote without a zip before 1.6. */
    private static final int PICKLE = 0x80;

    private static final ProtoProvenanceSerialization PROVENANCE =
            new ProtoProvenanceSerialization(false);

    private EncoderFiles() {}

    static PretrainedEncoder load(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder: name the file of an encoder in it");
        }
        byte[] start = start(file);
        // First, since the length of their header may begin like anything.
        if (isSafetensors(start)) {
            return EncoderSafetensors.read(file);
        }
        if (start.length >= 2 && start[0] == 'P' && start[1] == 'K'
                || start.length > 0 && (start[0] & 0xff) == PICKLE) {
            return PublishedCheckpoint.read(file).encoder();
        }
        try {
            return read(PretrainedEncoderProto.parseFrom(Files.readAllBytes(file)));
        } catch (InvalidProtocolBufferException | IllegalStateException e) {
            throw new IllegalStateException(
                    file
                            + " is not a pretrained encoder or is damaged: "
                            + problem(start, e)
                            + ". Give a file from PretrainedEncoder.save, a state dict of the"
                            + " published code (.pth), or safetensors",
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** A web page or a pointer, downloaded in place of the file it stands for, is text. */
    private static String problem(byte[] start, Exception e) {
        if (start.length == 0) {
            return "it is empty";
        }
        String text = new String(start, StandardCharsets.US_ASCII);
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~' || Character.isWhitespace(c))) {
            return "it is text, which begins \""
                    + text.lines().findFirst().orElse("").strip()
                    + "\": a web page or a pointer may have been downloaded in place of the file";
        }
        return e.getMessage().replaceAll("\\.$", "");
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(START);
        } catch (AccessDeniedException e) {
            throw new IOException(file + " may not be read: there is no permission", e);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file, e);
        }
    }

    static boolean isSafetensors(Path file) throws IOException {
        return isSafetensors(start(file));
    }

    private static boolean isSafetensors(byte[] start) {
        return start.length > JSON && start[JSON] == '{';
    }

    static void save(PretrainedEncoder encoder, Path file) throws IOException {
        PretrainedEncoderProto proto =
                PretrainedEncoderProto.newBuilder()
                        .setVersion(CURRENT_VERSION)
                        .setClassName(PretrainedEncoder.class.getName())
                        .setEncoder(ModelProtos.write(encoder.config()))
                        .setFrontEnd(ModelProtos.write(encoder.frontEnd()))
                        .setWeights(ModelProtos.write(encoder.layout(), encoder.arena()))
                        .setProvenance(ModelProtos.deterministic(write(encoder.getProvenance())))
                        .build();
        AtomicFile.write(file, proto::writeTo);
    }

    static RootProvenanceProto write(EncoderProvenance provenance) {
        return OrderedProvenance.of(
                PROVENANCE.serializeToProto(ProvenanceUtil.marshalProvenance(provenance)));
    }

    /**
     * Reads a provenance.
     *
     * @throws IllegalStateException if the message holds none of an encoder.
     */
    static EncoderProvenance read(RootProvenanceProto proto) {
        try {
            return (EncoderProvenance)
                    ProvenanceUtil.unmarshalProvenance(PROVENANCE.deserializeFromProto(proto));
        } catch (RuntimeException e) { // OLCUT throws many kinds for a message that is not whole
            throw new IllegalStateException(
                    "its provenance cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static PretrainedEncoder read(PretrainedEncoderProto proto)
            throws InvalidProtocolBufferException {
        String className = proto.getClassName();
        if (className.equals(SSAMBAModel.class.getName())) {
            throw new IllegalStateException(
                    "it is a whole model, which Tribuo's Model.deserializeFromFile loads");
        }
        if (!className.equals(PretrainedEncoder.class.getName())) {
            throw new IllegalStateException("its class is \"" + className + "\"");
        }
        if (proto.getVersion() != CURRENT_VERSION) {
            throw new IllegalArgumentException(
                    "an encoder of version "
                            + proto.getVersion()
                            + " cannot be read; this library reads version "
                            + CURRENT_VERSION);
        }
        EncoderConfig config;
        FrontEnd frontEnd;
        try {
            config = ModelProtos.read(proto.getEncoder());
            frontEnd = ModelProtos.read(proto.getFrontEnd());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        Map<String, float[]> named = ModelProtos.read(proto.getWeights());
        ParameterLayout layout =
                PretrainedEncoder.layout(config, named.containsKey(StateDict.MASK));
        float[] arena = ModelProtos.arena(layout, named);
        return new PretrainedEncoder(
                config,
                frontEnd,
                arena,
                read(RootProvenanceProto.parseFrom(proto.getProvenance())));
    }
}
