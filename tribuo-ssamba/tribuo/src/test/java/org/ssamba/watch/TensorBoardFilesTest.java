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
package org.ssamba.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;

class TensorBoardFilesTest {
    private static final Work WORK = new Work(Work.PRETRAINING, "fold1", 8, 4, 2);
    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1_790_000_000), ZoneOffset.UTC);

    private static final String PATH = "/tensorboard/";

    @TempDir Path folder;

    private static WorkEvent.Pace pace(long step) {
        return new WorkEvent.Pace(step, step, 2);
    }

    private static void run(TensorBoardFiles files, long from, long to) {
        files.on(WORK, new WorkEvent.Started(pace(from)));
        for (long step = from + 1; step <= to; step++) {
            files.on(WORK, new WorkEvent.Step(pace(step), 8.0 / step, Double.NaN, 0.5));
        }
        files.on(WORK, new WorkEvent.Probe(pace(to), 0.75, 0.5));
        files.on(WORK, new WorkEvent.Ended(pace(to), null));
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("fold1-pretraining"))) {
            return files.sorted().toList();
        }
    }

    /** The resources were written by TensorBoard 2.21's own writer. */
    @Test
    void aRunThatGoesOnAddsAFile() throws IOException {
        TensorBoardFiles files = new TensorBoardFiles(folder, CLOCK);
        run(files, 0, 3);
        run(files, 2, 4);
        List<Path> written = written();
        assertEquals(2, written.size());
        assertArrayEquals(expected("begun.tfevents"), Files.readAllBytes(written.get(0)));
        assertArrayEquals(expected("resumed.tfevents"), Files.readAllBytes(written.get(1)));
    }

    private static byte[] expected(String name) throws IOException {
        try (InputStream file = TensorBoardFilesTest.class.getResourceAsStream(PATH + name)) {
            return file.readAllBytes();
        }
    }

    @Test
    void whatCannotBeWrittenIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");
        UncheckedIOException e =
                assertThrows(
                        UncheckedIOException.class, () -> run(new TensorBoardFiles(file), 0, 1));
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }
}
