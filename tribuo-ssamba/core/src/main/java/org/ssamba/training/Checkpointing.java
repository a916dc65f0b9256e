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
package org.ssamba.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where and how often the state of a run is saved. None of it changes what the run computes. Every
 * method returns a changed copy.
 *
 * <p>Beside {@code run.safetensors}, the newest state, lie {@code run.1.safetensors} and so on, the
 * ones before, and {@code run.best.safetensors}, that of the best validation.
 *
 * @param file of the newest state.
 * @param interval between two states, about; a state is only saved between two steps.
 * @param steps from state to state besides; 0 to go by time alone.
 * @param keep how many of the last states are kept, the newest included; at least 1.
 * @param acceptsChangedCorpus whether a run goes on if its clips have changed; what it learned from
 *     before is kept in its provenance.
 */
public record Checkpointing(
        Path file, Duration interval, long steps, int keep, boolean acceptsChangedCorpus) {
    /** Checks the numbers. */
    public Checkpointing {
        Objects.requireNonNull(file, "file");
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException(
                    "The time between two checkpoints is positive, not " + interval);
        }
        if (steps < 0) {
            throw new IllegalArgumentException(
                    "The steps between two checkpoints are at least 1, or 0 for none, not "
                            + steps);
        }
        if (keep < 1) {
            throw new IllegalArgumentException("At least 1 checkpoint is kept, not " + keep);
        }
    }

    /**
     * A state every ten minutes, the last three kept.
     *
     * @param file of the newest state, in a folder that exists.
     * @return the settings.
     */
    public static Checkpointing to(Path file) {
        return new Checkpointing(file, Duration.ofMinutes(10), 0, 3, false);
    }

    /**
     * Sets the time between two states.
     *
     * @param value positive.
     * @return a new object.
     */
    public Checkpointing every(Duration value) {
        return new Checkpointing(file, value, steps, keep, acceptsChangedCorpus);
    }

    /**
     * Saves a state after a number of steps, too.
     *
     * @param value from state to state; 0 to go by time alone.
     * @return a new object.
     */
    public Checkpointing everySteps(long value) {
        return new Checkpointing(file, interval, value, keep, acceptsChangedCorpus);
    }

    /**
     * Sets how many of the last states are kept.
     *
     * @param value at least 1.
     * @return a new object.
     */
    public Checkpointing keeping(int value) {
        return new Checkpointing(file, interval, steps, value, acceptsChangedCorpus);
    }

    /**
     * Lets a run go on with other clips than it began with.
     *
     * @return a new object.
     */
    public Checkpointing acceptingChangedCorpus() {
        return new Checkpointing(file, interval, steps, keep, true);
    }

    /**
     * Deletes all states of the run, so that the next one starts from the beginning.
     *
     * @throws IOException if one cannot be deleted.
     */
    public void delete() throws IOException {
        CheckpointFiles files = new CheckpointFiles(file, keep);
        Files.deleteIfExists(file);
        for (int age = 1; Files.deleteIfExists(files.former(age)); age++) {}
        for (RunCheckpoint.Also what : RunCheckpoint.Also.values()) {
            Files.deleteIfExists(files.also(what));
        }
        Files.deleteIfExists(files.lock());
    }
}
