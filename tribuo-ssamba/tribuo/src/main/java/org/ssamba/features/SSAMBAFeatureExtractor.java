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
package org.ssamba.features;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ssamba.ClipLength;
import org.ssamba.ComputeDevice;
import org.ssamba.FeatureExtractorProvenance;
import org.ssamba.PretrainedEncoder;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.MissingAudioReferenceException;
import org.ssamba.data.Sha256;
import org.ssamba.settings.SettingException;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.sequence.SequenceExample;

/**
 * Embeddings of a pretrained encoder as features {@code D=0001}, {@code D=0002}, …: as many as the
 * encoder is wide: for data sets and trainers. {@link AudioEmbedder} gives bare vectors. The
 * encoder is loaded once; its weights stay on the device from the first clip on, until this is
 * closed. Thread-safe. Closing frees the device's memory; it can still be used afterwards.
 *
 * @param <T> the type of output of the examples made.
 */
public final class SSAMBAFeatureExtractor<T extends Output<T>>
        implements AudioFeatureExtractor<T>, AutoCloseable {
    /** Part of the content hash: change it when the computed values change. */
    private static final String COMPUTED = "SSAMBA embedding 3";

    /** Which tokens of the encoder make up an embedding. */
    public enum Embedding {
        /** The mean of all patch tokens, padding included. */
        MEAN,
        /** The class token. */
        CLASS_TOKEN,
        /**
         * The mean of the patch tokens of each second, of clips of any length: those longer than
         * the encoder's input are read in parts of whole seconds. For {@link
         * SSAMBAFeatureExtractor#extractSequence sequences}; an ordinary example gets the mean over
         * its seconds.
         */
        PER_SECOND
    }

    @Config(mandatory = true, description = "A pretrained encoder, from PretrainedEncoder.save.")
    private Path encoderPath;

    @Config(description = "Which tokens make up an embedding: MEAN, CLASS_TOKEN or PER_SECOND.")
    private Embedding embedding = Embedding.MEAN;

    @Config(
            description =
                    "What is done with clips of other lengths than the encoder's: WINDOWS, OWN or"
                            + " CUT; PER_SECOND reads all of any clip.")
    private ClipLength clipLength = ClipLength.WINDOWS;

    @Config(description = "Where to compute.")
    private ComputeDevice device = new ComputeDevice();

    @Config(description = "Clips to embed at once, at most.")
    private int batchSize = 16;

    private EncoderFeatures features;
    private FeatureExtractorProvenance provenance;

    /** For OLCUT. */
    private SSAMBAFeatureExtractor() {}

    /**
     * An extractor of mean embeddings, on the default device.
     *
     * @param encoderPath a file that {@link PretrainedEncoder#load} takes.
     * @throws PropertyException if the file is not an encoder.
     */
    public SSAMBAFeatureExtractor(Path encoderPath) {
        this.encoderPath = Objects.requireNonNull(encoderPath, "encoderPath");
        postConfig();
    }

    /**
     * An extractor with any settings.
     *
     * @param <T> the type of output of the examples made.
     * @param encoderPath a file that {@link PretrainedEncoder#load} takes.
     * @return everything else by name.
     */
    public static <T extends Output<T>> Builder<T> builder(Path encoderPath) {
        return new Builder<>(encoderPath);
    }

    /**
     * The settings of an extractor by name. {@link #build} throws a {@link PropertyException} if
     * the file is not an encoder or cannot be embedded as asked for.
     *
     * @param <T> the type of output of the examples made.
     */
    public static final class Builder<T extends Output<T>>
            extends org.ssamba.settings.Builder<SSAMBAFeatureExtractor<T>, Builder<T>> {
        private Builder(Path encoderPath) {
            super(SSAMBAFeatureExtractor::new, SSAMBAFeatureExtractor::postConfig);
            Objects.requireNonNull(encoderPath, "encoderPath");
            set(extractor -> extractor.encoderPath = encoderPath);
        }

        /**
         * Sets which tokens make up an embedding.
         *
         * @param value the default is the mean of the patch tokens.
         * @return this builder.
         */
        public Builder<T> embedding(Embedding value) {
            Objects.requireNonNull(value, "embedding");
            return set(extractor -> extractor.embedding = value);
        }

        /**
         * Sets what is done with clips of other lengths than the encoder's.
         *
         * @param value the default is to average over windows and to pad shorter clips.
         * @return this builder.
         */
        public Builder<T> clipLength(ClipLength value) {
            Objects.requireNonNull(value, "clipLength");
            return set(extractor -> extractor.clipLength = value);
        }

        /**
         * Sets where to compute.
         *
         * @param value any device; the default is chosen automatically.
         * @return this builder.
         */
        public Builder<T> device(ComputeDevice value) {
            Objects.requireNonNull(value, "device");
            return set(extractor -> extractor.device = value);
        }

        /**
         * Sets how many clips are embedded at once, at most.
         *
         * @param clips at least 1.
         * @return this builder.
         */
        public Builder<T> batchSize(int clips) {
            return set(extractor -> extractor.batchSize = clips);
        }
    }

    /** Called by OLCUT; reads the encoder. */
    @Override
    public void postConfig() {
        if (batchSize < 1) {
            throw new SettingException("batchSize", "must be at least 1, not " + batchSize);
        }
        if (!Files.isRegularFile(encoderPath)) {
            throw new SettingException(
                    "encoderPath",
                    "There is no pretrained encoder at "
                            + encoderPath
                            + "; save one with PretrainedEncoder.save");
        }
        PretrainedEncoder encoder;
        try {
            encoder = PretrainedEncoder.load(encoderPath);
            provenance =
                    new FeatureExtractorProvenance(
                            this, Sha256.ofFile(encoderPath), encoder.getProvenance());
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new SettingException(
                    e, "encoderPath", encoderPath + " cannot be read: " + e.getMessage());
        }
        try {
            features = new EncoderFeatures(encoder, embedding, clipLength, device, batchSize);
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    e, "embedding", embedding + " of " + encoderPath + ": " + e.getMessage());
        }
    }

    ComputeDevice device() {
        return device;
    }

    /** What a model keeps of it. */
    EncoderFeatures features() {
        return features;
    }

    @Override
    public List<String> featureNames() {
        return features.names();
    }

    /**
     * The hash of the encoder's file, which embedding, of which parts of a clip, and the precision
     * of the device, which is opened for that.
     */
    @Override
    public String contentHash() {
        return Sha256.builder()
                .text(COMPUTED)
                .text(provenance.encoderHash())
                .text(embedding.name())
                .text(clipLength.name())
                .text(device.backend().device().precision().name())
                .hex();
    }

    @Override
    public List<FeatureRows> compute(List<ClipAudio> clips) {
        return features.compute(clips);
    }

    /**
     * A clip as a sequence of its seconds, each with the clip's output.
     *
     * @param output of every second.
     * @param clip in a file.
     * @return an element for each second, as {@link AudioSequences#seconds} counts them; its
     *     metadata refer to that second.
     * @throws IllegalStateException if the embedding is not {@link Embedding#PER_SECOND}.
     */
    public SequenceExample<T> extractSequence(T output, AudioReference clip) {
        return sequence(ClipAudio.of(clip), null, output, 1, clip.toMetadata());
    }

    /**
     * A clip as a sequence of its seconds, each with its own output.
     *
     * @param outputs one for each second; the last second may be shorter than one.
     * @param clip in a file.
     * @return an element for each second; its metadata refer to that second.
     * @throws IllegalArgumentException if there are not as many outputs as seconds.
     * @throws IllegalStateException if the embedding is not {@link Embedding#PER_SECOND}.
     */
    public SequenceExample<T> extractSequence(List<T> outputs, AudioReference clip) {
        return sequence(ClipAudio.of(clip), outputs, null, 1, clip.toMetadata());
    }

    /**
     * A waveform as a sequence of its seconds, each with the clip's output.
     *
     * @param output of every second.
     * @param clip at any sample rate.
     * @return an element for each second.
     * @throws IllegalStateException if the embedding is not {@link Embedding#PER_SECOND}.
     */
    public SequenceExample<T> extractSequence(T output, AudioClip clip) {
        return sequence(ClipAudio.of(clip), null, output, 1, Map.of());
    }

    /**
     * An audio example as a sequence of its seconds, each with the example's output, weight and
     * metadata; a reference to a file becomes one to that second of it.
     *
     * @param example refers to audio or carries it.
     * @return an element for each second.
     * @throws MissingAudioReferenceException if it does neither.
     * @throws IllegalStateException if the embedding is not {@link Embedding#PER_SECOND}.
     */
    public SequenceExample<T> extractSequence(Example<T> example) {
        return sequence(
                ClipAudio.of(example),
                null,
                example.getOutput(),
                example.getWeight(),
                example.getMetadata());
    }

    /** The outputs of the seconds, or null and the output of all. */
    private SequenceExample<T> sequence(
            ClipAudio clip, List<T> outputs, T output, float weight, Map<String, Object> metadata) {
        if (embedding != Embedding.PER_SECOND) {
            throw new IllegalStateException(
                    "A sequence of seconds needs the embedding PER_SECOND, not " + embedding);
        }
        FeatureRows seconds = compute(List.of(clip)).get(0);
        List<T> each = outputs == null ? Collections.nCopies(seconds.segments(), output) : outputs;
        return Seconds.sequence(clip, seconds, featureNames(), each, weight, metadata);
    }

    @Override
    public void close() {
        features.close();
    }

    /**
     * Its configuration, the encoder's SHA-256 and the encoder's own provenance.
     *
     * @return a {@link FeatureExtractorProvenance}.
     */
    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return provenance;
    }

    @Override
    public String toString() {
        return "SSAMBAFeatureExtractor(encoderPath="
                + encoderPath
                + ",embedding="
                + embedding
                + ",clipLength="
                + clipLength
                + ",device="
                + device
                + ",batchSize="
                + batchSize
                + ")";
    }
}
