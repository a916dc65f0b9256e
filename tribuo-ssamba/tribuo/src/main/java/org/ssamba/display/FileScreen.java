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
package org.ssamba.display;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pictures and sounds to numbered files and prints their names; prints tables. */
final class FileScreen implements Screen {
    private final Path folder;
    private final PrintStream out;
    private int shown;

    FileScreen(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    @Override
    public synchronized void show(Item item) {
        if (item instanceof Item.Picture picture) {
            write(item, ".png", picture.png());
        } else if (item instanceof Item.Sound sound) {
            write(item, ".wav", WavBytes.of(sound.clip()));
        } else {
            out.println(item.text());
        }
    }

    private void write(Item item, String suffix, byte[] bytes) {
        shown++;
        Path file = folder.resolve(shown + suffix);
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(item.text() + ": " + file);
    }
}
