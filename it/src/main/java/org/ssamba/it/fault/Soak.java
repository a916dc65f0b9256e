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
import org.ssamba.it.CommandLine;
import org.ssamba.it.QuietLog;

/**
 * Hours of work in one process: round after round of {@link SoakRound}, each with the same bits as
 * the first, and memory, threads and open files that do not grow. The exit code is 1 otherwise.
 */
public final class Soak {
    /** The command line. */
    public static final class SoakOptions implements Options {
        /** Where it computes. */
        public FaultOptions where = new FaultOptions();

        /** Its length. */
        @Option(longName = "minutes", usage = "How long.")
        public double minutes = 60;
    }

    private static final int SAMPLES = 40;
    private static final double NANOS_A_MINUTE = 60e9;

    private final double minutes;
    private final SmallRuns runs;
    private final Path folder;
    private final MemoryLog memory = new MemoryLog();

    private Soak(double minutes, SmallRuns runs, Path folder) {
        this.minutes = minutes;
        this.runs = runs;
        this.folder = folder;
    }

    /**
     * Runs it.
     *
     * @param args see {@code --help}.
     * @throws IOException if a file cannot be written.
     */
    public static void main(String[] args) throws IOException {
        SoakOptions options = new SoakOptions();
        if (!CommandLine.read(args, options)) {
            return;
        }
        QuietLog.severeOnly();
        Path folder = Files.createTempDirectory("soak");
        SmallRuns runs = SmallRuns.in(folder, options.where.computeDevice());
        System.exit(new Soak(options.minutes, runs, folder.resolve("round")).run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        long begin = System.nanoTime();
        List<String> first = null;
        int different = 0;
        int sampled = 0;
        int rounds = 0;
        double share = 0;
        while (share < 1) {
            List<String> outcome = new SoakRound(runs, folder).run();
            rounds++;
            if (first == null) {
                first = outcome;
            } else if (!first.equals(outcome)) {
                different++;
                List<String> others = new ArrayList<>(outcome);
                others.removeAll(first);
                System.out.println("Round " + rounds + " has other bits: " + others);
            }
            share = (System.nanoTime() - begin) / NANOS_A_MINUTE / minutes;
            if (share * SAMPLES >= sampled) {
                memory.add(MemorySample.take(rounds, runs.device()));
                sampled++;
            }
        }
        runs.device().close();
        System.out.println(rounds + " rounds, " + different + " of them with other bits");
        return memory.isFlat() && different == 0;
    }
}
