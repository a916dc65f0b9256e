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
package org.ssamba.compute.cpu;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ssamba.work.DeviceUse;

/** The host's memory and processors, as far as the system and its limits on this process say. */
final class HostMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private static final Path STATUS = Path.of("/proc/self/status");

    private HostMemory() {}

    /**
     * The memory that can be taken without swapping.
     *
     * @return bytes.
     */
    static long availableBytes() {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        // Knows of a container's limit, but counts pages that caches would give back as taken.
        long free = system.getFreeMemorySize();
        if (!Files.isReadable(MEMINFO)) {
            return free;
        }
        boolean limited = system.getTotalMemorySize() < kilobytes(MEMINFO, "MemTotal:", 0);
        long available = kilobytes(MEMINFO, "MemAvailable:", free);
        return limited ? Math.min(free, available) : available;
    }

    /** What this process takes: where Linux does not say it, only what is on the heap. */
    static DeviceUse use() {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Runtime java = Runtime.getRuntime();
        long heap = java.totalMemory() - java.freeMemory();
        double load = system.getProcessCpuLoad();
        return new DeviceUse(
                Files.isReadable(STATUS) ? kilobytes(STATUS, "VmRSS:", heap) : heap,
                load < 0 ? Double.NaN : load);
    }

    private static long kilobytes(Path file, String key, long otherwise) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
