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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.checkpoint.SafetensorsFile;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterView;
import org.ssamba.encoder.Pooling;
import org.ssamba.serialization.EncoderContent;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.SupervisedNetwork;

/**
 * Reads a {@link PublishedCheckpoint}: from a file to a state dict, from its shapes to a network,
 * and notes on the way what was found and what was assumed.
 */
final class PublishedCheckpointReader {
    private final CheckpointOptions options;
    private final List<String> notes = new ArrayList<>();

    PublishedCheckpointReader(CheckpointOptions options) {
        this.options = options;
    }

    /** As {@link PublishedCheckpoint#read(Path, CheckpointOptions)} says. */
    PublishedCheckpoint read(Path file) throws IOException {
        if (!FileStart.of(file).isSafetensors()) {
            notes.add("format: PyTorch state dict");
            return assumed(StateDict.of(file, PyTorchCheckpoint.read(file)));
        }
        SafetensorsFile content = Safetensors.read(file);
        StateDict dict = StateDict.of(file, content.tensors());
        if (EncoderSafetensors.describes(content)) {
            return described(content, dict);
        }
        notes.add("format: safetensors");
        return assumed(dict);
    }

    /** A model that was saved with all that such files usually do not say. */
    private PublishedCheckpoint described(SafetensorsFile content, StateDict dict)
            throws IOException {
        boolean head = dict.hasAny(StateDict.HEAD);
        if (!head || options.any()) {
            throw new CheckpointFormatException(
                    dict.file().toString(),
                    "metadata",
                    "describes the encoder in full, so that nothing is to be assumed",
                    head ? "Read it without options" : "Load it with PretrainedEncoder.load");
        }
        EncoderContent encoder = EncoderSafetensors.read(dict.file(), content);
        notes.add("format: safetensors that describe the model");
        Map<String, float[]> weights = dict.values(parameters(dict, encoder.config()));
        notes.add("normalisation: as described");
        return new PublishedCheckpoint(
                dict,
                encoder.config(),
                encoder.frontEnd(),
                weights,
                leftover(dict, weights),
                notes,
                new PublishedCheckpoint.Description(
                        EncoderSafetensors.outputs(dict.file(), content),
                        Map.of("described-provenance", encoder.provenance())));
    }

    private PublishedCheckpoint assumed(StateDict dict) throws IOException {
        StateDictShape shape = StateDictShape.infer(dict, options);
        EncoderConfig config = shape.config();
        notes.addAll(shape.notes());
        Map<String, float[]> weights = dict.values(parameters(dict, config));
        notes.add(
                "normalisation: "
                        + (options.normalization().isPresent()
                                ? "as given"
                                : "none in the file; that of the published pretraining is"
                                        + " assumed, and CheckpointOptions.normalization (convert"
                                        + " --normalization) gives another"
                                        + (dict.hasAny(StateDict.HEAD)
                                                ? ": a fine-tuned model usually has that of its own"
                                                        + " data"
                                                : "")));
        FrontEnd frontEnd =
                new FrontEnd(
                        LogMelConfig.standard().withMelBins(config.mels()),
                        options.normalization().orElse(CheckpointOptions.PUBLISHED_NORMALIZATION));
        return new PublishedCheckpoint(
                dict,
                config,
                frontEnd,
                weights,
                leftover(dict, weights),
                notes,
                PublishedCheckpoint.Description.NONE);
    }

    private static List<String> leftover(StateDict dict, Map<String, float[]> weights) {
        Set<String> used = new HashSet<>(weights.keySet());
        used.addAll(List.of(StateDict.MEL_BINS, StateDict.FRAMES));
        return dict.leftover(used);
    }

    /** Those of the encoder, of the pretraining heads and of a classifier, as far as present. */
    private List<ParameterView> parameters(StateDict dict, EncoderConfig config)
            throws CheckpointFormatException {
        boolean pretrainingHeads =
                dict.has(StateDict.MASK)
                        || dict.hasAny("cpredlayer.")
                        || dict.hasAny("gpredlayer.");
        notes.add("pretraining heads: " + (pretrainingHeads ? "present" : "absent"));
        try {
            List<ParameterView> wanted =
                    new ArrayList<>(EncoderContent.layout(config, pretrainingHeads).views());
            if (dict.hasAny(StateDict.HEAD)) {
                dict.require(List.of(PublishedCheckpoint.OUTPUTS));
                int outputs = dict.shape(PublishedCheckpoint.OUTPUTS, 2)[0];
                SupervisedNetwork.withHead(
                                config,
                                Pooling.clip(Pooling.Kind.MEAN, config),
                                outputs,
                                HeadKind.SQUARED)
                        .layout()
                        .views()
                        .stream()
                        .filter(view -> view.name().startsWith(StateDict.HEAD))
                        .forEach(wanted::add);
            }
            return wanted;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CheckpointFormatException(
                    dict.file().toString(),
                    "shapes",
                    "they imply " + config + ", which is too large (" + e.getMessage() + ")",
                    "The file holds another kind of model");
        }
    }
}
