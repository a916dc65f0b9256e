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

/**
 * Arrays on the Java heap that a worker copies rows into: indexed arrays compile to vector code,
 * element access to direct buffers does not. They belong to the thread and only ever grow, so that
 * a repeated run allocates nothing.
 */
final class RowScratch {
    private static final int ARRAYS = 12;
    private static final ThreadLocal<float[][]> FLOATS =
            ThreadLocal.withInitial(() -> new float[ARRAYS][0]);
    private static final ThreadLocal<int[][]> INTS =
            ThreadLocal.withInitial(() -> new int[ARRAYS][0]);

    private RowScratch() {}

    /**
     * This thread's array of a given index, with whatever it held last.
     *
     * @param index which, below 12.
     * @param length how many elements are needed at least.
     * @return the array.
     */
    static float[] floats(int index, int length) {
        float[][] arrays = FLOATS.get();
        if (arrays[index].length < length) {
            arrays[index] = new float[length];
        }
        return arrays[index];
    }

    /**
     * As {@link #floats}, for integers.
     *
     * @param index which, below 12.
     * @param length how many elements are needed at least.
     * @return the array.
     */
    static int[] ints(int index, int length) {
        int[][] arrays = INTS.get();
        if (arrays[index].length < length) {
            arrays[index] = new int[length];
        }
        return arrays[index];
    }
}
