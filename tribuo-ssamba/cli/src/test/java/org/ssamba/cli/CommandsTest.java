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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.head.TopLabels;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/** Each command, in this process, on a model that tells high from low tones. */
class CommandsTest {
    @TempDir static Path folder;
    private static Path clips;
    private static Path recordings;
    private static Path model;
    private static Path encoder;

    @BeforeAll
    static void train() throws IOException {
        clips = Tones.labelled(folder.resolve("clips"), 6);
        recordings = Tones.unlabelled(folder.resolve("recordings"), 2);
        model = folder.resolve("model.tribuo");
        encoder = folder.resolve("encoder.ssamba");
        Ran.command("train", clips, "--out", model, "--epochs", 8, "--device", "cpu")
                .ended(ExitCode.DONE);
        Ran.command("convert", model, encoder).ended(ExitCode.DONE);
    }

    private static Path text(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    @Test
    void predictionsAreThoseOfTheLibrary() throws IOException {
        List<String> lines = Ran.command("predict", model, recordings).ended(ExitCode.DONE).out();
        assertEquals("file,label,score", lines.get(0));
        assertEquals(5, lines.size());
        try (SSAMBAModel<?> loaded = SSAMBAModel.load(model)) {
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

    private static org.tribuo.Example<Label> example(Path file) {
        return org.ssamba.data.AudioExamples.create(
                new Label("high"), org.ssamba.data.AudioReference.ofFile(file));
    }

    @Test
    void filesComeFromArgumentsFoldersAndStandardInput() throws IOException {
        Path one = recordings.resolve("high-0.wav");
        Path other = clips.resolve("low").resolve("clip 0.wav");
        List<String> all =
                Ran.withInput(other + "\n\n" + one + "\n", "predict", model, one, "-", recordings)
                        .ended(ExitCode.DONE)
                        .out();
        assertEquals(6, all.size(), all.toString());
        assertTrue(all.get(1).startsWith(one.toString()));
        assertTrue(all.get(2).startsWith(other.toString()));
    }

    @Test
    void allLabelsAsJson() {
        List<String> lines =
                Ran.command("predict", model, recordings, "--top", 5, "--format", "json")
                        .ended(ExitCode.DONE)
                        .out();
        assertEquals(4, lines.size());
        JsonObject first = JsonParser.parseString(lines.get(0)).getAsJsonObject();
        assertEquals(recordings.resolve("high-0.wav").toString(), first.get("file").getAsString());
        assertEquals(2, first.getAsJsonArray("predictions").size());
    }

    @Test
    void windowsAsLabelsForAudacity() throws IOException {
        Path file = folder.resolve("long.wav");
        Tones.write(file, "high", 5, 3);
        List<String> lines =
                Ran.command("predict", model, file, "--windows", "--format", "audacity")
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
        Path tracks = folder.resolve("tracks");
        Ran.command(
                        "predict",
                        model,
                        file,
                        recordings,
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
        Path text = text("notes.wav", "no audio");
        Path out = folder.resolve("some.csv");
        Ran ran =
                Ran.command("predict", model, text, recordings, "--out", out)
                        .ended(ExitCode.INCOMPLETE);
        assertEquals(5, Files.readAllLines(out).size());
        assertTrue(ran.err().contains("notes.wav"), ran.err());
        assertTrue(ran.err().contains("1 of 5 files"), ran.err());
        Path none = folder.resolve("none.csv");
        Ran.command("predict", model, text, recordings, "--strict", "--out", none)
                .ended(ExitCode.FAILED);
        assertFalse(Files.exists(none));
    }

    @Test
    void embeddingsAreThoseOfTheLibrary() throws IOException {
        Path file = recordings.resolve("low-0.wav");
        List<String> lines = Ran.command("embed", encoder, file).ended(ExitCode.DONE).out();
        assertTrue(lines.get(0).startsWith("file,v0,v1"), lines.get(0));
        String[] columns = lines.get(1).split(",");
        float[] expected = PretrainedEncoder.load(encoder).embedFiles(List.of(file))[0];
        assertEquals(expected.length, columns.length - 1);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], Float.parseFloat(columns[i + 1]), 1e-4);
        }
        String json =
                Ran.command("embed", model, file, "--format", "json", "-w")
                        .ended(ExitCode.DONE)
                        .out()
                        .get(0);
        JsonObject line = JsonParser.parseString(json).getAsJsonObject();
        assertEquals(expected.length, line.getAsJsonArray("embedding").size());
        assertEquals(0, line.get("start").getAsDouble());
    }

    @Test
    void evaluation() {
        Ran ran = Ran.command("evaluate", model, clips).ended(ExitCode.DONE);
        assertTrue(String.join("\n", ran.out()).contains("Accuracy"), ran.out().toString());
    }

    @Test
    void informationOfEachKindOfFile() throws IOException {
        String text = String.join("\n", Ran.command("info", model).ended(ExitCode.DONE).out());
        assertTrue(text.contains("is: model, one prediction a clip"), text);
        assertTrue(text.contains("high") && text.contains("low"), text);
        Path weights = folder.resolve("info.pth");
        Path tensors = folder.resolve("info.safetensors");
        Ran.command("convert", encoder, tensors).ended(ExitCode.DONE);
        for (Map.Entry<Path, String> file :
                Map.of(encoder, "is: encoder", tensors, "is: encoder").entrySet()) {
            String of = String.join("\n", Ran.command("info", file.getKey()).ended(0).out());
            assertTrue(of.contains(file.getValue()), of);
        }
        Ran.command("convert", model, weights).ended(ExitCode.DONE);
        String all = String.join("\n", Ran.command("info", model, "--provenance").out());
        assertTrue(all.contains("SSAMBATrainer"), all);
    }

    @Test
    void conversionsThereAndBack() throws IOException {
        Path tensors = folder.resolve("there.safetensors");
        Path back = folder.resolve("back.ssamba");
        Ran.command("convert", encoder, tensors).ended(ExitCode.DONE);
        Ran.command("convert", tensors, back).ended(ExitCode.DONE);
        assertArrayEquals(Files.readAllBytes(encoder), Files.readAllBytes(back));
        Path graph = folder.resolve("model.onnx");
        Ran.command("convert", model, graph).ended(ExitCode.DONE);
        assertTrue(Files.size(graph) > 100_000);
    }

    @Test
    void aFineTunedFileBecomesAModelByItsLabels() throws IOException {
        Path weights = folder.resolve("tuned.safetensors");
        Path again = folder.resolve("again.tribuo");
        Ran.command("convert", model, weights).ended(ExitCode.DONE);
        Path labels = text("labels.txt", "high", "low");
        Ran.command("convert", weights, again, "--labels", labels).ended(ExitCode.DONE);
        String file = recordings.resolve("low-1.wav").toString();
        assertEquals(
                Ran.command("predict", model, file).out(),
                Ran.command("predict", again, file).out());
    }

    @Test
    void pretrainingAndTrainingFromIt() throws IOException {
        Path pretrained = folder.resolve("pretrained.ssamba");
        Path state = folder.resolve("run.state");
        Ran.command(
                        "pretrain",
                        recordings,
                        "--steps",
                        2,
                        "--batch",
                        2,
                        "--out",
                        pretrained,
                        "--checkpoint",
                        state)
                .ended(ExitCode.DONE);
        Path tuned = folder.resolve("tuned.tribuo");
        Ran ran =
                Ran.command(
                                "train",
                                clips,
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
            Path table = text(kind.getKey() + ".csv", kind.getValue());
            Path out = folder.resolve(kind.getKey() + ".tribuo");
            Ran.command("train", table, "--predict", kind.getKey(), "--epochs", 2, "-o", out)
                    .ended(ExitCode.DONE);
            List<String> lines = Ran.command("predict", out, recordings).ended(ExitCode.DONE).out();
            assertTrue(lines.size() >= 5, lines.toString());
            Ran.command("evaluate", out, table).ended(ExitCode.DONE);
        }
    }

    @Test
    void aLabelForEachSecond() throws IOException {
        StringBuilder rows = new StringBuilder("path,start,end,label\n");
        for (int i = 0; i < 4; i++) {
            Tones.write(folder.resolve("scene" + i + ".wav"), "high", i, 2);
            rows.append("scene").append(i).append(".wav,0,1,first\n");
            rows.append("scene").append(i).append(".wav,1,2,second\n");
        }
        Path table = text("scenes.csv", rows.toString().strip());
        Path out = folder.resolve("scenes.tribuo");
        Ran.command("train", table, "--predict", "seconds", "--epochs", 1, "-o", out)
                .ended(ExitCode.DONE);
        List<String> lines =
                Ran.command("predict", out, folder.resolve("scene0.wav"))
                        .ended(ExitCode.DONE)
                        .out();
        assertEquals("file,start,end,label,score", lines.get(0));
        assertEquals(3, lines.size());
        assertTrue(lines.get(2).contains(".wav,1.00,2.00,"), lines.get(2));
        Ran.command("evaluate", out, table).ended(ExitCode.DONE);
        String text = String.join("\n", Ran.command("info", out).ended(ExitCode.DONE).out());
        assertTrue(text.contains("is: model, one prediction a second"), text);
    }

    @Test
    void theDoctorNamesWhatIsUsed() {
        Ran ran = Ran.command("doctor").ended(ExitCode.DONE);
        String text = String.join("\n", ran.out());
        for (String part : List.of("Java", "kernels", "matrix product", "GPU", "downloads")) {
            assertTrue(text.contains(part), part + " in " + text);
        }
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
        "train clips -o m --epochs many, 'many'"
    })
    void aCommandLineThatIsNotUnderstood(String line, String reason) {
        Object[] args = line.isEmpty() ? new Object[0] : line.split(" ");
        Ran ran = Ran.command(args).ended(ExitCode.USAGE);
        assertTrue(ran.err().contains(reason), ran.err());
        assertTrue(line.isEmpty() || ran.err().contains(" --help says more"), ran.err());
    }

    @Test
    void withEpochsTheRestOfTheRecipeStillFitsTheClips() throws IOException {
        try (SSAMBAModel<?> loaded = SSAMBAModel.load(model)) {
            String trainer = loaded.getProvenance().getTrainerProvenance().toString();
            assertTrue(trainer.contains("epochs=8"), trainer);
            assertTrue(trainer.contains("batchSize=16"), trainer);
            assertTrue(trainer.contains("frequencyMask=32"), trainer);
        }
    }

    @Test
    void weightsWithoutAllThatDescribesThemAreReadWithIt() throws IOException {
        Path weights = folder.resolve("model.pth");
        Ran.command("convert", model, weights).ended(ExitCode.DONE);
        Ran bare = Ran.command("convert", weights, folder.resolve("e.ssamba"));
        assertTrue(bare.ended(ExitCode.FAILED).err().contains("--frames, --stride"), bare.err());
        Path labels = text("labels.txt", "high", "low");
        Path again = folder.resolve("again.tribuo");
        Path encoder = folder.resolve("again.ssamba");
        Ran.command("convert", weights, again, "--labels", labels, "--frames", 56, "--stride", 8)
                .ended(ExitCode.DONE);
        Ran.command("convert", weights, encoder, "--frames", 56, "--stride", 8)
                .ended(ExitCode.DONE);
        for (Path each : List.of(again, encoder)) {
            List<String> info = Ran.command("info", each).ended(ExitCode.DONE).out();
            assertTrue(info.contains("seconds: 0.56"), info.toString());
        }
    }

    @Test
    void theStateOfARunIsToldInShortLines() throws IOException {
        Path state = folder.resolve("told.state");
        Path out = folder.resolve("of-state.ssamba");
        Ran.command("pretrain", recordings, "--steps", 2, "--checkpoint", state, "-o", out)
                .ended(ExitCode.DONE);
        List<String> lines = Ran.command("info", state).ended(ExitCode.DONE).out();
        assertTrue(lines.contains("step: 2"), lines.toString());
        assertTrue(lines.stream().allMatch(line -> line.length() < 200), lines.toString());
    }

    @Test
    void anUnknownRecipeIsNamedBeforeItsDataAreAskedFor() {
        String said = Ran.command("recipe", "nowhere").ended(ExitCode.FAILED).err();
        assertTrue(said.contains("There is no recipe nowhere"), said);
    }

    @Test
    void failuresAreOneLine() throws IOException {
        for (Object[] args :
                List.of(
                        new Object[] {"predict", "nowhere.tribuo", recordings},
                        new Object[] {"predict", encoder, recordings},
                        new Object[] {"info", text("text", "no model")},
                        new Object[] {"train", folder.resolve("nowhere"), "-o", model},
                        new Object[] {"predict", model, recordings, "--format", "audacity"},
                        new Object[] {"predict", model, recordings, "--top", 0},
                        new Object[] {"convert", encoder, folder.resolve("a.xyz")},
                        new Object[] {"embed", "http://127.0.0.1:9/weights", recordings})) {
            Ran ran = Ran.command(args).ended(ExitCode.FAILED);
            List<String> lines =
                    ran.err().lines().filter(line -> line.startsWith("ssamba: ")).toList();
            assertEquals(1, lines.size(), ran.err());
            assertFalse(ran.err().contains("\tat "), ran.err());
            assertEquals(List.of(), ran.out());
        }
    }
}
