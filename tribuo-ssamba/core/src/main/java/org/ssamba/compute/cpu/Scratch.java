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

/** Arrays that a thread keeps for staging, so that a running program allocates nothing. */
final class Scratch {
    private static final int SLOTS = 12;
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final float[][] arrays = new float[SLOTS][0];
    private final int[][] indices = new int[SLOTS][0];

    private Scratch() {}

    /**
     * The arrays of the calling thread.
     *
     * @return the same object each time.
     */
    static Scratch ofThread() {
        return OF_THREAD.get();
    }

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
}
