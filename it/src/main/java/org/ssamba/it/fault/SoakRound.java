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
package org.ssamba.it.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.ssamba.EncoderSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.work.WorkEvent;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/**
 * One round of all that a long-lived process does: a run that fails and goes on, saving, loading,
 * fine-tuning, predictions by several threads, files that are not audio; then everything is closed
 * and deleted.
 */
final class SoakRound {
    private static final int STEPS = 20;
    private static final int EPOCHS = 2;
    private static final int CALLERS = 8;
    private static final double ROUNDING = 1e-5;

    /** Ends a run in the middle, as a failing listener does. */
    private static final class Asked extends RuntimeException {}

    private final SmallRuns runs;
    private final Path folder;

    SoakRound(SmallRuns runs, Path folder) {
        this.runs = runs;
        this.folder = folder;
    }

    /**
     * Runs it.
     *
     * @return hashes and scores, the same in every round.
     */
    List<String> run() throws IOException {
        Files.createDirectories(folder);
        List<String> outcome = new ArrayList<>();
        try {
            PretrainedEncoder encoder = pretrained();
            outcome.add("encoder " + Weights.hash(encoder, folder));
            Path saved = folder.resolve("encoder.ssamba");
            encoder.save(saved);
            outcome.add("embedding " + embedding(PretrainedEncoder.load(saved)));
            SSAMBATrainer<Label> trainer = runs.trainer(EncoderSource.file(saved), EPOCHS);
            trainer.setListener((work, event) -> {});
            trainer.setCheckpointDirectory(folder);
            Path file = folder.resolve("model.tribuo");
            try (SSAMBAModel<Label> model = trainer.train(runs.labelled())) {
                outcome.add("model " + Weights.hash(model, folder));
                model.serializeToFile(file);
            }
            try (SSAMBAModel<?> model = SSAMBAModel.load(file)) {
                model.setDevice(runs.device());
                outcome.addAll(predictions(model));
                refuses(model);
            }
            return outcome;
        } finally {
            delete();
            runs.device().close();
        }
    }

    private PretrainedEncoder pretrained() throws IOException {
        Path checkpoint = folder.resolve("run.safetensors");
        SSAMBAPretrainer pretrainer = runs.pretrainer(STEPS);
        pretrainer.setListener(
                (work, event) -> {
                    if (event instanceof WorkEvent.Step step && step.pace().done() == STEPS / 2) {
                        throw new Asked();
                    }
                });
        try {
            pretrainer.pretrain(runs.corpus(), checkpoint);
            throw new IllegalStateException("The run did not end with its listener's failure");
        } catch (Asked e) {
            pretrainer.setListener((work, event) -> {});
            return pretrainer.pretrain(runs.corpus(), checkpoint);
        }
    }

    private String embedding(PretrainedEncoder encoder) throws IOException {
        return Weights.hash(encoder.embedFiles(files()));
    }

    /** Callers at the same time share batches, which changes rounding only. */
    private <T extends Output<T>> List<String> predictions(SSAMBAModel<T> model)
            throws IOException {
        List<Path> files = files();
        List<Prediction<T>> alone = new ArrayList<>();
        for (Path file : files) {
            alone.add(model.predict(file));
        }
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<CompletableFuture<Prediction<T>>> together = new ArrayList<>();
            for (Path file : files) {
                together.add(CompletableFuture.supplyAsync(() -> model.predict(file), callers));
            }
            for (int i = 0; i < files.size(); i++) {
                if (!alone.get(i).distributionEquals(together.get(i).join(), ROUNDING)) {
                    throw new IllegalStateException(
                            together.get(i).join() + " in company, " + alone.get(i) + " alone");
                }
            }
        } finally {
            callers.shutdown();
        }
        return alone.stream().map(Prediction::toString).toList();
    }

    /** A path that fails leaves nothing open either. */
    private void refuses(SSAMBAModel<?> model) throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.wav"), "not audio");
        try {
            model.predict(broken);
        } catch (AudioFormatException e) {
            return;
        }
        throw new IllegalStateException("A file that is not audio was predicted");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> each = Files.walk(runs.tones())) {
            return each.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> each = Files.list(folder)) {
            each.forEach(
                    file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(file + " cannot be deleted", e);
                        }
                    });
        }
    }
}
