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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ssamba.ComputeDevice;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.it.CommandLine;
import org.ssamba.it.QuietLog;
import org.ssamba.training.Checkpointing;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;
import org.tribuo.classification.Label;

/**
 * Memory over thousands of steps of pretraining, then of fine-tuning, with validations and states
 * among them. The exit code is 1 if it grows.
 */
public final class FlatMemory {
    /** The command line. */
    public static final class MemoryOptions implements Options {
        /** Where it computes. */
        public FaultOptions where = new FaultOptions();

        /** Length of each run. */
        @Option(longName = "steps", usage = "Steps of pretraining, and about as many of tuning.")
        public int steps = 10_000;
    }

    private static final int SAMPLES = 40;
    private static final int STATES = 50;

    /** Four of the 24 clips are held out, and four make a batch. */
    private static final int STEPS_AN_EPOCH = 4;

    private final SmallRuns runs;
    private final Path folder;
    private final int steps;

    private FlatMemory(SmallRuns runs, Path folder, int steps) {
        this.runs = runs;
        this.folder = folder;
        this.steps = steps;
    }

    /**
     * Runs both.
     *
     * @param args see {@code --help}.
     * @throws IOException if a file cannot be written.
     */
    public static void main(String[] args) throws IOException {
        MemoryOptions options = new MemoryOptions();
        if (!CommandLine.read(args, options)) {
            return;
        }
        QuietLog.severeOnly();
        Path folder = Files.createTempDirectory("memory");
        SmallRuns runs = SmallRuns.in(folder, options.where.computeDevice());
        FlatMemory memory = new FlatMemory(runs, folder, options.steps);
        boolean flat = memory.pretraining() & memory.fineTuning();
        System.exit(flat ? 0 : 1);
    }

    private boolean pretraining() throws IOException {
        SSAMBAPretrainer pretrainer = runs.pretrainer(steps);
        MemoryLog log = new MemoryLog();
        pretrainer.setListener(sampling(Work.PRETRAINING, log, runs.device()));
        pretrainer.pretrain(
                runs.corpus(), null, states(Checkpointing.to(folder.resolve("run.safetensors"))));
        return log.isFlat();
    }

    private boolean fineTuning() {
        SSAMBATrainer<Label> trainer =
                runs.trainer(SmallRuns.shape(), Math.max(1, steps / STEPS_AN_EPOCH));
        MemoryLog log = new MemoryLog();
        trainer.setListener(sampling(Work.FINE_TUNING, log, runs.device()));
        trainer.setCheckpointDirectory(folder, this::states);
        trainer.train(runs.labelled()).close();
        return log.isFlat();
    }

    private Checkpointing states(Checkpointing states) {
        return states.everySteps(Math.max(1, steps / STATES));
    }

    private WorkListener sampling(String phase, MemoryLog log, ComputeDevice device) {
        int interval = Math.max(1, steps / SAMPLES);
        return (work, event) -> {
            if (work.phase().equals(phase)
                    && event instanceof WorkEvent.Step step
                    && step.pace().done() % interval == 0) {
                try {
                    log.add(MemorySample.take(step.pace().done(), device));
                } catch (IOException e) {
                    throw new UncheckedIOException("Memory could not be read", e);
                }
            }
        };
    }
}
