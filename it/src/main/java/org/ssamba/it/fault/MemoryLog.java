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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Samples of a process's memory over its work. It is flat if the last quarter of the samples holds
 * hardly more than the second: the first is left to the JVM, which loads and compiles classes then.
 */
final class MemoryLog {
    private static final int QUARTERS = 4;
    private static final long MEBI = 1 << 20;

    /** Less than a byte a step would be after 10,000 steps, had each lost 400. */
    private static final long HEAP = 4 * MEBI;

    /** The compilers of the JVM and the C library's memory pools are never quite still. */
    private static final long RESIDENT = 48 * MEBI;

    private final List<MemorySample> samples = new ArrayList<>();

    void add(MemorySample sample) {
        if (samples.isEmpty()) {
            System.out.println(MemorySample.header("done"));
        }
        samples.add(sample);
        System.out.println(sample);
    }

    /** Prints what grew, and says whether that is hardly anything. */
    boolean isFlat() {
        long heap = growth(MemorySample::heap);
        long resident = growth(MemorySample::resident);
        long card = -growth(MemorySample::free);
        long threads = growth(MemorySample::threads);
        long files = growth(MemorySample::files);
        System.out.printf(
                Locale.ROOT,
                "From the second quarter to the last: heap %+.2f MiB, resident %+.1f MiB, card"
                        + " %+.1f MiB, threads %+d, files %+d%n",
                heap / (double) MEBI,
                resident / (double) MEBI,
                card / (double) MEBI,
                threads,
                files);
        return heap <= HEAP && resident <= RESIDENT && card <= 0 && threads <= 0 && files <= 0;
    }

    /** Between the largest values of the two quarters. */
    private long growth(ToLongFunction<MemorySample> value) {
        int size = samples.size();
        return most(value, size - Math.max(1, size / QUARTERS), size)
                - most(value, size / QUARTERS, Math.max(size / 2, size / QUARTERS + 1));
    }

    private long most(ToLongFunction<MemorySample> value, int from, int to) {
        return samples.subList(from, to).stream().mapToLong(value).max().orElseThrow();
    }
}
