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

import java.util.Locale;

/**
 * How well scores tell trials of the same speaker from trials of different ones. Made by {@link
 * SpeakerVerificationEvaluator}, or from scores of any kind.
 *
 * @param scores one a trial, in the order of the trials; higher for the same speaker
 * @param ranking the same, ranked
 * @param cost what errors cost
 * @param equalErrorRate {@link ScoreRanking#equalErrorRate()}
 * @param minimumDetectionCost {@link ScoreRanking#minimumDetectionCost}
 */
public record VerificationEvaluation(
        double[] scores,
        ScoreRanking ranking,
        DetectionCost cost,
        OperatingPoint equalErrorRate,
        OperatingPoint minimumDetectionCost) {
    public VerificationEvaluation {
        scores = scores.clone();
    }

    /**
     * Judges scores.
     *
     * @param scores one a trial
     * @param same whether the trial's speakers are the same, as many
     * @param cost what errors cost
     * @throws IllegalArgumentException if the lengths differ, a score is NaN, or the trials are all
     *     of one kind
     */
    public static VerificationEvaluation of(double[] scores, boolean[] same, DetectionCost cost) {
        ScoreRanking ranking = ScoreRanking.of(scores, same);
        if (!ranking.isTwoSided()) {
            throw new IllegalArgumentException(
                    "There are "
                            + ranking.positives()
                            + " trials of the same speaker and "
                            + ranking.negatives()
                            + " of different ones: both kinds are needed");
        }
        return new VerificationEvaluation(
                scores,
                ranking,
                cost,
                ranking.equalErrorRate(),
                ranking.minimumDetectionCost(cost));
    }

    @Override
    public double[] scores() {
        return scores.clone();
    }

    /** A table of a few lines. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Trials                   %12d same %12d different%nEqual error rate         %12.4f"
                    + " at   %12.4f%nMinimum detection cost   %12.4f at   %12.4f   (p = %s, costs"
                    + " %s and %s)%nArea under the ROC       %12.4f%n",
                ranking.positives(),
                ranking.negatives(),
                equalErrorRate.value(),
                equalErrorRate.threshold(),
                minimumDetectionCost.value(),
                minimumDetectionCost.threshold(),
                cost.targetPrior(),
                cost.costOfMiss(),
                cost.costOfFalseAlarm(),
                ranking.areaUnderRoc());
    }
}
