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
package org.ssamba.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.PretrainedEncoder;
import org.ssamba.audio.AudioContent;

/** Clips that come from a file system of Hadoop's, which fails now and then. */
class BusyStorageTest {
    @TempDir private static Path folder;
    private static PretrainedEncoder encoder;

    @BeforeAll
    static void clips() {
        for (int i = 0; i < 4; i++) {
            Tones.write(folder, i, 1);
        }
        encoder = Tones.encoder(folder);
        LocalSpark.SPARK
                .sparkContext()
                .hadoopConfiguration()
                .set("fs.flaky.impl", FlakyFileSystem.class.getName());
    }

    private static List<Row> embedded() {
        return LocalSpark.collect(
                new AudioEmbeddings()
                        .setEncoder(encoder)
                        .transform(
                                LocalSpark.paths(
                                        1, IntStream.range(0, 4).mapToObj(BusyStorageTest::uri))));
    }

    private static String uri(int clip) {
        return "flaky://" + folder.resolve("tone %03d.wav".formatted(clip));
    }

    @Test
    void aTaskIsTriedAgainBeforeAClipCountsAsUnreadable() {
        FlakyFileSystem.FAILURES.put("tone 001.wav", 2);
        List<Row> rows = embedded();
        rows.forEach(row -> assertNull(row.getAs("error")));
        FlakyFileSystem.FAILURES.put("tone 002.wav", Integer.MAX_VALUE);
        rows = embedded();
        assertTrue(rows.get(2).<String>getAs("error").contains("the storage is busy"));
        assertNull(rows.get(2).getAs("embedding"));
        assertNotNull(rows.get(3).getAs("embedding"));
    }

    @Test
    void aLargeFileIsReadFromAnyPosition() throws IOException {
        byte[] bytes = new byte[(16 << 20) + 77];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 11));
        }
        Path file = Files.write(folder.resolve("large.bin"), bytes);
        AudioContent content =
                HadoopContent.of(
                                new org.apache.hadoop.fs.Path(URI.create("flaky://" + file)),
                                LocalSpark.SPARK.sparkContext().hadoopConfiguration())
                        .orElseThrow();
        assertEquals(bytes.length, content.version().bytes());
        try (SeekableByteChannel channel = content.open()) {
            for (int at : new int[] {bytes.length - 5, 0, 1 << 20, (16 << 20) - 3}) {
                ByteBuffer read = ByteBuffer.allocate(100_000);
                channel.position(at);
                int end = Math.min(bytes.length, at + read.capacity());
                while (read.position() < end - at) {
                    assertTrue(channel.read(read) > 0);
                }
                assertEquals(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, end)), read.flip());
            }
            channel.position(bytes.length);
            assertEquals(-1, channel.read(ByteBuffer.allocate(1)));
        }
    }
}
