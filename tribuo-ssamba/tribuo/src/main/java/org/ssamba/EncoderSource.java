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

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.ssamba.data.AudioCorpus;
import org.ssamba.download.Downloads;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.settings.SettingException;
import org.ssamba.settings.Settings;

/**
 * Where a trainer's encoder comes from: fresh weights of an {@link EncoderShape}, which is a source
 * itself; a {@link #file}, also one at a {@link #uri}; an {@link #inHand encoder in hand}; or
 * {@link #pretraining} in each call of the trainer.
 */
public abstract sealed class EncoderSource extends Settings
        implements Provenancable<ConfiguredObjectProvenance>
        permits EncoderShape, EncoderSource.Adapted {
    EncoderSource() {}

    /**
     * An encoder in a file.
     *
     * @param path a file that {@link PretrainedEncoder#load} takes; it is read when training
     *     begins.
     * @return the source.
     */
    public static File file(Path path) {
        File source = new File();
        source.path = Objects.requireNonNull(path, "path");
        return source;
    }

    /**
     * An encoder in a file that a URI names.
     *
     * @param uri such as {@code file:///encoders/tiny.ssamba}.
     * @return the source.
     * @throws IllegalArgumentException if no file system of this JVM serves the URI; nothing is
     *     downloaded, see {@link #uri}.
     */
    public static File file(URI uri) {
        return file(EncoderFiles.path(uri));
    }

    /**
     * An encoder to be downloaded, for instance published weights. It is downloaded when training
     * begins, unless it is kept already; the model's provenance has the URI and the SHA-256.
     *
     * @param uri http or https, as {@link PretrainedEncoder#load(URI)} takes it; it must hold no
     *     secret, since provenance repeats it.
     * @return the source.
     * @throws SettingException if it is of another kind.
     */
    public static Uri uri(URI uri) {
        Uri source = new Uri();
        source.uri = uri.toString();
        source.postConfig();
        return source;
    }

    /**
     * An encoder that this process already has. Its provenance is kept with the model; of the
     * encoder itself, configurations and provenance keep the SHA-256 alone, see {@link InHand}.
     *
     * @param encoder to start from.
     * @return the source.
     */
    public static InHand inHand(PretrainedEncoder encoder) {
        return new InHand(encoder);
    }

    /**
     * An encoder that is pretrained in each call of the trainer, on the training clips themselves
     * less those held out.
     *
     * @param pretrainer how; its own seed decides everything random in it.
     * @return the source.
     */
    public static Pretraining pretraining(SSAMBAPretrainer pretrainer) {
        Pretraining source = new Pretraining();
        source.pretrainer = Objects.requireNonNull(pretrainer, "pretrainer");
        return source;
    }

    /**
     * An encoder that is pretrained in each call of the trainer on clips without labels.
     *
     * @param pretrainer how; its own seed decides everything random in it.
     * @param corpus on what.
     * @return the source.
     */
    public static Pretraining pretraining(SSAMBAPretrainer pretrainer, AudioCorpus corpus) {
        Pretraining source = pretraining(pretrainer);
        source.corpus = Objects.requireNonNull(corpus, "corpus");
        return source;
    }

    /**
     * Reads or pretrains the encoder if there is one.
     *
     * @param call what the trainer knows of it.
     * @throws IllegalArgumentException if it does not suit the call, before it is pretrained.
     */
    abstract StartingPoint startingPoint(StartingPoint.Call call);

    /**
     * The shape that training begins with.
     *
     * @throws IllegalArgumentException if there is no encoder, or it cannot be adapted.
     */
    abstract EncoderConfig config();

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "EncoderSource");
    }

    /** An encoder with weights of its own, which may be adapted to other clips. */
    public abstract static sealed class Adapted extends EncoderSource {
        @Config(
                description =
                        "Frames of 10 ms clips are cut or padded to; 0 for the encoder's own.")
        private int frames = 0;

        @Config(description = "Mel bins and frames between patches; 0 for the encoder's own.")
        private int stride = 0;

        Adapted() {}

        @Override
        public void postConfig() {
            requireLength("frames", frames);
            requireLength("stride", stride);
        }

        private static void requireLength(String setting, int length) {
            if (length < 0) {
                throw new SettingException(
                        setting, "must be positive, or 0 for the encoder's own, not " + length);
            }
        }

        /**
         * Sets another length than the encoder's; position embeddings are cut or interpolated.
         *
         * @param value frames of 10 ms that clips are cut or padded to; 0 for the encoder's own.
         * @return a new source.
         */
        public Adapted frames(int value) {
            return with(this, source -> source.frames = value);
        }

        /**
         * Sets another distance of patches than the encoder's.
         *
         * @param value mel bins and frames from one patch to the next; 0 for the encoder's own.
         * @return a new source.
         */
        public Adapted stride(int value) {
            return with(this, source -> source.stride = value);
        }

        /**
         * The shape that an encoder is adapted to.
         *
         * @throws IllegalArgumentException if it cannot be.
         */
        EncoderConfig adapted(EncoderConfig encoder) {
            EncoderConfig config = frames == 0 ? encoder : encoder.withFrames(frames);
            config = stride == 0 ? config : config.withStride(stride, stride);
            WeightTransfer.check(encoder, config);
            return config;
        }

        @Override
        public String toString() {
            return ",frames=" + frames + ",stride=" + stride + ")";
        }
    }

    /** An encoder in a file. */
    public static final class File extends Adapted {
        @Config(mandatory = true, description = "A file that PretrainedEncoder.load takes.")
        private Path path;

        private File() {}

        @Override
        StartingPoint startingPoint(StartingPoint.Call call) {
            return StartingPoint.ofFile(path, this, call);
        }

        @Override
        EncoderConfig config() {
            return adapted(StartingPoint.load(path).config());
        }

        @Override
        public String toString() {
            return "EncoderSource.File(path=" + path + super.toString();
        }
    }

    /** An encoder that is downloaded. */
    public static final class Uri extends Adapted {
        @Config(
                mandatory = true,
                description =
                        "An http(s) URI that PretrainedEncoder.load takes; may end with #sha256=.")
        private String uri;

        private Uri() {}

        @Override
        public void postConfig() {
            super.postConfig();
            try {
                Downloads.require(URI.create(uri));
            } catch (IllegalArgumentException e) {
                throw new SettingException("uri", e.getMessage());
            }
        }

        @Override
        StartingPoint startingPoint(StartingPoint.Call call) {
            return StartingPoint.ofUri(URI.create(uri), this, call);
        }

        @Override
        EncoderConfig config() {
            return adapted(StartingPoint.load(URI.create(uri)).config());
        }

        @Override
        public String toString() {
            return "EncoderSource.Uri(uri=" + uri + super.toString();
        }
    }

    /**
     * An encoder that the process has. A replay from provenance finds it by its SHA-256, which is
     * that of the file that {@link PretrainedEncoder#save} writes, as long as it is in use; if it
     * is not, load it and give it to {@link EncoderSource#inHand} before.
     */
    public static final class InHand extends Adapted {
        /** As long as a source or the program holds them: configurations cannot contain weights. */
        private static final Map<String, WeakReference<PretrainedEncoder>> ENCODERS =
                new ConcurrentHashMap<>();

        @Config(mandatory = true, description = "SHA-256 of the encoder, as it is when saved.")
        private String sha256;

        /** Null in a replay until it is asked for. */
        private PretrainedEncoder encoder;

        private InHand() {}

        private InHand(PretrainedEncoder encoder) {
            this.encoder = Objects.requireNonNull(encoder, "encoder");
            sha256 = EncoderFiles.sha256(encoder);
            ENCODERS.values().removeIf(other -> other.get() == null);
            ENCODERS.put(sha256, new WeakReference<>(encoder));
        }

        /**
         * Finds an encoder.
         *
         * @throws IllegalArgumentException if it is not there.
         */
        static PretrainedEncoder find(String sha256) {
            WeakReference<PretrainedEncoder> reference = ENCODERS.get(sha256);
            PretrainedEncoder encoder = reference == null ? null : reference.get();
            if (encoder == null) {
                throw new IllegalArgumentException(
                        "The encoder with the SHA-256 "
                                + sha256
                                + " is not in hand: load it and give it to EncoderSource.inHand"
                                + " before training");
            }
            return encoder;
        }

        @Override
        StartingPoint startingPoint(StartingPoint.Call call) {
            return StartingPoint.of(encoder(), sha256, this, call);
        }

        @Override
        EncoderConfig config() {
            return adapted(encoder().config());
        }

        private PretrainedEncoder encoder() {
            return encoder == null ? find(sha256) : encoder;
        }

        @Override
        public String toString() {
            return "EncoderSource.InHand(sha256=" + sha256 + super.toString();
        }
    }

    /** An encoder that is pretrained in each call of a trainer. */
    public static final class Pretraining extends Adapted {
        @Config(mandatory = true, description = "How it is pretrained.")
        private SSAMBAPretrainer pretrainer;

        @Config(description = "On what; null for the training clips themselves.")
        private AudioCorpus corpus = null;

        private Pretraining() {}

        @Override
        StartingPoint startingPoint(StartingPoint.Call call) {
            return StartingPoint.pretrained(pretrainer, corpus, this, call);
        }

        @Override
        EncoderConfig config() {
            return adapted(pretrainer.config());
        }

        @Override
        public String toString() {
            return "EncoderSource.Pretraining(pretrainer="
                    + pretrainer
                    + ",corpus="
                    + corpus
                    + super.toString();
        }
    }
}
