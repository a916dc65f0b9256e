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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelExtractor;
import org.ssamba.audio.LogMelSpectrogram;

/** The lines of docs/audio.md, on a FLAC file of 45 seconds. */
class AudioGuideTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void copyTheFile() throws IOException {
        file = folder.resolve("a.flac");
        try (InputStream in = AudioReader.class.getResourceAsStream("long/rising.flac")) {
            Files.copy(in, file);
        }
    }

    @Test
    void aFile() {
        // docs/audio.md: begin
        AudioClip clip = AudioReader.read(file);
        AudioClip second = AudioReader.read(file, 1.0, 1.0); // start and length in seconds
        LogMelSpectrogram spectrogram = new LogMelExtractor().extract(clip);
        System.out.println(spectrogram.frames() + " × " + spectrogram.melBins() + " mel bins");
        // docs/audio.md: end
        assertEquals(45, clip.durationSeconds());
        assertEquals(1, second.durationSeconds());
        assertEquals(4498, spectrogram.frames());
    }

    @Test
    void bytes() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        AudioClip[] parts = new AudioClip[2];
        // docs/audio.md: begin
        AudioContent content = AudioContent.of(bytes, URI.create("database:clips/17"));
        try (AudioReader reader = AudioReader.open(content)) {
            System.out.println(reader.measure().seconds() + " s");
            parts[0] = reader.read(30.0, 1.0);
            parts[1] = reader.read(2.0, 10.0); // in any order
        }
        // docs/audio.md: end
        assertEquals(1, parts[0].durationSeconds());
        assertEquals(10, parts[1].durationSeconds());
        assertEquals("database:clips/17", parts[1].source());
    }
}
