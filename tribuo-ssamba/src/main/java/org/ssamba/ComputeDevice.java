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
package org.ssamba;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.ssamba.compute.Backend;
import org.ssamba.compute.cpu.CpuBackend;

/**
 * On what training and prediction run. Backends are opened at first use and shared by everything in
 * the process that asks for the same.
 */
public final class ComputeDevice
        implements Configurable, Provenancable<ConfiguredObjectProvenance> {
    private static final Logger logger = Logger.getLogger(ComputeDevice.class.getName());
    private static final Map<String, Backend> OPEN = new ConcurrentHashMap<>();

    /** Which device. */
    public enum Kind {
        /** The CPU. */
        CPU
    }

    @Config(description = "Which device.")
    private Kind kind = Kind.CPU;

    @Config(description = "Threads on the CPU; 0 for as many as there are processors.")
    private int threads = 0;

    /** The device taken by itself; also used by OLCUT. */
    public ComputeDevice() {}

    /**
     * A device with all settings.
     *
     * @param kind which device.
     * @param threads threads on the CPU; 0 for as many as there are processors.
     */
    public ComputeDevice(Kind kind, int threads) {
        this.kind = kind;
        this.threads = threads;
        postConfig();
    }

    @Override
    public void postConfig() {
        if (threads < 0) {
            throw new PropertyException("", "threads", "must not be negative, but is " + threads);
        }
    }

    /**
     * The backend, opened now if it is not yet.
     *
     * @return a backend that stays open as long as the process; not to be closed.
     * @throws org.ssamba.compute.BackendException if the device cannot be used.
     */
    public Backend backend() {
        return OPEN.computeIfAbsent(
                "cpu " + threads,
                key -> {
                    Backend backend =
                            threads == 0 ? CpuBackend.create() : CpuBackend.create(threads);
                    logger.info(() -> "Computing on " + backend.device());
                    return backend;
                });
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "ComputeDevice");
    }

    @Override
    public String toString() {
        return "ComputeDevice(kind=" + kind + ",threads=" + threads + ")";
    }
}
