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
package org.ssamba.published;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.data.Sha256;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.provenance.RunProvenance;
import org.ssamba.training.FrontEnd;

/**
 * A state dict of the published SSAMBA code, read and checked whole: weights, the shape they imply,
 * and a report of what was left over and what had to be assumed. Pretraining and fine-tuned files,
 * {@code .pth} or safetensors, in float32, float16, bfloat16 or a mixture; the values are kept in
 * float32.
 */
public final class PublishedCheckpoint {
    private static final Logger logger = Logger.getLogger(PublishedCheckpoint.class.getName());

    /** The name of the tensor with a row for each output of a fine-tuned head. */
    public static final String OUTPUTS = StateDict.HEAD + "1.weight";

    /**
     * What only a file of {@link org.ssamba.SSAMBAModel#saveSafetensors} says.
     *
     * @param outputs the names of what the head predicts, in order.
     * @param provenance of the model.
     */
    record Description(List<String> outputs, Map<String, ? extends Provenance> provenance) {
        static final Description NONE = new Description(List.of(), Map.of());
    }

    private final Path file;
    private final EncoderConfig config;
    private final FrontEnd frontEnd;
    private final Map<String, float[]> weights;
    private final List<String> leftover;
    private final List<String> notes;
    private final List<String> outputNames;
    private final Map<String, Provenance> origin;

    PublishedCheckpoint(
            StateDict dict,
            EncoderConfig config,
            FrontEnd frontEnd,
            Map<String, float[]> weights,
            List<String> leftover,
            List<String> notes,
            Description description)
            throws IOException {
        this.file = dict.file();
        this.config = config;
        this.frontEnd = frontEnd;
        this.weights = weights;
        this.leftover = leftover;
        this.notes = List.copyOf(notes);
        this.outputNames = description.outputs();
        this.origin =
                new RunProvenance()
                        .add("file", String.valueOf(file.getFileName()))
                        .add("element-types", dict.elementTypes())
                        .add("leftover-tensors", String.join(", ", leftover))
                        .add("notes", String.join("; ", notes))
                        .add(frontEnd.normalization())
                        .facts();
        origin.putAll(description.provenance());
        origin.put(
                "file-sha256",
                new HashProvenance(
                        ProvenanceUtil.HashType.SHA256, "file-sha256", Sha256.ofFile(file)));
    }

    /**
     * Reads a file that says all about itself but the normalisation.
     *
     * @param file a {@code .pth} of a state dict, or safetensors with the same names.
     * @return weights and report.
     * @throws CheckpointFormatException as {@link #read(Path, CheckpointOptions)} does.
     * @throws IOException if the file cannot be read.
     */
    public static PublishedCheckpoint read(Path file) throws IOException {
        return read(file, new CheckpointOptions());
    }

    /**
     * Reads a file. What it was taken for is logged as INFO.
     *
     * @param file a {@code .pth} of a state dict, or safetensors with the same names.
     * @param options what the file does not say; nothing for a file of {@link
     *     org.ssamba.SSAMBAModel#saveSafetensors}.
     * @return weights and report.
     * @throws CheckpointFormatException if the file is damaged or unsafe; tensors are missing (all
     *     are named), contradict each other in shape or are not finite; or it does not say enough.
     * @throws IOException if the file cannot be read.
     */
    public static PublishedCheckpoint read(Path file, CheckpointOptions options)
            throws IOException {
        PublishedCheckpoint checkpoint = new PublishedCheckpointReader(options).read(file);
        logger.info(checkpoint::toString);
        return checkpoint;
    }

    /**
     * The shape that the tensors imply.
     *
     * @return the configuration.
     */
    public EncoderConfig config() {
        return config;
    }

    /**
     * How audio becomes the encoder's input: the published filter bank, and the published or the
     * given normalisation.
     *
     * @return log-mel filter bank and normalisation.
     */
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    /**
     * Tensors in the file that no part of the network uses, such as {@code v.head.weight}.
     *
     * @return names without {@code module.}, sorted.
     */
    public List<String> leftover() {
        return leftover;
    }

    /**
     * The format, what is there, and what was assumed because the file does not say it.
     *
     * @return sentences.
     */
    public List<String> notes() {
        return notes;
    }

    /**
     * How many values the head of a fine-tuned file predicts.
     *
     * @return 0 for a file without a head.
     */
    public int outputs() {
        return weights.containsKey(OUTPUTS) ? weights.get(OUTPUTS).length / config.width() : 0;
    }

    /**
     * What the head predicts, as {@link org.ssamba.SSAMBAModel#saveSafetensors} writes it.
     *
     * @return names in the order of the outputs; empty if the file does not say them, as {@code
     *     .pth} never does.
     */
    public List<String> outputNames() {
        return outputNames;
    }

    /**
     * Whether the file has the heads of pretraining.
     *
     * @return whether all of them are there; a part of them is refused.
     */
    public boolean hasPretrainingHeads() {
        return weights.containsKey(StateDict.MASK);
    }

    /**
     * The file.
     *
     * @return its path.
     */
    public Path file() {
        return file;
    }

    /**
     * What is known of the weights: the file and its hash, what was left over and assumed.
     *
     * @return facts by name.
     */
    public Map<String, Provenance> origin() {
        return Collections.unmodifiableMap(origin);
    }

    /** The weights in a layout whose names the file has. */
    public float[] arena(ParameterLayout layout) {
        float[] arena = new float[layout.size()];
        layout.views().forEach(view -> view.write(weights.get(view.name()), arena));
        return arena;
    }

    @Override
    public String toString() {
        return file
                + ": "
                + config
                + "; "
                + String.join("; ", notes)
                + "; normalisation "
                + frontEnd.normalization()
                + "; left over: "
                + (leftover.isEmpty() ? "nothing" : String.join(", ", leftover));
    }
}
