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
package org.ssamba.head;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.tribuo.Prediction;
import org.tribuo.classification.Classifiable;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;

/** The best labels of a prediction. */
public final class TopLabels {
    private TopLabels() {}

    /**
     * The labels with the highest scores.
     *
     * @param prediction of labels or of sets of labels.
     * @param count how many, at least 1.
     * @return the best first, with their scores; all of them if there are fewer.
     */
    public static List<Label> of(Prediction<? extends Classifiable<?>> prediction, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("The best " + count + " labels");
        }
        return prediction.getOutputScores().values().stream()
                .flatMap(TopLabels::labels)
                .sorted(Comparator.comparingDouble(Label::getScore).reversed())
                .limit(count)
                .toList();
    }

    private static Stream<Label> labels(Classifiable<?> output) {
        return output instanceof MultiLabel set
                ? set.getLabelSet().stream()
                : Stream.of((Label) output);
    }
}
