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

import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.ssamba.ClipLength;
import org.ssamba.ComputeDevice;
import org.ssamba.PretrainedEncoder;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.ClipAudio;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;
import org.ssamba.inference.ClipInference;
import org.ssamba.protos.FeatureExtractorProto;
import org.ssamba.provenance.RunProvenance;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.work.WorkListener;

/**
 * Clips to rows of an encoder's embeddings: one a clip, or one a second. What {@link
 * SSAMBAFeatureExtractor} makes features of, for programs that need neither examples nor names.
 * Thread-safe.
 */
public final class EncoderFeatures implements ModelFeatures, AutoCloseable {
    private static final double FRAME_SHIFT_MS = 10;

    private final PretrainedEncoder encoder;
    private final Embedding embedding;
    private final ClipLength chosenLength;
    private final ComputeDevice device;
    private final int batchSize;
    private final EncoderConfig config;
    private final LogMelConfig logMel;
    private final Pooling pooling;
    private final ClipLength clipLength;
    private final ClipInference inference;

    /**
     * Features of an encoder.
     *
     * @param encoder the encoder.
     * @param embedding which tokens make up a row.
     * @param clipLength what is done with clips of other lengths than the encoder's; a row a second
     *     reads all of any clip.
     * @param device where to compute.
     * @param batchSize clips at once, at most; at least 1.
     * @throws IllegalArgumentException if it cannot be embedded so.
     */
    public EncoderFeatures(
            PretrainedEncoder encoder,
            Embedding embedding,
            ClipLength clipLength,
            ComputeDevice device,
            int batchSize) {
        this.encoder = encoder;
        this.embedding = embedding;
        this.chosenLength = clipLength;
        this.device = device;
        this.batchSize = batchSize;
        // Seconds are cut to what the encoder reads before.
        this.clipLength = embedding == Embedding.PER_SECOND ? ClipLength.CUT : clipLength;
        config = encoder.config();
        logMel = encoder.frontEnd().logMel();
        if (embedding == Embedding.PER_SECOND
                && (config.frames() < Pooling.FRAMES_PER_SECOND
                        || logMel.frameShiftMs() != FRAME_SHIFT_MS)) {
            throw new IllegalArgumentException(
                    "needs an encoder that reads at least a second, in frames of 10 ms; this reads "
                            + config.frames()
                            + " frames of "
                            + logMel.frameShiftMs()
                            + " ms");
        }
        pooling = pooling(embedding, config);
        inference =
                ClipInference.ofEncoder(
                        config,
                        encoder.weights(),
                        encoder.frontEnd(),
                        other -> pooling(embedding, other),
                        device::backend,
                        batchSize);
        // Whoever wants features of many clips tells how it goes.
        inference.setListener(WorkListener.SILENT);
    }

    private static Pooling pooling(Embedding embedding, EncoderConfig config) {
        return switch (embedding) {
            case MEAN -> Pooling.clip(Pooling.Kind.MEAN, config);
            case CLASS_TOKEN -> Pooling.clip(Pooling.Kind.CLASS_TOKEN, config);
            case PER_SECOND -> Pooling.perSecond(config);
        };
    }

    static EncoderFeatures read(FeatureExtractorProto proto) throws InvalidProtocolBufferException {
        try {
            return new EncoderFeatures(
                    PretrainedEncoder.deserialize(proto.getEncoder()),
                    Embedding.valueOf(proto.getEmbedding()),
                    ClipLength.valueOf(proto.getClipLength()),
                    new ComputeDevice(),
                    DEFAULT_BATCH);
        } catch (IllegalArgumentException e) {
            throw ModelProtos.broken(e.getMessage(), e);
        }
    }

    @Override
    public FeatureExtractorProto serialize() {
        return FeatureExtractorProto.newBuilder()
                .setVersion(CURRENT_VERSION)
                .setClassName(SSAMBAFeatureExtractor.class.getName())
                .setEncoder(encoder.serialize())
                .setEmbedding(embedding.name())
                .setClipLength(chosenLength.name())
                .build();
    }

    @Override
    public EncoderFeatures on(ComputeDevice other) {
        return with(other, batchSize);
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public EncoderFeatures inBatchesOf(int clips) {
        return with(device, clips);
    }

    private EncoderFeatures with(ComputeDevice otherDevice, int clips) {
        close();
        return new EncoderFeatures(encoder, embedding, chosenLength, otherDevice, clips);
    }

    @Override
    public Map<String, Provenance> facts() {
        return new RunProvenance().add(device.backend().device()).facts();
    }

    /** {@code D=0001}, {@code D=0002}, …: as many as the encoder is wide. */
    @Override
    public List<String> names() {
        return IntStream.rangeClosed(1, config.width())
                .mapToObj(i -> String.format(Locale.ROOT, "D=%04d", i))
                .toList();
    }

    @Override
    public List<FeatureRows> compute(List<ClipAudio> clips) {
        List<Seconds> seconds = clips.stream().map(this::cut).toList();
        List<ClipAudio> inputs = seconds.stream().flatMap(cut -> cut.inputs().stream()).toList();
        float[][] embeddings =
                inputs.isEmpty() ? new float[0][] : clipLength.run(inference, inputs, 0);
        List<FeatureRows> features = new ArrayList<>(clips.size());
        int first = 0;
        for (Seconds cut : seconds) {
            features.add(rows(cut, embeddings, first));
            first += cut.inputs().size();
        }
        return features;
    }

    private Seconds cut(ClipAudio clip) {
        return embedding == Embedding.PER_SECOND
                ? Seconds.of(clip, logMel, config.frames(), pooling.segments())
                : Seconds.whole(clip);
    }

    /** The rows of a clip's seconds from its inputs' embeddings, each (segments, width). */
    private FeatureRows rows(Seconds cut, float[][] embeddings, int first) {
        int width = config.width();
        List<double[]> rows = new ArrayList<>();
        for (int input = 0; input < cut.inputs().size(); input++) {
            for (int segment = 0; segment < cut.secondsOf(input); segment++) {
                double[] row = new double[width];
                for (int i = 0; i < width; i++) {
                    row[i] = embeddings[first + input][segment * width + i];
                }
                rows.add(row);
            }
        }
        try {
            return new FeatureRows(rows.toArray(double[][]::new));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The embedding of "
                            + cut.inputs().get(0)
                            + " by an encoder of "
                            + config
                            + " is not finite: "
                            + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        inference.close();
    }
}
