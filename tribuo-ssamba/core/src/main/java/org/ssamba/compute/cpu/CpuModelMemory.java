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

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Region;
import org.ssamba.compute.Tensor;
import org.ssamba.work.WorkerPool;

/** The arenas of one model, outside the Java heap. */
final class CpuModelMemory implements ModelMemory {
    /** Floats moved at a time between the host's arrays and an arena larger than a buffer. */
    private static final int WINDOW = 1 << 24;

    private final WorkerPool pool;
    private final long parameters;
    private final boolean trainable;
    private final Map<Region, NativeMemory> arenas = new EnumMap<>(Region.class);
    private final Map<Region, Long> sizes = new EnumMap<>(Region.class);
    private boolean closed;

    CpuModelMemory(WorkerPool pool, long parameters, int stateValues, boolean trainable) {
        this.pool = pool;
        this.parameters = parameters;
        this.trainable = trainable;
        for (Region region : Region.values()) {
            if (region.shared()) {
                long size = region == Region.STATE ? stateValues : parameters;
                boolean exists = region == Region.PARAMETERS || region == Region.STATE || trainable;
                sizes.put(region, exists ? size : 0L);
                if (exists && size > 0) {
                    arenas.put(region, NativeMemory.of(region + " of a model", 4 * size, true));
                }
            }
        }
    }

    static long requiredBytes(long parameters, int stateValues, boolean trainable) {
        return 4L * (parameters * (trainable ? 4 : 1) + stateValues);
    }

    @Override
    public long parameters() {
        return parameters;
    }

    @Override
    public boolean trainable() {
        return trainable;
    }

    /** The elements of a tensor in a shared region. */
    ByteBuffer bytes(Tensor tensor) {
        check(tensor.region(), tensor.offset(), tensor.size(), tensor);
        return arenas.get(tensor.region())
                .slice(tensor.toString(), 4 * tensor.offset(), 4 * tensor.size());
    }

    @Override
    public void write(Region region, long offset, float[] values) {
        check(region, offset, values.length, "The range to write");
        pool.drain();
        for (int at = 0; at < values.length; at += WINDOW) {
            int count = Math.min(WINDOW, values.length - at);
            window(region, offset + at, count).put(0, values, at, count);
        }
    }

    @Override
    public void read(Region region, long offset, float[] values) {
        check(region, offset, values.length, "The range to read");
        pool.drain();
        for (int at = 0; at < values.length; at += WINDOW) {
            int count = Math.min(WINDOW, values.length - at);
            window(region, offset + at, count).get(0, values, at, count);
        }
    }

    private FloatBuffer window(Region region, long offset, int count) {
        return arenas.get(region).slice(region.toString(), 4 * offset, 4L * count).asFloatBuffer();
    }

    /** Whether its memory is freed. */
    boolean isClosed() {
        return closed;
    }

    private void check(Region region, long offset, long count, Object what) {
        pool.requireOpen();
        if (closed) {
            throw new IllegalStateException("The model's memory is closed");
        }
        if (!region.shared()) {
            throw new IllegalArgumentException(region + " is not shared between programs");
        }
        long size = sizes.get(region);
        if (offset < 0 || offset + count > size) {
            throw new IllegalArgumentException(
                    what
                            + " covers "
                            + offset
                            + " to "
                            + (offset + count)
                            + " but "
                            + region
                            + " of this "
                            + (trainable ? "trainable" : "inference-only")
                            + " model has "
                            + size
                            + " values");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            pool.drain();
            closed = true;
            arenas.values().forEach(NativeMemory::close);
        }
    }
}
