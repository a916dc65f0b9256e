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
package org.ssamba.compute.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;
import org.ssamba.compute.cuda.Step.Argument;

/**
 * Launches with their arguments laid out in native memory as the driver wants them: per launch an
 * array of addresses, then the values those point to. Launching allocates nothing.
 */
final class BoundLaunches implements AutoCloseable {
    private static final int WORD = 8;

    private final Memory memory;
    private long next;

    /**
     * Room for the arguments of launches.
     *
     * @param launches what will be bound.
     */
    BoundLaunches(List<Step.Launch> launches) {
        long words = launches.stream().mapToLong(launch -> 2L * launch.arguments().size()).sum();
        memory = new Memory(Math.max(1, words) * WORD);
    }

    /**
     * Lays out the arguments of a launch.
     *
     * @param launch one of those given to the constructor.
     * @return the address of its array of addresses.
     */
    long bind(Step.Launch launch) {
        int count = launch.arguments().size();
        long array = next;
        long values = array + (long) count * WORD;
        for (int i = 0; i < count; i++) {
            long at = values + (long) i * WORD;
            memory.setLong(array + (long) i * WORD, Pointer.nativeValue(memory) + at);
            Argument argument = launch.arguments().get(i);
            if (argument instanceof Argument.Address address) {
                memory.setLong(at, address.value());
            } else if (argument instanceof Argument.Wide wide) {
                memory.setLong(at, wide.value());
            } else if (argument instanceof Argument.Int integer) {
                memory.setInt(at, integer.value());
            } else if (argument instanceof Argument.Real real) {
                memory.setFloat(at, real.value());
            }
        }
        next = values + (long) count * WORD;
        return Pointer.nativeValue(memory) + array;
    }

    @Override
    public void close() {
        memory.close();
    }
}
