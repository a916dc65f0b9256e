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
package org.ssamba.examples.plot;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.ssamba.checkpoint.AtomicFile;

/**
 * The start and end of every plot: checks that the machine can draw, and writes the file as a whole
 * or not at all.
 */
final class PngFile {

    private PngFile() {}

    /**
     * Makes sure that text can be drawn, so that a machine without fonts (a minimal container)
     * causes one readable exception and not an error inside AWT.
     *
     * @throws NoFontException if this Java finds no fonts
     */
    static void requireDrawing() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12)
                    .getStringBounds("0", new FontRenderContext(null, true, true));
        } catch (LinkageError | InternalError | RuntimeException e) {
            throw new NoFontException(e);
        }
    }

    /**
     * Writes the image to a temporary file in the same folder and then moves it: a full disk leaves
     * the old file or none.
     *
     * @throws IOException if the file cannot be written
     */
    static void write(Path png, BufferedImage image) throws IOException {
        Files.createDirectories(png.toAbsolutePath().getParent());
        AtomicFile.write(
                png,
                out -> {
                    if (!ImageIO.write(image, "png", out)) {
                        throw new IOException("this Java has no PNG writer");
                    }
                });
    }
}
