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
package org.ssamba.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.ssamba.compute.Backend;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.Precision;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.compute.cuda.CudaBackend;
import org.ssamba.compute.cuda.CudaOptions;

/**
 * Where a task computes: on the GPU that Spark assigned to it, or on as many CPU threads as it has
 * cores. Nothing falls back in silence: an assigned GPU that cannot be used fails the task.
 *
 * @param gpu its number, or {@link #CPU}
 * @param precision of activations
 * @param threads of the CPU, for computing there and for decoding
 */
record TaskDevice(int gpu, Precision precision, int threads) {
    /** The name by which Spark's {@code spark.task.resource.gpu.amount} knows GPUs. */
    static final String RESOURCE = "gpu";

    private static final int CPU = -1;

    /** GPUs are opened once in a process; what tasks run on them has memory of its own. */
    private static final Map<TaskDevice, Backend> GPUS = new ConcurrentHashMap<>();

    /** Which devices a stage may use. */
    enum Kind {
        /** A GPU where Spark assigns one to the task, else the CPU. */
        AUTO,
        /** The CPU, whatever Spark assigns. */
        CPU,
        /** The GPU that Spark assigns or, where it assigns none, the first. */
        CUDA
    }

    /**
     * The device of a task.
     *
     * @param task null on the driver
     * @param kind which devices may be used
     * @param float32 whether a GPU keeps activations in float32
     */
    static TaskDevice of(TaskContext task, Kind kind, boolean float32) {
        return task == null
                ? of(null, 1, kind, float32)
                : of(
                        task.resourcesJMap().get(RESOURCE),
                        task.cpus() * tasksToAGpu(task, kind),
                        kind,
                        float32);
    }

    /** Tasks that share a GPU share the threads that load clips for it. */
    private static int tasksToAGpu(TaskContext task, Kind kind) {
        if (kind == Kind.CPU || !task.resourcesJMap().containsKey(RESOURCE)) {
            return 1;
        }
        double amount =
                SparkEnv.get().conf().getDouble("spark.task.resource." + RESOURCE + ".amount", 1);
        return (int) Math.max(1, Math.floor(1 / amount));
    }

    static TaskDevice of(ResourceInformation gpus, int cores, Kind kind, boolean float32) {
        if (kind == Kind.CPU || gpus == null && kind == Kind.AUTO) {
            return new TaskDevice(CPU, Precision.FLOAT32, cores);
        }
        return new TaskDevice(
                gpus == null ? Integer.getInteger(CudaOptions.DEVICE, 0) : number(gpus),
                float32 ? Precision.FLOAT32 : Precision.BFLOAT16,
                cores);
    }

    private static int number(ResourceInformation gpus) {
        String[] addresses = gpus.addresses();
        if (addresses.length != 1) {
            throw new BackendException(
                    "A task uses one GPU, but Spark assigned "
                            + addresses.length
                            + " to it: set spark.task.resource.gpu.amount to 1 or to a part of 1");
        }
        try {
            return Integer.parseInt(addresses[0].trim());
        } catch (NumberFormatException e) {
            throw new BackendException(
                    "Spark assigned the GPU '"
                            + addresses[0]
                            + "' to a task; the discovery script has to name GPUs by their numbers,"
                            + " as Spark's examples/src/main/scripts/getGpusResources.sh does",
                    e);
        }
    }

    boolean isGpu() {
        return gpu != CPU;
    }

    /** Opens it; on the CPU with threads of its own. */
    Backend open() {
        return isGpu()
                ? GPUS.computeIfAbsent(this, TaskDevice::openGpu)
                : CpuBackend.create(threads);
    }

    private static Backend openGpu(TaskDevice device) {
        CudaOptions standard = CudaOptions.of(device.precision());
        try {
            return CudaBackend.open(
                    new CudaOptions(
                            device.precision(),
                            device.gpu(),
                            standard.eager(),
                            standard.kernelCache(),
                            standard.memory(),
                            device.threads()));
        } catch (BackendException e) {
            throw new BackendException(
                    "GPU "
                            + device.gpu()
                            + ", on which a task is to compute, cannot be used: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Closes what {@link #open} gave; a GPU stays open for the tasks to come. */
    void close(Backend backend) {
        if (!isGpu()) {
            backend.close();
        }
    }
}
