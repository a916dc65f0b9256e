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
package org.ssamba.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Speaker verification by the cosine between two utterances' embeddings: whoever is at least as
 * close as a threshold is taken for the same speaker. No threshold is set here; the evaluation
 * tells the one with equal error rates and the one with the lowest cost.
 */
public final class SpeakerVerificationEvaluator {
    private final DetectionCost cost;

    /** With the costs of {@link DetectionCost#NIST}. */
    public SpeakerVerificationEvaluator() {
        this(DetectionCost.NIST);
    }

    /**
     * @param cost of errors, for the minimum detection cost
     */
    public SpeakerVerificationEvaluator(DetectionCost cost) {
        this.cost = cost;
    }

    /**
     * Scores and judges trials.
     *
     * @param trials at least one of the same speaker and one of different speakers
     * @param embeddings the embedding of an utterance by its name, asked for once each; all of one
     *     length, finite, and not all zero
     * @throws IllegalArgumentException if an embedding is missing or cannot be compared, naming the
     *     utterance, or the trials are all of one kind
     */
    public VerificationEvaluation evaluate(
            List<VerificationTrial> trials, Function<? super String, float[]> embeddings) {
        Map<String, double[]> units = new HashMap<>();
        double[] scores = new double[trials.size()];
        boolean[] same = new boolean[trials.size()];
        for (int i = 0; i < scores.length; i++) {
            VerificationTrial trial = trials.get(i);
            double[] first = unit(units, trial.first(), embeddings);
            double[] second = unit(units, trial.second(), embeddings);
            if (first.length != second.length) {
                throw new IllegalArgumentException(
                        "The embeddings of "
                                + trial.first()
                                + " and "
                                + trial.second()
                                + " have "
                                + first.length
                                + " and "
                                + second.length
                                + " numbers: they are not of one encoder");
            }
            for (int d = 0; d < first.length; d++) {
                scores[i] += first[d] * second[d];
            }
            same[i] = trial.same();
        }
        return VerificationEvaluation.of(scores, same, cost);
    }

    /** An utterance's embedding at length 1. */
    private static double[] unit(
            Map<String, double[]> units,
            String utterance,
            Function<? super String, float[]> embeddings) {
        double[] unit = units.get(utterance);
        if (unit == null) {
            unit = normalised(utterance, embeddings.apply(utterance));
            units.put(utterance, unit);
        }
        return unit;
    }

    private static double[] normalised(String utterance, float[] embedding) {
        if (embedding == null) {
            throw new IllegalArgumentException("There is no embedding of " + utterance);
        }
        double squares = 0;
        for (float value : embedding) {
            squares += (double) value * value;
        }
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "The embedding of "
                            + utterance
                            + " has no direction: it is empty, all zero or not finite");
        }
        double[] unit = new double[embedding.length];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = embedding[d] / Math.sqrt(squares);
        }
        return unit;
    }
}
