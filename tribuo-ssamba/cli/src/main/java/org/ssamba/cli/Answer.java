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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ssamba.head.TopLabels;
import org.tribuo.Prediction;
import org.tribuo.classification.Classifiable;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.regression.Regressor;

/**
 * What a model says of a clip or a part of it.
 *
 * @param path the clip.
 * @param name what to call it where it has its own file of labels.
 * @param start seconds from the beginning of the clip; NaN if the answer is for all of it.
 * @param end seconds; NaN as the start.
 * @param scores the best first; of numbers, each dimension.
 */
record Answer(Path path, Path name, double start, double end, List<Score> scores) {
    /** A label and its score, or a dimension and its value. */
    record Score(String label, double score) {}

    static Answer of(ClipArguments.Clip clip, double start, double end, List<Score> scores) {
        return new Answer(clip.path(), clip.name(), start, end, scores);
    }

    static Answer of(ClipArguments.Clip clip, List<Score> scores) {
        return of(clip, Double.NaN, Double.NaN, scores);
    }

    /** Whether it is for a part of the clip. */
    boolean hasTimes() {
        return !Double.isNaN(start);
    }

    /**
     * The scores of a prediction.
     *
     * @param top how many labels; 0 for one, or for those of a set.
     */
    @SuppressWarnings("unchecked") // Of the library's three kinds of output the others are these.
    static List<Score> scores(Prediction<?> prediction, int top) {
        if (prediction.getOutput() instanceof Regressor numbers) {
            List<Score> values = new ArrayList<>();
            numbers.forEach(value -> values.add(new Score(value.getName(), value.getValue())));
            return values;
        }
        if (top == 0 && prediction.getOutput() instanceof MultiLabel set) {
            return set.getLabelSet().stream()
                    .sorted(Comparator.comparingDouble(Label::getScore).reversed())
                    .map(label -> new Score(label.getLabel(), label.getScore()))
                    .toList();
        }
        var labels = (Prediction<? extends Classifiable<?>>) prediction;
        return TopLabels.of(labels, Math.max(1, top)).stream()
                .map(label -> new Score(label.getLabel(), label.getScore()))
                .toList();
    }
}
