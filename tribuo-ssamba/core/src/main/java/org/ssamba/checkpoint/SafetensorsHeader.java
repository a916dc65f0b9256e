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
package org.ssamba.checkpoint;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * The header of a safetensors file: a JSON object with, for each tensor, type, shape and where its
 * elements begin and end in the bytes after the header.
 */
final class SafetensorsHeader {
    static final String METADATA = "__metadata__";

    private static final String REMEDY = "The file is damaged: copy it or write it again";

    /** One tensor: elements in [begin, end) of the data. */
    record Entry(DType dtype, int[] shape, long begin, long end) {}

    private final String file;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private SafetensorsHeader(String file) {
        this.file = file;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** Tensors by name, in the header's order. */
    Map<String, Entry> entries() {
        return entries;
    }

    /**
     * Parses a header.
     *
     * @param dataBytes how many bytes follow the header; the tensors must fill them without holes
     *     or overlap
     */
    static SafetensorsHeader parse(String file, String json, long dataBytes)
            throws CheckpointFormatException {
        SafetensorsHeader header = new SafetensorsHeader(file);
        try (JsonReader in = new JsonReader(new StringReader(json))) {
            in.setStrictness(Strictness.STRICT);
            header.read(in);
        } catch (CheckpointFormatException e) {
            throw e;
        } catch (IOException | IllegalStateException e) { // not JSON, or another structure
            throw new CheckpointFormatException(
                    file, "header", "is no safetensors header (" + e.getMessage() + ")", REMEDY, e);
        }
        header.requireGapless(dataBytes);
        return header;
    }

    private void read(JsonReader in) throws IOException {
        in.beginObject();
        boolean metadataSeen = false;
        while (in.hasNext()) {
            String name = in.nextName();
            if (name.equals(METADATA)) {
                if (metadataSeen) {
                    throw bad("header", METADATA + " is there twice");
                }
                metadataSeen = true;
                readMetadata(in);
            } else if (entries.put(name, readEntry(in, "tensor " + name)) != null) {
                throw bad("tensor " + name, "is there twice");
            }
        }
        in.endObject();
        if (in.peek() != JsonToken.END_DOCUMENT) {
            throw bad("header", "something follows the JSON object");
        }
    }

    private void readMetadata(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return;
        }
        in.beginObject();
        while (in.hasNext()) {
            String key = in.nextName();
            if (in.peek() != JsonToken.STRING) {
                throw bad("metadata " + key, "is not text");
            }
            if (metadata.put(key, in.nextString()) != null) {
                throw bad("metadata " + key, "is there twice");
            }
        }
        in.endObject();
    }

    private Entry readEntry(JsonReader in, String place) throws IOException {
        DType dtype = null;
        long[] dims = null;
        long[] offsets = null;
        in.beginObject();
        while (in.hasNext()) {
            String field = in.nextName();
            boolean twice;
            switch (field) {
                case "dtype" -> {
                    twice = dtype != null;
                    dtype = readType(in, place);
                }
                case "shape" -> {
                    twice = dims != null;
                    dims = readSizes(in, place);
                }
                case "data_offsets" -> {
                    twice = offsets != null;
                    offsets = readSizes(in, place);
                }
                default -> throw bad(place, "unknown field " + field);
            }
            if (twice) {
                throw bad(place, "names " + field + " twice");
            }
        }
        in.endObject();
        if (dtype == null || dims == null || offsets == null || offsets.length != 2) {
            throw bad(place, "needs dtype, shape and two data_offsets");
        }
        int[] shape = Shapes.checked(file, place, dtype, dims);
        long bytes = (long) Shapes.elements(shape) * dtype.bytes();
        if (offsets[1] - offsets[0] != bytes) {
            throw bad(
                    place,
                    String.format(
                            Locale.ROOT,
                            "shape %s of %s needs %d bytes, not those from %d to %d",
                            Arrays.toString(shape),
                            dtype,
                            bytes,
                            offsets[0],
                            offsets[1]));
        }
        return new Entry(dtype, shape, offsets[0], offsets[1]);
    }

    private DType readType(JsonReader in, String place) throws IOException {
        String name = in.nextString();
        for (DType dtype : DType.values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        throw new CheckpointFormatException(
                file, place, "element type " + name + " is not read", "Convert it to F32 first");
    }

    private long[] readSizes(JsonReader in, String place) throws IOException {
        List<Long> sizes = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            JsonToken token = in.peek();
            String text = token == JsonToken.NUMBER ? in.nextString() : token.toString();
            // 18 digits fit a long; what they mean is checked afterwards.
            if (!text.matches("\\d{1,18}") || sizes.size() == 64) {
                throw bad(place, text + " is no size, or one too many");
            }
            sizes.add(Long.parseLong(text));
        }
        in.endArray();
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private void requireGapless(long dataBytes) throws CheckpointFormatException {
        List<Map.Entry<String, Entry>> byPosition = new ArrayList<>(entries.entrySet());
        byPosition.sort(
                Comparator.<Map.Entry<String, Entry>>comparingLong(e -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()));
        long end = 0;
        for (Map.Entry<String, Entry> entry : byPosition) {
            long begin = entry.getValue().begin();
            if (begin != end) {
                throw bad(
                        "tensor " + entry.getKey(),
                        String.format(
                                Locale.ROOT,
                                "begins at byte %d of the data, where the one before ends at %d",
                                begin,
                                end));
            }
            end = entry.getValue().end();
        }
        if (end != dataBytes) {
            throw bad(
                    "data",
                    String.format(
                            Locale.ROOT, "tensors take %d bytes, the file has %d", end, dataBytes));
        }
    }

    /** The header for these tensors, laid out one after the other. */
    static String format(Map<String, NamedTensor> ordered, SortedMap<String, String> metadata)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter out = new JsonWriter(text)) {
            out.beginObject();
            if (!metadata.isEmpty()) {
                out.name(METADATA).beginObject();
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    out.name(entry.getKey()).value(entry.getValue());
                }
                out.endObject();
            }
            long begin = 0;
            for (Map.Entry<String, NamedTensor> entry : ordered.entrySet()) {
                NamedTensor tensor = entry.getValue();
                out.name(entry.getKey()).beginObject();
                out.name("dtype").value(tensor.dtype().name());
                out.name("shape").beginArray();
                for (int size : tensor.shape()) {
                    out.value(size);
                }
                out.endArray();
                long end = begin + tensor.bytes().remaining();
                out.name("data_offsets").beginArray().value(begin).value(end).endArray();
                out.endObject();
                begin = end;
            }
            out.endObject();
        }
        return text.toString();
    }

    private CheckpointFormatException bad(String place, String problem) {
        return new CheckpointFormatException(file, place, problem, REMEDY);
    }
}
