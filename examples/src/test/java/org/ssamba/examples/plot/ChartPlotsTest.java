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
package org.ssamba.examples.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.HeatMapSeries;
import org.ssamba.examples.plot.LossCurvePlot.Series;

/** Loss curves and confusion matrices. */
class ChartPlotsTest {

    private static final String[] LABELS = {"one", "two", "three"};

    @TempDir Path folder;

    @Test
    void everyCurveIsDrawnInItsOwnColour() throws IOException {
        Path png = folder.resolve("loss.png");
        Series falling = new Series("falling", new double[] {0, 1, 2}, new double[] {3, 2, 1});
        Series rising = new Series("rising", new double[] {0, 2}, new double[] {1, 3});
        LossCurvePlot.write(png, List.of(falling), "Loss", "step", "loss");
        BufferedImage one = ImageIO.read(png.toFile());
        LossCurvePlot.write(png, List.of(falling, rising), "Loss", "step", "loss");
        BufferedImage two = ImageIO.read(png.toFile());

        assertEquals(860, two.getWidth());
        assertEquals(480, two.getHeight());
        int blue = 0x0072B2;
        int vermilion = 0xD55E00;
        assertTrue(pixels(one, blue) > 200);
        assertEquals(0, pixels(one, vermilion));
        assertTrue(pixels(two, blue) > 200);
        assertTrue(pixels(two, vermilion) > 200);
    }

    @Test
    void aSinglePointIsVisible() throws IOException {
        Path png = folder.resolve("loss.png");
        Series point = new Series("point", new double[] {1}, new double[] {2});
        LossCurvePlot.write(png, List.of(point), "Loss", "step", "loss");
        assertTrue(pixels(ImageIO.read(png.toFile()), 0x0072B2) > 20);
    }

    @Test
    void trueLabelsGoDownAndPredictedOnesRight() throws IOException {
        Path png = folder.resolve("confusion.png");
        // All clips of "one" are predicted as "three": the cell at the top right is the darkest.
        ConfusionMatrixPlot.write(png, LABELS, new long[][] {{0, 0, 9}, {0, 0, 0}, {0, 0, 0}});
        BufferedImage image = ImageIO.read(png.toFile());
        int darkest = 0x5FA8DC;
        int all = pixels(image, darkest);
        BufferedImage corner =
                image.getSubimage(
                        image.getWidth() / 2, 0, image.getWidth() / 2, image.getHeight() / 2);
        assertTrue(all > 1000, "only " + all);
        assertEquals(all, pixels(corner, darkest));
    }

    @Test
    void everyCountStandsAtItsTwoLabels() {
        long[][] counts = {{5, 1, 0}, {0, 6, 0}, {2, 0, 4}};
        HeatMapSeries cells = ConfusionMatrixPlot.chart(LABELS, counts).getHeatMapSeries();
        Set<String> shown = new TreeSet<>();
        for (Number[] cell : cells.getHeatData()) {
            Object predicted = cells.getXData().get(cell[0].intValue());
            Object actual = cells.getYData().get(cell[1].intValue());
            shown.add(actual + " as " + predicted + ": " + cell[2]);
        }
        assertEquals(
                Set.of(
                        "one as one: 5",
                        "one as two: 1",
                        "two as two: 6",
                        "three as one: 2",
                        "three as three: 4"),
                shown);
    }

    @Test
    void manyLabelsAndNoClipsAreDrawnToo() throws IOException {
        String[] labels = new String[60];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = "label " + i;
        }
        Path png = folder.resolve("confusion.png");
        ConfusionMatrixPlot.write(png, labels, new long[60][60]);
        assertTrue(ImageIO.read(png.toFile()).getWidth() > 900);
    }

    @Test
    void sameInputGivesSameBytes() throws IOException {
        byte[][] files = new byte[4][];
        for (int i = 0; i < 2; i++) {
            Path png = folder.resolve(i + ".png");
            ConfusionMatrixPlot.write(png, LABELS, new long[][] {{5, 1, 0}, {0, 6, 0}, {2, 0, 4}});
            files[i] = Files.readAllBytes(png);
            Series curve = new Series("a", new double[] {0, 1}, new double[] {2, 1});
            LossCurvePlot.write(png, List.of(curve), "Loss", "step", "loss");
            files[i + 2] = Files.readAllBytes(png);
        }
        assertArrayEquals(files[0], files[1]);
        assertArrayEquals(files[2], files[3]);
    }

    @Test
    void wrongShapesAreNamed() {
        Path png = folder.resolve("none.png");
        assertSays(
                "'a' has 2 values of x and 1 of y",
                () -> new Series("a", new double[2], new double[1]));
        assertSays(
                "Point 1 of curve 'a' is not finite",
                () -> new Series("a", new double[2], new double[] {0, Double.NaN}));
        assertSays(
                "'Loss' has no curve",
                () -> LossCurvePlot.write(png, List.of(), "Loss", "step", "loss"));
        Series twice = new Series("a", new double[1], new double[1]);
        assertSays(
                "named 'a'",
                () -> LossCurvePlot.write(png, List.of(twice, twice), "Loss", "step", "loss"));
        assertSays("this one has 2", () -> ConfusionMatrixPlot.write(png, LABELS, new long[2][3]));
        assertSays(
                "Row 'one' of the confusion matrix has 2 counts for 3 labels",
                () -> ConfusionMatrixPlot.write(png, LABELS, new long[3][2]));
        assertSays(
                "Row 'two' of the confusion matrix counts -1",
                () ->
                        ConfusionMatrixPlot.write(
                                png, LABELS, new long[][] {{0, 0, 0}, {0, -1, 0}, {0, 0, 0}}));
        assertSays(
                "differ from each other",
                () -> ConfusionMatrixPlot.write(png, new String[] {"one", "one"}, new long[2][2]));
        assertFalse(Files.exists(png));
    }

    private interface Drawing {
        void draw() throws IOException;
    }

    private static void assertSays(String part, Drawing drawing) {
        String message = assertThrows(IllegalArgumentException.class, drawing::draw).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static int pixels(BufferedImage image, int rgb) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xFFFFFF) == rgb ? 1 : 0;
            }
        }
        return count;
    }
}
