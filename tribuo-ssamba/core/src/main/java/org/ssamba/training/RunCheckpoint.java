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
package org.ssamba.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.checkpoint.SafetensorsFile;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Region;

/**
 * The state of a run between two steps: weights, moments, step counts and a few facts. One
 * safetensors file, replaced atomically, so a process killed at any moment leaves the last complete
 * one.
 */
public final class RunCheckpoint {
    private static final String IDENTITY = "identity";
    private static final Map<Region, String> ARENAS = new TreeMap<>();

    static {
        ARENAS.put(Region.PARAMETERS, "parameters");
        ARENAS.put(Region.FIRST_MOMENTS, "first_moments");
        ARENAS.put(Region.SECOND_MOMENTS, "second_moments");
    }

    private final Path file;
    private final String identity;

    /**
     * A checkpoint of one run.
     *
     * @param file where it is kept.
     * @param identity everything that decides how the run goes on: configuration, seed, data. A
     *     checkpoint of another run is refused.
     */
    public RunCheckpoint(Path file, String identity) {
        this.file = file;
        this.identity = identity;
    }

    /**
     * Where the state is kept.
     *
     * @return the file.
     */
    public Path file() {
        return file;
    }

    /**
     * Saves the state.
     *
     * @param memory the model, between two steps.
     * @param facts what else the run needs to go on.
     * @throws UncheckedIOException if the file cannot be written; the former one is still there.
     */
    public void save(ModelMemory memory, Map<String, String> facts) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        int size = Math.toIntExact(memory.parameters());
        ARENAS.forEach((region, name) -> tensors.put(name, read(memory, region, name, size)));
        tensors.put("state", read(memory, Region.STATE, "state", Adam.STATE_VALUES));
        Map<String, String> metadata = new LinkedHashMap<>(facts);
        metadata.put(IDENTITY, identity);
        try {
            Safetensors.write(file, tensors, metadata);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The state of the run is not saved: the checkpoint " + e.getMessage(), e);
        }
    }

    private static NamedTensor read(ModelMemory memory, Region region, String name, int size) {
        float[] values = new float[size];
        memory.read(region, 0, values);
        return NamedTensor.of(name, new int[] {size}, values);
    }

    /**
     * Checks that the state could be saved and that one that is there could be restored: before
     * audio is read and steps are taken, not after hours of them.
     *
     * @throws IllegalStateException if the checkpoint belongs to another run.
     * @throws UncheckedIOException if the file cannot be read or is damaged, or could not be
     *     written later.
     */
    public void check() {
        read();
    }

    /**
     * Restores the state, if there is one.
     *
     * @param memory the model, overwritten.
     * @return the facts saved with it, or null if the file does not exist.
     * @throws IllegalStateException if the checkpoint belongs to another run; nothing is
     *     overwritten.
     * @throws UncheckedIOException if the file cannot be read or is damaged, or could not be
     *     written later.
     */
    public Map<String, String> restore(ModelMemory memory) {
        SafetensorsFile saved = read();
        if (saved == null) {
            return null;
        }
        ARENAS.forEach((region, name) -> memory.write(region, 0, values(saved, name)));
        memory.write(Region.STATE, 0, values(saved, "state"));
        return saved.metadata();
    }

    /** The state of this run; null if there is none yet. */
    private SafetensorsFile read() {
        try {
            AtomicFile.requireWritable(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The state of the run could not be saved: the checkpoint " + e.getMessage(), e);
        }
        if (!Files.exists(file)) {
            return null;
        }
        SafetensorsFile saved;
        try {
            saved = Safetensors.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The checkpoint "
                            + file
                            + " cannot be used ("
                            + e.getMessage()
                            + "); delete it to start from the beginning",
                    e);
        }
        String found = saved.metadata().get(IDENTITY);
        if (!identity.equals(found)) {
            throw new IllegalStateException(
                    "The checkpoint "
                            + file
                            + " belongs to another run. This one is ["
                            + identity
                            + "], that one was ["
                            + found
                            + "]. Use another file, or delete it to start from the beginning");
        }
        return saved;
    }

    private float[] values(SafetensorsFile saved, String name) {
        NamedTensor tensor = saved.tensors().get(name);
        if (tensor == null) {
            throw new IllegalStateException(
                    "The checkpoint " + file + " lacks " + name + "; delete it to start again");
        }
        return tensor.floats();
    }
}
