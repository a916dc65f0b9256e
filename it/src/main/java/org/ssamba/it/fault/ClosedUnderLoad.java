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

import com.oracle.labs.mlrg.olcut.config.Option;
import com.oracle.labs.mlrg.olcut.config.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.ssamba.SSAMBAModel;
import org.ssamba.it.CommandLine;
import org.ssamba.it.QuietLog;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/**
 * Many threads predict with one model while another closes it, over and over: a closed model opens
 * its device again, so every prediction must come, and be right.
 */
public final class ClosedUnderLoad {
    /** The command line. */
    public static final class LoadOptions implements Options {
        /** Where it computes. */
        public FaultOptions where = new FaultOptions();

        /** Callers. */
        @Option(longName = "callers", usage = "Threads that predict.")
        public int callers = 64;

        /** How often. */
        @Option(longName = "closings", usage = "How often the model is closed meanwhile.")
        public int closings = 1000;
    }

    /** Calls that share a batch differ in rounding. */
    private static final double ROUNDING = 1e-5;

    private final SSAMBAModel<Label> model;
    private final List<Path> files;
    private final List<Prediction<Label>> alone = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    private ClosedUnderLoad(SSAMBAModel<Label> model, List<Path> files) {
        this.model = model;
        this.files = files;
        for (Path file : files) {
            alone.add(model.predict(file));
        }
    }

    /**
     * Predicts and closes.
     *
     * @param args see {@code --help}.
     * @throws Exception if a prediction fails.
     */
    public static void main(String[] args) throws Exception {
        LoadOptions options = new LoadOptions();
        if (!CommandLine.read(args, options)) {
            return;
        }
        QuietLog.warningsOnly();
        SmallRuns runs =
                SmallRuns.in(Files.createTempDirectory("closing"), options.where.computeDevice());
        long predictions = run(runs, options.callers, options.closings);
        System.out.println(
                predictions
                        + " predictions by "
                        + options.callers
                        + " threads, all right, while the model was closed "
                        + options.closings
                        + " times");
        System.exit(0);
    }

    /**
     * Runs it.
     *
     * @return how many predictions there were.
     * @throws IllegalStateException if one differs from that of a caller on its own.
     * @throws ExecutionException if one fails.
     */
    static long run(SmallRuns runs, int callers, int closings)
            throws IOException, InterruptedException, ExecutionException {
        List<Path> files;
        try (Stream<Path> each = Files.walk(runs.tones())) {
            files = each.filter(Files::isRegularFile).sorted().toList();
        }
        try (SSAMBAModel<Label> model = runs.trainer(SmallRuns.shape(), 1).train(runs.labelled())) {
            model.setDevice(runs.device());
            return new ClosedUnderLoad(model, files).run(callers, closings);
        }
    }

    private long run(int callers, int closings) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<Long>> calls = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int first = caller;
                calls.add(threads.submit(() -> predict(first)));
            }
            for (int closing = 0; closing < closings; closing++) {
                model.close();
                Thread.sleep(closing % 4);
            }
            over.set(true);
            long predictions = 0;
            for (Future<Long> call : calls) {
                predictions += call.get();
            }
            return predictions;
        } finally {
            over.set(true);
            threads.shutdown();
        }
    }

    private long predict(int first) {
        long predictions = 0;
        // Every caller predicts at least once, however slow the machine.
        do {
            int file = (int) ((first + predictions) % files.size());
            Prediction<Label> prediction = model.predict(files.get(file));
            if (!prediction.distributionEquals(alone.get(file), ROUNDING)) {
                throw new IllegalStateException(
                        prediction + " instead of " + alone.get(file) + " for " + files.get(file));
            }
            predictions++;
        } while (!over.get());
        return predictions;
    }
}
