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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.ssamba.it.ChildProcess;

/** A process with a {@link KilledRun}, and what it has done so far. */
final class WatchedRun {
    private static final long POLL_NANOS = 200_000;
    private static final double NANOS_A_SECOND = 1e9;

    private final Path folder;
    private final Path output;
    private final Process process;
    private final Set<File> before;
    private boolean writing;
    private int written;

    /** Starts it. */
    WatchedRun(KilledWork work, FaultOptions where, Path clips, Path folder) throws IOException {
        this.folder = folder;
        this.before = halfWritten(folder.toFile());
        this.output = Files.createTempFile(clips, "run", ".txt");
        this.process =
                ChildProcess.withHeap(
                                "256m",
                                KilledRun.class,
                                "--work",
                                work.name(),
                                "--device",
                                where.device.name(),
                                "--precision",
                                where.precision.name(),
                                "--threads",
                                Integer.toString(where.threads),
                                "--clips",
                                clips.toString(),
                                "--folder",
                                folder.toString())
                        .redirectOutput(output.toFile())
                        .start();
    }

    /**
     * Waits for a moment and kills it.
     *
     * @return false if it ended before.
     */
    boolean kill(KillMoment.Drawn when) throws IOException, InterruptedException {
        long from = System.nanoTime();
        boolean come = false;
        while (process.isAlive()) {
            if (!come && isCome(when)) {
                come = true;
                from = System.nanoTime();
            }
            if (come && (System.nanoTime() - from) / NANOS_A_SECOND >= when.seconds()) {
                // SIGKILL: no shutdown hook runs.
                process.destroyForcibly();
                return process.waitFor() != 0;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return false;
    }

    private boolean isCome(KillMoment.Drawn when) throws IOException {
        return switch (when.moment()) {
            case EARLY -> true;
            case STEPPING -> steps().size() >= when.count();
            case WRITING -> {
                boolean now = isHalfWritten();
                written += now && !writing ? 1 : 0;
                writing = now;
                yield now && written >= when.count();
            }
            case LATE -> {
                List<String> lines = lines();
                yield !lines.isEmpty() && isLate(lines.get(lines.size() - 1));
            }
        };
    }

    /** The steps it has taken, by name and number. */
    List<String> steps() throws IOException {
        return lines().stream().filter(line -> line.contains(KilledRun.STEP)).toList();
    }

    /** The end of the last work, not that of listing or of an earlier stage. */
    private static boolean isLate(String line) {
        return line.endsWith(", end")
                && (line.startsWith("pretraining") || line.contains("fine-tuning"));
    }

    /** Whether there is a file that it has begun and not finished. */
    boolean isHalfWritten() {
        return !before.containsAll(halfWritten(folder.toFile()));
    }

    private static Set<File> halfWritten(File folder) {
        Set<File> found = new HashSet<>();
        File[] files = folder.listFiles();
        // A folder may go meanwhile.
        for (File file : files == null ? new File[0] : files) {
            if (file.getName().endsWith(".tmp")) {
                found.add(file);
            } else if (file.isDirectory()) {
                found.addAll(halfWritten(file));
            }
        }
        return found;
    }

    /** What it printed. */
    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(output));
        lines.removeIf(String::isBlank);
        return lines;
    }

    /**
     * Waits for its end.
     *
     * @return its result.
     * @throws IllegalStateException if it has failed.
     */
    String hash() throws IOException, InterruptedException {
        process.waitFor();
        List<String> lines = lines();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        if (process.exitValue() != 0 || !last.startsWith(KilledRun.ENDED)) {
            throw new IllegalStateException("The run failed after: " + last);
        }
        return last.substring(KilledRun.ENDED.length());
    }
}
