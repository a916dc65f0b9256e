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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ssamba.SSAMBAModel;

/** Training of each kind. */
@ExtendWith(TrainedTones.Once.class)
class TrainCommandTest {
    private final TrainedTones tones;

    TrainCommandTest(TrainedTones tones) {
        this.tones = tones;
    }

    @Test
    void withEpochsTheRestOfTheRecipeStillFitsTheClips() throws IOException {
        try (SSAMBAModel<?> loaded = SSAMBAModel.load(tones.model())) {
            String trainer = loaded.getProvenance().getTrainerProvenance().toString();
            assertTrue(trainer.contains("epochs=8"), trainer);
            assertTrue(trainer.contains("batchSize=16"), trainer);
            assertTrue(trainer.contains("frequencyMask=32"), trainer);
        }
    }

    @Test
    void pretrainingAndTrainingFromIt() throws IOException {
        Path pretrained = tones.folder().resolve("pretrained.ssamba");
        Path state = tones.folder().resolve("run.state");
        Ran.command(
                        "pretrain",
                        tones.recordings(),
                        "--steps",
                        2,
                        "--batch",
                        2,
                        "--out",
                        pretrained,
                        "--checkpoint",
                        state)
                .ended(ExitCode.DONE);
        Path tuned = tones.folder().resolve("tuned.tribuo");
        Ran ran =
                Ran.command(
                                "train",
                                tones.clips(),
                                "-e",
                                pretrained,
                                "--epochs",
                                1,
                                "-o",
                                tuned,
                                "--test",
                                0.5)
                        .ended(ExitCode.DONE);
        assertTrue(String.join("\n", ran.out()).contains("Accuracy"), ran.out().toString());
        String text = String.join("\n", Ran.command("info", tuned, "--provenance").out());
        assertTrue(text.contains("pretrained.ssamba"), text);
    }

    @Test
    void severalLabelsAndNumbersFromTables() throws IOException {
        StringBuilder tags = new StringBuilder("path,label\n");
        StringBuilder numbers = new StringBuilder("path,label\n");
        for (String label : List.of("high", "low")) {
            for (int i = 0; i < 6; i++) {
                String path = "clips/" + label + "/clip " + i + ".wav";
                tags.append(path).append(',').append(label).append("|tone\n");
                numbers.append(path).append(",pitch=").append(label.equals("low") ? 1 : 2);
                numbers.append('\n');
            }
        }
        for (Map.Entry<String, String> kind :
                Map.of("tags", tags.toString(), "numbers", numbers.toString()).entrySet()) {
            Path table = tones.text(kind.getKey() + ".csv", kind.getValue());
            Path out = tones.folder().resolve(kind.getKey() + ".tribuo");
            Ran.command("train", table, "--predict", kind.getKey(), "--epochs", 2, "-o", out)
                    .ended(ExitCode.DONE);
            List<String> lines =
                    Ran.command("predict", out, tones.recordings()).ended(ExitCode.DONE).out();
            assertTrue(lines.size() >= 5, lines.toString());
            Ran.command("evaluate", out, table).ended(ExitCode.DONE);
        }
    }

    @Test
    void aLabelForEachSecond() throws IOException {
        StringBuilder rows = new StringBuilder("path,start,end,label\n");
        for (int i = 0; i < 4; i++) {
            Tones.write(tones.folder().resolve("scene" + i + ".wav"), "high", i, 2);
            rows.append("scene").append(i).append(".wav,0,1,first\n");
            rows.append("scene").append(i).append(".wav,1,2,second\n");
        }
        Path table = tones.text("scenes.csv", rows.toString().strip());
        Path out = tones.folder().resolve("scenes.tribuo");
        Ran.command("train", table, "--predict", "seconds", "--epochs", 1, "-o", out)
                .ended(ExitCode.DONE);
        List<String> lines =
                Ran.command("predict", out, tones.folder().resolve("scene0.wav"))
                        .ended(ExitCode.DONE)
                        .out();
        assertEquals("file,start,end,label,score", lines.get(0));
        assertEquals(3, lines.size());
        assertTrue(lines.get(2).contains(".wav,1.00,2.00,"), lines.get(2));
        Ran.command("evaluate", out, table).ended(ExitCode.DONE);
        String text = String.join("\n", Ran.command("info", out).ended(ExitCode.DONE).out());
        assertTrue(text.contains("is: model, one prediction a second"), text);
    }
}
