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
import static org.ssamba.checkpoint.PickleProgram.longs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State dicts as PyTorch saves them, read and written. */
class PyTorchCheckpointTest {
    @TempDir Path folder;

    @Test
    void readsTheMiniatureCheckpointOfThePublishedCode() throws IOException {
        Map<String, NamedTensor> mini = PyTorchCheckpoint.read(Goldens.path("mini.pth"));
        assertEquals(91, mini.size());
        assertEquals("module.p_input_fdim", mini.keySet().iterator().next());
        for (String size : List.of("module.p_input_fdim", "module.p_input_tdim")) {
            assertArrayEquals(new int[0], mini.get(size).shape());
            assertArrayEquals(new long[] {128}, mini.get(size).longs());
        }
        double sum = 0;
        for (NamedTensor tensor : mini.values()) {
            tensor.requireFinite("mini.pth");
            if (tensor.dtype().isFloating()) {
                for (double x : tensor.doubles()) {
                    sum += Math.abs(x);
                }
            } else {
                sum += tensor.longs()[0];
            }
        }
        // Both sums were computed by Python's own unpickler and NumPy.
        assertEquals(36245.61846620706, sum, 1e-6);
        double logA = 0;
        for (double x : mini.get("module.v.layers.2.mixer.A_log").doubles()) {
            logA += x;
        }
        assertEquals(2955.164322260767, logA, 1e-9);
    }

    @Test
    void everyGradientOfTheGoldensBelongsToAParameterOfItsShape() throws IOException {
        Map<String, NamedTensor> mini = PyTorchCheckpoint.read(Goldens.path("mini.pth"));
        int gradients = 0;
        for (NamedTensor golden : Goldens.load("mini.npz").values()) {
            if (golden.name().startsWith("grad.")) {
                NamedTensor parameter = mini.get("module." + golden.name().substring(5));
                assertArrayEquals(golden.shape(), parameter.shape(), golden.name());
                gradients++;
            }
        }
        assertEquals(87, gradients);
    }

    @Test
    void writesWhatItReadsKeyForKeyAndByteForByte() throws IOException {
        Map<String, NamedTensor> mini = PyTorchCheckpoint.read(Goldens.path("mini.pth"));
        Path copy = folder.resolve("copy.pth");
        PyTorchCheckpoint.write(copy, mini);
        Map<String, NamedTensor> read = PyTorchCheckpoint.read(copy);
        assertEquals(new ArrayList<>(mini.entrySet()), new ArrayList<>(read.entrySet()));
        Path again = folder.resolve("again.pth");
        PyTorchCheckpoint.write(again, read);
        assertEquals(-1, Files.mismatch(copy, again));
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count(), "temporary files left");
        }
    }

    @Test
    void everyTypeSurvivesWriting() throws IOException {
        Map<String, NamedTensor> tensors = SmallTensors.everyType();
        Path file = folder.resolve("types.pth");
        PyTorchCheckpoint.write(file, tensors);
        assertEquals(tensors, PyTorchCheckpoint.read(file));
    }

    @Test
    void writesAlignedUncompressedEntriesInOneFolder() throws IOException {
        Path file = folder.resolve("aligned.pth");
        PyTorchCheckpoint.write(file, SmallTensors.everyType());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> names = new ArrayList<>();
        int at = 0;
        while (bytes.getInt(at) == 0x04034b50) { // a local header of the zip
            int nameLength = bytes.getShort(at + 26);
            names.add(new String(bytes.array(), at + 30, nameLength, StandardCharsets.US_ASCII));
            int data = at + 30 + nameLength + bytes.getShort(at + 28);
            assertEquals(0, data % 64, names.toString());
            assertEquals(0, bytes.getShort(at + 8), "method: stored");
            assertEquals(0, bytes.getShort(at + 6) & 8, "no data descriptor");
            at = data + bytes.getInt(at + 22);
        }
        assertEquals("archive/data.pkl", names.get(0));
        assertTrue(names.containsAll(List.of("archive/version", "archive/byteorder")));
        assertTrue(names.contains("archive/data/0"));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertEquals(names.size(), zip.size());
            assertEquals(
                    "3\n",
                    new String(
                            zip.getInputStream(zip.getEntry("archive/version")).readAllBytes(),
                            StandardCharsets.US_ASCII));
        }
    }

    /** Saved by PyTorch 1.13.1: a module's state dict with metadata, and views of every type. */
    @Test
    void readsViewsAndTypesAsPyTorchSavesThem() throws IOException {
        Map<String, NamedTensor> read = PyTorchCheckpoint.read(Goldens.path("torch_views.pth"));
        assertEquals(25, read.size());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, read.get("rows").floats());
        assertArrayEquals(new int[] {3, 2}, read.get("transposed").shape());
        assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, read.get("transposed").floats());
        assertArrayEquals(new float[] {3, 4, 5}, read.get("row1").floats());
        assertArrayEquals(new float[] {1, 4}, read.get("column").floats());
        assertArrayEquals(new long[] {7}, read.get("number").longs());
        assertArrayEquals(new int[] {0, 5}, read.get("empty").shape());
        assertArrayEquals(read.get("conv.weight").floats(), read.get("tied.weight").floats());
        for (String type : List.of("float16", "bfloat16", "float32", "float64")) {
            double[] values = read.get(type).doubles();
            assertArrayEquals(new double[] {-3, -2, -1, 0, 1, 2}, values, type);
        }
        for (String type : List.of("int64", "int32", "int16", "int8")) {
            assertArrayEquals(new int[] {-3, -2, -1, 0, 1, 2}, read.get(type).ints(), type);
        }
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, read.get("uint8").ints());
        assertArrayEquals(new int[] {1, 0}, read.get("bool").ints());
    }

    @Test
    void readsTransposedAndSharedStorages() throws IOException {
        byte[] six = new byte[24];
        ByteBuffer.wrap(six)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(new float[] {0, 1, 2, 3, 4, 5});
        PickleProgram program = new PickleProgram().op('}', '(');
        program.string("rows").tensor("FloatStorage", "7", 6, 0, longs(2, 3), longs(3, 1));
        program.string("columns").tensor("FloatStorage", "7", 6, 0, longs(3, 2), longs(1, 3));
        program.string("odd").tensor("FloatStorage", "7", 6, 1, longs(3), longs(2));
        program.string("last").tensor("FloatStorage", "7", 6, 5, longs(), longs());
        program.string("none").tensor("FloatStorage", "7", 6, 6, longs(0, 5), longs(5, 1));
        Path file = folder.resolve("views.pth");
        PickleProgram.save(file, program.op('u').end(), Map.of("7", six));
        Map<String, NamedTensor> read = PyTorchCheckpoint.read(file);
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, read.get("rows").floats());
        assertArrayEquals(new float[] {0, 3, 1, 4, 2, 5}, read.get("columns").floats());
        assertArrayEquals(new float[] {1, 3, 5}, read.get("odd").floats());
        assertArrayEquals(new float[] {5}, read.get("last").floats());
        assertArrayEquals(new int[] {0, 5}, read.get("none").shape());
    }

    @Test
    void readsTheMetadataOfAModulesStateDictPastTheTensors() throws IOException {
        PickleProgram program =
                new PickleProgram().global("collections", "OrderedDict").op(')', 'R');
        program.string("w").tensor("HalfStorage", "0", 1, 0, longs(1), longs(1)).op('s');
        program.op('}').string("_metadata").global("collections", "OrderedDict").op(')', 'R');
        program.string("").op('}').string("version").op('K', 1, 's', 's', 's', 'b');
        Path file = folder.resolve("metadata.pth");
        PickleProgram.save(file, program.end(), Map.of("0", new byte[] {0, 0x3c}));
        assertArrayEquals(new float[] {1}, PyTorchCheckpoint.read(file).get("w").floats());
    }

    @Test
    void notANumberIsFoundAndNamed() {
        NamedTensor weights = NamedTensor.of("w", new int[] {3}, 1f, Float.NaN, 2f);
        CheckpointFormatException e =
                assertThrows(CheckpointFormatException.class, () -> weights.requireFinite("a.pth"));
        assertTrue(
                e.getMessage().startsWith("a.pth: tensor w: element 1 of 3 is NaN"), e::getMessage);
    }
}
