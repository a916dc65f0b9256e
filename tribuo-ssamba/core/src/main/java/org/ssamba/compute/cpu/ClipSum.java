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

import java.nio.FloatBuffer;
import org.ssamba.compute.Gradient;

/**
 * Sums the shares that clips have in the gradient of a parameter, clip after clip whatever the
 * number of threads, and writes or adds the sum.
 *
 * <p>Shares lie in an array of records, one per group and clip; a group is a layer or one of its
 * scans.
 */
final class ClipSum {
    private final FloatBuffer gradient;
    private final boolean accumulate;
    private final int clips;
    private final int recordSize;
    private final int recordOffset;
    private final int size;

    /**
     * Binds a gradient.
     *
     * @param memory where it is.
     * @param gradient (groups, size) elements.
     * @param clips how many records a group has.
     * @param recordSize elements of a record.
     * @param recordOffset where in a record the share begins.
     * @param size elements of the share.
     */
    ClipSum(
            CpuMemory memory,
            Gradient gradient,
            int clips,
            int recordSize,
            int recordOffset,
            int size) {
        this.gradient = memory.floats(gradient.tensor());
        this.accumulate = gradient.accumulate();
        this.clips = clips;
        this.recordSize = recordSize;
        this.recordOffset = recordOffset;
        this.size = size;
    }

    /**
     * Writes a group's gradient.
     *
     * @param records of all groups; the group's first is used up as room for the sum.
     * @param group which.
     */
    void write(float[] records, int group) {
        int sum = group * clips * recordSize + recordOffset;
        for (int clip = 1; clip < clips; clip++) {
            int share = sum + clip * recordSize;
            for (int i = 0; i < size; i++) {
                records[sum + i] += records[share + i];
            }
        }
        if (accumulate) {
            for (int i = 0; i < size; i++) {
                records[sum + i] += gradient.get(group * size + i);
            }
        }
        gradient.put(group * size, records, sum, size);
    }
}
