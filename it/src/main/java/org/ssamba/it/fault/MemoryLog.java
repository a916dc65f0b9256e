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
 * Samples of a process's memory over its work. It is flat if the least of the last quarter of the
 * samples is hardly more than that of the second: what is lost raises the least, too, and what is
 * about to end does not. The first quarter is left to the JVM, which loads and compiles classes
 * then.
 */
final class MemoryLog {
    private static final int QUARTERS = 4;
    private static final long MEBI = 1 << 20;

    /** Half of 10,000 steps, had each kept a kilobyte. */
    private static final long HEAP = 4 * MEBI;

    /** The compilers of the JVM and the C library's memory pools are never quite still. */
    private static final long RESIDENT = 48 * MEBI;

    /** A diagnostic tool that looks at the process adds one of each. */
    private static final int FEW = 4;

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
        long card = growth(sample -> -sample.free());
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
        return heap <= HEAP && resident <= RESIDENT && card <= 0 && threads <= FEW && files <= FEW;
    }

    /** Between the least values of the two quarters. */
    private long growth(ToLongFunction<MemorySample> value) {
        int size = samples.size();
        return least(value, size - Math.max(1, size / QUARTERS), size)
                - least(value, size / QUARTERS, Math.max(size / 2, size / QUARTERS + 1));
    }

    private long least(ToLongFunction<MemorySample> value, int from, int to) {
        return samples.subList(from, to).stream().mapToLong(value).min().orElseThrow();
    }
}
