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
package org.ssamba.it.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** A small disk in memory, which only root may mount, and a file that fills it. */
final class FullDisk implements AutoCloseable {
    private final Path folder;

    /** Mounts it; a test is skipped where that is not allowed. */
    FullDisk(Path folder, int megabytes) throws IOException {
        this.folder = Files.createDirectories(folder);
        boolean mounted =
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", "" + folder);
        if (!mounted) {
            System.out.println("Skipped: no disk can be mounted at " + folder + "; root may");
        }
        Assumptions.assumeTrue(mounted);
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Path folder() {
        return folder;
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    /** Until nothing more can be written. */
    void fill() {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(new byte[1 << 12]);
            }
        } catch (IOException e) {
            if (!e.getMessage().contains("No space left")) {
                throw new IllegalStateException(e);
            }
        }
    }

    void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    @Override
    public void close() {
        if (!run("umount", folder.toString())) {
            throw new IllegalStateException(folder + " cannot be unmounted");
        }
    }
}
