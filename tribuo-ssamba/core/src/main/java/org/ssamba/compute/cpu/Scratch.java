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

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What a worker keeps for staging, so that a running program allocates nothing. */
final class Scratch {
    private static final int SLOTS = 12;

    private final float[][] arrays = new float[SLOTS][0];
    private final int[][] indices = new int[SLOTS][0];
    private final ScanTile tile = new ScanTile();
    private final Map<Object, Object> kept = new IdentityHashMap<>();

    /**
     * One of the arrays.
     *
     * @param slot which, from 0; a task must not use a slot for two things at once.
     * @param size how many elements it must have at least.
     * @return the array, its contents undefined.
     */
    float[] floats(int slot, int size) {
        if (arrays[slot].length < size) {
            arrays[slot] = new float[size];
        }
        return arrays[slot];
    }

    /**
     * One of the arrays of integers.
     *
     * @param slot which, from 0.
     * @param size how many elements it must have at least.
     * @return the array, its contents undefined.
     */
    int[] ints(int slot, int size) {
        if (indices[slot].length < size) {
            indices[slot] = new int[size];
        }
        return indices[slot];
    }

    /**
     * The working set of a scan.
     *
     * @return the same object each time.
     */
    ScanTile tile() {
        return tile;
    }

    /**
     * The worker's own instance of an implementation.
     *
     * @param math which implementation.
     * @return its arithmetic with room of its own.
     */
    CpuMath math(CpuMath math) {
        CpuMath own = (CpuMath) kept.get(math);
        if (own == null) {
            own = math.another();
            kept.put(math, own);
        }
        return own;
    }

    /**
     * What a matrix product keeps for each worker.
     *
     * @param <T> its type.
     * @param owner whose it is.
     * @param make makes it at first use.
     * @return the same object each time.
     */
    @SuppressWarnings("unchecked")
    <T> T kept(Object owner, Supplier<T> make) {
        Object found = kept.get(owner);
        if (found == null) {
            found = make.get();
            kept.put(owner, found);
        }
        return (T) found;
    }
}
