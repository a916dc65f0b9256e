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
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Map<String, NamedTensor> tensors = everyType();
        Path file = folder.resolve("types.pth");
        PyTorchCheckpoint.write(file, tensors);
        assertEquals(tensors, PyTorchCheckpoint.read(file));
    }

    @Test
    void writesAlignedUncompressedEntriesInOneFolder() throws IOException {
        Path file = folder.resolve("aligned.pth");
        PyTorchCheckpoint.write(file, everyType());
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
    void refusesShapesThatContradictTheStorage() throws IOException {
        long[][][] shapes = {
            {{3, 3}, {3, 1}, {0}}, // too many
            {{2, 2}, {3, 2}, {0}}, // the last element outside
            {{2}, {1}, {4}}, // offset
            {{2}, {1}, {-1}},
            {{2}, {-1}, {1}},
            {{2}, {Long.MAX_VALUE}, {1}},
            {{3, 2, 2}, {1, Long.MAX_VALUE / 2, Long.MAX_VALUE / 2}, {1}},
            {{1L << 60}, {1}, {0}},
            {{1L << 31, 1L << 31, 1L << 31}, {0, 0, 0}, {0}},
            {{1000000000}, {0}, {0}},
            {{5, 2}, {0, 1}, {0}}, // expanded
            {{-1}, {1}, {0}},
            {{2}, {1, 1}, {0}},
            {{0}, {1}, {6}},
        };
        for (long[][] shape : shapes) {
            PickleProgram program = new PickleProgram().op('}').string("w");
            program.tensor("FloatStorage", "0", 5, shape[2][0], shape[0], shape[1]).op('s');
            assertRefused(program.end(), Map.of("0", new byte[20]), "tensor w");
        }
        PickleProgram lies = new PickleProgram().op('}').string("w");
        lies.tensor("FloatStorage", "0", 1L << 60, 0, longs(1), longs(1)).op('s');
        assertRefused(lies.end(), Map.of("0", new byte[20]), "1152921504606846976 elements");
        PickleProgram absent = new PickleProgram().op('}').string("w");
        absent.tensor("FloatStorage", "../../etc/passwd", 5, 0, longs(5), longs(1)).op('s');
        assertRefused(absent.end(), Map.of("0", new byte[20]), "is missing");
    }

    @Test
    void refusesManyLargeViewsOfASmallStorage() throws IOException {
        PickleProgram program = new PickleProgram().op('}');
        long[] size = longs(300, 300);
        for (int i = 0; i < 100; i++) {
            program.string("w" + i)
                    .tensor("FloatStorage", "0", 90000, 0, size, longs(1, 300))
                    .op('s');
        }
        assertRefused(program.end(), Map.of("0", new byte[360000]), "twice the size");
    }

    @Test
    void refusesEveryClassAndCallThatIsNotAStateDicts() throws IOException {
        byte[][] programs = {
            // os.system("touch /tmp/owned") and its relatives, as REDUCE, INST, OBJ and NEWOBJ
            new PickleProgram().global("os", "system").op('(').string("id").op('t', 'R').end(),
            new PickleProgram().global("builtins", "eval").op('(').string("1").op('t', 'R').end(),
            new PickleProgram().op('(').string("id").text("ios\nsystem\n").end(),
            new PickleProgram().op('(').global("os", "system").string("id").op('o').end(),
            new PickleProgram().global("os", "system").op(')', 0x81).end(),
            // classes for which the pickle library has constructors of its own
            new PickleProgram().global("decimal", "Decimal").op('(').string("1").op('t', 'R').end(),
            new PickleProgram().global("builtins", "SystemExit").op(')', 'R').end(),
            new PickleProgram().global("copy_reg", "_reconstructor").op(')', 'R').end(),
            new PickleProgram().global("operator", "attrgetter").op(')', 'R').end(),
            new PickleProgram().global("array", "array").op(')', 'R').end(),
            // other names in torch
            new PickleProgram().global("torch", "load").op(')', 'R').end(),
            new PickleProgram().global("torch._utils", "_rebuild_parameter").op(')', 'R').end(),
            new PickleProgram().string("os").string("system").op(0x93).end(),
            new PickleProgram().op(0x82, 1).end(), // extension registry
            new PickleProgram().text("Pstorage\n").end(),
            new PickleProgram().op(']').end(),
            new PickleProgram().op(0xff).end(),
            new PickleProgram().op('(').op('1').end(),
        };
        for (byte[] program : programs) {
            CheckpointFormatException e = assertRefused(program, Map.of(), "no state dict needs");
            assertTrue(e.place().contains("at byte"), e::getMessage);
        }
    }

    @Test
    void refusesAForeignClassBeforeReadingAnyTensor() throws IOException {
        // The first tensor is impossible too: the class at the very end is what is reported.
        PickleProgram program = new PickleProgram().op('}').string("w");
        program.tensor("FloatStorage", "0", 5, 99, longs(1), longs(1)).op('s');
        program.string("x").global("posix", "system").op('s');
        assertRefused(program.end(), Map.of("0", new byte[20]), "posix.system");
    }

    @Test
    void refusesPermittedPiecesPutTogetherWrongly() throws IOException {
        PickleProgram fakeStorage = new PickleProgram().op('}').string("w");
        fakeStorage.global("torch._utils", "_rebuild_tensor_v2").op('(').string("x");
        fakeStorage.integer(0).tuple(1).tuple(1).op(0x89, 'N', 't', 'R', 's');
        byte[][] programs = {
            fakeStorage.end(),
            new PickleProgram().op('R').end(),
            new PickleProgram().op('u').end(),
            new PickleProgram().op('t').end(),
            new PickleProgram().op('Q').end(),
            new PickleProgram().op('h', 9).end(),
            new PickleProgram().op('N').end(),
            new PickleProgram().op('}', '(').string("w").op('u').end(),
            new PickleProgram().op('}', '}', '}', 's').end(), // a dictionary as a key
            new PickleProgram().op('}', 'q', 0, 'h', 0, 'h', 0, 's').end(), // itself as a key
            new PickleProgram().op('}', 'N', 'b', 'b').end(),
            new PickleProgram().global("torch", "FloatStorage").op(')', 'R').end(),
            new PickleProgram().string("module").op('Q').end(),
            new PickleProgram().op('(').string("module").op('t', 'Q').end(),
            new PickleProgram().end(),
        };
        for (byte[] program : programs) {
            assertRefused(program, Map.of(), "state dict");
        }
    }

    @Test
    void refusesArgumentsLongerThanThePickle() throws IOException {
        byte[][] programs = {
            new PickleProgram().op('X', 0xff, 0xff, 0xff, 0x7f).end(),
            new PickleProgram().op('X', 0xff, 0xff, 0xff, 0xff).end(),
            new PickleProgram().op(0x8a, 200).end(),
            new PickleProgram().text("ctorch").end(),
            Arrays.copyOf(new PickleProgram().op('}').end(), 3),
            new PickleProgram().op('}', '.').end(),
            {(byte) 0x80, 5, '}', '.'},
            {'}', '.'},
            {},
        };
        for (byte[] program : programs) {
            assertRefused(program, Map.of(), "at byte");
        }
    }

    @Test
    void aMemoBombCostsNothing() throws IOException {
        // Each tuple holds the one before twice: 2^3000 leaves for whoever walks them.
        PickleProgram bomb = new PickleProgram().op('N', 'q', 0);
        for (int i = 0; i < 3000; i++) {
            bomb.op('h', 0, 'h', 0, 0x86, 'q', 0);
        }
        assertRefused(bomb.end(), Map.of(), "state dict");
        PickleProgram deep = new PickleProgram().op('}').string("w");
        for (int i = 0; i < 100_000; i++) {
            deep.op(')', 0x85);
        }
        assertRefused(deep.op('s').end(), Map.of(), "state dict");
    }

    @Test
    void saysHowToTakeAStateDictOutOfALargerDictionary() throws IOException {
        PickleProgram nested = new PickleProgram().op('}').string("state_dict").op('}', 's');
        assertRefused(nested.end(), Map.of(), "save the inner dictionary alone");
        PickleProgram epoch = new PickleProgram().op('}').string("epoch").op('K', 3, 's');
        assertRefused(epoch.end(), Map.of(), "key epoch");
        PickleProgram twice = new PickleProgram().op('}').string("a").op('N', 's').string("a");
        assertRefused(twice.op('N', 's').end(), Map.of(), "twice");
    }

    @Test
    void refusesWhatIsNoZipOfPyTorch() throws IOException {
        Path file = folder.resolve("model.pth");
        assertThrows(NoSuchFileException.class, () -> PyTorchCheckpoint.read(file));
        byte[] good = Files.readAllBytes(Goldens.path("mini.pth"));
        Files.write(file, Arrays.copyOf(good, good.length - 1000));
        assertEquals("zip directory", refused(file).place());
        Files.write(file, new PickleProgram().op('}').end());
        assertTrue(refused(file).getMessage().contains("1.6"));
        Files.write(file, new byte[0]);
        assertEquals("start", refused(file).place());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            PickleProgram.store(zip, "code/model.py", new byte[3]);
        }
        assertTrue(refused(file).getMessage().contains("data.pkl"));
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            PickleProgram.store(zip, "m/data.pkl", new PickleProgram().op('}').end());
            PickleProgram.store(zip, "m/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        }
        assertTrue(refused(file).getMessage().contains("says big"));
    }

    @Test
    void aDamagedByteIsFound() throws IOException {
        byte[] good = Files.readAllBytes(Goldens.path("mini.pth"));
        Path file = folder.resolve("damaged.pth");
        good[300_000] ^= 1; // within a storage
        Files.write(file, good);
        assertTrue(refused(file).getMessage().contains("checksum"));
    }

    @Test
    void notANumberIsFoundAndNamed() {
        NamedTensor weights = NamedTensor.of("w", new int[] {3}, 1f, Float.NaN, 2f);
        CheckpointFormatException e =
                assertThrows(CheckpointFormatException.class, () -> weights.requireFinite("a.pth"));
        assertTrue(
                e.getMessage().startsWith("a.pth: tensor w: element 1 of 3 is NaN"), e::getMessage);
    }

    /** One small tensor of each type, one without dimensions and one without elements. */
    static Map<String, NamedTensor> everyType() {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (DType dtype : DType.values()) {
            byte[] bytes = new byte[6 * dtype.bytes()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (dtype == DType.BOOL ? i & 1 : 3 * i + 1);
            }
            String name = "t." + dtype;
            tensors.put(name, NamedTensor.ofBytes(name, dtype, new int[] {2, 1, 3}, bytes));
        }
        tensors.put("größe", NamedTensor.of("größe", new int[0], 42L));
        tensors.put("none", NamedTensor.of("none", new int[] {2, 0, 3}, new float[0]));
        return tensors;
    }

    private CheckpointFormatException assertRefused(
            byte[] pickle, Map<String, byte[]> storages, String said) throws IOException {
        Path file = folder.resolve("refused.pth");
        PickleProgram.save(file, pickle, storages);
        CheckpointFormatException e = refused(file);
        assertTrue(e.getMessage().contains(said), e::getMessage);
        return e;
    }

    private static CheckpointFormatException refused(Path file) {
        CheckpointFormatException e =
                assertThrows(CheckpointFormatException.class, () -> PyTorchCheckpoint.read(file));
        assertEquals(file.toString(), e.file());
        return e;
    }

    private static long[] longs(long... values) {
        return values;
    }
}
