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

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.head.TopLabels;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/** Each command that uses a model, in this process. */
@ExtendWith(TrainedTones.Once.class)
class CommandsTest {
    private final TrainedTones tones;

    CommandsTest(TrainedTones tones) {
        this.tones = tones;
    }

    @Test
    void predictionsAreThoseOfTheLibrary() throws IOException {
        List<String> lines =
                Ran.command("predict", tones.model(), tones.recordings())
                        .ended(ExitCode.DONE)
                        .out();
        assertEquals("file,label,score", lines.get(0));
        assertEquals(5, lines.size());
        try (SSAMBAModel<?> loaded = SSAMBAModel.load(tones.model())) {
            for (String line : lines.subList(1, lines.size())) {
                String[] columns = line.split(",");
                Prediction<Label> prediction =
                        loaded.castModel(Label.class).predict(example(Path.of(columns[0])));
                Label best = TopLabels.of(prediction, 1).get(0);
                assertEquals(best.getLabel(), columns[1]);
                assertEquals(best.getScore(), Double.parseDouble(columns[2]), 1e-5);
            }
        }
    }

    private static Example<Label> example(Path file) {
        return AudioExamples.create(new Label("high"), AudioReference.ofFile(file));
    }

    @Test
    void filesComeFromArgumentsFoldersAndStandardInput() throws IOException {
        Path one = tones.recordings().resolve("high-0.wav");
        Path other = tones.clips().resolve("low").resolve("clip 0.wav");
        List<String> all =
                Ran.withInput(
                                other + "\n\n" + one + "\n",
                                "predict",
                                tones.model(),
                                one,
                                "-",
                                tones.recordings())
                        .ended(ExitCode.DONE)
                        .out();
        assertEquals(6, all.size(), all.toString());
        assertTrue(all.get(1).startsWith(one.toString()));
        assertTrue(all.get(2).startsWith(other.toString()));
    }

    @Test
    void allLabelsAsJson() {
        List<String> lines =
                Ran.command(
                                "predict",
                                tones.model(),
                                tones.recordings(),
                                "--top",
                                5,
                                "--format",
                                "json")
                        .ended(ExitCode.DONE)
                        .out();
        assertEquals(4, lines.size());
        JsonObject first = JsonParser.parseString(lines.get(0)).getAsJsonObject();
        assertEquals(
                tones.recordings().resolve("high-0.wav").toString(),
                first.get("file").getAsString());
        assertEquals(2, first.getAsJsonArray("predictions").size());
    }

    @Test
    void windowsAsLabelsForAudacity() throws IOException {
        Path file = tones.folder().resolve("long.wav");
        Tones.write(file, "high", 5, 3);
        List<String> lines =
                Ran.command("predict", tones.model(), file, "--windows", "--format", "audacity")
                        .ended(ExitCode.DONE)
                        .out();
        assertFalse(lines.isEmpty());
        double end = 0;
        for (String line : lines) {
            String[] columns = line.split("\t");
            assertTrue(Double.parseDouble(columns[0]) <= end + 0.51, line);
            end = Double.parseDouble(columns[1]);
            assertTrue(List.of("high", "low").contains(columns[2]), line);
        }
        assertEquals(3, end, 0.26);
        Path tracks = tones.folder().resolve("tracks");
        Ran.command(
                        "predict",
                        tones.model(),
                        file,
                        tones.recordings(),
                        "-w",
                        "--format",
                        "audacity",
                        "--out",
                        tracks)
                .ended(ExitCode.DONE);
        assertEquals(lines, Files.readAllLines(tracks.resolve("long.txt")));
        assertTrue(Files.exists(tracks.resolve("low-1.txt")));
    }

    @Test
    void whatCannotBeReadIsLeftOutAndTheExitCodeSaysSo() throws IOException {
        Path text = tones.text("notes.wav", "no audio");
        Path out = tones.folder().resolve("some.csv");
        Ran ran =
                Ran.command("predict", tones.model(), text, tones.recordings(), "--out", out)
                        .ended(ExitCode.INCOMPLETE);
        assertEquals(5, Files.readAllLines(out).size());
        assertTrue(ran.err().contains("notes.wav"), ran.err());
        assertTrue(ran.err().contains("1 of 5 files"), ran.err());
        Path none = tones.folder().resolve("none.csv");
        Ran.command("predict", tones.model(), text, tones.recordings(), "--strict", "--out", none)
                .ended(ExitCode.FAILED);
        assertFalse(Files.exists(none));
    }

    @Test
    void embeddingsAreThoseOfTheLibrary() throws IOException {
        Path file = tones.recordings().resolve("low-0.wav");
        List<String> lines = Ran.command("embed", tones.encoder(), file).ended(ExitCode.DONE).out();
        assertTrue(lines.get(0).startsWith("file,v0,v1"), lines.get(0));
        String[] columns = lines.get(1).split(",");
        float[] expected = PretrainedEncoder.load(tones.encoder()).embedFiles(List.of(file))[0];
        assertEquals(expected.length, columns.length - 1);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], Float.parseFloat(columns[i + 1]), 1e-4);
        }
        String json =
                Ran.command("embed", tones.model(), file, "--format", "json", "-w")
                        .ended(ExitCode.DONE)
                        .out()
                        .get(0);
        JsonObject line = JsonParser.parseString(json).getAsJsonObject();
        assertEquals(expected.length, line.getAsJsonArray("embedding").size());
        assertEquals(0, line.get("start").getAsDouble());
    }

    @Test
    void evaluation() {
        Ran ran = Ran.command("evaluate", tones.model(), tones.clips()).ended(ExitCode.DONE);
        assertTrue(String.join("\n", ran.out()).contains("Accuracy"), ran.out().toString());
    }

    @Test
    void informationOfEachKindOfFile() throws IOException {
        String text =
                String.join("\n", Ran.command("info", tones.model()).ended(ExitCode.DONE).out());
        assertTrue(text.contains("is: model, one prediction a clip"), text);
        assertTrue(text.contains("high") && text.contains("low"), text);
        Path weights = tones.folder().resolve("info.pth");
        Path tensors = tones.folder().resolve("info.safetensors");
        Ran.command("convert", tones.encoder(), tensors).ended(ExitCode.DONE);
        for (Map.Entry<Path, String> file :
                Map.of(tones.encoder(), "is: encoder", tensors, "is: encoder").entrySet()) {
            String of = String.join("\n", Ran.command("info", file.getKey()).ended(0).out());
            assertTrue(of.contains(file.getValue()), of);
        }
        Ran.command("convert", tones.model(), weights).ended(ExitCode.DONE);
        String all = String.join("\n", Ran.command("info", tones.model(), "--provenance").out());
        assertTrue(all.contains("SSAMBATrainer"), all);
    }

    @Test
    void theStateOfARunIsToldInShortLines() throws IOException {
        Path state = tones.folder().resolve("told.state");
        Path out = tones.folder().resolve("of-state.ssamba");
        Ran.command("pretrain", tones.recordings(), "--steps", 2, "--checkpoint", state, "-o", out)
                .ended(ExitCode.DONE);
        List<String> lines = Ran.command("info", state).ended(ExitCode.DONE).out();
        assertTrue(lines.contains("step: 2"), lines.toString());
        assertTrue(lines.stream().allMatch(line -> line.length() < 200), lines.toString());
    }

    @Test
    void theDoctorNamesWhatIsUsed() {
        Ran ran = Ran.command("doctor").ended(ExitCode.DONE);
        String text = String.join("\n", ran.out());
        for (String part : List.of("Java", "kernels", "matrix product", "GPU", "downloads")) {
            assertTrue(text.contains(part), part + " in " + text);
        }
    }
}
