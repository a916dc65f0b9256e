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
package org.ssamba.cli;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.download.Downloads;
import org.ssamba.published.FileStart;
import org.tribuo.sequence.SequenceModel;

/**
 * A file that a person names, and what is in it, recognised by content.
 *
 * @param path the file, also of one that was downloaded.
 * @param kind what it is.
 */
record SavedFile(Path path, Kind kind) {
    /** The field of the messages of models and encoders that names their class. */
    private static final int CLASS_NAME = 2;

    /** What files hold. */
    enum Kind {
        /** One prediction a clip. */
        MODEL,
        /** One prediction a second. */
        SEQUENCE_MODEL,
        /** An encoder in the library's own format. */
        ENCODER,
        /** The state of a pretraining run that is not finished. */
        RUN,
        /** Weights: safetensors or PyTorch. */
        WEIGHTS
    }

    /**
     * Recognises a file.
     *
     * @param pathOrUri a path, or an http(s) address, which is downloaded.
     * @throws IOException if it cannot be read or had.
     * @throws IllegalArgumentException if it is none of the kinds.
     */
    static SavedFile of(String pathOrUri) throws IOException {
        Path file = Downloads.file(pathOrUri);
        FileStart start = FileStart.of(file);
        if (start.isSafetensors()) {
            boolean run = Safetensors.read(file).tensors().containsKey("first_moments");
            return new SavedFile(file, run ? Kind.RUN : Kind.WEIGHTS);
        }
        if (start.isPyTorch()) {
            return new SavedFile(file, Kind.WEIGHTS);
        }
        String type = className(file);
        if (type.equals(SSAMBAModel.class.getName())) {
            return new SavedFile(file, Kind.MODEL);
        } else if (type.equals(SSAMBASequenceModel.class.getName())) {
            return new SavedFile(file, Kind.SEQUENCE_MODEL);
        } else if (type.equals(PretrainedEncoder.class.getName())) {
            return new SavedFile(file, Kind.ENCODER);
        }
        throw new IllegalArgumentException(
                file
                        + " is neither a model nor an encoder: "
                        + start.problem(
                                type.contains(".")
                                        ? "it is a " + type
                                        : "its format is unknown (ONNX is written, not read)"));
    }

    /** The first fields of the message; empty if it is none. */
    private static String className(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            CodedInputStream message = CodedInputStream.newInstance(in, 512);
            for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == CLASS_NAME) {
                    return message.readString();
                }
                if (!message.skipField(tag)) {
                    return "";
                }
            }
            return "";
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            return ""; // Anything at all.
        }
    }

    /** The model of clips. */
    SSAMBAModel<?> model() throws IOException {
        if (kind != Kind.MODEL) {
            throw wanted("a model");
        }
        return SSAMBAModel.load(path);
    }

    /** The model of seconds. */
    SSAMBASequenceModel sequenceModel() throws IOException {
        return (SSAMBASequenceModel) SequenceModel.deserializeFromFile(path);
    }

    /** The encoder, also that of a model. */
    PretrainedEncoder encoder() throws IOException {
        return switch (kind) {
            case MODEL -> model().encoder();
            case SEQUENCE_MODEL -> sequenceModel().encoder();
            case ENCODER, WEIGHTS -> PretrainedEncoder.load(path);
            case RUN -> throw wanted("an encoder");
        };
    }

    private IllegalArgumentException wanted(String what) {
        return new IllegalArgumentException(
                path
                        + " is not "
                        + what
                        + switch (kind) {
                            case RUN ->
                                    ", but the state of a pretraining run; go on with it by"
                                            + " pretrain --checkpoint "
                                            + path;
                            case WEIGHTS -> ", but weights; convert them first (convert --help)";
                            case ENCODER ->
                                    ", but an encoder; embed takes it, and train --encoder "
                                            + path
                                            + " makes a model of it";
                            default -> ", but of the kind " + kind;
                        });
    }
}
