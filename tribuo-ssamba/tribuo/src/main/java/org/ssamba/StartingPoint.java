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

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.Sha256;
import org.ssamba.download.Downloaded;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.serialization.EncoderContent;
import org.ssamba.split.UnlabelledClips;
import org.ssamba.training.Checkpointing;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;

/**
 * What training starts from: a shape with fresh weights, or an encoder that was pretrained before,
 * or is now.
 *
 * @param config the encoder's shape, adapted to the clips.
 * @param logMel how audio becomes its input.
 * @param encoder whose weights are taken over; null for fresh weights.
 * @param provenance the encoder's provenance and hash; empty for fresh weights.
 */
record StartingPoint(
        EncoderConfig config,
        LogMelConfig logMel,
        PretrainedEncoder encoder,
        Map<String, Provenance> provenance) {
    private static final String ENCODER_HASH = "encoder-sha256";
    private static final String ENCODER_PROVENANCE = "encoder-provenance";

    /**
     * What a call of a trainer asks of its encoder.
     *
     * @param suits throws an {@link IllegalArgumentException} if the trainer cannot use an encoder
     *     of that shape; an encoder is only pretrained if it suits.
     * @param training the clips to pretrain on if there are no others.
     * @param listener is told about each step of pretraining.
     * @param checkpoints of pretraining, for the name of a file; null to save nothing.
     */
    record Call(
            BiConsumer<EncoderConfig, LogMelConfig> suits,
            Supplier<? extends List<? extends Example<?>>> training,
            WorkListener listener,
            Function<String, Checkpointing> checkpoints) {}

    /** Fresh weights. */
    static StartingPoint fresh(EncoderShape shape, Call call) {
        EncoderConfig config = shape.config();
        LogMelConfig logMel = LogMelConfig.standard().withMelBins(config.mels());
        call.suits().accept(config, logMel);
        return new StartingPoint(config, logMel, null, Map.of());
    }

    /** The encoder in a file. */
    static StartingPoint ofFile(Path file, EncoderSource.Adapted source, Call call) {
        PretrainedEncoder encoder = load(file);
        try {
            return of(encoder, Sha256.ofFile(file), source, call);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The encoder that a URI names. */
    static StartingPoint ofUri(URI uri, EncoderSource.Adapted source, Call call) {
        PretrainedEncoder encoder = load(uri);
        Provenance sha256 =
                encoder.getProvenance()
                        .downloadedFrom()
                        .orElseThrow()
                        .getMap()
                        .get(Downloaded.SHA256);
        return of(encoder, ((StringProvenance) sha256).getValue(), source, call);
    }

    static PretrainedEncoder load(URI uri) {
        try {
            return PretrainedEncoder.load(uri);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PretrainedEncoder load(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "There is no pretrained encoder at "
                            + file
                            + "; save one with PretrainedEncoder.save");
        }
        try {
            return PretrainedEncoder.load(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static UncheckedIOException unreadable(Path file, IOException e) {
        return new UncheckedIOException(
                "The encoder " + file + " cannot be read: " + e.getMessage(), e);
    }

    /** An encoder, with its hash. */
    static StartingPoint of(
            PretrainedEncoder encoder, String sha256, EncoderSource.Adapted source, Call call) {
        EncoderConfig config = source.adapted(encoder.config());
        call.suits().accept(config, encoder.frontEnd().logMel());
        return new StartingPoint(
                config, encoder.frontEnd().logMel(), encoder, provenance(encoder, sha256));
    }

    /** Of what starts from an encoder. */
    static Map<String, Provenance> provenance(PretrainedEncoder encoder, String sha256) {
        return Map.of(
                ENCODER_HASH,
                new HashProvenance(ProvenanceUtil.HashType.SHA256, ENCODER_HASH, sha256),
                ENCODER_PROVENANCE,
                encoder.getProvenance());
    }

    /** An encoder that is pretrained now, on a corpus, or on the call's own clips if it is null. */
    static StartingPoint pretrained(
            SSAMBAPretrainer pretrainer,
            AudioCorpus corpus,
            EncoderSource.Adapted source,
            Call call) {
        EncoderConfig config = source.adapted(pretrainer.config());
        call.suits().accept(config, pretrainer.logMel());
        PretrainedEncoder encoder =
                pretrainer
                        .on(
                                corpus == null
                                        ? UnlabelledClips.of(call.training().get())
                                        : UnlabelledClips.of(corpus),
                                call.listener())
                        .run(
                                pretrainer.startingFrom(null),
                                identity ->
                                        RunCheckpoint.openAmong(
                                                call.checkpoints(), "pretraining", identity));
        return new StartingPoint(
                config,
                encoder.frontEnd().logMel(),
                encoder,
                Map.of(ENCODER_PROVENANCE, encoder.getProvenance()));
    }

    /**
     * What pretraining starts from.
     *
     * @param encoder whose weights fit, or may be adapted; null for fresh weights.
     * @throws IllegalArgumentException if they do not fit.
     */
    static StartingPoint ofPretraining(EncoderConfig config, PretrainedEncoder encoder) {
        if (encoder == null) {
            LogMelConfig logMel = LogMelConfig.standard().withMelBins(config.mels());
            return new StartingPoint(config, logMel, null, Map.of());
        }
        WeightTransfer.check(encoder.config(), config);
        return new StartingPoint(
                config,
                encoder.frontEnd().logMel(),
                encoder,
                provenance(encoder, EncoderFiles.sha256(encoder)));
    }

    /** The hash of the encoder it starts from; empty for fresh weights. */
    String sha256() {
        return provenance.get(ENCODER_HASH) instanceof HashProvenance hash ? hash.getValue() : "";
    }

    /** The weights of the encoder, with its pretraining heads if it has some, else fresh ones. */
    float[] pretrainingWeights(long seed) {
        ParameterLayout layout = EncoderContent.layout(config, true);
        return encoder != null && encoder.hasPretrainingHeads()
                ? WeightTransfer.resized(
                        layout, config, encoder.layout(), encoder.config(), encoder.arena())
                : initialWeights(layout, seed);
    }

    float[] initialWeights(ParameterLayout layout, long seed) {
        return encoder == null
                ? layout.initialWeights(seed)
                : WeightTransfer.into(layout, config, encoder.config(), encoder.weights(), seed);
    }
}
