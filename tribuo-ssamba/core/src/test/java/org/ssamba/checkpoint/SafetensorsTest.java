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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    private static final String ONE =
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir Path folder;

    @Test
    void aCheckpointOfThePublishedCodeSurvivesTheRoundTripKeyForKey() throws IOException {
        Map<String, NamedTensor> mini = PyTorchCheckpoint.read(Goldens.path("mini.pth"));
        Path file = folder.resolve("mini.safetensors");
        Map<String, String> metadata = Map.of("config", "{\"depth\": 4}", "Ürsprung", "a\n\"b\"");
        Safetensors.write(file, mini, metadata);
        SafetensorsFile read = Safetensors.read(file);
        assertEquals(mini, read.tensors());
        assertEquals(metadata, read.metadata());
        Path back = folder.resolve("mini.pth");
        PyTorchCheckpoint.write(back, read.tensors());
        assertEquals(mini, PyTorchCheckpoint.read(back));
    }

    @Test
    void everyTypeSurvivesAndEveryTensorIsAligned() throws IOException {
        Map<String, NamedTensor> tensors = SmallTensors.everyType();
        Path file = folder.resolve("types.safetensors");
        Safetensors.write(file, tensors, Map.of());
        SafetensorsFile read = Safetensors.read(file);
        assertEquals(tensors, read.tensors());
        assertTrue(read.metadata().isEmpty());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0, bytes.getLong(0) % 8);
        int previous = 8;
        for (NamedTensor tensor : read.tensors().values()) {
            assertTrue(tensor.dtype().bytes() <= previous, "wider types come first");
            previous = tensor.dtype().bytes();
        }
    }

    @Test
    void theBytesDoNotDependOnTheOrderOfTheTensors() throws IOException {
        Map<String, NamedTensor> tensors = SmallTensors.everyType();
        Map<String, NamedTensor> reversed = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(tensors.keySet());
        Collections.reverse(names);
        names.forEach(name -> reversed.put(name, tensors.get(name)));
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        Safetensors.write(a, tensors, Map.of("x", "1", "y", "2"));
        Safetensors.write(b, reversed, Map.of("y", "2", "x", "1"));
        assertEquals(-1, Files.mismatch(a, b));
    }

    @Test
    void readsTheSpecificationsExample() throws IOException {
        Path file = save(ONE, new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        assertArrayEquals(new float[] {1, 2}, Safetensors.read(file).tensors().get("w").floats());
    }

    @Test
    void refusesHeadersThatLie() throws IOException {
        Path file = folder.resolve("lie.safetensors");
        for (long length : new long[] {1L << 60, -1, Long.MIN_VALUE, 9, 100_000_001}) {
            byte[] bytes = new byte[16];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            Files.write(file, bytes);
            assertEquals("header", refused(file).place());
        }
        Files.write(file, new byte[7]);
        assertEquals("file", refused(file).place());
    }

    @Test
    void refusesHeadersThatAreNotOne() throws IOException {
        String w = "\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]";
        String[] headers = {
            "",
            "[]",
            "{",
            "{'w':{" + w + "}}",
            "{\"w\":{" + w + "}} x",
            "{\"w\":{" + w + "},}",
            "{\"w\":{" + w + "},\"w\":{" + w + "}}",
            "{\"w\":{" + w + ",\"shape\":[2]}}",
            "{\"w\":{" + w + ",\"extra\":[2]}}",
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}",
            "{\"w\":null}",
            "{\"w\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}",
            "{\"__metadata__\":{\"a\":1},\"w\":{" + w + "}}",
            "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"},\"w\":{" + w + "}}",
            "{\"__metadata__\":{},\"__metadata__\":{},\"w\":{" + w + "}}",
            "[".repeat(100_000),
            "{\"w\":" + "{\"w\":".repeat(100_000),
            "{\"w\":{\"shape\":" + "[".repeat(100_000),
        };
        for (String header : headers) {
            refused(save(header, new byte[8]));
        }
        byte[] latin = ONE.replace('w', 'ü').getBytes(StandardCharsets.ISO_8859_1);
        assertTrue(refused(save(latin, new byte[8])).getMessage().contains("UTF-8"));
    }

    @Test
    void refusesShapesAndOffsetsThatContradictEachOther() throws IOException {
        String[][] shapesAndOffsets = {
            {"[3]", "[0,8]"},
            {"[2]", "[0,4]"},
            {"[2]", "[8,0]"},
            {"[2]", "[8,16]"}, // a hole before it, and outside
            {"[1]", "[0,4]"}, // a hole behind it
            {"[2]", "[0,8,8]"},
            {"[-2]", "[0,8]"},
            {"[2.0]", "[0,8]"},
            {"[\"2\"]", "[0,8]"},
            {"[2]", "[0,8e0]"},
            {"[1152921504606846976]", "[0,4611686018427387904]"},
            {"[99999999999999999999]", "[0,8]"},
            {"[4294967296,4294967296]", "[0,8]"},
            {"[0,4294967296]", "[0,0]"},
            {"[1073741824]", "[0,4294967296]"},
        };
        for (String[] s : shapesAndOffsets) {
            String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":%s}}";
            String place = refused(save(header.formatted(s[0], s[1]), new byte[8])).place();
            assertTrue(place.equals("tensor w") || place.equals("data"), place);
        }
    }

    @Test
    void refusesTensorsThatOverlap() throws IOException {
        String header =
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]},"
                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}}";
        assertEquals("tensor b", refused(save(header, new byte[8])).place());
    }

    @Test
    void metadataMayBeNull() throws IOException {
        assertEquals(
                Map.of(),
                Safetensors.read(save("{\"__metadata__\":null}", new byte[0])).metadata());
    }

    @Test
    void aTensorCannotTakeTheNameOfTheMetadata() {
        Map<String, NamedTensor> tensors =
                Map.of("__metadata__", NamedTensor.of("__metadata__", new int[0], 1f));
        Path file = folder.resolve("reserved");
        assertThrows(
                IllegalArgumentException.class, () -> Safetensors.write(file, tensors, Map.of()));
        assertTrue(Files.notExists(file));
    }

    private static CheckpointFormatException refused(Path file) {
        return assertThrows(CheckpointFormatException.class, () -> Safetensors.read(file));
    }

    private Path save(String header, byte[] data) throws IOException {
        return save(header.getBytes(StandardCharsets.UTF_8), data);
    }

    private Path save(byte[] header, byte[] data) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header).put(data);
        return Files.write(folder.resolve("made.safetensors"), bytes.array());
    }
}
