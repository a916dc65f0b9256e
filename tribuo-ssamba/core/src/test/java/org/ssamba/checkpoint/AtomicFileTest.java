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
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir Path folder;

    @Test
    void aWriterThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("weights"), "old");
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                AtomicFile.write(
                                        file,
                                        out -> {
                                            out.write(new byte[1 << 20]);
                                            throw new IOException("disk full");
                                        }));
        assertTrue(e.getMessage().endsWith(" could not be written: disk full"), e.getMessage());
        assertEquals("old", Files.readString(file));
        assertOneFile();
    }

    @Test
    void theOldFileIsThereUntilTheNewOneIsComplete() throws IOException {
        Path file = Files.writeString(folder.resolve("weights"), "old");
        AtomicFile.write(
                file,
                out -> {
                    out.write("new".getBytes());
                    out.flush();
                    assertEquals("old", Files.readString(file));
                });
        assertEquals("new", Files.readString(file));
        assertOneFile();
    }

    @Test
    void largeBuffersAreWrittenWhole() throws IOException {
        byte[] content = new byte[(3 << 20) + 17];
        new Random(1).nextBytes(content);
        ByteBuffer direct = ByteBuffer.allocateDirect(content.length).put(content).flip();
        for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.wrap(content), direct}) {
            Path file = folder.resolve("large");
            AtomicFile.writeChannel(file, channel -> AtomicFile.writeFully(channel, buffer));
            assertArrayEquals(content, Files.readAllBytes(file));
        }
        assertOneFile();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkStaysOneAndWhatItLeadsToIsReplaced() throws IOException {
        Path versions = Files.createDirectory(folder.resolve("versions"));
        Path file = Files.writeString(versions.resolve("weights-3"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("latest"), file);
        AtomicFile.write(link, out -> out.write("new".getBytes()));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("weights-3"), List.of(versions.toFile().list()));
    }

    /** The administrator may write anything. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsProtectedStaysAsItIs() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"));
        Path file = Files.writeString(folder.resolve("weights"), "old");
        assertTrue(file.toFile().setReadOnly());
        IOException e = assertThrows(IOException.class, () -> AtomicFile.write(file, out -> {}));
        assertTrue(e.getMessage().endsWith("the file is read-only"), e.getMessage());
        assertEquals("old", Files.readString(file));

        Path closed = Files.createDirectory(folder.resolve("closed"));
        assertTrue(closed.toFile().setWritable(false));
        e = assertThrows(IOException.class, () -> AtomicFile.write(closed.resolve("w"), out -> {}));
        assertTrue(e.getMessage().endsWith("no permission to write in the folder " + closed));
    }

    /** A box for letters: one may put in what one may not take out. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderThatMayNotBeListedMayBeWrittenTo() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"));
        Path box = Files.createDirectory(folder.resolve("box"));
        assertTrue(box.toFile().setReadable(false));
        AtomicFile.write(box.resolve("weights"), out -> out.write("new".getBytes()));
        assertEquals("new", Files.readString(box.resolve("weights")));
        assertTrue(box.toFile().setReadable(true));
    }

    @Test
    void aFolderThatIsMissingOrInTheWayIsAnError() {
        Path missing = folder.resolve("missing").resolve("weights");
        IOException e = assertThrows(IOException.class, () -> AtomicFile.write(missing, out -> {}));
        assertEquals(
                missing + " could not be written: there is no folder " + missing.getParent(),
                e.getMessage());
        assertThrows(IOException.class, () -> AtomicFile.write(folder, out -> {}));
    }

    private void assertOneFile() throws IOException {
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }
}
