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

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;

/**
 * Keeps the losses of one run after another for a plot. Recording needs no XChart, drawing does.
 */
public final class LossCurves implements WorkListener {
    /** Points in a curve; each is the mean over several steps. */
    private static final int POINTS = 60;

    private final List<LossCurvePlot.Series> finished = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final String[] names;

    /**
     * Curves for runs.
     *
     * @param names in the order in which the runs end, one for each
     */
    public LossCurves(String... names) {
        this.names = names.clone();
    }

    @Override
    public void on(Work work, WorkEvent event) {
        if (event instanceof WorkEvent.Step step) {
            losses.add(step.loss());
        } else if (event instanceof WorkEvent.Ended && !losses.isEmpty()) {
            finish();
        }
    }

    private void finish() {
        finished.add(
                new LossCurvePlot.Series(
                                names[finished.size()],
                                IntStream.rangeClosed(1, losses.size()).asDoubleStream().toArray(),
                                losses.stream().mapToDouble(Double::doubleValue).toArray())
                        .averaged(POINTS));
        losses.clear();
    }

    /**
     * Draws the curves of all phases that have ended.
     *
     * @param title above the chart
     * @return the picture
     * @throws IllegalArgumentException if none has ended
     * @throws IllegalStateException if XChart is not on the class path, or this Java finds no fonts
     */
    public BufferedImage draw(String title) {
        return LossCurvePlot.draw(finished, title, "step", "loss");
    }
}
