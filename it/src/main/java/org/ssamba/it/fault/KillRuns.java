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
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ssamba.it.CommandLine;

/**
 * Kills runs with SIGKILL at random moments and starts them again until they end, over and over;
 * the weights must be those of a run that was not killed. The exit code is 1 if they are not once.
 */
public final class KillRuns {
    /** The command line. */
    public static final class KillOptions implements Options {
        /** Where it computes. */
        public FaultOptions where = new FaultOptions();

        /** What is killed. */
        @Option(longName = "work", usage = "PRETRAINING, FINE_TUNING or RECIPE.")
        public KilledWork work = KilledWork.PRETRAINING;

        /** How often. */
        @Option(longName = "kills", usage = "How often a process is killed.")
        public int kills = 50;

        /** When. */
        @Option(longName = "seed", usage = "Decides the moments.")
        public long seed = 1;
    }

    private final KillOptions options;
    private final Path clips;
    private final Path folder;
    private final KillReport report = new KillReport();

    private KillRuns(KillOptions options, Path clips) {
        this.options = options;
        this.clips = clips;
        this.folder = clips.resolve("run");
    }

    /**
     * Kills.
     *
     * @param args see {@code --help}.
     * @throws IOException if a file cannot be written.
     * @throws InterruptedException if this process is to end.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        KillOptions options = new KillOptions();
        if (!CommandLine.read(args, options)) {
            return;
        }
        Path clips = Files.createTempDirectory("kills");
        SmallRuns.in(clips, null);
        KillReport report = new KillRuns(options, clips).run();
        System.out.println(report);
        System.exit(report.mismatches() == 0 ? 0 : 1);
    }

    /** In a folder that has the tones. */
    static KillReport run(KillOptions options, Path clips)
            throws IOException, InterruptedException {
        return new KillRuns(options, clips).run();
    }

    private KillReport run() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(options.seed);
        WatchedRun whole = start();
        String expected = whole.hash();
        int steps = whole.steps().size();
        clear();
        WatchedRun before = null;
        // The last run ends, too: a kill without what comes after it shows nothing.
        while (report.kills() < options.kills || before != null) {
            WatchedRun run = start();
            KillMoment.Drawn when = KillMoment.draw(random, steps);
            if (report.kills() < options.kills && run.kill(when)) {
                report.killed(when.moment(), run, before);
                before = run;
            } else {
                report.ended(run.hash().equals(expected), run, before);
                before = null;
                clear();
            }
        }
        return report;
    }

    private WatchedRun start() throws IOException {
        return new WatchedRun(options.work, options.where, clips, Files.createDirectories(folder));
    }

    private void clear() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
