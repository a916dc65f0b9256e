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

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Scores of one detector, ranked from the highest down: what average precision, the receiver
 * operating characteristic (ROC) and the costs of detection are computed from. Equal scores are one
 * step of the ranking, so that their order among the inputs changes nothing.
 *
 * <p>Step i accepts every score of at least its threshold and has so many true and false positives.
 * Step 0 accepts nothing. All measures but thresholds depend on the order of the scores alone.
 * Immutable.
 */
public final class ScoreRanking {
    /** The scores that occur, descending; entry 0 belongs to step 1. */
    private final double[] thresholds;

    /** Counts after each step; entry 0, of step 0, is 0. */
    private final long[] truePositives;

    private final long[] falsePositives;

    private ScoreRanking(double[] thresholds, long[] truePositives, long[] falsePositives) {
        this.thresholds = thresholds;
        this.truePositives = truePositives;
        this.falsePositives = falsePositives;
    }

    /**
     * Ranks scores.
     *
     * @param scores any order of magnitude, higher for what is more likely positive; infinite is
     *     allowed, NaN is not
     * @param positive what each of them should have been, as many
     * @throws IllegalArgumentException if the lengths differ or a score is NaN
     */
    public static ScoreRanking of(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(
                    scores.length + " scores, but " + positive.length + " truths: give as many");
        }
        int[] order =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -scores[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] thresholds = new double[scores.length];
        long[] hits = new long[scores.length + 1];
        long[] falseAlarms = new long[scores.length + 1];
        int steps = 0;
        for (int i : order) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException(
                        "Score " + i + " is NaN, which has no place in a ranking");
            }
            // == so that 0 and −0 are one score.
            if (steps == 0 || scores[i] != thresholds[steps - 1]) {
                thresholds[steps++] = scores[i];
                hits[steps] = hits[steps - 1];
                falseAlarms[steps] = falseAlarms[steps - 1];
            }
            if (positive[i]) {
                hits[steps]++;
            } else {
                falseAlarms[steps]++;
            }
        }
        return new ScoreRanking(
                Arrays.copyOf(thresholds, steps),
                Arrays.copyOf(hits, steps + 1),
                Arrays.copyOf(falseAlarms, steps + 1));
    }

    /** How many should be accepted. */
    public long positives() {
        return truePositives[thresholds.length];
    }

    /** How many should be refused. */
    public long negatives() {
        return falsePositives[thresholds.length];
    }

    /** Whether there are positives and negatives, without which there is nothing to rank. */
    public boolean isTwoSided() {
        return positives() > 0 && negatives() > 0;
    }

    /**
     * Σ (Rᵢ − Rᵢ₋₁)·Pᵢ over the steps, R recall and P precision: scikit-learn's {@code
     * average_precision_score}, without interpolation.
     *
     * @return within (0, 1]; 1 if there is no negative
     * @throws IllegalStateException if there is no positive
     */
    public double averagePrecision() {
        if (positives() == 0) {
            throw new IllegalStateException("Average precision needs a positive; there is none");
        }
        double sum = 0;
        for (int i = 1; i <= thresholds.length; i++) {
            double precision = (double) truePositives[i] / (truePositives[i] + falsePositives[i]);
            sum += (truePositives[i] - truePositives[i - 1]) * precision;
        }
        return sum / positives();
    }

    /**
     * The area under the ROC by trapezoids: the share of pairs of a positive and a negative that
     * are in the right order, a tie counting half; scikit-learn's {@code roc_auc_score}.
     *
     * @return within [0, 1]
     * @throws IllegalStateException if there is no positive or no negative
     */
    public double areaUnderRoc() {
        requireTwoSides("The area under the ROC");
        // Twice the number of pairs in the right order, exact below 2^53.
        double area = 0;
        for (int i = 1; i <= thresholds.length; i++) {
            area +=
                    (double) (falsePositives[i] - falsePositives[i - 1])
                            * (truePositives[i] + truePositives[i - 1]);
        }
        return area / 2 / positives() / negatives();
    }

    /**
     * d′ = √2·Φ⁻¹(AUC): how many standard deviations lie between two normal distributions of scores
     * with this area under the ROC.
     *
     * @return any sign; infinite if the area is 0 or 1
     * @throws IllegalStateException if there is no positive or no negative
     */
    public double dPrime() {
        return dPrime(areaUnderRoc());
    }

    /**
     * √2·Φ⁻¹(area).
     *
     * @param area an area under a ROC, or a mean of such, within [0, 1]
     */
    public static double dPrime(double area) {
        return Math.sqrt(2) * NormalQuantile.of(area);
    }

    /**
     * The point where the ROC, its steps joined by straight lines, has as large a rate of misses as
     * of false alarms. scikit-learn has no function of this name; {@code roc_curve}, interpolated
     * linearly and solved for fnr = fpr, gives the same rate.
     *
     * <p>The threshold is interpolated along the same line; on the line from step 0, which has
     * none, it is the highest score.
     *
     * @throws IllegalStateException if there is no positive or no negative
     */
    public OperatingPoint equalErrorRate() {
        requireTwoSides("The equal error rate");
        int i = 1;
        while (missRate(i) > falseAlarmRate(i)) {
            i++;
        }
        // misses − false alarms falls from above 0 to at most 0 between steps i − 1 and i.
        double before = missRate(i - 1) - falseAlarmRate(i - 1);
        double after = missRate(i) - falseAlarmRate(i);
        double share = before / (before - after);
        double rate = falseAlarmRate(i - 1) + share * (falseAlarmRate(i) - falseAlarmRate(i - 1));
        double upper = thresholds[Math.max(i - 2, 0)];
        double threshold =
                upper == thresholds[i - 1]
                        ? upper
                        : (1 - share) * upper + share * thresholds[i - 1];
        return new OperatingPoint(rate, threshold);
    }

    /**
     * The lowest cost over all thresholds, normalised.
     *
     * @param cost what misses and false alarms cost
     * @return the cost, within [0, 1], and the threshold that has it: accept scores of at least so
     *     much; +∞ if accepting nothing is cheapest. Of several, the highest.
     * @throws IllegalStateException if there is no positive or no negative
     */
    public OperatingPoint minimumDetectionCost(DetectionCost cost) {
        requireTwoSides("The minimum detection cost");
        double lowest = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int i = 0; i <= thresholds.length; i++) {
            double here = cost.normalised(missRate(i), falseAlarmRate(i));
            if (here < lowest) {
                lowest = here;
                best = i;
            }
        }
        return new OperatingPoint(
                lowest, best == 0 ? Double.POSITIVE_INFINITY : thresholds[best - 1]);
    }

    private double missRate(int step) {
        return (double) (positives() - truePositives[step]) / positives();
    }

    private double falseAlarmRate(int step) {
        return (double) falsePositives[step] / negatives();
    }

    private void requireTwoSides(String measure) {
        if (!isTwoSided()) {
            throw new IllegalStateException(
                    measure
                            + " needs positives and negatives; there are "
                            + positives()
                            + " and "
                            + negatives());
        }
    }
}
