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
import java.nio.file.Path;
import org.ssamba.it.CommandLine;
import org.ssamba.it.QuietLog;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;

/** The process that {@link KillRuns} kills. It prints what it does, and at its end a hash. */
public final class KilledRun {
    /** Before the number of a step. */
    static final String STEP = ", step ";

    /** Before the hash. */
    static final String ENDED = "ended ";

    /** The command line. */
    public static final class RunOptions implements Options {
        /** Where it computes. */
        public FaultOptions where = new FaultOptions();

        /** What it does. */
        @Option(longName = "work", usage = "PRETRAINING, FINE_TUNING or RECIPE.")
        public KilledWork work = KilledWork.PRETRAINING;

        /** The clips. */
        @Option(longName = "clips", usage = "The folder that has the tones.")
        public Path clips;

        /** Its files. */
        @Option(longName = "folder", usage = "The folder for states and results.")
        public Path folder;
    }

    private KilledRun() {}

    /**
     * Runs to the end.
     *
     * @param args see {@code --help}.
     * @throws IOException if a file cannot be written.
     */
    public static void main(String[] args) throws IOException {
        RunOptions options = new RunOptions();
        if (!CommandLine.read(args, options)) {
            return;
        }
        QuietLog.warningsOnly();
        WorkListener.setStandard(KilledRun::print);
        SmallRuns runs = SmallRuns.in(options.clips, options.where.computeDevice());
        String hash = options.work.run(runs, options.folder, KilledRun::print);
        System.out.println(ENDED + hash);
    }

    private static void print(Work work, WorkEvent event) {
        if (event instanceof WorkEvent.Step step) {
            System.out.println(work.name() + STEP + step.pace().done());
        } else if (event instanceof WorkEvent.Started) {
            System.out.println(work.name() + ", start");
        } else if (event instanceof WorkEvent.Validation) {
            System.out.println(work.name() + ", validation");
        } else if (event instanceof WorkEvent.Checkpoint) {
            System.out.println(work.name() + ", checkpoint");
        } else if (event instanceof WorkEvent.Ended) {
            System.out.println(work.name() + ", end");
        }
    }
}
