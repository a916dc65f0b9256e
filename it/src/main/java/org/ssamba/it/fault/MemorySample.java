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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.ssamba.ComputeDevice;

/**
 * What a process holds.
 *
 * @param at steps or rounds done.
 * @param heap bytes that are reachable.
 * @param resident bytes of memory that the system has given to the process, heap included; 0 where
 *     the system does not tell.
 * @param free bytes that are free on the card; 0 on a CPU.
 * @param threads that live.
 * @param files that are open; 0 where the system does not tell.
 */
record MemorySample(long at, long heap, long resident, long free, int threads, long files) {
    private static final Path PROCESS = Path.of("/proc/self");
    private static final double MEBI = 1 << 20;
    private static final long KIBI = 1 << 10;

    /** Collects garbage first. */
    static MemorySample take(long at, ComputeDevice device) throws IOException {
        // The second collection takes what the cleaners of the first let go of.
        System.gc();
        System.gc();
        return new MemorySample(
                at,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                residentBytes(),
                device.backend().device().backend().equals("cpu")
                        ? 0
                        : device.backend().availableBytes(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                openFiles());
    }

    private static long residentBytes() throws IOException {
        Path status = PROCESS.resolve("status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return KIBI * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    private static long openFiles() throws IOException {
        Path files = PROCESS.resolve("fd");
        if (!Files.exists(files)) {
            return 0;
        }
        try (Stream<Path> each = Files.list(files)) {
            return each.count();
        }
    }

    static String header(String at) {
        return String.format(
                Locale.ROOT,
                "%8s %10s %14s %15s %8s %6s",
                at,
                "heap, MiB",
                "resident, MiB",
                "card free, MiB",
                "threads",
                "files");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%8d %10.2f %14.1f %15.1f %8d %6d",
                at,
                heap / MEBI,
                resident / MEBI,
                free / MEBI,
                threads,
                files);
    }
}
