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
package org.ssamba.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.explain.SpectrogramRegion;
import org.ssamba.head.LabelHead;
import org.ssamba.plot.ExcusePlot;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** The program that draws an explanation. */
class ExplainPredictionTest {
    private static final Path CLIP = Shell.ROOT.resolve("examples/corpus/en-us-m1/one-1.flac");

    @TempDir static Path folder;
    private static SSAMBAModel<Label> model;
    private static Path file;

    @BeforeAll
    static void trainOnFewClips() throws IOException {
        Path two = CLIP.resolveSibling("two-1.flac");
        Path manifest =
                Files.writeString(
                        folder.resolve("clips.csv"),
                        "path,label\n" + CLIP + ",one\n" + two + ",two\n");
        model =
                new SSAMBATrainer<>(
                                new LabelHead(),
                                EncoderShape.tiny().size(16, 2).frames(96).patches(128, 4),
                                new FineTuningRecipe().epochs(1).batchSize(2))
                        .train(
                                new MutableDataset<>(
                                        new AudioManifestDataSource<>(
                                                new AudioManifest(manifest), new LabelFactory())));
        file = folder.resolve("model.tribuo");
        model.serializeToFile(file);
    }

    private static List<String> explain(Object... arguments) throws IOException {
        String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = arguments[i].toString();
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ExplainPrediction.explain(args, new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void thePredictionItsRegionsAndThePicture() throws IOException {
        Path picture = folder.resolve("explanation.png");
        List<String> lines = explain(file, CLIP, picture);
        assertTrue(lines.get(0).startsWith("(one,") || lines.get(0).startsWith("(two,"));
        assertEquals(7, lines.size());
        for (String region : lines.subList(1, 6)) {
            assertNotNull(SpectrogramRegion.parse(region.substring(region.indexOf("  ") + 2)));
        }
        assertEquals(picture.toString(), lines.get(6));
        assertTrue(ImageIO.read(picture.toFile()).getWidth() > 100);
    }

    @Test
    void ofALongClipWhatIsExplainedIsDrawn() {
        // 96 frames of 8 pixels, or 54 of 14, and the margins.
        assertEquals(96 * 8 + 88, drawn(AudioClip.of(new float[60 * 16_000], 16_000)).getWidth());
        assertEquals(54 * 14 + 88, drawn(AudioClip.of(new float[8_960], 16_000)).getWidth());
    }

    private static BufferedImage drawn(AudioClip clip) {
        Example<Label> example = AudioExamples.create(LabelFactory.UNKNOWN_LABEL, clip);
        return ExcusePlot.draw(model, model.getExcuse(example).orElseThrow());
    }

    @Test
    void wrongFilesAreNamed() throws IOException {
        Path picture = folder.resolve("none.png");
        Path text = Files.writeString(folder.resolve("text.tribuo"), "no model");
        IOException missing =
                assertThrows(
                        IOException.class,
                        () -> explain(folder.resolve("gone.tribuo"), CLIP, picture));
        assertTrue(missing.getMessage().contains("gone.tribuo"), missing.getMessage());
        IOException broken = assertThrows(IOException.class, () -> explain(text, CLIP, picture));
        assertTrue(broken.getMessage().contains("text.tribuo"), broken.getMessage());
        assertThrows(AudioFormatException.class, () -> explain(file, text, picture));
        assertThrows(IllegalArgumentException.class, () -> explain(file, CLIP));
        assertTrue(Files.notExists(picture));
    }
}
