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
package org.ssamba.data;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes come, a manifest is read or refused by name, and the clips that it lists are parts
 * that could be read. How to go on looking is in docs/audio.md.
 */
@Timeout(value = 60, unit = SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ManifestFuzzTest {
    static Stream<byte[]> manifests() {
        return Stream.of(
                        "path,label,start,duration\na.wav,dog,0.5,1.25\n\"b, c.wav\",cat,0,\n",
                        "sep=;\npath;label;end;group;split\na.wav;\"x\"\"y\";1.5;g1;train\n",
                        ",path,onset,offset\n0,a/b.flac,1,2.345\n1,../c.flac,1e1,20\n",
                        "\ufeffpath\tlabel\n\na.wav\t\u00e9|e\u0301\u200b\n,\t\n")
                .flatMap(
                        text ->
                                Stream.of(
                                        text.getBytes(StandardCharsets.UTF_8),
                                        text.getBytes(StandardCharsets.UTF_16)));
    }

    @MethodSource("manifests")
    @FuzzTest
    void manifest(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".csv");
        try {
            Files.write(file, bytes);
            AudioManifest manifest = new AudioManifest(file);
            assertTrue(manifest.size() > 0);
            manifest.clips().forEach(clip -> requireUsable(clip, bytes.length));
            assertEquals(manifest.clips(), new AudioManifest(file).clips());
        } catch (ManifestException refused) {
            assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
        } finally {
            Files.delete(file);
        }
    }

    private static void requireUsable(ListedClip clip, int bytes) {
        ListedClip.Part part = clip.part();
        assertTrue(clip.path().isAbsolute(), clip::describe);
        assertTrue(clip.line() > 1 && clip.line() <= bytes, clip::describe);
        assertTrue(part.startSeconds() >= 0, clip::describe);
        assertTrue(Double.isFinite(part.startSeconds()), clip::describe);
        assertTrue(Double.isNaN(part.durationSeconds()) || part.durationSeconds() > 0);
        assertTrue(part.durationSeconds() != Double.POSITIVE_INFINITY, clip::describe);
        assertTrue(part.roundedSeconds() >= 0 && part.roundedSeconds() <= 0.03);
        Stream.of(clip.label(), clip.group(), clip.split())
                .filter(text -> text != null)
                .forEach(text -> assertEquals(LabelText.normal(text), text));
    }
}
