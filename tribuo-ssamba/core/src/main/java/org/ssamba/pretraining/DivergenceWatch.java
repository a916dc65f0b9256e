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
package org.ssamba.pretraining;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.Collectors;

/**
 * Sees that a run has diverged: {@value #SKIPPED} steps in a row had gradients that are not finite,
 * or the loss was over {@value #FACTOR} times its running median for {@value #HIGH} steps in a row.
 */
final class DivergenceWatch {
    static final int SKIPPED = 20;
    static final int HIGH = 50;
    static final double FACTOR = 3;

    /** Of how many losses the median is; more than twice as many as may be high. */
    private static final int WINDOW = 200;

    /** Losses, the oldest first; those that are not finite are left out. */
    private final Deque<Double> losses = new ArrayDeque<>();

    private int skipped;
    private int high;

    /**
     * Takes in a step.
     *
     * @param loss of the step.
     * @param applied whether its gradient was finite.
     */
    void observe(double loss, boolean applied) {
        skipped = applied ? 0 : skipped + 1;
        high = losses.size() >= HIGH && !(loss <= FACTOR * median()) ? high + 1 : 0;
        if (Double.isFinite(loss)) {
            losses.addLast(loss);
            if (losses.size() > WINDOW) {
                losses.removeFirst();
            }
        }
    }

    private double median() {
        double[] sorted = losses.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** What is wrong, for a message; null if nothing is. */
    String problem() {
        if (skipped >= SKIPPED) {
            return "the gradients of " + skipped + " steps in a row are not finite";
        }
        if (high >= HIGH) {
            return "the loss is over "
                    + FACTOR
                    + " times its running median of "
                    + (float) median()
                    + " since "
                    + high
                    + " steps";
        }
        return null;
    }

    /** Whether the steps just taken were all as they should be. */
    boolean isCalm() {
        return skipped == 0 && high == 0;
    }

    /** All of it as text, to the last bit. */
    String text() {
        return skipped
                + " "
                + high
                + losses.stream().map(loss -> " " + loss).collect(Collectors.joining());
    }

    /** Reads {@link #text}. */
    static DivergenceWatch of(String text) {
        String[] words = text.split(" ");
        DivergenceWatch watch = new DivergenceWatch();
        watch.skipped = Integer.parseInt(words[0]);
        watch.high = Integer.parseInt(words[1]);
        Arrays.stream(words).skip(2).map(Double::valueOf).forEach(watch.losses::addLast);
        return watch;
    }
}
