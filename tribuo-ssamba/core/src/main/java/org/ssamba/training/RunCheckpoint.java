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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.ssamba.checkpoint.AtomicFile;

/**
 * The saved states of a run: which one it goes on from, and when the next is due. Only one process
 * at a time may have them open.
 */
public final class RunCheckpoint implements AutoCloseable {
    private static final Logger logger = Logger.getLogger(RunCheckpoint.class.getName());

    private final Checkpointing policy;
    private final RunIdentity identity;
    private final CheckpointFiles files;
    private final Map<String, String> description = new LinkedHashMap<>();
    private final CheckpointWriter writer;
    private final CheckpointLock lock;

    /** Until it is restored. */
    private RunState found;

    /** Other names that a state has besides that of the newest. */
    public enum Also {
        /** No validation had a smaller loss. */
        BEST,
        /** A run that diverges goes back to it. */
        GOOD
    }

    private String history = "";

    /** The step of the state found; -1 if there is none. */
    private long resumedFrom = -1;

    private long savedStep = -1;
    private long savedAt = System.nanoTime();

    private RunCheckpoint(Checkpointing policy, RunIdentity identity) throws IOException {
        this.policy = policy;
        this.identity = identity;
        this.files = new CheckpointFiles(policy.file(), policy.keep());
        AtomicFile.requireWritable(policy.file());
        this.lock = CheckpointLock.take(files);
        this.writer = new CheckpointWriter(files);
        description.put(FoundState.IDENTITY, identity.json());
    }

    /**
     * Finds the state to go on from, and checks that others could be saved: before audio is read
     * and steps are taken, not after hours of them.
     *
     * @param policy where and how often.
     * @param identity everything that decides how the run goes on.
     * @return the states, to be closed.
     * @throws IllegalStateException if there is a state of another run, naming what differs, or
     *     another process has it open.
     * @throws UncheckedIOException if no state can be read, or none could be written later.
     */
    public static RunCheckpoint open(Checkpointing policy, RunIdentity identity) {
        RunCheckpoint states;
        try {
            states = new RunCheckpoint(policy, identity);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The state of the run could not be saved: the checkpoint " + e.getMessage(), e);
        }
        try {
            states.files.deleteTemporaries();
            FoundState.find(states.files, policy, identity).ifPresent(states::goOn);
            return states;
        } catch (IOException e) {
            states.close();
            throw new UncheckedIOException(
                    "The checkpoint "
                            + policy.file()
                            + " cannot be used ("
                            + e.getMessage()
                            + "); delete it to start from the beginning",
                    e);
        } catch (RuntimeException | Error e) {
            states.close();
            throw e;
        }
    }

    /**
     * As {@link #open}, among the states of many runs: each finds its own.
     *
     * @param checkpoints where and how often, for the name of a file; null to save nothing.
     * @param stage the beginning of the files' names.
     * @param identity everything that decides how the run goes on; its hash goes into the names.
     * @return the states, to be closed; null to save nothing.
     */
    public static RunCheckpoint openAmong(
            Function<String, Checkpointing> checkpoints, String stage, RunIdentity identity) {
        return checkpoints == null
                ? null
                : open(checkpoints.apply(stage + "-" + identity.hash() + ".safetensors"), identity);
    }

    private void goOn(FoundState state) {
        found = state.state();
        history = state.history();
        resumedFrom = state.step();
        // Otherwise the state does not have the history yet.
        savedStep = state.change().isEmpty() ? state.step() : -1;
    }

    /**
     * The state to go on from.
     *
     * @return nothing if the run begins.
     */
    public Optional<RunState> found() {
        return Optional.ofNullable(found);
    }

    /** Steps begin: lets go of the state that was found, three times as large as the weights. */
    public void begin() {
        found = null;
        savedAt = System.nanoTime();
    }

    /**
     * A state with another name.
     *
     * @param which name.
     * @return nothing if there is none of this run, or it cannot be read, which is logged.
     */
    public Optional<RunState> read(Also which) {
        Path file = files.also(which);
        if (resumedFrom < 0 || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            RunState state = CheckpointFiles.read(file);
            RunIdentity of = FoundState.identity(state);
            boolean usable =
                    of != null && identity.isSameRun(of) && FoundState.step(state) <= resumedFrom;
            return usable ? Optional.of(state) : Optional.empty();
        } catch (IOException e) {
            logger.warning(() -> file + " cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The file of the newest state.
     *
     * @return its path, whether it exists or not.
     */
    public Path file() {
        return files.newest();
    }

    /**
     * A file beside the states that tells about the run.
     *
     * @param word goes into its name.
     * @param extension of its name.
     * @return its path, whether it exists or not.
     */
    public Path sibling(String word, String extension) {
        String name = CheckpointFiles.sibling(files.newest(), word).getFileName().toString();
        return files.newest()
                .resolveSibling(name.substring(0, name.lastIndexOf('.') + 1) + extension);
    }

    /**
     * Keeps an event with every state to come.
     *
     * @param event what happened, for {@link #history}.
     */
    public void remember(String event) {
        history += (history.isEmpty() ? "" : "; ") + event;
        // Steps may be taken again, to other states.
        savedStep = -1;
    }

    /**
     * What changed when the run went on, and what was remembered.
     *
     * @return empty if nothing did.
     */
    public String history() {
        return history;
    }

    /**
     * Keeps a text with every state to come.
     *
     * @param key for {@link RunState#facts}.
     * @param value the text.
     */
    public void describe(String key, String value) {
        description.put(key, value);
    }

    /**
     * The next step at whose end a state is due by number.
     *
     * @param step that has been reached.
     * @return a later step, maybe very late.
     */
    public long next(long step) {
        return policy.steps() == 0 ? Long.MAX_VALUE : (step / policy.steps() + 1) * policy.steps();
    }

    /**
     * Whether a state is due.
     *
     * @param step that has been reached.
     * @return by number or by time.
     */
    public boolean due(long step) {
        return step != savedStep
                && (policy.steps() > 0 && step % policy.steps() == 0 || isDueByTime());
    }

    /**
     * Whether it is time for a state.
     *
     * @return true if the one before was saved long ago, and is written.
     */
    public boolean isDueByTime() {
        return System.nanoTime() - savedAt >= policy.interval().toNanos() && !writer.isBusy();
    }

    /**
     * Whether a state is saved, or about to be.
     *
     * @param step that has been reached.
     * @return whether the newest is of this step.
     */
    public boolean has(long step) {
        return step == savedStep;
    }

    /**
     * Saves a state in the background. If it cannot be written, a warning says why, and the ones
     * before are still there.
     *
     * @param state between two steps.
     * @param step that it has reached.
     * @param also what else it is.
     */
    public void save(RunState state, long step, Set<Also> also) {
        Map<String, String> facts = new LinkedHashMap<>(description);
        facts.put(FoundState.STEP, Long.toString(step));
        if (!history.isEmpty()) {
            facts.put(FoundState.HISTORY, history);
        }
        writer.write(state, facts, also);
        savedStep = step;
        savedAt = System.nanoTime();
    }

    /**
     * Saves a state that is whole, whatever ended the run.
     *
     * @param failure what ended it; takes what goes wrong meanwhile.
     * @param step that has been reached.
     * @param state asked for if it is not saved yet.
     */
    public void saveAfter(Throwable failure, long step, Supplier<RunState> state) {
        if (step == 0 || has(step)) {
            return;
        }
        try {
            save(state.get(), step, Set.of());
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Whether a state has come to the disk since this was last asked.
     *
     * @return the file, once for each state.
     */
    public Optional<Path> written() {
        return writer.written();
    }

    /** Waits until every state is written, interrupted or not. */
    public void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
        try {
            lock.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock of " + policy.file() + " cannot be closed", e);
        }
    }
}
