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

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ssamba.compute.MemoryPlan;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Region;
import org.ssamba.compute.Tensor;

/**
 * A model's arenas in one block of device memory: weights, their bfloat16 shadow if the backend
 * computes in bfloat16, and for a trainable model gradients and moments; then the state.
 */
final class CudaModelMemory implements ModelMemory {
    private final CudaDevice device;
    private final long parameters;
    private final boolean trainable;
    private final Map<Region, Long> offsets = new EnumMap<>(Region.class);
    private final Map<Region, Long> sizes = new EnumMap<>(Region.class);
    private final long shadowOffset;
    private final long block;
    private boolean closed;

    CudaModelMemory(CudaDevice device, long parameters, int stateValues, boolean trainable) {
        this.device = device;
        this.parameters = parameters;
        this.trainable = trainable;
        long bytes = place(Region.PARAMETERS, parameters, 0);
        shadowOffset = bytes;
        if (device.precision == Precision.BFLOAT16) {
            bytes += align(parameters * Short.BYTES);
        }
        if (trainable) {
            for (Region region :
                    List.of(Region.GRADIENTS, Region.FIRST_MOMENTS, Region.SECOND_MOMENTS)) {
                bytes = place(region, parameters, bytes);
            }
        }
        bytes = place(Region.STATE, stateValues, bytes);
        block = device.pool.allocate("A model of " + parameters + " weights", bytes);
        device.driver.clear(block, bytes, device.work);
    }

    private long place(Region region, long values, long offset) {
        offsets.put(region, offset);
        sizes.put(region, values);
        return offset + align(values * Float.BYTES);
    }

    private static long align(long bytes) {
        return Place.ceilDiv(bytes, MemoryPlan.ALIGNMENT) * MemoryPlan.ALIGNMENT;
    }

    /**
     * The address of a tensor of a shared region.
     *
     * @throws IllegalArgumentException if the model has no such region or it is too small.
     */
    long address(Tensor tensor) {
        return address(tensor.region(), tensor.offset(), tensor.size(), tensor.toString());
    }

    /** The address of the bfloat16 copy of a parameter. */
    long shadow(Tensor parameter) {
        return block + shadowOffset + parameter.offset() * Short.BYTES;
    }

    private long address(Region region, long offset, long size, String what) {
        Long start = offsets.get(region);
        if (start == null || offset < 0 || offset + size > sizes.get(region)) {
            throw new IllegalArgumentException(
                    what
                            + " at "
                            + offset
                            + " lies outside the model's memory of "
                            + sizes.getOrDefault(region, 0L)
                            + " values of "
                            + region
                            + (trainable ? "" : " (the model is not trainable)"));
        }
        return block + start + offset * Float.BYTES;
    }

    @Override
    public long parameters() {
        return parameters;
    }

    @Override
    public boolean trainable() {
        return trainable;
    }

    @Override
    public void write(Region region, long offset, float[] values) {
        device.enter();
        requireOpen();
        long to = address(region, offset, values.length, values.length + " values");
        device.finish();
        device.write(to, values);
        if (region == Region.PARAMETERS && device.precision == Precision.BFLOAT16) {
            refreshShadow(offset, values.length);
        }
    }

    private void refreshShadow(long offset, long count) {
        if (count == 0) {
            return;
        }
        long from = block + offset * Float.BYTES;
        long to = block + shadowOffset + offset * Short.BYTES;
        int pack = Place.pack(offset, count);
        Step.Launch launch =
                new LaunchBuilder(
                                Kernel.of(
                                        "copy",
                                        Map.of(
                                                "ACT_BF16",
                                                1,
                                                "VEC",
                                                pack,
                                                "FROM",
                                                "float",
                                                "TO",
                                                "ACT")))
                        .grid(Place.ceilDiv(count / pack, 256))
                        .block(256)
                        .pointer(from, to)
                        .wide(count)
                        .build();
        device.kernels.prepare(List.of(launch.kernel()));
        try (BoundLaunches arguments = new BoundLaunches(List.of(launch))) {
            Stage.launch(device, launch, arguments.bind(launch), device.work);
            device.driver.synchronize(device.work);
        }
    }

    @Override
    public void read(Region region, long offset, float[] values) {
        device.enter();
        requireOpen();
        long from = address(region, offset, values.length, values.length + " values");
        device.finish();
        device.read(from, values);
    }

    /** Whether the memory is a device's. */
    boolean belongsTo(CudaDevice other) {
        return device == other;
    }

    /** Refuses further use. */
    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The model's memory is closed");
        }
    }

    @Override
    public void close() {
        if (closed || device.failed()) {
            closed = true;
            return;
        }
        device.enter();
        device.finish();
        closed = true;
        device.pool.free(block);
    }
}
