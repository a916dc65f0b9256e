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
package org.ssamba.data;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.protos.AudioExampleProto;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.ExampleProto;

/**
 * An example that carries its waveform: audio from a microphone or a notebook that lies in no file.
 *
 * <p>Its metadata refer to {@code memory:} and the SHA-256 of the samples, so that losing the
 * samples (a component that builds a plain {@link ArrayExample} of it) is noticed. Clips in files
 * are better referred to than carried, see {@link AudioExamples}.
 *
 * @param <T> the type of output
 */
public final class AudioExample<T extends Output<T>> extends ArrayExample<T> {
    private static final long serialVersionUID = 1L;

    /** Version of the saved form. */
    public static final int CURRENT_VERSION = 0;

    /** The waveform; never written to, so copies of the example share it. */
    private final float[] samples;

    /** Samples per second. */
    private final int sampleRate;

    /**
     * An example of weight 1.
     *
     * @param output the true output, or the output factory's unknown output for prediction
     * @param clip the waveform
     */
    public AudioExample(T output, AudioClip clip) {
        this(AudioExamples.create(output, reference(clip)), clip.samples(), clip.sampleRate());
    }

    private AudioExample(Example<T> example, float[] samples, int sampleRate) {
        super(example);
        this.samples = samples;
        this.sampleRate = sampleRate;
    }

    private static AudioReference reference(AudioClip clip) {
        String hash =
                Sha256.builder()
                        .text(Integer.toString(clip.sampleRate()))
                        .bytes(littleEndian(clip.samples()).array())
                        .hex();
        return new AudioReference(
                URI.create(AudioReference.MEMORY_SCHEME + ":" + hash),
                0,
                clip.durationSeconds() * 1000,
                hash);
    }

    private static ByteBuffer littleEndian(float[] samples) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(samples.length, Float.BYTES))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(samples);
        return bytes;
    }

    /** The waveform. */
    public AudioClip clip() {
        return AudioClip.of(samples, sampleRate);
    }

    @Override
    public AudioExample<T> copy() {
        return new AudioExample<>(this, samples, sampleRate);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof AudioExample<?> that
                && super.equals(that)
                && sampleRate == that.sampleRate
                && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Arrays.hashCode(samples);
    }

    @Override
    public ExampleProto serialize() {
        AudioExampleProto data =
                AudioExampleProto.newBuilder()
                        .setExample(super.serialize().toByteString())
                        .setSampleRate(sampleRate)
                        .setSamples(ByteString.copyFrom(littleEndian(samples).array()))
                        .build();
        return ExampleProto.newBuilder()
                .setVersion(CURRENT_VERSION)
                .setClassName(AudioExample.class.getName())
                .setSerializedData(Any.pack(data))
                .build();
    }

    /**
     * Deserialization factory, called by Tribuo.
     *
     * @param version version of the saved form
     * @param className name of this class
     * @param message an {@link AudioExampleProto}
     * @return the example
     * @throws InvalidProtocolBufferException if the message cannot be parsed
     * @throws IllegalArgumentException if the version is unknown
     * @throws IllegalStateException if the message contradicts itself
     */
    public static AudioExample<?> deserializeFromProto(int version, String className, Any message)
            throws InvalidProtocolBufferException {
        if (version < 0 || version > CURRENT_VERSION) {
            throw new IllegalArgumentException(
                    "Unknown version "
                            + version
                            + " of AudioExample, this class supports at most version "
                            + CURRENT_VERSION);
        }
        AudioExampleProto proto = message.unpack(AudioExampleProto.class);
        Example<?> example = Example.deserialize(ExampleProto.parseFrom(proto.getExample()));
        return carrying(example, proto);
    }

    private static <U extends Output<U>> AudioExample<U> carrying(
            Example<U> example, AudioExampleProto proto) {
        ByteString bytes = proto.getSamples();
        if (bytes.size() % Float.BYTES != 0) {
            throw new IllegalStateException(
                    "Invalid AudioExample: "
                            + bytes.size()
                            + " bytes of samples are no whole number of floats");
        }
        float[] samples = new float[bytes.size() / Float.BYTES];
        bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
        AudioReference found;
        try {
            found = reference(AudioClip.of(samples, proto.getSampleRate()));
        } catch (AudioFormatException e) {
            throw new IllegalStateException("Invalid AudioExample: " + e.reason(), e);
        }
        if (!found.equals(AudioReference.of(example))) {
            throw new IllegalStateException(
                    "Invalid AudioExample: its samples are not those that its metadata refer to");
        }
        return new AudioExample<>(example, samples, proto.getSampleRate());
    }
}
