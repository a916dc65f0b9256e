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
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.checkpoint.SafetensorsFile;
import org.ssamba.download.Downloaded;
import org.ssamba.download.Downloads;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.protos.PretrainedEncoderProto;
import org.ssamba.published.EncoderSafetensors;
import org.ssamba.published.FileStart;
import org.ssamba.published.PublishedCheckpoint;
import org.ssamba.published.StateDict;
import org.ssamba.serialization.EncoderContent;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.serialization.OrderedProvenance;
import org.ssamba.serialization.SavingNeeds;
import org.ssamba.training.FrontEnd;

/** The formats of encoders, told by content; and the library's own (docs/file-formats.md). */
final class EncoderFiles {
    private static final int CURRENT_VERSION = 0;

    private EncoderFiles() {}

    static PretrainedEncoder load(Path file) throws IOException {
        FileStart start = FileStart.of(file);
        if (start.isSafetensors()) {
            SafetensorsFile content = Safetensors.read(file);
            if (EncoderSafetensors.describes(content)) {
                return PretrainedEncoder.of(EncoderSafetensors.read(file, content));
            }
        }
        if (start.isSafetensors() || start.isPyTorch()) {
            return PretrainedEncoder.of(PublishedCheckpoint.read(file));
        }
        SavingNeeds.check();
        try {
            return read(PretrainedEncoderProto.parseFrom(Files.readAllBytes(file)));
        } catch (InvalidProtocolBufferException | IllegalStateException e) {
            throw new IllegalStateException(
                    file
                            + " is not a pretrained encoder or is damaged: "
                            + start.problem(e.getMessage())
                            + ". Give a file from PretrainedEncoder.save, a state dict of the"
                            + " published code (.pth), or safetensors",
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** A downloaded file, which the encoder's provenance names. */
    static PretrainedEncoder load(Downloaded download) throws IOException {
        PretrainedEncoder encoder;
        try {
            encoder = load(download.file());
        } catch (IOException | IllegalStateException e) {
            throw new IOException(download.uri() + ": " + e.getMessage(), e);
        }
        return new PretrainedEncoder(
                encoder.config(),
                encoder.frontEnd(),
                encoder.arena(),
                encoder.getProvenance().downloaded(download));
    }

    /**
     * The file that a URI names.
     *
     * @throws IllegalArgumentException if no file system of this JVM serves the URI.
     */
    static Path path(URI uri) {
        try {
            return Path.of(uri);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IllegalArgumentException(
                    uri
                            + " does not name a file of this computer"
                            + (Downloads.canGet(uri)
                                    ? "; EncoderSource.uri and PretrainedEncoder.load download it"
                                    : ": give a path, or a URI that begins with file:"),
                    e);
        }
    }

    static void save(PretrainedEncoder encoder, Path file) throws IOException {
        AtomicFile.write(file, write(encoder)::writeTo);
    }

    /** The SHA-256 of the file that {@link #save} writes. */
    static String sha256(PretrainedEncoder encoder) {
        return HexFormat.of().formatHex(ModelProtos.sha256(write(encoder)).toByteArray());
    }

    static PretrainedEncoderProto write(PretrainedEncoder encoder) {
        SavingNeeds.check();
        return PretrainedEncoderProto.newBuilder()
                .setVersion(CURRENT_VERSION)
                .setClassName(PretrainedEncoder.class.getName())
                .setEncoder(ModelProtos.write(encoder.config()))
                .setFrontEnd(ModelProtos.write(encoder.frontEnd()))
                .setWeights(ModelProtos.write(encoder.layout(), encoder.arena()))
                .setProvenance(
                        ModelProtos.deterministic(OrderedProvenance.write(encoder.getProvenance())))
                .build();
    }

    static PretrainedEncoder read(PretrainedEncoderProto proto)
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
        ParameterLayout layout = EncoderContent.layout(config, named.containsKey(StateDict.MASK));
        float[] arena = ModelProtos.arena(layout, named);
        return new PretrainedEncoder(
                config,
                frontEnd,
                arena,
                OrderedProvenance.read(
                        RootProvenanceProto.parseFrom(proto.getProvenance()),
                        EncoderProvenance.class));
    }
}
