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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Logger;

/**
 * The state that a run goes on from: the newest that can be read, if it belongs to the run.
 *
 * @param step that it has reached.
 * @param before what had changed when the run went on earlier, and what was remembered.
 * @param change what has changed since; empty if nothing has.
 */
record FoundState(RunState state, long step, String before, String change) {
    private static final Logger logger = Logger.getLogger(RunCheckpoint.class.getName());

    /** In the metadata of a state: to which run it belongs, and what happened before. */
    static final String IDENTITY = "ssamba.run";

    static final String HISTORY = "ssamba.history";
    static final String STEP = "step";

    /**
     * Looks for it.
     *
     * @return nothing if no state was ever saved.
     * @throws IllegalStateException if it is the state of another run, naming what differs.
     * @throws IOException if no state can be read.
     */
    static Optional<FoundState> find(
            CheckpointFiles files, Checkpointing policy, RunIdentity identity) throws IOException {
        if (!Files.exists(files.newest())) {
            return Optional.empty();
        }
        RunState state;
        try {
            state = CheckpointFiles.read(files.newest());
        } catch (IOException e) {
            state = former(files, policy.keep(), e);
        }
        RunIdentity of = identity(state);
        if (of == null) {
            throw new IOException("it does not say to which run it belongs");
        }
        long step = step(state);
        FoundState found =
                new FoundState(
                        state,
                        step,
                        state.facts().getOrDefault(HISTORY, ""),
                        change(files.newest(), policy, identity, of, step));
        logger.info(
                () ->
                        "Goes on from step "
                                + step
                                + (found.history().isEmpty() ? "" : " (" + found.history() + ")")
                                + ": "
                                + files.newest());
        return Optional.of(found);
    }

    /** To which run a state belongs; null if it does not say. */
    static RunIdentity identity(RunState state) {
        return RunIdentity.parse(state.facts().getOrDefault(IDENTITY, ""));
    }

    /** The step that a state has reached. */
    static long step(RunState state) {
        return Long.parseLong(state.facts().getOrDefault(STEP, "0"));
    }

    /** All that has changed and was remembered. */
    String history() {
        return before + (before.isEmpty() || change.isEmpty() ? "" : "; ") + change;
    }

    /** The newest state before a damaged one. */
    private static RunState former(CheckpointFiles files, int keep, IOException damage)
            throws IOException {
        for (int age = 1; age < keep; age++) {
            Path file = files.former(age);
            if (Files.exists(file)) {
                try {
                    RunState state = CheckpointFiles.read(file);
                    logger.warning(
                            () ->
                                    "The checkpoint "
                                            + files.newest()
                                            + " cannot be used ("
                                            + damage.getMessage()
                                            + "); the one before is: "
                                            + file);
                    return state;
                } catch (IOException e) {
                    damage.addSuppressed(e);
                }
            }
        }
        throw damage;
    }

    /**
     * Refuses another run, unless it is this one with other kernels or more steps, or other clips
     * if they may be.
     *
     * @return what differs.
     */
    private static String change(
            Path newest,
            Checkpointing policy,
            RunIdentity identity,
            RunIdentity before,
            long step) {
        Set<String> names = identity.differences(before);
        if (names.isEmpty()) {
            return "";
        }
        Set<String> refused = new TreeSet<>(names);
        refused.remove(RunIdentity.KERNELS);
        boolean more = names.contains("steps") && isFinished(identity, before, step);
        if (more) {
            // A run that has ended is past its warm-up.
            refused.removeAll(Set.of("steps", "warmUpSteps"));
        }
        if (policy.acceptsChangedCorpus()) {
            refused.removeAll(Set.of(RunIdentity.CORPUS, RunIdentity.CORPUS_ORDER));
        }
        if (!refused.isEmpty()) {
            throw new IllegalStateException(
                    "The checkpoint "
                            + newest
                            + " belongs to another run: "
                            + identity.describe(before, names)
                            + ". Use another file, or delete it to start from the beginning"
                            + (refused.contains("steps")
                                    ? "; a run can have more steps once it has ended"
                                    : "")
                            + (refused.contains(RunIdentity.CORPUS)
                                    ? "; Checkpointing.acceptingChangedCorpus goes on with other"
                                            + " clips"
                                    : ""));
        }
        return "from step " + step + ": " + identity.describe(before, names);
    }

    private static boolean isFinished(RunIdentity identity, RunIdentity before, long step) {
        return Long.toString(step).equals(before.get("steps"))
                && Long.parseLong(identity.get("steps")) > step;
    }
}
