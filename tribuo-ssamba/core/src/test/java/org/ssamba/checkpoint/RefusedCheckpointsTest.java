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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.checkpoint.PickleProgram.longs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, or that want more than a state dict needs: each says where and why. */
class RefusedCheckpointsTest {
    @TempDir Path folder;

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
}
