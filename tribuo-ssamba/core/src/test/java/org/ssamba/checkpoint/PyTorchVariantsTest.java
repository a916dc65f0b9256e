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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that other settings and other programs write: read, or refused by name. */
class PyTorchVariantsTest {
    /** 1 in float32. */
    private static final byte[] ONE = {0, 0, (byte) 0x80, 0x3f};

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("variant.pth");
    }

    private static byte[] pickle(String storage) {
        long[] one = {1};
        return new PickleProgram()
                .op('}')
                .string("w")
                .tensor(storage, "0", 1, 0, one, one)
                .op('s')
                .end();
    }

    private void refused(String... words) {
        String message =
                assertThrows(CheckpointFormatException.class, () -> PyTorchCheckpoint.read(file))
                        .getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), word + " in " + message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive", "best_audio_model", "0", "модель v1.2"})
    void theFolderInTheZipMayHaveAnyName(String name) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            PickleProgram.store(zip, name + "/data.pkl", pickle("FloatStorage"));
            PickleProgram.store(zip, name + "/data/0", ONE);
        }
        assertArrayEquals(new float[] {1}, PyTorchCheckpoint.read(file).get("w").floats());
    }

    /** A folder that was zipped again by hand. */
    @ParameterizedTest
    @ValueSource(strings = {"archive/data.pkl", "archive/data/0"})
    void compressedEntriesAreRefused(String compressed) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry :
                    Map.of("archive/data.pkl", pickle("FloatStorage"), "archive/data/0", ONE)
                            .entrySet()) {
                if (entry.getKey().equals(compressed)) {
                    zip.putNextEntry(new ZipEntry(compressed));
                    zip.write(entry.getValue());
                    zip.closeEntry();
                } else {
                    PickleProgram.store(zip, entry.getKey(), entry.getValue());
                }
            }
        }
        refused(compressed, "is compressed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ComplexFloatStorage", "QInt8Storage", "UntypedStorage"})
    void storagesOfOtherElementsAreNamed(String storage) throws IOException {
        PickleProgram.save(file, pickle(storage), Map.of("0", ONE));
        refused("torch." + storage, "no state dict needs");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5})
    void otherPickleProtocolsAreNamed(int protocol) throws IOException {
        byte[] pickle = pickle("FloatStorage");
        pickle[1] = (byte) protocol;
        PickleProgram.save(file, pickle, Map.of("0", ONE));
        refused("pickle protocol " + protocol, "not 2", "torch.save's own settings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"big", "", "little\n"})
    void onlyLittleEndianTensorsAreRead(String order) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            PickleProgram.store(zip, "m/data.pkl", pickle("FloatStorage"));
            PickleProgram.store(zip, "m/data/0", ONE);
            PickleProgram.store(zip, "m/byteorder", order.getBytes(StandardCharsets.US_ASCII));
        }
        refused("m/byteorder", order.equals("big") ? "says big" : "neither little nor big");
    }

    @Test
    void aStorageUnderTwoTypesHasTheBytesOfEach() throws IOException {
        long[] one = {1};
        byte[] program =
                new PickleProgram()
                        .op('}')
                        .string("w")
                        .tensor("FloatStorage", "0", 1, 0, one, one)
                        .op('s')
                        .string("bits")
                        .tensor("IntStorage", "0", 1, 0, one, one)
                        .op('s')
                        .end();
        PickleProgram.save(file, program, Map.of("0", ONE));
        Map<String, NamedTensor> read = PyTorchCheckpoint.read(file);
        assertArrayEquals(new float[] {1}, read.get("w").floats());
        assertArrayEquals(new long[] {0x3f800000}, read.get("bits").longs());
    }
}
