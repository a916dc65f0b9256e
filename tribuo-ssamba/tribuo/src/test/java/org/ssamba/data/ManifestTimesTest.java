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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioFormatException;

/** Which part of a file a row of a manifest means. */
class ManifestTimesTest {
    @TempDir Path folder;

    @BeforeEach
    void aRecording() throws IOException {
        Wav.tone(folder.resolve("r.wav"), 300, 2.747);
    }

    private AudioManifest manifest(String text, UnaryOperator<AudioManifest.Builder> settings)
            throws IOException {
        Path file = Files.writeString(folder.resolve("clips.csv"), text);
        return settings.apply(AudioManifest.builder(file)).build();
    }

    private List<String> parts(String text, UnaryOperator<AudioManifest.Builder> settings)
            throws IOException {
        return new AudioCorpus(manifest(text, settings))
                .references().stream().map(r -> r.startMs() + "+" + r.durationMs()).toList();
    }

    private List<String> parts(String text) throws IOException {
        return parts(text, UnaryOperator.identity());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "path,start,end\nr.wav,0.5,0.75\n",
                "path,start,stop\nr.wav,0.5,0.75\n",
                "path,onset,offset\nr.wav,0.5,0.75\n",
                "path,onset,duration\nr.wav,0.5,0.25\n",
                "path,offset,duration\nr.wav,0.5,0.25\n",
                "path,start,end,duration\nr.wav,0.5,0.75,0.25\n",
                "path,start,end,duration\nr.wav,0.5,,0.25\n",
                "path,start,end,duration\nr.wav,0.5,0.75,\n",
            })
    void allWaysToSayAPartMeanIt(String text) throws IOException {
        assertEquals(List.of("500.0+250.0"), parts(text));
    }

    @Test
    void anEndIsHonouredExactly() throws IOException {
        assertEquals(
                List.of("0.0+200.0", "200.0+200.0"),
                parts("path,start,end\nr.wav,0.0,0.2\nr.wav,0.2,0.4\n"));
        assertEquals(List.of("0.0+200.0"), parts("path,end\nr.wav,0.2\n"));
    }

    /** Sums of them would take a billion digits. */
    @Test
    void timesWithHugeExponentsAreNoTimes() {
        for (String time : List.of("1e-999999999", "1e999999999", "1e-2147483647")) {
            ManifestException e =
                    assertThrows(
                            ManifestException.class,
                            () -> parts("path,start,end\nr.wav," + time + ",0.5\n"),
                            time);
            assertTrue(e.getMessage().contains("is not a number of seconds"), e.getMessage());
        }
    }

    @Test
    void anEndThatContradictsTheDurationOrTheStartIsAnError() {
        for (String row : List.of("0.5,0.75,0.3", "0.5,0.5,", "0.5,0.2,")) {
            ManifestException e =
                    assertThrows(
                            ManifestException.class,
                            () -> parts("path,start,end,duration\nr.wav," + row + "\n"),
                            row);
            assertEquals(2, e.line());
            assertTrue(e.getMessage().contains("end"), e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start_time",
                "Start",
                "start_s",
                "end_ms",
                "End",
                "begin",
                "t_start",
                "tmax",
                "segment_end",
                "offset",
                "stop_time",
                "dur",
                "Duration",
                "start (s)",
                "onset_sample"
            })
    void aColumnThatMayBeATimeIsNotPassedOver(String column) throws IOException {
        String text = "path," + column + "\nr.wav,0.5\n";
        ManifestException e = assertThrows(ManifestException.class, () -> parts(text), column);
        assertEquals(1, e.line());
        assertTrue(e.getMessage().contains("'" + column + "'"), e.getMessage());
        assertTrue(e.getMessage().contains("Column"), e.getMessage());
    }

    @Test
    void aNameDecidesAndAnEmptyNameMeansNoSuchColumn() throws IOException {
        String text = "path,start_time,end_time\nr.wav,0.5,0.75\n";
        assertEquals(
                List.of("500.0+250.0"),
                parts(text, b -> b.startColumn("start_time").endColumn("end_time")));
        // As in UrbanSound8K, whose times are those of another recording.
        assertEquals(List.of("0.0+2747.0"), parts(text, b -> b.startColumn("").endColumn("")));
        assertEquals(
                List.of("0.0+2747.0"),
                parts("path,start,end\nr.wav,70.5,74.5\n", b -> b.startColumn("").endColumn("")));
    }

    @Test
    void otherColumnsArePassedOver() throws IOException {
        assertEquals(
                List.of("0.0+2747.0"),
                parts("path,tempo,durability,backend,extent,from\nr.wav,1,2,3,4,5\n"));
    }

    @ParameterizedTest
    @CsvSource({"0,2.75", "0.0060,2.75", "0,2.7470001", "0.25,2.50", "0.254,2.494", "1e-2,2.74"})
    void timesAreToleratedAsTheyWereRounded(String start, String duration) throws IOException {
        String part = parts("path,start,duration\nr.wav," + start + "," + duration + "\n").get(0);
        double end = 0;
        for (String time : part.split("\\+")) {
            end += Double.parseDouble(time);
        }
        assertEquals(2747, end, 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"0,2.748", "0,2.76", "0,2.8", "0,3", "0.002,2.747"})
    void moreThanTheRoundingIsNot(String start, String duration) {
        String text = "path,start,duration\nr.wav," + start + "," + duration + "\n";
        assertThrows(AudioFormatException.class, () -> parts(text));
    }
}
