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
package org.ssamba.serialization;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.ParameterView;
import org.ssamba.protos.EncoderConfigProto;
import org.ssamba.protos.FrontEndProto;
import org.ssamba.protos.TensorProto;
import org.ssamba.protos.WeightsProto;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.Normalization;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.protos.core.ModelDataProto;

/** The messages that encoders and models share (docs/file-formats.md). */
public final class ModelProtos {
    private static final String FLOAT32 = "F32";

    private ModelProtos() {}

    /**
     * The bytes of a message with its maps in the order of their keys: equal messages, equal bytes.
     */
    public static ByteString deterministic(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("An array in memory cannot fail", e);
        }
        out.checkNoSpaceLeft();
        return ByteString.copyFrom(bytes);
    }

    /**
     * What Tribuo saves of every model, with its provenance in order: equal models, equal bytes.
     */
    public static ByteString deterministic(ModelDataCarrier<?> carrier) {
        SavingNeeds.checkModels();
        ModelDataProto data = carrier.serialize();
        return deterministic(
                data.toBuilder().setProvenance(OrderedProvenance.of(data.getProvenance())).build());
    }

    /** The hash of a message's bytes, its maps in the order of their keys. */
    public static ByteString sha256(Message message) {
        MessageDigest digest = sha256();
        try (OutputStream hashed =
                new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            CodedOutputStream out = CodedOutputStream.newInstance(hashed);
            out.useDeterministicSerialization();
            message.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("Nothing is written that could fail", e);
        }
        return ByteString.copyFrom(digest.digest());
    }

    /**
     * Refuses a message that is not as it was written, be it a label that is spelled differently.
     *
     * @param content the message without its hash.
     * @param sha256 its hash; empty in files from before there was one.
     * @throws IllegalStateException if they do not match.
     */
    public static void requireSha256(Message content, ByteString sha256) {
        if (!sha256.isEmpty() && !sha256.equals(sha256(content))) {
            throw broken("its content does not match its SHA-256");
        }
    }

    /**
     * Writes the shape of an encoder.
     *
     * @param config the shape.
     * @return the message.
     */
    public static EncoderConfigProto write(EncoderConfig config) {
        return EncoderConfigProto.newBuilder()
                .setWidth(config.width())
                .setLayers(config.layers())
                .setStates(config.states())
                .setConvolution(config.convolution())
                .setMels(config.mels())
                .setFrames(config.frames())
                .setPatchMels(config.patchMels())
                .setPatchFrames(config.patchFrames())
                .setMelStride(config.melStride())
                .setFrameStride(config.frameStride())
                .build();
    }

    /**
     * Reads the shape of an encoder.
     *
     * @param proto from {@link #write(EncoderConfig)}.
     * @return the shape.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public static EncoderConfig read(EncoderConfigProto proto) {
        return new EncoderConfig(
                proto.getWidth(),
                proto.getLayers(),
                proto.getStates(),
                proto.getConvolution(),
                proto.getMels(),
                proto.getFrames(),
                proto.getPatchMels(),
                proto.getPatchFrames(),
                proto.getMelStride(),
                proto.getFrameStride());
    }

    /**
     * Writes a front end.
     *
     * @param frontEnd filter bank and normalisation.
     * @return the message.
     */
    public static FrontEndProto write(FrontEnd frontEnd) {
        LogMelConfig logMel = frontEnd.logMel();
        return FrontEndProto.newBuilder()
                .setSampleRate(logMel.sampleRate())
                .setFrameLengthMs(logMel.frameLengthMs())
                .setFrameShiftMs(logMel.frameShiftMs())
                .setMelBins(logMel.melBins())
                .setLowFrequency(logMel.lowFrequency())
                .setHighFrequency(logMel.highFrequency())
                .setPreemphasis(logMel.preemphasis())
                .setMean(frontEnd.normalization().mean())
                .setDeviation(frontEnd.normalization().deviation())
                .build();
    }

    /**
     * Reads a front end.
     *
     * @param proto from {@link #write(FrontEnd)}.
     * @return filter bank and normalisation.
     * @throws IllegalArgumentException if a number is out of range.
     */
    public static FrontEnd read(FrontEndProto proto) {
        return new FrontEnd(
                new LogMelConfig(
                        proto.getSampleRate(),
                        proto.getFrameLengthMs(),
                        proto.getFrameShiftMs(),
                        proto.getMelBins(),
                        proto.getLowFrequency(),
                        proto.getHighFrequency(),
                        proto.getPreemphasis()),
                new Normalization(proto.getMean(), proto.getDeviation()));
    }

    /** All weights of a layout in its order: equal weights give equal bytes. */
    public static WeightsProto write(ParameterLayout layout, float[] arena) {
        WeightsProto.Builder weights = WeightsProto.newBuilder();
        MessageDigest digest = sha256();
        for (ParameterView view : layout.views()) {
            float[] values = view.read(arena);
            ByteBuffer bytes =
                    ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            digest.update(bytes.duplicate());
            TensorProto.Builder tensor =
                    TensorProto.newBuilder()
                            .setName(view.name())
                            .setDtype(FLOAT32)
                            .setData(ByteString.copyFrom(bytes));
            for (int extent : view.shape()) {
                tensor.addShape(extent);
            }
            weights.addTensors(tensor);
        }
        return weights.setSha256(ByteString.copyFrom(digest.digest())).build();
    }

    /**
     * Reads weights and checks them whole.
     *
     * @throws IllegalStateException if a tensor is broken, not finite, or the hash does not match.
     */
    public static Map<String, float[]> read(WeightsProto proto) {
        Map<String, float[]> named = new LinkedHashMap<>();
        MessageDigest digest = sha256();
        for (TensorProto tensor : proto.getTensorsList()) {
            long elements = 1;
            for (long extent : tensor.getShapeList()) {
                elements = extent < 0 ? -1 : elements * extent;
            }
            ByteBuffer bytes = tensor.getData().asReadOnlyByteBuffer();
            if (!tensor.getDtype().equals(FLOAT32) || elements * 4 != bytes.remaining()) {
                throw broken("the weight " + tensor.getName() + " contradicts its shape");
            }
            digest.update(bytes.duplicate());
            FloatBuffer floats = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
            float[] values = new float[floats.remaining()];
            floats.get(values);
            for (float value : values) {
                if (!Float.isFinite(value)) {
                    throw broken("the weight " + tensor.getName() + " is not finite");
                }
            }
            if (named.put(tensor.getName(), values) != null) {
                throw broken("the weight " + tensor.getName() + " comes twice");
            }
        }
        if (!MessageDigest.isEqual(digest.digest(), proto.getSha256().toByteArray())) {
            throw broken("the weights do not match their SHA-256");
        }
        return named;
    }

    /** Puts named weights into the arena of a layout that has exactly these names and sizes. */
    public static float[] arena(ParameterLayout layout, Map<String, float[]> named) {
        float[] arena = new float[layout.size()];
        for (ParameterView view : layout.views()) {
            float[] values = named.get(view.name());
            if (values == null || values.length != view.size()) {
                throw broken(
                        "the weight "
                                + view.name()
                                + (values == null ? " is missing" : " has the wrong size"));
            }
            view.write(values, arena);
        }
        if (named.size() != layout.views().size()) {
            throw broken(
                    "there are " + named.size() + " weights instead of " + layout.views().size());
        }
        return arena;
    }

    /**
     * Refuses what a later version of this library wrote.
     *
     * @throws IllegalArgumentException naming both versions.
     */
    public static void requireVersion(Class<?> model, int version, int current) {
        if (version != current) {
            throw new IllegalArgumentException(
                    "Unknown version "
                            + version
                            + " of a "
                            + model.getSimpleName()
                            + "; this class reads version "
                            + current);
        }
    }

    /**
     * Reads what Tribuo keeps of every model.
     *
     * @param data Tribuo's ModelDataProto, serialized.
     * @return name, provenance and domains.
     * @throws IllegalStateException if it is damaged.
     */
    public static ModelDataCarrier<?> carrier(ByteString data) {
        try {
            return ModelDataCarrier.deserialize(ModelDataProto.parseFrom(data));
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            // Tribuo and OLCUT throw many kinds for a message that is not whole.
            throw broken(
                    "its domains or its provenance cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /**
     * What is thrown for a broken message.
     *
     * @param what is wrong, a clause.
     * @return to be thrown.
     */
    public static IllegalStateException broken(String what) {
        return broken(what, null);
    }

    /**
     * What is thrown for a broken message.
     *
     * @param what is wrong, a clause.
     * @param cause may be null.
     * @return to be thrown.
     */
    public static IllegalStateException broken(String what, Exception cause) {
        return new IllegalStateException("The saved model is broken: " + what, cause);
    }

    /**
     * An SHA-256 of nothing yet.
     *
     * @return a new digest.
     */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
