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
package org.ssamba.datasets;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.Sha256;
import org.ssamba.datasets.preparation.ClipList;
import org.ssamba.datasets.preparation.ManifestFile;
import org.ssamba.training.Checkpointing;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;

/**
 * Runs an experiment fold by fold. Every file is written whole or not at all, and a fold's result
 * last: to resume a run that was killed, run it again.
 */
final class RecipeRun {
    /** What training starts from. */
    enum Start {
        /** An encoder that the user names. */
        FILE,
        /** One that is pretrained on the training clips of each fold. */
        PRETRAINED,
        /** Fresh weights. */
        FRESH
    }

    private final RecipeFile recipe;
    private final Path data;
    private final Path out;
    private final Start start;
    private final Path encoder;
    private final PrintStream print;
    private WorkListener listener = WorkListener.SILENT;
    private UnaryOperator<Checkpointing> checkpoints = UnaryOperator.identity();

    RecipeRun(
            RecipeFile recipe, Path data, Path out, Start start, Path encoder, PrintStream print) {
        this.recipe = recipe;
        this.data = data.toAbsolutePath().normalize();
        this.out = out.toAbsolutePath().normalize();
        this.start = start;
        this.encoder = encoder;
        this.print = print;
        if (start == Start.FILE && !Files.isRegularFile(encoder)) {
            throw new IllegalArgumentException("There is no encoder " + encoder);
        }
    }

    void setListener(WorkListener newListener) {
        this.listener = newListener;
    }

    /** How often states are saved, which decides nothing else. */
    void setCheckpoints(UnaryOperator<Checkpointing> policy) {
        this.checkpoints = policy;
    }

    /** Checks the data set and writes its manifest. */
    ClipList prepare() throws IOException {
        Files.createDirectories(out);
        ClipList clips = recipe.experiment(Path.of(Encoders.FILE)).clips(data, out);
        clips.write(out.resolve("manifest.csv"));
        print.println(out.resolve("manifest.csv") + ": " + clips.summary());
        return clips;
    }

    /**
     * Runs the requested folds that have no result yet, and reports on all requested folds.
     *
     * @param names of folds; all if empty.
     * @return their results.
     */
    List<FoldResult> run(List<String> names) throws IOException {
        Experiment experiment = recipe.experiment(Path.of(Encoders.FILE));
        if (start != Start.PRETRAINED && !experiment.task().startsFromEncoder()) {
            throw new IllegalArgumentException(
                    recipe.file()
                            + " pretrains an encoder from fresh weights and starts from no other;"
                            + " leave --encoder and --start out");
        }
        ClipList clips = prepare();
        List<Fold> folds = experiment.folds().folds(clips.clips());
        requireFolds(names, folds);
        String identity = identity();
        List<FoldResult> results = new ArrayList<>();
        for (int number = 0; number < folds.size(); number++) {
            Fold fold = folds.get(number);
            if (names.isEmpty() || names.contains(fold.name())) {
                results.add(finished(fold, number, clips.root(), identity));
            }
        }
        Report report =
                Report.of(recipe, experiment, clips.summary(), origin(), results, folds.size());
        report.write(out);
        print.println();
        print.println(report);
        print.println("Results are in " + out);
        return results;
    }

    private static void requireFolds(List<String> names, List<Fold> folds) {
        List<String> known = folds.stream().map(Fold::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "There is no fold '" + name + "', only " + known);
            }
        }
    }

    private FoldResult finished(Fold fold, int number, Path root, String identity)
            throws IOException {
        Path folder = out.resolve(fold.name());
        if (Files.isRegularFile(folder.resolve(FoldResult.FILE))) {
            FoldResult before = FoldResult.read(folder);
            if (!before.run().equals(identity)) {
                throw new IllegalStateException(
                        folder
                                + " holds a result of other settings, data or another encoder;"
                                + " delete it, or name another folder with --out");
            }
            print.println("Fold " + fold.name() + " is finished: " + before.outcome().scores());
            return before;
        }
        print.printf(
                Locale.ROOT,
                "Fold %s: %d clips to train on, %d to test on%n",
                fold.name(),
                fold.train().size(),
                fold.test().size());
        long begin = System.nanoTime();
        claim(folder, identity);
        ManifestFile.write(folder.resolve(FoldRun.TRAIN), root, fold.train());
        if (!fold.test().isEmpty()) {
            ManifestFile.write(folder.resolve(FoldRun.TEST), root, fold.test());
        }
        Experiment experiment =
                recipe.experiment(start == Start.FILE ? encoder : folder.resolve(Encoders.FILE));
        FoldRun run =
                new FoldRun(
                        number,
                        folder,
                        data,
                        root,
                        experiment.unreadableAudio(),
                        listener.inFold(fold.name()),
                        checkpoints,
                        (each, trained) -> makeEncoder(experiment, each, trained));
        Outcome outcome = experiment.task().run(run);
        FoldResult result =
                new FoldResult(fold.name(), identity, outcome, (System.nanoTime() - begin) / 1e9);
        result.write(folder);
        deleteStates(run.states());
        print.println("Fold " + fold.name() + ": " + outcome.scores());
        return result;
    }

    /** What a killed run left, an encoder or states, is used only by a run of the same identity. */
    private static void claim(Path folder, String identity) throws IOException {
        Path mark = folder.resolve("run.txt");
        Path states = folder.resolve(FoldRun.STATES);
        if ((Encoders.exists(folder) || holdsFiles(states))
                && Files.isRegularFile(mark)
                && !Files.readString(mark).equals(identity)) {
            throw new IllegalStateException(
                    folder
                            + " was begun with other settings, data or another encoder; delete it,"
                            + " or name another folder with --out");
        }
        Files.createDirectories(states);
        AtomicFile.write(mark, to -> to.write(identity.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean holdsFiles(Path states) throws IOException {
        if (!Files.exists(states)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(states)) {
            return files.iterator().hasNext();
        }
    }

    /** Several times the size of the encoder. */
    private static void deleteStates(Path states) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(states)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(states);
    }

    private void makeEncoder(Experiment experiment, FoldRun run, List<? extends Example<?>> clips)
            throws IOException {
        if (start == Start.FILE
                || experiment.pretrainer() == null
                || Encoders.exists(run.folder())) {
            return;
        }
        AudioCorpus corpus = AudioCorpus.of(clips);
        if (start == Start.FRESH) {
            Encoders.untrained(experiment.pretrainer(), corpus, run.folder());
        } else {
            Encoders.pretrained(experiment.pretrainer(), corpus, run);
        }
    }

    private String origin() throws IOException {
        return switch (start) {
            case FILE -> "`" + encoder + "`, SHA-256 " + Sha256.ofFile(encoder);
            case PRETRAINED -> "pretrained on the training clips of each fold";
            case FRESH -> "fresh weights";
        };
    }

    /** Everything that decides a result. */
    private String identity() throws IOException {
        return String.join(
                "; ",
                "recipe " + Sha256.ofFile(recipe.file()),
                "changes " + recipe.changes(),
                "data " + Sha256.ofFile(out.resolve("manifest.csv")),
                "encoder " + (start == Start.FILE ? Sha256.ofFile(encoder) : start));
    }
}
