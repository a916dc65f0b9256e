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

import java.util.ArrayList;
import java.util.List;
import org.ssamba.compute.cuda.Step.Argument;

/** Collects the geometry and the arguments of a launch. */
final class LaunchBuilder {
    private static final int LARGEST_YZ = 65535;

    private final Kernel kernel;
    private final List<Argument> arguments = new ArrayList<>();
    private List<Integer> grid = List.of(1, 1, 1);
    private List<Integer> block = List.of(1, 1, 1);
    private int sharedBytes;

    LaunchBuilder(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Blocks.
     *
     * @throws IllegalArgumentException if the device has no such grid.
     */
    LaunchBuilder grid(long x, long y, long z) {
        if (x < 1 || x > Integer.MAX_VALUE || y < 1 || y > LARGEST_YZ || z < 1 || z > LARGEST_YZ) {
            throw new IllegalArgumentException(
                    "A launch of "
                            + kernel.entry()
                            + " would need "
                            + x
                            + " x "
                            + y
                            + " x "
                            + z
                            + " blocks, more than a grid holds; use a smaller batch");
        }
        grid = List.of((int) x, (int) y, (int) z);
        return this;
    }

    LaunchBuilder grid(long x) {
        return grid(x, 1, 1);
    }

    LaunchBuilder block(int x) {
        return block(x, 1);
    }

    LaunchBuilder block(int x, int y) {
        block = List.of(x, y, 1);
        return this;
    }

    LaunchBuilder shared(int bytes) {
        sharedBytes = bytes;
        return this;
    }

    LaunchBuilder pointer(long... addresses) {
        for (long address : addresses) {
            arguments.add(new Argument.Address(address));
        }
        return this;
    }

    LaunchBuilder integer(int... values) {
        for (int value : values) {
            arguments.add(new Argument.Int(value));
        }
        return this;
    }

    LaunchBuilder flag(boolean value) {
        return integer(value ? 1 : 0);
    }

    LaunchBuilder wide(long... values) {
        for (long value : values) {
            arguments.add(new Argument.Wide(value));
        }
        return this;
    }

    LaunchBuilder real(float... values) {
        for (float value : values) {
            arguments.add(new Argument.Real(value));
        }
        return this;
    }

    Step.Launch build() {
        return new Step.Launch(kernel, grid, block, sharedBytes, List.copyOf(arguments));
    }
}
