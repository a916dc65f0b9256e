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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Safetensors files: eight bytes with the length of a JSON header, the header ({@link
 * SafetensorsHeader}), the elements of all tensors without gaps, little-endian. Source: the
 * format's specification at github.com/huggingface/safetensors.
 */
public final class Safetensors {
    private static final int LENGTH_BYTES = 8;
    private static final int CHUNK = 1 << 20;

    /** The limit of the reference implementation. */
    private static final long LONGEST_HEADER = 100_000_000;

    private static final String REMEDY =
            "The file is damaged or no safetensors file: copy it or write it again";

    private Safetensors() {}

    /**
     * Reads a file.
     *
     * @throws CheckpointFormatException if the file is damaged, or holds a tensor of a type that
     *     {@link DType} lacks or of 2^31 bytes or more
     */
    public static SafetensorsFile read(Path path) throws IOException {
        String file = path.toString();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < LENGTH_BYTES) {
                throw bad(
                        file, "file", String.format(Locale.ROOT, "%d bytes hold no header", size));
            }
            long headerBytes = readFully(file, channel, 0, LENGTH_BYTES).getLong();
            if (headerBytes < 0 || headerBytes > Math.min(size - LENGTH_BYTES, LONGEST_HEADER)) {
                throw bad(
                        file,
                        "header",
                        String.format(
                                Locale.ROOT,
                                "claims %s bytes in a file of %d",
                                Long.toUnsignedString(headerBytes),
                                size));
            }
            ByteBuffer utf8 = readFully(file, channel, LENGTH_BYTES, (int) headerBytes);
            String json;
            try {
                json = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
            } catch (CharacterCodingException e) {
                throw new CheckpointFormatException(file, "header", "is not UTF-8", REMEDY, e);
            }
            long data = LENGTH_BYTES + headerBytes;
            SafetensorsHeader header = SafetensorsHeader.parse(file, json, size - data);
            Map<String, NamedTensor> tensors = new LinkedHashMap<>();
            for (Map.Entry<String, SafetensorsHeader.Entry> named : header.entries().entrySet()) {
                SafetensorsHeader.Entry entry = named.getValue();
                int bytes = (int) (entry.end() - entry.begin());
                ByteBuffer elements = readFully(file, channel, data + entry.begin(), bytes);
                tensors.put(
                        named.getKey(),
                        new NamedTensor(named.getKey(), entry.dtype(), entry.shape(), elements));
            }
            return new SafetensorsFile(header.metadata(), tensors);
        }
    }

    /**
     * Writes a file; an existing one is replaced in one step. The bytes depend on nothing but the
     * tensors and the metadata, not on their order: wider types come first, so that every element
     * is aligned, then names in their natural order.
     *
     * @param file the file to write
     * @param tensors the tensors by the name to write
     * @param metadata free text by key, such as configuration and provenance
     * @throws IllegalArgumentException if a tensor has the reserved name {@code __metadata__}
     */
    public static void write(
            Path file, Map<String, NamedTensor> tensors, Map<String, String> metadata)
            throws IOException {
        if (tensors.containsKey(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException(
                    "No tensor can be called " + SafetensorsHeader.METADATA);
        }
        List<Map.Entry<String, NamedTensor>> sorted =
                tensors.entrySet().stream()
                        .sorted(
                                Comparator.<Map.Entry<String, NamedTensor>>comparingInt(
                                                e -> -e.getValue().dtype().bytes())
                                        .thenComparing(Map.Entry::getKey))
                        .toList();
        Map<String, NamedTensor> ordered = new LinkedHashMap<>();
        sorted.forEach(e -> ordered.put(e.getKey(), e.getValue()));
        byte[] json =
                SafetensorsHeader.format(ordered, new TreeMap<>(metadata))
                        .getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-json.length, LENGTH_BYTES);
        ByteBuffer start =
                ByteBuffer.allocate(LENGTH_BYTES + json.length + padding)
                        .order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(json.length + padding)
                .put(json)
                .put(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
        AtomicFile.writeChannel(
                file,
                channel -> {
                    AtomicFile.writeFully(channel, start.flip());
                    for (NamedTensor tensor : ordered.values()) {
                        AtomicFile.writeFully(channel, tensor.bytes());
                    }
                });
    }

    /** Reads bytes that the file is known to have. */
    private static ByteBuffer readFully(String file, FileChannel channel, long from, int length)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.position() < length) {
            // A heap buffer is read through a direct one of the size to read: keep that small.
            bytes.limit(bytes.position() + Math.min(CHUNK, length - bytes.position()));
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw bad(file, "byte " + (from + bytes.position()), "the file became shorter");
            }
        }
        return bytes.flip();
    }

    private static CheckpointFormatException bad(String file, String place, String problem) {
        return new CheckpointFormatException(file, place, problem, REMEDY);
    }
}
