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

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.download.Downloads;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.Pooling;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.inference.ClipInference;
import org.ssamba.onnx.OnnxExport;
import org.ssamba.pretraining.PatchReconstruction;
import org.ssamba.protos.PretrainedEncoderProto;
import org.ssamba.provenance.RunProvenance;
import org.ssamba.published.EncoderSafetensors;
import org.ssamba.published.PublishedCheckpoint;
import org.ssamba.published.StateDict;
import org.ssamba.serialization.EncoderCheckpoint;
import org.ssamba.serialization.EncoderContent;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.RunState;
import org.ssamba.work.WorkListener;
import org.tribuo.ONNXExportable;
import org.tribuo.protos.ProtoSerializable;

/**
 * A pretrained encoder: its shape, front end, weights and provenance. Immutable; one self-contained
 * file when saved.
 */
public final class PretrainedEncoder
        implements Provenancable<EncoderProvenance>, ProtoSerializable<PretrainedEncoderProto> {
    private static final int EMBEDDING_BATCH = 16;

    private final EncoderConfig config;
    private final FrontEnd frontEnd;
    private final ParameterLayout layout;
    private final float[] weights;
    private final EncoderProvenance provenance;

    /**
     * An encoder.
     *
     * @param config its shape.
     * @param frontEnd how audio becomes its input.
     * @param weights of {@link EncoderContent#layout} with or without pretraining heads, told by
     *     their number; not copied.
     * @param provenance where it comes from.
     */
    PretrainedEncoder(
            EncoderConfig config,
            FrontEnd frontEnd,
            float[] weights,
            EncoderProvenance provenance) {
        this.config = config;
        this.frontEnd = frontEnd;
        this.weights = weights;
        this.provenance = provenance;
        ParameterLayout pretraining = EncoderContent.layout(config, true);
        this.layout =
                weights.length == pretraining.size()
                        ? pretraining
                        : EncoderContent.layout(config, false);
        if (weights.length != layout.size()) {
            throw new IllegalArgumentException(
                    weights.length + " weights do not make up " + config);
        }
    }

    /**
     * Its shape.
     *
     * @return the configuration.
     */
    public EncoderConfig config() {
        return config;
    }

    /**
     * How audio becomes its input.
     *
     * @return log-mel filter bank and normalisation.
     */
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    /**
     * Whether it still has the heads it was pretrained with. That of a fine-tuned model has none.
     *
     * @return whether {@link #reconstruct} can be used.
     */
    public boolean hasPretrainingHeads() {
        return layout.view(StateDict.MASK) != null;
    }

    /**
     * All its weights, pretraining heads included if it has them.
     *
     * @return copies by the names of the published code.
     */
    public Map<String, float[]> weights() {
        return Collections.unmodifiableMap(WeightTransfer.named(layout, weights));
    }

    /**
     * The encoder in a file of weights, with the pretraining heads if the file has them.
     *
     * @param checkpoint from {@link PublishedCheckpoint#read(Path)}.
     * @return an encoder whose provenance names the file.
     */
    public static PretrainedEncoder of(PublishedCheckpoint checkpoint) {
        return new PretrainedEncoder(
                checkpoint.config(),
                checkpoint.frontEnd(),
                checkpoint.arena(
                        EncoderContent.layout(
                                checkpoint.config(), checkpoint.hasPretrainingHeads())),
                EncoderProvenance.imported(checkpoint.origin()));
    }

    /**
     * The encoder of a file.
     *
     * @throws IllegalStateException if its provenance is not that of an encoder.
     */
    static PretrainedEncoder of(EncoderContent content) {
        if (content.provenance() instanceof EncoderProvenance provenance) {
            return new PretrainedEncoder(
                    content.config(), content.frontEnd(), content.weights(), provenance);
        }
        throw new IllegalStateException(
                "The provenance is not that of an encoder, but a "
                        + content.provenance().getClass().getName());
    }

    /** What is saved of it. */
    EncoderContent content() {
        return new EncoderContent(config, frontEnd, layout, weights, provenance);
    }

    ParameterLayout layout() {
        return layout;
    }

    /** The weights in {@link #layout()}, not to be changed. */
    float[] arena() {
        return weights;
    }

    @Override
    public EncoderProvenance getProvenance() {
        return provenance;
    }

    /**
     * Embeds a few waveforms: the mean of the patch tokens. Opens the device for this call; an
     * {@link org.ssamba.features.AudioEmbedder} keeps it open, and reads clips of any length.
     *
     * @param waveforms at any sample rate; each is cut or padded to the encoder's length.
     * @param device where to run.
     * @return one vector of the encoder's width for each.
     */
    public float[][] embed(List<AudioClip> waveforms, ComputeDevice device) {
        return embedClips(waveforms.stream().map(ClipAudio::of).toList(), device);
    }

    private float[][] embedClips(List<ClipAudio> clips, ComputeDevice device) {
        try (ClipInference inference = inference(Pooling.clip(Pooling.Kind.MEAN, config), device)) {
            return inference.cut(clips);
        }
    }

    /**
     * Embeds audio files: the mean of the patch tokens. {@link WorkListener#standard} is told how
     * many are done.
     *
     * @param files in any format that {@link org.ssamba.audio.AudioReader} reads.
     * @return one vector of the encoder's width for each.
     * @throws org.ssamba.audio.AudioFormatException if a file cannot be used.
     */
    public float[][] embedFiles(List<Path> files) {
        return embedClips(
                files.stream().map(file -> ClipAudio.of(AudioContent.of(file))).toList(),
                new ComputeDevice());
    }

    /**
     * Embeds clips.
     *
     * @param clips what to embed.
     * @param pooling which tokens make up which embedding.
     * @param device where to run.
     * @return per clip, its embeddings one after the other.
     */
    public float[][] embed(SpectrogramClips clips, Pooling pooling, ComputeDevice device) {
        try (ClipInference inference = inference(pooling, device)) {
            return inference.run(clips);
        }
    }

    private ClipInference inference(Pooling pooling, ComputeDevice device) {
        return ClipInference.ofEncoder(
                config, weights(), frontEnd, any -> pooling, device::backend, EMBEDDING_BATCH);
    }

    /**
     * Hides patches of a clip and draws them: what the encoder learned in pretraining, to be looked
     * at.
     *
     * @param waveform at any sample rate; cut or padded to the encoder's length.
     * @param hiddenPatches how many, from 1 to all.
     * @param seed decides which.
     * @param device where to run.
     * @return the clip as the encoder reads it, which patches were hidden, and what it drew.
     * @throws IllegalArgumentException if there are not that many patches.
     * @throws IllegalStateException if it has no pretraining heads.
     */
    public PatchReconstruction reconstruct(
            AudioClip waveform, int hiddenPatches, long seed, ComputeDevice device) {
        if (!hasPretrainingHeads()) {
            throw new IllegalStateException(
                    "This encoder came without its pretraining heads, so it cannot draw patches: "
                            + provenance);
        }
        float[] spectrogram = new float[config.frames() * config.mels()];
        SpectrogramClips.ofWaveforms(
                        new DecodingSpectrogramSource(frontEnd.logMel()),
                        config.frames(),
                        List.of(waveform))
                .load(0, spectrogram);
        frontEnd.normalization().apply(spectrogram);
        return PatchReconstruction.of(
                device.backend(), config, weights, spectrogram, hiddenPatches, seed);
    }

    /**
     * The encoder as an ONNX graph for other runtimes: normalised log-mel to embeddings.
     *
     * @param pooling which tokens make up a clip's embedding.
     * @return the export, which holds this encoder's weights.
     */
    public OnnxExport onnx(Pooling.Kind pooling) {
        return new OnnxExport(
                new OnnxExport.Network(config, pooling, null, layout(), weights),
                frontEnd,
                List.of(),
                "SSAMBA encoder " + config,
                OnnxExport.ENCODER_PROVENANCE_FIELD,
                ONNXExportable.SERIALIZER.marshalAndSerialize(provenance));
    }

    /**
     * Saves it in the library's own format.
     *
     * @param file replaced in one step.
     * @throws IOException if it cannot be written; an existing file is still there then.
     */
    public void save(Path file) throws IOException {
        EncoderFiles.save(this, file);
    }

    /**
     * Saves it as safetensors: the tensors under their published names; configuration, front end
     * and provenance as metadata. {@link #load} gives back the same encoder, bit for bit.
     *
     * @param file replaced in one step.
     * @throws IOException if it cannot be written; an existing file is still there then.
     */
    public void saveSafetensors(Path file) throws IOException {
        EncoderSafetensors.write(content(), Map.of(), List.of(), file);
    }

    /**
     * Saves it as a state dict of the published code, which fine-tunes it as a checkpoint of its
     * own. That code knows 16 states, convolutions of width 4 and patches of 256 values; the
     * normalisation and the provenance have no place in the file.
     *
     * @param file replaced in one step.
     * @throws IllegalStateException if patches overlap, which the published code cannot express.
     * @throws IOException if it cannot be written; an existing file is still there then.
     */
    public void savePyTorch(Path file) throws IOException {
        if (!content().patchesLieSideBySide()) {
            throw new IllegalStateException(
                    file
                            + " was not written: the published code pretrains with patches side by"
                            + " side, and those of "
                            + config
                            + " are not. saveSafetensors keeps everything");
        }
        Map<String, NamedTensor> tensors = StateDict.tensors(StateDict.PREFIX, layout, weights);
        StateDict.addInput(tensors, StateDict.PREFIX, config.mels(), config.frames());
        StateDict.writePyTorch(file, config.width(), tensors);
    }

    /**
     * Loads one; the format is told by the content.
     *
     * @param file from {@link #save} or {@link #saveSafetensors}, or a pretraining checkpoint of
     *     the published code, as {@link PublishedCheckpoint#read(Path)} takes it.
     * @return the encoder.
     * @throws IOException if the file cannot be read; a {@link
     *     org.ssamba.checkpoint.CheckpointFormatException} if it is a damaged, unsafe or unsuitable
     *     file of weights.
     * @throws IllegalArgumentException if it was written by a later version of this library.
     * @throws IllegalStateException if it is no encoder, or is damaged.
     */
    public static PretrainedEncoder load(Path file) throws IOException {
        return EncoderFiles.load(file);
    }

    /**
     * Loads one from where a URI says. An http or https URI is downloaded once and kept, see {@link
     * Downloads}; nothing is downloaded otherwise.
     *
     * @param uri of a file that {@link #load(Path)} takes; {@code #sha256=} and the hash at its end
     *     refuse any other content.
     * @return the encoder; {@link EncoderProvenance#downloadedFrom} has the address and the hash.
     * @throws org.ssamba.download.DownloadException if it cannot be downloaded.
     * @throws IOException if the file cannot be read, or is not an encoder.
     * @throws IllegalArgumentException if the URI names no file, or it was written by a later
     *     version of this library.
     * @throws IllegalStateException if a file of this computer is no encoder, or is damaged.
     */
    public static PretrainedEncoder load(URI uri) throws IOException {
        return Downloads.canGet(uri)
                ? EncoderFiles.load(Downloads.standard().get(uri))
                : load(EncoderFiles.path(uri));
    }

    /**
     * The encoder of a pretraining run that has not ended, or was stopped.
     *
     * @param checkpoint any state that the run has saved: the newest, one before, or the best.
     * @return the encoder, whose provenance says how far the run had come.
     * @throws IOException if the file cannot be read, is damaged or is not a state.
     * @throws IllegalStateException if it is the state of another kind of run.
     */
    public static PretrainedEncoder ofCheckpoint(Path checkpoint) throws IOException {
        RunState state = RunState.read(checkpoint);
        EncoderContent content = EncoderCheckpoint.read(state);
        RunProvenance reached =
                new RunProvenance().add("steps", Long.parseLong(state.facts().get("step")));
        for (String metric : List.of("loss", "accuracy", "error")) {
            String value = state.facts().get(metric);
            if (value != null) {
                reached.add("last-" + metric, Double.parseDouble(value));
            }
        }
        PretrainedEncoder begun = of(content);
        return new PretrainedEncoder(
                begun.config,
                begun.frontEnd,
                begun.weights,
                begun.provenance.reaching(reached.facts()));
    }

    /**
     * The message that {@link #save} writes.
     *
     * @return equal encoders give equal messages.
     */
    @Override
    public PretrainedEncoderProto serialize() {
        return EncoderFiles.write(this);
    }

    /**
     * Reads a message.
     *
     * @param proto from {@link #serialize}.
     * @return the encoder.
     * @throws InvalidProtocolBufferException if its provenance cannot be parsed.
     * @throws IllegalArgumentException if it was written by a later version of this library.
     * @throws IllegalStateException if it is not an encoder, or is damaged.
     */
    public static PretrainedEncoder deserialize(PretrainedEncoderProto proto)
            throws InvalidProtocolBufferException {
        return EncoderFiles.read(proto);
    }

    /**
     * Called by Tribuo when the file of an encoder is loaded as a model.
     *
     * @param version of the message.
     * @param className of the encoder.
     * @param message empty, since the message of an encoder is not a model's.
     * @return never.
     * @throws IllegalStateException always; it says what the file is.
     */
    public static PretrainedEncoder deserializeFromProto(
            int version, String className, Any message) {
        throw new IllegalStateException(
                "The file holds an encoder, not a model; PretrainedEncoder.load reads it");
    }
}
