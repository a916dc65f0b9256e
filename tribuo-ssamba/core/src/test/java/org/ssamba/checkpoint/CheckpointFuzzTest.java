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

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come, a file of weights is read or refused with the one exception, soon and in
 * memory of a few times its size. How to go on looking is in docs/audio.md.
 */
@Timeout(value = 60, unit = SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class CheckpointFuzzTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What a reader allocates at most: whatever the file, and for each of its bytes. */
    private static final long BASE_BYTES = 16 << 20;

    private static final int BYTES_PER_BYTE = 256;

    private static final int END_OF_DIRECTORY = 22;

    private interface Reader {
        Object read(Path file) throws IOException;
    }

    private static void check(byte[] bytes, Reader reader) throws IOException {
        Path file = Files.createTempFile("fuzz", ".bin");
        long allowed = BASE_BYTES + (long) BYTES_PER_BYTE * bytes.length;
        try {
            Files.write(file, bytes);
            // Classes that are loaded at the first call take memory, too.
            if (taken(file, reader) > allowed) {
                long taken = taken(file, reader);
                assertTrue(taken <= allowed, () -> taken + " bytes taken for " + bytes.length);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static long taken(Path file, Reader reader) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            reader.read(file);
        } catch (CheckpointFormatException refused) {
            String message = refused.getMessage();
            assertTrue(message.contains(file.toString()) || message.contains("stream"), message);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private interface Writer {
        void write(Path file) throws IOException;
    }

    private static byte[] written(Writer writer) throws IOException {
        Path file = Files.createTempFile("seed", ".bin");
        try {
            writer.write(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    static Stream<byte[]> safetensorsFiles() throws IOException {
        return Stream.of(
                written(
                        file ->
                                Safetensors.write(
                                        file, SmallTensors.everyType(), Map.of("key", "value"))));
    }

    @MethodSource("safetensorsFiles")
    @FuzzTest
    void safetensors(byte[] file) throws IOException {
        check(file, Safetensors::read);
    }

    static Stream<byte[]> pthFiles() throws IOException {
        return Stream.of(written(file -> PyTorchCheckpoint.write(file, SmallTensors.everyType())));
    }

    @MethodSource("pthFiles")
    @FuzzTest
    void pth(byte[] file) throws IOException {
        check(withZipChecksums(file), PyTorchCheckpoint::read);
    }

    static Stream<byte[]> pickles() {
        long[] size = {2, 3};
        long[] stride = {3, 1};
        PickleProgram program = new PickleProgram().op('}', '(');
        program.string("a").tensor("FloatStorage", "0", 6, 0, size, stride);
        program.op('q', 1).string("b").tensor("HalfStorage", "1", 6, 0, size, stride);
        return Stream.of(program.op('q', 2, 'u').end());
    }

    /** The pickle inside a file that is otherwise good. */
    @MethodSource("pickles")
    @FuzzTest
    void pickle(byte[] pickle) throws IOException {
        Map<String, byte[]> storages = Map.of("0", new byte[24], "1", new byte[12]);
        byte[] file = written(path -> PickleProgram.save(path, pickle, storages));
        check(file, PyTorchCheckpoint::read);
    }

    static Stream<byte[]> numpyFiles() throws IOException {
        ByteArrayOutputStream npy = new ByteArrayOutputStream();
        Npy.write(npy, NamedTensor.of("x", new int[] {2, 3}, 1f, 2f, 3f, 4f, 5f, 6f));
        ByteArrayOutputStream npz = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(npz)) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            Npy.write(zip, NamedTensor.of("a", new int[] {4}, 1L, 2L, 3L, 4L));
        }
        return Stream.of(npy.toByteArray(), npz.toByteArray());
    }

    @MethodSource("numpyFiles")
    @FuzzTest
    void numpy(byte[] file) throws IOException {
        if (file.length > 0 && file[0] == 'P') {
            byte[] zip = withZipChecksums(file);
            check(zip, Npz::read);
            check(zip, path -> Npz.read(new ByteArrayInputStream(Files.readAllBytes(path))));
        } else {
            check(file, Npy::read);
        }
    }

    /**
     * The CRCs of stored entries, in the directory and before them, as far as it can be followed.
     */
    private static byte[] withZipChecksums(byte[] file) {
        byte[] bytes = file.clone();
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.length - END_OF_DIRECTORY;
        if (end < 0 || zip.getInt(end) != 0x06054b50) {
            return bytes;
        }
        int at = zip.getInt(end + 16);
        while (at >= 0 && at <= end - 46 && zip.getInt(at) == 0x02014b50) {
            int size = zip.getInt(at + 20);
            int local = zip.getInt(at + 42);
            if (local >= 0 && local <= end - 30) {
                int data =
                        local
                                + 30
                                + (zip.getShort(local + 26) & 0xffff)
                                + (zip.getShort(local + 28) & 0xffff);
                if (zip.getShort(at + 10) == 0 && size >= 0 && size <= end - data) {
                    CRC32 crc = new CRC32();
                    crc.update(bytes, data, size);
                    zip.putInt(at + 16, (int) crc.getValue());
                    zip.putInt(local + 14, (int) crc.getValue());
                }
            }
            at +=
                    46
                            + (zip.getShort(at + 28) & 0xffff)
                            + (zip.getShort(at + 30) & 0xffff)
                            + (zip.getShort(at + 32) & 0xffff);
        }
        return bytes;
    }
}
