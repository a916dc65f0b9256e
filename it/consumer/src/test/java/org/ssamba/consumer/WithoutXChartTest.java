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
package org.ssamba.consumer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.plot.ConfusionMatrixPlot;
import org.ssamba.plot.EmbeddingMapPlot;
import org.ssamba.plot.LossCurvePlot;
import org.ssamba.plot.SpectrogramPlot;

/** The library draws what needs no XChart, and names the dependency where one is needed. */
class WithoutXChartTest {
    @Test
    void xchartDoesNotArriveByItself() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.knowm.xchart.XYChart"));
    }

    @Test
    void spectrogramsAreDrawn() {
        LogMelSpectrogram silence = LogMelSpectrogram.of(new float[100 * 128], 100, 128);
        assertTrue(SpectrogramPlot.draw(silence, "silence").getWidth() > 100);
    }

    @Test
    void chartsNameWhatIsMissing() {
        LossCurvePlot.Series curve =
                new LossCurvePlot.Series("loss", new double[] {0, 1}, new double[] {2, 1});
        assertMissing(() -> LossCurvePlot.draw(List.of(curve), "Loss", "step", "loss"));
        assertMissing(() -> ConfusionMatrixPlot.draw(new String[] {"one"}, new long[][] {{1}}));
        assertMissing(() -> EmbeddingMapPlot.draw(new double[][] {{0, 0}}, List.of("a"), "Map"));
    }

    private static void assertMissing(Executable chart) {
        String message = assertThrows(IllegalStateException.class, chart).getMessage();
        assertTrue(message.contains("org.knowm.xchart:xchart"), message);
    }
}
