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
package org.ssamba.it.fault;

import com.oracle.labs.mlrg.olcut.config.Option;
import com.oracle.labs.mlrg.olcut.config.Options;
import org.ssamba.ComputeDevice;

/** Where the small runs compute. */
public final class FaultOptions implements Options {
    /** The device. */
    @Option(longName = "device", usage = "Which device: CPU or CUDA.")
    public ComputeDevice.Kind device = ComputeDevice.Kind.CPU;

    /** The precision. */
    @Option(longName = "precision", usage = "In what numbers: AUTO, FLOAT32 or BFLOAT16.")
    public ComputeDevice.Numbers precision = ComputeDevice.Numbers.AUTO;

    /** Threads. */
    @Option(longName = "threads", usage = "Threads that compute on the CPU and load clips.")
    public int threads = 1;

    ComputeDevice computeDevice() {
        return new ComputeDevice(device, precision, threads);
    }
}
