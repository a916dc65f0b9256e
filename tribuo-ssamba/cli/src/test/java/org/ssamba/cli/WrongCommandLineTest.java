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
package org.ssamba.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is misunderstood or fails, and the help against it. */
@ExtendWith(TrainedTones.Once.class)
class WrongCommandLineTest {
    private final TrainedTones tones;

    WrongCommandLineTest(TrainedTones tones) {
        this.tones = tones;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train",
                "pretrain",
                "evaluate",
                "predict",
                "embed",
                "info",
                "convert",
                "recipe",
                "doctor"
            })
    void everyCommandExplainsItself(String command) {
        String all = String.join("\n", Ran.command("--help").ended(ExitCode.DONE).out());
        assertTrue(all.contains("  " + command + " "), all);
        String help = String.join("\n", Ran.command(command, "--help").ended(0).out());
        assertTrue(help.startsWith("Usage: ssamba " + command), help);
    }

    @ParameterizedTest
    @CsvSource({
        "'', Usage",
        "predict, Missing required parameters",
        "listen, Unmatched argument",
        "train clips, --out",
        "train clips -o m --epochs many, 'many'",
        "train clips -o m --epochs 0, '--epochs': '0' is not a whole number from 1",
        "train clips -o m --test 1.5, '--test': '1.5' is not a share from 0 to below 1",
        "train clips -o m --test NaN, 'NaN'",
        "train clips -o m --device gpu, '--device': device: is auto",
        "'train clips -o m --device cuda:0,0', 'not \"0,0\"'",
        "train clips -o m --encoder e --pretrain 5, cannot both be given",
        "pretrain clips -o m --steps 0, '--steps'",
        "pretrain clips -o m --seconds -1, '-1' is not a number above 0",
        "predict m a.wav --top 0, '--top'",
        "predict m a.wav --threads 0, '--threads'"
    })
    void aCommandLineThatIsNotUnderstood(String line, String reason) {
        Object[] args = line.isEmpty() ? new Object[0] : line.split(" ");
        Ran ran = Ran.command(args).ended(ExitCode.USAGE);
        assertTrue(ran.err().contains(reason), ran.err());
        assertTrue(line.isEmpty() || ran.err().contains(" --help says more"), ran.err());
    }

    @Test
    void labelsForAudacityNeedTimes() {
        Ran ran = Ran.command("predict", tones.model(), tones.recordings(), "--format", "audacity");
        assertTrue(ran.ended(ExitCode.USAGE).err().contains("--windows"), ran.err());
    }

    @Test
    void anUnknownRecipeIsNamedBeforeItsDataAreAskedFor() {
        String said = Ran.command("recipe", "nowhere").ended(ExitCode.FAILED).err();
        assertTrue(said.contains("There is no recipe nowhere"), said);
    }

    @Test
    void filesOfWhichNoneCanBeReadAreAFailureWithoutAnswers() throws IOException {
        Path text = tones.text("text.wav", "no audio");
        Path out = tones.folder().resolve("never.csv");
        for (Object[] args :
                List.of(
                        new Object[] {"predict", tones.model(), text},
                        new Object[] {"predict", tones.model(), text, "--windows"},
                        new Object[] {"predict", tones.model(), text, "--out", out},
                        new Object[] {"embed", tones.encoder(), text})) {
            Ran ran = Ran.command(args).ended(ExitCode.FAILED);
            assertTrue(ran.err().contains("text.wav: is not audio"), ran.err());
            assertTrue(ran.err().contains("The file could not be read"), ran.err());
            assertEquals(List.of(), ran.out());
        }
        assertFalse(Files.exists(out));
    }

    @Test
    void failuresAreOneLine() throws IOException {
        for (Object[] args :
                List.of(
                        new Object[] {"predict", "nowhere.tribuo", tones.recordings()},
                        new Object[] {"predict", tones.encoder(), tones.recordings()},
                        new Object[] {"info", tones.text("text", "no model")},
                        new Object[] {
                            "train", tones.folder().resolve("nowhere"), "-o", tones.model()
                        },
                        new Object[] {"predict", tones.model(), tones.recordings(), "nowhere.wav"},
                        new Object[] {"convert", tones.encoder(), tones.folder().resolve("a.xyz")},
                        new Object[] {"embed", "http://127.0.0.1:9/weights", tones.recordings()})) {
            Ran ran = Ran.command(args).ended(ExitCode.FAILED);
            List<String> lines =
                    ran.err().lines().filter(line -> line.startsWith("ssamba: ")).toList();
            assertEquals(1, lines.size(), ran.err());
            assertFalse(ran.err().contains("\tat "), ran.err());
            assertEquals(List.of(), ran.out());
        }
    }
}
