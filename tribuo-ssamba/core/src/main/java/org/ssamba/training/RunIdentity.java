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

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.compute.DeviceInfo;

/** Everything that decides how a run goes on, by name: configuration, seed, data, device. */
public final class RunIdentity {
    /** The hash of what the clips are. */
    public static final String CORPUS = "corpus";

    /** The hash of the order they are in. */
    public static final String CORPUS_ORDER = "corpus.order";

    /** The revision of a GPU's fused kernels: a run may go on with another, which is remembered. */
    static final String KERNELS = "kernels";

    private final Map<String, String> parts = new LinkedHashMap<>();

    /**
     * Adds a part.
     *
     * @param name what it is.
     * @param value as text.
     * @return this.
     */
    public RunIdentity add(String name, Object value) {
        parts.put(name, String.valueOf(value));
        return this;
    }

    /**
     * Adds every component of a record.
     *
     * @param prefix of the names; may be empty.
     * @param settings a public record.
     * @return this.
     */
    public RunIdentity addAll(String prefix, Record settings) {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            try {
                add(prefix + component.getName(), component.getAccessor().invoke(settings));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(
                        settings.getClass() + " is not a public record", e);
            }
        }
        return this;
    }

    /**
     * Adds what the run computes on.
     *
     * @param device whose kind, precision and revision of kernels count.
     * @return this.
     */
    public RunIdentity add(DeviceInfo device) {
        add("device", device.backend()).add("precision", device.precision());
        String revision = device.details().get(DeviceInfo.KERNELS);
        return revision == null ? this : add(KERNELS, revision);
    }

    /**
     * Adds the hash of an array.
     *
     * @param name what it is.
     * @param values the array.
     * @return this.
     */
    public RunIdentity addHash(String name, float[] values) {
        NamedTensor tensor = NamedTensor.of(name, new int[] {values.length}, values);
        return add(name, CheckpointFiles.sha256(Map.of(name, tensor), Map.of()));
    }

    String get(String name) {
        return parts.get(name);
    }

    /** The names of the parts that differ. */
    Set<String> differences(RunIdentity other) {
        Set<String> names = new TreeSet<>(parts.keySet());
        names.addAll(other.parts.keySet());
        names.removeIf(name -> Objects.equals(parts.get(name), other.parts.get(name)));
        return names;
    }

    /** What differs, with both values, for a message. */
    String describe(RunIdentity other, Set<String> names) {
        List<String> lines = new ArrayList<>();
        names.forEach(
                name -> lines.add(name + " is " + get(name) + " here and was " + other.get(name)));
        return String.join("; ", lines);
    }

    /** As a JSON object. */
    String json() {
        JsonObject json = new JsonObject();
        parts.forEach(json::addProperty);
        return json.toString();
    }

    /** Whether a run may go on from a state of the other, whatever kernels computed it. */
    boolean isSameRun(RunIdentity other) {
        return Set.of(KERNELS).containsAll(differences(other));
    }

    /** A few digits for a file's name; the same whatever the kernels. */
    String hash() {
        Map<String, String> named = new LinkedHashMap<>(parts);
        named.remove(KERNELS);
        return CheckpointFiles.sha256(Map.of(), named).substring(0, 16);
    }

    /** Reads {@link #json}; null if it is something else. */
    static RunIdentity parse(String json) {
        RunIdentity identity = new RunIdentity();
        try {
            for (Map.Entry<String, JsonElement> part :
                    JsonParser.parseString(json).getAsJsonObject().entrySet()) {
                identity.add(part.getKey(), part.getValue().getAsString());
            }
        } catch (JsonParseException | IllegalStateException e) {
            return null;
        }
        return identity;
    }
}
