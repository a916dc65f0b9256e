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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.checkpoint.DType;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Region;

/**
 * The state of a run between two steps, in the host's memory: weights, moments, step counts, and
 * the facts that its loop needs to go on.
 *
 * @param tensors by name.
 * @param facts by name.
 */
public record RunState(Map<String, NamedTensor> tensors, Map<String, String> facts) {
    /** The tensor with all weights. */
    public static final String PARAMETERS = "parameters";

    private static final Map<Region, String> REGIONS = new TreeMap<>();

    static {
        REGIONS.put(Region.PARAMETERS, PARAMETERS);
        REGIONS.put(Region.FIRST_MOMENTS, "first_moments");
        REGIONS.put(Region.SECOND_MOMENTS, "second_moments");
        REGIONS.put(Region.STATE, "state");
    }

    /**
     * Reads the state of a model between two steps.
     *
     * @param memory the model.
     * @param facts what else the run needs to go on.
     * @return a copy.
     */
    public static RunState of(ModelMemory memory, Map<String, String> facts) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        REGIONS.forEach(
                (region, name) -> {
                    float[] values = new float[size(region, memory)];
                    memory.read(region, 0, values);
                    tensors.put(name, NamedTensor.of(name, new int[] {values.length}, values));
                });
        return new RunState(tensors, new LinkedHashMap<>(facts));
    }

    /**
     * Reads a saved state.
     *
     * @param file of a checkpoint.
     * @return the state.
     * @throws IOException if it cannot be read, is damaged, or is something else.
     */
    public static RunState read(Path file) throws IOException {
        try {
            return CheckpointFiles.read(file);
        } catch (CheckpointFormatException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "There is no checkpoint "
                            + file
                            + "; name the file that Checkpointing.to, or pretrain, saved the run's"
                            + " states to",
                    e);
        } catch (IOException e) {
            throw new IOException(
                    "The checkpoint " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Puts the state back.
     *
     * @param memory the model, overwritten.
     * @throws IllegalStateException if the state is that of another network.
     */
    public void restore(ModelMemory memory) {
        Map<Region, float[]> values = new TreeMap<>();
        REGIONS.forEach((region, name) -> values.put(region, floats(name, size(region, memory))));
        values.forEach((region, floats) -> memory.write(region, 0, floats));
    }

    private static int size(Region region, ModelMemory memory) {
        return region == Region.STATE ? Adam.STATE_VALUES : Math.toIntExact(memory.parameters());
    }

    private float[] floats(String name, int size) {
        float[] values = floats(name);
        if (values.length != size) {
            throw new IllegalStateException(
                    "The state of a run has "
                            + values.length
                            + " "
                            + name
                            + ", where this network has "
                            + size);
        }
        return values;
    }

    /** A tensor's values. */
    float[] floats(String name) {
        NamedTensor tensor = tensors.get(name);
        if (tensor == null || tensor.dtype() != DType.F32) {
            throw new IllegalStateException("The state of a run lacks " + name + " in float32");
        }
        return tensor.floats();
    }
}
