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
package org.ssamba.cli;

import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.data.Sha256;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.published.PublishedCheckpoint;
import org.ssamba.training.FrontEnd;
import org.tribuo.ImmutableOutputInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a file is. */
@Command(
        name = "info",
        description = "Says what a file is: a model, an encoder, a checkpoint or weights.")
final class InfoCommand implements Callable<Integer> {
    private static final double FRAMES_PER_SECOND = 100;

    private static final List<String> STATE = List.of("step", "loss", "accuracy", "error");

    @Parameters(paramLabel = "FILE", description = "A file, or the http(s) address of one.")
    private String file;

    @Option(
            names = "--provenance",
            description = "All that is known of how it was made: settings, data, versions, hashes.")
    private boolean all;

    @Mixin private Log log;

    /** Used by picocli. */
    InfoCommand() {}

    @Override
    public Integer call() throws IOException {
        log.begin();
        SavedFile saved = SavedFile.of(file);
        line("file", saved.path());
        line("sha256", Sha256.ofFile(saved.path()));
        switch (saved.kind()) {
            case MODEL -> model(saved);
            case SEQUENCE_MODEL -> sequenceModel(saved);
            case ENCODER -> encoder(saved.encoder(), "encoder");
            case WEIGHTS -> weights(saved);
            case RUN -> run(saved);
            default -> throw new IllegalStateException(saved.toString());
        }
        return ExitCode.DONE;
    }

    private void model(SavedFile saved) throws IOException {
        try (SSAMBAModel<?> model = saved.model()) {
            line("is", "model, one prediction a clip");
            shape(model.config(), model.frontEnd());
            line("longer clips", model.clipLength());
            predicts(model.getOutputIDInfo());
            line("trained", model.getProvenance().getTrainingTime());
            provenance(model.getProvenance());
        }
    }

    private void sequenceModel(SavedFile saved) throws IOException {
        try (SSAMBASequenceModel model = saved.sequenceModel()) {
            line("is", "model, one prediction a second");
            shape(model.config(), model.frontEnd());
            predicts(model.getOutputIDInfo());
            line("trained", model.getProvenance().getTrainingTime());
            provenance(model.getProvenance());
        }
    }

    private void encoder(PretrainedEncoder encoder, String kind) {
        line("is", kind + (encoder.hasPretrainingHeads() ? ", with its pretraining heads" : ""));
        shape(encoder.config(), encoder.frontEnd());
        line("weights", encoder.weights().values().stream().mapToLong(w -> w.length).sum());
        encoder.getProvenance().time().ifPresent(time -> line("pretrained", time));
        encoder.getProvenance()
                .downloadedFrom()
                .ifPresent(from -> line("downloaded from", from.getMap().get("uri")));
        provenance(encoder.getProvenance());
    }

    private void weights(SavedFile saved) throws IOException {
        PublishedCheckpoint checkpoint;
        try {
            checkpoint = PublishedCheckpoint.read(saved.path());
        } catch (org.ssamba.checkpoint.CheckpointFormatException e) {
            // Safetensors of an encoder describe themselves in full; of others this says what is
            // wrong.
            encoder(saved.encoder(), "encoder, as safetensors");
            return;
        }
        line("is", checkpoint.outputs() > 0 ? "fine-tuned weights" : "weights of an encoder");
        shape(checkpoint.config(), checkpoint.frontEnd());
        if (checkpoint.outputs() > 0) {
            line("outputs", checkpoint.outputs() + " " + checkpoint.outputNames());
        }
        checkpoint.notes().forEach(note -> line("note", note));
    }

    private void run(SavedFile saved) throws IOException {
        Map<String, String> facts = Safetensors.read(saved.path()).metadata();
        line("is", "the state of a pretraining run; pretrain --checkpoint goes on with it");
        // The others are histories and encoded messages of thousands of characters.
        for (String fact : all ? List.copyOf(facts.keySet()) : STATE) {
            line(fact, facts.get(fact));
        }
    }

    private static void shape(EncoderConfig config, FrontEnd frontEnd) {
        line("width", config.width());
        line("layers", config.layers());
        line("seconds", config.frames() / FRAMES_PER_SECOND);
        line(
                "patches",
                config.patches()
                        + ", "
                        + config.patchMels()
                        + " mel bins by "
                        + config.patchFrames()
                        + " frames");
        line("sample rate", frontEnd.logMel().sampleRate());
        line("normalisation", frontEnd.normalization());
    }

    private static void predicts(ImmutableOutputInfo<?> outputs) {
        line("outputs", outputs.size());
        line(
                "labels",
                outputs.getDomain().stream()
                        .map(Object::toString)
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }

    private void provenance(ObjectProvenance provenance) {
        if (all) {
            System.out.println(ProvenanceUtil.formattedProvenanceString(provenance));
        }
    }

    private static void line(String name, Object value) {
        System.out.println(name + ": " + value);
    }
}
