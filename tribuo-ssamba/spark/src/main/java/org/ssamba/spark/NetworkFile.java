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
package org.ssamba.spark;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.protos.PretrainedEncoderProto;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;

/**
 * The bytes of an encoder or a model as tasks get them: always in this library's own format.
 *
 * @param bytes not to be changed
 * @param sha256 of them
 */
record NetworkFile(byte[] bytes, String sha256) {
    private static NetworkFile of(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new NetworkFile(bytes, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    static NetworkFile of(PretrainedEncoder encoder) {
        return of(encoder.serialize().toByteArray());
    }

    static NetworkFile of(Model<?> model) {
        return of(model.serialize().toByteArray());
    }

    /**
     * Reads an encoder, of any format that {@link PretrainedEncoder#load} takes, on the driver.
     *
     * @param location a path or URI of a file system that Hadoop knows, or an address to download
     * @throws UncheckedIOException if it cannot be read
     */
    static NetworkFile encoder(String location, Configuration configuration) {
        try {
            if (location.startsWith("http:") || location.startsWith("https:")) {
                return of(PretrainedEncoder.load(URI.create(location)));
            }
            java.nio.file.Path copy = Files.createTempFile("encoder", ".ssamba");
            try {
                try (InputStream in = open(location, configuration);
                        OutputStream out = Files.newOutputStream(copy)) {
                    in.transferTo(out);
                }
                return of(PretrainedEncoder.load(copy));
            } catch (IllegalArgumentException | IllegalStateException | IOException e) {
                String said = String.valueOf(e.getMessage());
                throw new IOException(
                        said.replace(copy + ": ", "").replace(copy.toString(), "it"), e);
            } finally {
                Files.deleteIfExists(copy);
            }
        } catch (IOException | IllegalStateException e) {
            throw unreadable("encoder", location, e);
        }
    }

    /**
     * Reads a saved model.
     *
     * @param location a path or URI of a file system that Hadoop knows
     * @throws UncheckedIOException if it cannot be read, or is not a model of clips
     */
    static NetworkFile model(String location, Configuration configuration) {
        try (InputStream in = open(location, configuration)) {
            NetworkFile file = of(in.readAllBytes());
            model(file.bytes());
            return file;
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw unreadable("model", location, e);
        }
    }

    /** The model that bytes hold. */
    static SSAMBAModel<?> model(byte[] bytes) {
        try {
            Model<?> model = Model.deserialize(ModelProto.parseFrom(bytes));
            if (model instanceof SSAMBAModel<?> audio) {
                return audio;
            }
            throw new IllegalArgumentException(
                    "it holds a "
                            + model.getClass().getName()
                            + "; AudioClassifier needs a SSAMBAModel, as SSAMBATrainer trains it");
        } catch (InvalidProtocolBufferException | IllegalStateException e) {
            throw new IllegalStateException(
                    isEncoder(bytes)
                            ? "it is a pretrained encoder, which AudioEmbeddings takes;"
                                    + " AudioClassifier needs a SSAMBAModel, as SSAMBATrainer"
                                    + " trains it"
                            : "it is not a model that Tribuo saved: " + e.getMessage(),
                    e);
        }
    }

    private static boolean isEncoder(byte[] bytes) {
        try {
            PretrainedEncoder.deserialize(PretrainedEncoderProto.parseFrom(bytes));
            return true;
        } catch (InvalidProtocolBufferException
                | IllegalStateException
                | IllegalArgumentException e) {
            return false;
        }
    }

    private static FSDataInputStream open(String location, Configuration configuration)
            throws IOException {
        Path path = new Path(location);
        return path.getFileSystem(configuration).open(path);
    }

    private static UncheckedIOException unreadable(String what, String location, Exception e) {
        return new UncheckedIOException(
                "The "
                        + what
                        + " "
                        + location
                        + " cannot be read: "
                        + e.getMessage()
                        + ". It is read by the driver, as a path or URI of any file system that"
                        + " Hadoop knows",
                e instanceof IOException io ? io : new IOException(e));
    }
}
