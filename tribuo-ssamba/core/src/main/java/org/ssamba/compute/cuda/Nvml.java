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
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/** NVIDIA's management library (nvml.h). It numbers GPUs in another order than the driver. */
final class Nvml implements Monitoring {
    private static final double PER_CENT = 100;

    /** For good: JNA unloads libraries that nothing refers to, and this one leaves files open. */
    private static Nvml started;

    private final NativeLibrary library;

    private Nvml(NativeLibrary library) {
        this.library = library;
    }

    /**
     * Starts the library, once: it serves every backend of the process.
     *
     * @param library libnvidia-ml.
     * @throws CudaUnavailableException if it does not start.
     */
    static synchronized Nvml start(NativeLibrary library) {
        if (started == null) {
            Nvml nvml = new Nvml(library);
            int status = nvml.call("nvmlInit_v2");
            if (status != 0) {
                throw new CudaUnavailableException("nvmlInit failed: error " + status);
            }
            started = nvml;
        }
        return started;
    }

    @Override
    public double utilization(String busId) {
        byte[] id = busId.getBytes(StandardCharsets.US_ASCII);
        // Two unsigned 32-bit numbers: per cent of the time for kernels, and for memory.
        try (Memory name = new Memory(id.length + 1);
                Memory device = new Memory(8);
                Memory rates = new Memory(8)) {
            name.write(0, id, 0, id.length);
            name.setByte(id.length, (byte) 0);
            boolean known =
                    call("nvmlDeviceGetHandleByPciBusId_v2", name, device) == 0
                            && call("nvmlDeviceGetUtilizationRates", device.getPointer(0), rates)
                                    == 0;
            return known ? rates.getInt(0) / PER_CENT : Double.NaN;
        }
    }

    private int call(String name, Pointer... arguments) {
        return library.getFunction(name).invokeInt(arguments);
    }
}
