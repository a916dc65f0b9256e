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
package org.ssamba.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.explain.SpectrogramRegion;
import org.ssamba.pretraining.PatchReconstruction;

/** Pictures of spectrograms show each value where it belongs. */
class SpectrogramPlotsTest {

    private static final int FRAMES = 8;
    private static final int MELS = 12;
    private static final int PATCH_MELS = 4;
    private static final int PATCH_FRAMES = 2;
    private static final int COLUMNS = FRAMES / PATCH_FRAMES;

    private static final EncoderConfig CONFIG =
            new EncoderConfig(
                    16, 2, 4, 4, MELS, FRAMES, PATCH_MELS, PATCH_FRAMES, PATCH_MELS, PATCH_FRAMES);

    private final SpectrogramPanel panel = new SpectrogramPanel(FRAMES, MELS);

    @Test
    void lowFrequenciesAreAtTheBottomAndTimeGoesRight() throws IOException {
        float[] loudLateAndLow = new float[FRAMES * MELS];
        loudLateAndLow[(FRAMES - 1) * MELS] = 1;
        BufferedImage image = spectrogram(loudLateAndLow);

        assertEquals(panel.width(), image.getWidth());
        assertEquals(panel.height(), image.getHeight());
        int lightest = ColourMap.rgb(1);
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int mel = 0; mel < MELS; mel++) {
                boolean loud = frame == FRAMES - 1 && mel == 0;
                assertEquals(loud, rgb(image, 0, frame, mel) == lightest, frame + ", " + mel);
            }
        }
    }

    @Test
    void longAndTallSpectrogramsKeepEveryValue() throws IOException {
        BufferedImage image =
                SpectrogramPlot.draw(
                        LogMelSpectrogram.of(new float[1024 * 300], 1024, 300), "silence");
        assertTrue(image.getWidth() > 1024 && image.getHeight() > 300);
    }

    @Test
    void lighterMeansMore() {
        int previous = -1;
        for (int i = 0; i <= 255; i++) {
            int rgb = ColourMap.rgb(i / 255.0);
            int luma = 299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255);
            assertTrue(luma > previous, "step " + i);
            previous = luma;
        }
    }

    @Test
    void maskedPatchesAreHiddenAndThenReplacedByThePrediction() throws IOException {
        float[] original = ramp();
        float[] prediction = new float[original.length];
        boolean[] masked = new boolean[MELS / PATCH_MELS * COLUMNS];
        masked[1] = true;
        masked[2 * COLUMNS + 3] = true;
        for (int i = 0; i < prediction.length; i++) {
            int patch = i % MELS / PATCH_MELS * COLUMNS + i / MELS / PATCH_FRAMES;
            prediction[i] = masked[patch] ? original[original.length - 1 - i] : original[i];
        }
        BufferedImage image = reconstruction(original, masked, prediction);

        assertEquals(panel.width(), image.getWidth());
        assertEquals(3 * panel.height(), image.getHeight());
        float[] range = SpectrogramPanel.range(original);
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int mel = 0; mel < MELS; mel++) {
                boolean hidden = mel < 4 && frame / 2 == 1 || mel >= 8 && frame / 2 == 3;
                int cell = frame * MELS + mel;
                int shown = colour(original[cell], range);
                String where = frame + ", " + mel;
                assertEquals(shown, rgb(image, 0, frame, mel), where);
                assertEquals(
                        hidden ? SpectrogramPanel.MASK_RGB : shown,
                        rgb(image, 1, frame, mel),
                        where);
                assertEquals(
                        hidden ? colour(prediction[cell], range) : shown,
                        rgb(image, 2, frame, mel),
                        where);
            }
        }
        assertNotEquals(rgb(image, 0, 2, 0), rgb(image, 2, 2, 0));
    }

    @Test
    void regionsThatSpokeStayAndOthersFade() throws IOException {
        LogMelConfig frontEnd = LogMelConfig.standard().withMelBins(MELS);
        SpectrogramRegion spoke =
                new SpectrogramRegion(0, 0.04, frontEnd.edgeHertz(0), frontEnd.edgeHertz(4));
        SpectrogramRegion silent =
                new SpectrogramRegion(0.04, 0.08, frontEnd.edgeHertz(4), frontEnd.edgeHertz(12));
        LogMelSpectrogram ramp = LogMelSpectrogram.of(ramp(), FRAMES, MELS);
        BufferedImage image =
                ExcusePlot.draw(
                        ramp,
                        frontEnd,
                        "dog",
                        List.of(new Pair<>(spoke.name(), 0.4), new Pair<>(silent.name(), -0.1)));
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int mel = 0; mel < MELS; mel++) {
                boolean faded = frame >= 4 && mel >= 4;
                assertEquals(
                        !faded,
                        rgb(image, 0, frame, mel) == rgb(image, 1, frame, mel),
                        frame + ", " + mel);
            }
        }
        assertSays(
                "names no region",
                () -> ExcusePlot.draw(ramp, frontEnd, "dog", List.of(new Pair<>("D=0001", 0.4))));
    }

    @Test
    void whereHiddenPatchesOverlapNothingBetweenThemIsShown() {
        EncoderConfig overlapping = CONFIG.withStride(2, 1);
        boolean[] hidden = new boolean[overlapping.patches()];
        // Mel bins 2 to 5, frames 3 and 4.
        hidden[overlapping.gridColumns() + 3] = true;
        BufferedImage image =
                ReconstructionPlot.draw(
                        new PatchReconstruction(overlapping, ramp(), hidden, ramp()));
        for (int frame = 0; frame < FRAMES; frame++) {
            for (int mel = 0; mel < MELS; mel++) {
                boolean masked = mel >= 2 && mel < 6 && (frame == 3 || frame == 4);
                assertEquals(
                        masked,
                        rgb(image, 1, frame, mel) == SpectrogramPanel.MASK_RGB,
                        frame + ", " + mel);
            }
        }
    }

    @Test
    void aFileIsWrittenWholeAndReplaced(@TempDir Path folder) throws IOException {
        Path png = folder.resolve("made/spectrogram.png");
        BufferedImage image = spectrogram(ramp());
        PngFile.write(png, image);
        byte[] first = Files.readAllBytes(png);
        PngFile.write(png, image);
        assertArrayEquals(first, Files.readAllBytes(png));
        assertEquals(image.getRGB(70, 40), ImageIO.read(png.toFile()).getRGB(70, 40));
        try (Stream<Path> left = Files.list(png.getParent())) {
            assertEquals(1, left.count(), "no partial files are left");
        }
    }

    @Test
    void wrongShapesAreNamed() {
        float[] good = ramp();
        boolean[] mask = new boolean[MELS / PATCH_MELS * COLUMNS];
        assertSays("reconstruction to plot has 3", () -> reconstruction(good, mask, new float[3]));
        assertSays(
                "has 5 patches; the spectrogram has 12 (3 by 4)",
                () -> reconstruction(good, new boolean[5], good));
        float[] broken = ramp();
        broken[3 * MELS + 7] = Float.NaN;
        assertSays("NaN at frame 3, mel filter 7", () -> reconstruction(broken, mask, good));
    }

    private static void assertSays(String part, Executable drawing) {
        String message = assertThrows(IllegalArgumentException.class, drawing).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static float[] ramp() {
        float[] ramp = new float[FRAMES * MELS];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i * 0.1f - 3;
        }
        return ramp;
    }

    private static int colour(float value, float[] range) {
        return ColourMap.rgb((value - range[0]) / (range[1] - range[0]));
    }

    private static BufferedImage spectrogram(float[] values) {
        return SpectrogramPlot.draw(LogMelSpectrogram.of(values, FRAMES, MELS), "a clip");
    }

    private static BufferedImage reconstruction(
            float[] original, boolean[] masked, float[] prediction) {
        return ReconstructionPlot.draw(
                new PatchReconstruction(CONFIG, original, masked, prediction));
    }

    /** The colour in the middle of a cell. */
    private int rgb(BufferedImage image, int row, int frame, int mel) {
        int x = SpectrogramPanel.LEFT + frame * panel.cellWidth + panel.cellWidth / 2;
        int y =
                row * panel.height()
                        + SpectrogramPanel.TOP
                        + (MELS - 1 - mel) * panel.cellHeight
                        + panel.cellHeight / 2;
        return image.getRGB(x, y) & 0xFFFFFF;
    }
}
