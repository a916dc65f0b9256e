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
package org.ssamba.audio;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The small files of every format, and what independent decoders make of files. */
public final class TestClips {
    /**
     * What an independent decoder made of a file.
     *
     * @param crc32 of the mono little-endian float32 samples, empty for lossy formats
     */
    public record Recorded(String file, int rate, int samples, String crc32) {}

    private TestClips() {}

    /** The project's own small clips. */
    public static List<Recorded> small() throws IOException {
        try (InputStream in = TestClips.class.getResourceAsStream("clips.csv")) {
            return parse(in);
        }
    }

    /** The real clips that {@code ssamba.data} points to. */
    public static List<Recorded> real() throws IOException {
        try (InputStream in =
                new GZIPInputStream(TestClips.class.getResourceAsStream("real-clips.csv.gz"))) {
            return parse(in);
        }
    }

    public static Path path(String name) {
        try {
            return Path.of(TestClips.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Recorded> parse(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(TestClips::row)
                .toList();
    }

    private static Recorded row(String line) {
        String[] cells = line.split(",", -1);
        return new Recorded(
                cells[0],
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                cells.length > 3 ? cells[3] : "");
    }
}
