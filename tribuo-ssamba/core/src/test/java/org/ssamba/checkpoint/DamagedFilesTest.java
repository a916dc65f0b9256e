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

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of damaged files of each format: every one is either read or refused with an
 * IOException, whatever byte was hit.
 */
class DamagedFilesTest {
    private static final int CASES = 2000;

    @TempDir Path folder;

    private interface Reader {
        void read(Path file) throws IOException;
    }

    @Test
    void npy() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, NamedTensor.of("x", new int[] {2, 3}, 1f, 2f, 3f, 4f, 5f, 6f));
        damage(out.toByteArray(), file -> Npy.read(file));
    }

    @Test
    void npz() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"a", "b", "c"}) {
                zip.putNextEntry(new ZipEntry(name + ".npy"));
                Npy.write(zip, NamedTensor.of(name, new int[] {4}, 1L, 2L, 3L, 4L));
            }
        }
        damage(out.toByteArray(), Npz::read);
        damage(
                out.toByteArray(),
                file -> Npz.read(new ByteArrayInputStream(Files.readAllBytes(file))));
    }

    @Test
    void pth() throws IOException {
        Path file = folder.resolve("good.pth");
        PyTorchCheckpoint.write(file, SmallTensors.everyType());
        damage(Files.readAllBytes(file), PyTorchCheckpoint::read);
    }

    @Test
    void safetensors() throws IOException {
        Path file = folder.resolve("good.safetensors");
        Safetensors.write(file, SmallTensors.everyType(), Map.of("key", "value"));
        damage(Files.readAllBytes(file), Safetensors::read);
    }

    /** Damages only the pickle, whose checksum would otherwise protect it. */
    @Test
    void pickle() throws IOException {
        Path file = folder.resolve("good.pth");
        PickleProgram program = new PickleProgram().op('}', '(');
        long[] size = {2, 3};
        long[] stride = {3, 1};
        program.string("a").tensor("FloatStorage", "0", 6, 0, size, stride);
        program.op('q', 1).string("b").tensor("HalfStorage", "1", 6, 0, size, stride);
        byte[] good = program.op('q', 2, 'u').end();
        Map<String, byte[]> storages = Map.of("0", new byte[24], "1", new byte[12]);
        Reader reader =
                damaged -> {
                    PickleProgram.save(file, Files.readAllBytes(damaged), storages);
                    PyTorchCheckpoint.read(file);
                };
        damage(good, reader);
    }

    private void damage(byte[] good, Reader reader) throws IOException {
        Random random = new Random(20240517);
        Path file = folder.resolve("damaged");
        Files.write(file, good);
        reader.read(file); // the undamaged file is fine
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = good.clone();
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                int at = random.nextInt(bytes.length);
                bytes[at] =
                        switch (random.nextInt(4)) {
                            case 0 -> (byte) random.nextInt();
                            case 1 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                            case 2 -> (byte) 0xff;
                            default -> bytes[random.nextInt(bytes.length)];
                        };
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(bytes);
            }
            try {
                reader.read(file);
            } catch (CheckpointFormatException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("case " + i + ": " + Arrays.toString(bytes), e);
            }
        }
        assertTrue(refused > CASES / 4, refused + " refused");
    }
}
