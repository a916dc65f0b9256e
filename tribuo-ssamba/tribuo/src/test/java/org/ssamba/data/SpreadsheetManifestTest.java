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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests as pandas and spreadsheets write them. */
class SpreadsheetManifestTest {
    @TempDir Path folder;

    private AudioManifest read(String text, Charset charset) throws IOException {
        Path file = folder.resolve("clips.csv");
        return new AudioManifest(Files.write(file, text.getBytes(charset)));
    }

    private ManifestException refusal(String text) {
        return assertThrows(
                ManifestException.class, () -> read(text, StandardCharsets.UTF_8), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",path,label\n0,t1.wav,a\n1,t2.wav,b\n",
                "path,label,\nt1.wav,a,\nt2.wav,b,\n",
                "path,label,,\nt1.wav,a\nt2.wav,b,,\n",
                "path,label\nt1.wav,a,,\nt2.wav,b,\n",
                "sep=,\npath,label\nt1.wav,a\nt2.wav,b\n",
                "sep=;\r\npath;label\r\nt1.wav;a\r\nt2.wav;b\r\n",
                "\uFEFF\"sep=\t\"\npath\tlabel\nt1.wav\ta\nt2.wav\tb\n",
                "path,label\nt1.wav,a\n,,\n   \nt2.wav,b\n ,\n,,,,\n",
                "\n  \npath,label\nt1.wav,a\nt2.wav,b\n",
                "path;label\nt1.wav;a\nt2.wav;b\n",
                "\"path\"\t\"label\"\nt1.wav\ta\nt2.wav\tb\n",
                "label|path\na|t1.wav\nb|t2.wav\n",
            })
    void isReadAsAnyOther(String text) throws IOException {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16)) {
            AudioManifest manifest = read(text, charset);
            assertEquals(
                    List.of("t1.wav a", "t2.wav b"),
                    manifest.clips().stream()
                            .map(clip -> clip.name() + " " + clip.label())
                            .toList());
        }
    }

    @Test
    void linesAreThoseThatAnEditorShows() {
        assertEquals(5, refusal("sep=;\n\npath;start\na.wav;0\nb.wav;soon\n").line());
    }

    @Test
    void aSeparatorInsideAColumnsNameIsNone() throws IOException {
        AudioManifest manifest = read("path,\"remark;x\"\na.wav,y\n", StandardCharsets.UTF_8);
        assertEquals("a.wav", manifest.clips().get(0).name());
    }

    @Test
    void littleEndianUtf16IsReadWithItsMark() throws IOException {
        AudioManifest manifest = read("\uFEFFpath\nä.wav\n", StandardCharsets.UTF_16LE);
        assertEquals("ä.wav", manifest.clips().get(0).name());
    }

    @Test
    void whatIsRefusedSaysTheOneThingToChange() {
        assertTrue(refusal("path:label\na.wav:x\n").getMessage().contains("separated by commas"));
        assertTrue(
                refusal("path;start\na.wav;0,5\n").getMessage().contains("write 0.5"),
                "a decimal comma");
        assertTrue(refusal("Path,label\na.wav,x\n").getMessage().contains("'Path'"));
        String decoded =
                assertThrows(
                                ManifestException.class,
                                () -> read("path\na.wav\n", StandardCharsets.UTF_16LE))
                        .getMessage();
        assertTrue(decoded.contains("UTF-16"), decoded);
    }
}
