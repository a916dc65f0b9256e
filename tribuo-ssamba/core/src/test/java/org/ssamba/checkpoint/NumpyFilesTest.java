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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumpyFilesTest {
    @TempDir Path folder;

    @Test
    void readsEveryArrayOfTheGoldens() {
        Map<String, NamedTensor> mini = Goldens.load("mini.npz");
        assertEquals(106, mini.size());
        assertArrayEquals(new int[] {2, 128, 128}, mini.get("x").shape());
        assertEquals(DType.F64, mini.get("adamw_lr1e-3_acc_nce_mse_loss").dtype());
        assertEquals(DType.I64, mini.get("masks_generative").dtype());
        for (int patch : mini.get("masks_generative").ints()) {
            assertTrue(patch >= 0 && patch < 64, "patch " + patch);
        }
        assertEquals(72, Goldens.load("selective_scan.npz").size());
        assertEquals(7, Goldens.load("mini_finetune_T96_stride10.npz").size());
        assertEquals(7, Goldens.load("mini_finetune_T256_stride16.npz").size());
    }

    @Test
    void theMeanOfTheTwoClipsIsWhatNumpyComputes() {
        double sum = 0;
        for (double x : Goldens.load("mini.npz").get("x").doubles()) {
            sum += x;
        }
        assertEquals(0.003683336579053398, sum / (2 * 128 * 128), 1e-12);
    }

    @Test
    void writesWhatItReads() throws IOException {
        List<NamedTensor> tensors = new ArrayList<>(Goldens.load("selective_scan.npz").values());
        tensors.add(NamedTensor.of("number", new int[0], 7L));
        tensors.add(NamedTensor.of("none", new int[] {3, 0}, new double[0]));
        tensors.add(NamedTensor.of("three", new int[] {3}, 1.5, -2.5, Double.MAX_VALUE));
        tensors.add(NamedTensor.ofBytes("yes", DType.BOOL, new int[] {2}, new byte[] {0, 1}));
        for (NamedTensor tensor : tensors) {
            Path file = folder.resolve(tensor.name() + ".npy");
            Npy.write(file, tensor);
            assertEquals(tensor, Npy.read(file));
        }
    }

    @Test
    void fortranOrderIsTurnedIntoRowMajor() throws IOException {
        byte[] columns = {1, 4, 2, 5, 3, 6};
        NamedTensor tensor = read("'|i1', 'fortran_order': True, 'shape': (2, 3), ", columns);
        assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, tensor.ints());
    }

    @Test
    void unsignedBytesAndHalfPrecision() throws IOException {
        assertArrayEquals(
                new int[] {255, 1},
                read("'|u1', 'fortran_order': False, 'shape': (2,)", new byte[] {-1, 1}).ints());
        byte[] halves = {0, 0x3c, 0, (byte) 0xc0, 1, 0, (byte) 0xff, 0x7b, 0, 0x7c, 0, (byte) 0x80};
        float[] values = read("'<f2', 'fortran_order': False, 'shape': (6,)", halves).floats();
        assertArrayEquals(
                new float[] {1, -2, 0x1p-24f, 65504, Float.POSITIVE_INFINITY, -0f}, values);
    }

    @Test
    void refusesHeadersThatPromiseWhatTheFileDoesNotHold() {
        assertRefused("'<f4', 'fortran_order': False, 'shape': (3,)", new byte[8], "12 bytes");
        assertRefused(
                "'<f4', 'fortran_order': False, 'shape': (1152921504606846976,)", new byte[8], "");
        assertRefused("'<f4', 'fortran_order': False, 'shape': (0, 4294967296)", new byte[0], "");
        // 2^32 bytes and 2^32 elements, which are 0 to who computes with 32 bits
        assertRefused("'<f4', 'fortran_order': False, 'shape': (1073741824,)", new byte[0], "2^31");
        assertRefused(
                "'|u1', 'fortran_order': False, 'shape': (65536, 65536)", new byte[0], "2^31");
        assertRefused("'<f4', 'fortran_order': False, 'shape': (,)", new byte[4], "shape");
        assertRefused("'<f4', 'fortran_order': 0, 'shape': (1,)", new byte[4], "dictionary");
        assertRefused("'<f4', 'fortran_order': (1,), 'shape': (1,)", new byte[4], "fortran");
        assertRefused("'>f4', 'fortran_order': False, 'shape': (1,)", new byte[4], "astype");
        assertRefused("'|O', 'fortran_order': False, 'shape': (1,)", new byte[8], "astype");
        assertRefused("'<f4', 'descr': '<f4', 'shape': (1,)", new byte[4], "twice");
        assertThrows(
                CheckpointFormatException.class,
                () -> Npy.read("x", new ByteArrayInputStream(new byte[0])));
    }

    @Test
    void refusesDamagedZips() throws IOException {
        byte[] good = Files.readAllBytes(Goldens.path("mini_finetune_T96_stride10.npz"));
        Path file = folder.resolve("cut.npz");
        Files.write(file, Arrays.copyOf(good, good.length / 2));
        CheckpointFormatException e =
                assertThrows(CheckpointFormatException.class, () -> Npz.read(file));
        assertTrue(
                e.getMessage().contains("cut.npz") && e.getMessage().contains("again"),
                e::toString);
        assertEquals(file.toString(), e.file());

        good[good.length / 3] ^= 4;
        Files.write(file, good);
        assertThrows(CheckpointFormatException.class, () -> Npz.read(file));
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
        }
        assertThrows(CheckpointFormatException.class, () -> Npz.read(file));
    }

    @Test
    void refusesZipDirectoriesThatLie() throws IOException {
        Path file = folder.resolve("lie.npz");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : List.of("a", "b")) {
                zip.putNextEntry(new ZipEntry(name + ".npy"));
                Npy.write(zip, NamedTensor.of(name, new int[] {1000}, new float[1000]));
            }
        }
        byte[] good = out.toByteArray();
        int a = directoryEntry(good, "a.npy");
        int b = directoryEntry(good, "b.npy");
        assertDirectoryRefused(file, good, "claims", bytes -> bytes.putInt(a + 24, 2_000_000_000));
        assertDirectoryRefused(file, good, "claims", bytes -> bytes.putInt(a + 24, 5000));
        assertDirectoryRefused(file, good, "checksum", bytes -> bytes.putInt(b + 16, 1));
        assertDirectoryRefused(file, good, "twice", bytes -> bytes.put(b + 46, (byte) 'a'));
        // b's data are said to be the whole file, a's included
        assertDirectoryRefused(file, good, "claims", bytes -> bytes.putInt(b + 20, good.length));
        // a name that is not UTF-8
        assertDirectoryRefused(file, good, "", bytes -> bytes.put(b + 46, (byte) 0xff));
    }

    /** Where the entry's record in the zip's directory starts. */
    private static int directoryEntry(byte[] zip, String name) {
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        return text.lastIndexOf("PK\1\2", text.lastIndexOf(name));
    }

    private static void assertDirectoryRefused(
            Path file, byte[] good, String said, Consumer<ByteBuffer> damage) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
        damage.accept(bytes);
        Files.write(file, bytes.array());
        CheckpointFormatException e =
                assertThrows(CheckpointFormatException.class, () -> Npz.read(file));
        assertTrue(e.getMessage().contains(said), e::getMessage);
    }

    private static void assertRefused(String fields, byte[] data, String said) {
        CheckpointFormatException e =
                assertThrows(CheckpointFormatException.class, () -> read(fields, data), fields);
        assertTrue(e.getMessage().contains(said), e::getMessage);
    }

    private static NamedTensor read(String fields, byte[] data) throws IOException {
        byte[] header = ("{'descr': " + fields + "}").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        out.write(header.length);
        out.write(header.length >> 8);
        out.write(header);
        out.write(data);
        return Npy.read("x", new ByteArrayInputStream(out.toByteArray()));
    }
}
