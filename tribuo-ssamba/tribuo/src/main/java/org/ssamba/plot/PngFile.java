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
package org.ssamba.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.ssamba.checkpoint.AtomicFile;

/** Writes a picture to a file as a whole or not at all. */
public final class PngFile {

    private PngFile() {}

    /**
     * Writes the image to a temporary file in the same folder and then moves it: a full disk leaves
     * the old file or none.
     *
     * @param png the file to write; its folder is created if necessary, an old file is replaced
     * @param image the picture
     * @throws IOException if the file cannot be written
     */
    public static void write(Path png, BufferedImage image) throws IOException {
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
