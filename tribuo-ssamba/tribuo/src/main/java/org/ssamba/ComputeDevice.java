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
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.ssamba.compute.Backend;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.compute.Precision;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.compute.cuda.CardList;
import org.ssamba.compute.cuda.CudaBackend;
import org.ssamba.compute.cuda.CudaCards;
import org.ssamba.compute.cuda.CudaOptions;
import org.ssamba.settings.SettingException;
import org.ssamba.work.WorkerPool;

/**
 * On what training and prediction run. Backends are opened at first use and shared by everything in
 * the process that asks for the same.
 */
public final class ComputeDevice
        implements AutoCloseable, Configurable, Provenancable<ConfiguredObjectProvenance> {
    private static final Logger logger = Logger.getLogger(ComputeDevice.class.getName());
    private static final Map<String, Backend> OPEN = new ConcurrentHashMap<>();

    /** Why there is no usable GPU, looked for once; nothing if there is one. */
    private static final class Gpu {
        static final Optional<String> UNAVAILABLE = CudaBackend.unavailable();
    }

    /** Which device. */
    public enum Kind {
        /** An NVIDIA GPU if a usable one is found, else the CPU; the log says which and why. */
        AUTO,
        /** The CPU. */
        CPU,
        /** An NVIDIA GPU; an error if there is no usable one. */
        CUDA
    }

    /** In what numbers. */
    public enum Numbers {
        /** bfloat16 on a GPU, float32 on the CPU. */
        AUTO,
        /** float32 throughout. */
        FLOAT32,
        /** bfloat16 activations and products; GPU only. */
        BFLOAT16
    }

    @Config(description = "Which device.")
    private Kind kind = Kind.AUTO;

    @Config(description = "In what numbers activations are kept and matrices multiplied.")
    private Numbers precision = Numbers.AUTO;

    @Config(
            description =
                    "Threads of the CPU, for computing there and for loading clips; 0 for as many"
                            + " as there are processors. What opens a GPU first decides for all"
                            + " who share it.")
    private int threads = 0;

    /** Opened by others, or null. */
    private Backend given;

    @Config(
            description =
                    "Which GPUs: numbers from 0 in the driver's order, such as 0,1, or all. Several"
                            + " share each training batch, and other work is spread over them. If"
                            + " empty, what -Dssamba.cuda.device says, or the first.")
    private String cards = "";

    /** Chooses the device automatically; also used by OLCUT. */
    public ComputeDevice() {}

    /**
     * A device with the precision it is best at.
     *
     * @param kind which device.
     */
    public ComputeDevice(Kind kind) {
        this(kind, Numbers.AUTO, 0);
    }

    /**
     * A device with all settings.
     *
     * @param kind which device.
     * @param precision in what numbers.
     * @param threads threads on the CPU; 0 for as many as there are processors. A GPU that is open
     *     already keeps its own.
     */
    public ComputeDevice(Kind kind, Numbers precision, int threads) {
        this.kind = kind;
        this.precision = precision;
        this.threads = threads;
        postConfig();
    }

    /**
     * A backend that somebody else opened: for programs that divide a machine among their work
     * themselves, such as the tasks of a cluster.
     *
     * @param backend stays theirs; closing the device does not close it.
     * @return a device that runs on it.
     */
    public static ComputeDevice of(Backend backend) {
        DeviceInfo info = backend.device();
        ComputeDevice device =
                new ComputeDevice(
                        info.backend().equals("cuda") ? Kind.CUDA : Kind.CPU,
                        info.precision() == Precision.BFLOAT16 ? Numbers.BFLOAT16 : Numbers.FLOAT32,
                        backend.workers().size());
        device.given = backend;
        return device;
    }

    /**
     * A device by its name.
     *
     * @param name {@code auto}, {@code cpu} or {@code cuda}, in any case; GPUs are chosen by
     *     numbers after a colon, as in {@code cuda:1}, {@code cuda:0,1} or {@code cuda:all}.
     * @return the device.
     * @throws com.oracle.labs.mlrg.olcut.config.PropertyException if it is not such a name.
     */
    public static ComputeDevice of(String name) {
        return of(name, Numbers.AUTO, 0);
    }

    /**
     * A device by its name, with all settings.
     *
     * @param name as in {@link #of(String)}.
     * @param precision in what numbers.
     * @param threads threads on the CPU; 0 for as many as there are processors. A GPU that is open
     *     already keeps its own.
     * @return the device.
     * @throws com.oracle.labs.mlrg.olcut.config.PropertyException if it is not such a name.
     */
    public static ComputeDevice of(String name, Numbers precision, int threads) {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? name : name.substring(0, colon);
        ComputeDevice device = new ComputeDevice();
        try {
            device.kind = Kind.valueOf(kind.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    e,
                    "device",
                    "is auto, cpu, cuda, or GPUs such as cuda:0,1 or cuda:all, not " + name);
        }
        device.precision = precision;
        device.threads = threads;
        device.cards = colon < 0 ? "" : name.substring(colon + 1);
        device.postConfig();
        return device;
    }

    @Override
    public void postConfig() {
        if (kind == Kind.CPU && !cards.isBlank()) {
            throw new SettingException("cards", "are GPUs, but the device is the CPU");
        }
        if (!cards.isBlank()) {
            try {
                CardList.parse(cards);
            } catch (IllegalArgumentException e) {
                throw new SettingException(e, "cards", e.getMessage());
            }
        }
        if (threads < 0) {
            throw new SettingException("threads", "must not be negative, but is " + threads);
        }
        if (kind == Kind.CPU && precision == Numbers.BFLOAT16) {
            throw new SettingException("precision", "the CPU computes in FLOAT32 only");
        }
    }

    /**
     * The backend, opened now if it is not yet.
     *
     * @return a backend that stays open as long as the process, or until {@link #close}; not to be
     *     closed by itself.
     * @throws BackendException if the device cannot be used.
     */
    public Backend backend() {
        if (given != null) {
            return given;
        }
        return switch (kind) {
            case CPU -> cpu();
            case CUDA -> cuda();
            case AUTO -> {
                Optional<String> reason = Gpu.UNAVAILABLE;
                if (reason.isEmpty()) {
                    yield cuda();
                }
                if (precision == Numbers.BFLOAT16) {
                    throw new BackendException(
                            "BFLOAT16 needs a GPU, and there is none: " + reason.get());
                }
                if (!OPEN.containsKey(cpuKey())) {
                    logger.info(() -> "No GPU is used: " + firstSentence(reason.get()));
                    logger.fine(reason::get);
                }
                yield cpu();
            }
        };
    }

    /**
     * Closes the backend for good, for all who share it: its memory is freed, its threads end.
     * Models and embedders that were using it refuse to run on until they are given a device again;
     * {@link #backend} then opens a new one. Nothing may run meanwhile.
     */
    @Override
    public void close() {
        if (given != null) {
            return;
        }
        Backend backend = OPEN.remove(isGpu() ? cudaKey() : cpuKey());
        if (backend != null) {
            backend.close();
        }
    }

    /** Without the list of places that were searched, which follows. */
    private static String firstSentence(String reason) {
        int end = reason.indexOf(". ");
        String line = reason.lines().findFirst().orElse("");
        return end < 0 || end > line.length() ? line : line.substring(0, end);
    }

    /** Whether it is a GPU, or would be one if there were a usable one. */
    boolean isGpu() {
        return kind == Kind.CUDA || kind == Kind.AUTO && Gpu.UNAVAILABLE.isEmpty();
    }

    private int effectiveThreads() {
        return threads == 0 ? WorkerPool.standardThreads() : threads;
    }

    private String cpuKey() {
        return "cpu " + effectiveThreads();
    }

    private Backend cpu() {
        return OPEN.computeIfAbsent(cpuKey(), key -> opened(CpuBackend.create(effectiveThreads())));
    }

    private Precision cudaPrecision() {
        return precision == Numbers.FLOAT32 ? Precision.FLOAT32 : Precision.BFLOAT16;
    }

    private String chosenCards() {
        return (cards.isBlank() ? CardList.setting() : cards).replace(" ", "");
    }

    /** Without the threads: two that only load clips for it would hold the card's memory twice. */
    private String cudaKey() {
        return "cuda " + chosenCards() + " " + cudaPrecision();
    }

    private Backend cuda() {
        return OPEN.computeIfAbsent(
                cudaKey(),
                key ->
                        opened(
                                CudaCards.open(
                                        CudaOptions.of(cudaPrecision())
                                                .withThreads(effectiveThreads()),
                                        chosenCards())));
    }

    private static Backend opened(Backend backend) {
        DeviceInfo device = backend.device();
        logger.info(
                () ->
                        "Computing on "
                                + device.backend()
                                + ", "
                                + device.name()
                                + ", in "
                                + device.precision()
                                + ", "
                                + device.details());
        return backend;
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "ComputeDevice");
    }

    @Override
    public String toString() {
        return "ComputeDevice(kind="
                + kind
                + ",precision="
                + precision
                + ",threads="
                + threads
                + (cards.isBlank() ? "" : ",cards=" + cards)
                + ")";
    }
}
