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
package org.ssamba.it;

import com.oracle.labs.mlrg.olcut.config.Option;
import com.oracle.labs.mlrg.olcut.config.Options;
import org.ssamba.ComputeDevice;

/** Where a program computes, and what it logs. */
public final class ProgramOptions implements Options {
    /** The device. */
    @Option(longName = "device", usage = "Which device: AUTO, CPU or CUDA.")
    public ComputeDevice.Kind device = ComputeDevice.Kind.AUTO;

    /** The precision. */
    @Option(longName = "precision", usage = "In what numbers: AUTO, FLOAT32 or BFLOAT16.")
    public ComputeDevice.Numbers precision = ComputeDevice.Numbers.AUTO;

    /** Threads. */
    @Option(longName = "threads", usage = "Threads on the CPU; 0 for one a processor.")
    public int threads = 0;

    /** Whether to log. */
    @Option(longName = "verbose", usage = "Whether the library's log is shown.")
    public boolean verbose = false;

    /** Hides the library's log unless it was asked for. */
    void applyLogging() {
        if (!verbose) {
            QuietLog.warningsOnly();
        }
    }

    ComputeDevice computeDevice() {
        return new ComputeDevice(device, precision, threads);
    }
}
