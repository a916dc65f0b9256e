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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Measures of rankings: as recorded, and what holds of any. */
class ScoreRankingTest {
    private static final DetectionCost TEN_TO_ONE = new DetectionCost(0.05, 10, 1);

    @TestFactory
    Stream<DynamicTest> measuresAreThoseOfScikitLearn() {
        return Recorded.elements(Recorded.list("rankings")).stream()
                .map(JsonElement::getAsJsonObject)
                .map(
                        recorded ->
                                DynamicTest.dynamicTest(
                                        recorded.get("name").getAsString(),
                                        () -> compare(recorded)));
    }

    private static void compare(JsonObject recorded) {
        ScoreRanking ranking =
                ScoreRanking.of(
                        Recorded.numbers(recorded.get("scores")),
                        Recorded.flags(recorded.get("truth")));
        if (recorded.has("average_precision")) {
            assertEquals(
                    recorded.get("average_precision").getAsDouble(),
                    ranking.averagePrecision(),
                    Recorded.TOLERANCE);
        } else {
            assertThrows(IllegalStateException.class, ranking::averagePrecision);
        }
        assertEquals(recorded.has("roc_auc"), ranking.isTwoSided());
        if (!ranking.isTwoSided()) {
            assertThrows(IllegalStateException.class, ranking::areaUnderRoc);
            assertThrows(IllegalStateException.class, ranking::dPrime);
            assertThrows(IllegalStateException.class, ranking::equalErrorRate);
            assertThrows(
                    IllegalStateException.class,
                    () -> ranking.minimumDetectionCost(DetectionCost.NIST));
            return;
        }
        assertEquals(
                recorded.get("roc_auc").getAsDouble(), ranking.areaUnderRoc(), Recorded.TOLERANCE);
        assertEquals(dPrime(recorded), ranking.dPrime(), 1e-9);
        // Solved for there by iteration, in closed form here.
        assertEquals(
                recorded.get("equal_error_rate").getAsDouble(),
                ranking.equalErrorRate().value(),
                1e-10);
        assertEquals(
                recorded.get("minimum_cost").getAsDouble(),
                ranking.minimumDetectionCost(DetectionCost.NIST).value(),
                Recorded.TOLERANCE);
        assertEquals(
                recorded.get("minimum_cost_10_1").getAsDouble(),
                ranking.minimumDetectionCost(TEN_TO_ONE).value(),
                Recorded.TOLERANCE);
    }

    private static double dPrime(JsonObject recorded) {
        return switch (recorded.get("d_prime").getAsString()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> recorded.get("d_prime").getAsDouble();
        };
    }

    @Test
    void theNormalQuantileIsThatOfScipy() {
        for (JsonElement pair : Recorded.list("normal_quantile")) {
            double[] recorded = Recorded.numbers(pair);
            double scale = Math.max(1, Math.abs(recorded[1]));
            assertEquals(recorded[1], NormalQuantile.of(recorded[0]), 1e-14 * scale);
        }
        assertEquals(Double.NEGATIVE_INFINITY, NormalQuantile.of(0));
        assertEquals(Double.POSITIVE_INFINITY, NormalQuantile.of(1));
        assertTrue(Double.isNaN(NormalQuantile.of(Double.NaN)));
        assertTrue(Double.isNaN(NormalQuantile.of(-0.1)));
        assertTrue(Double.isNaN(NormalQuantile.of(1.1)));
    }

    /** Scores with many ties, and truths. */
    private record Sample(double[] scores, boolean[] truth) {
        static List<Sample> some() {
            Random random = new Random(5);
            return Stream.generate(() -> draw(random)).limit(50).toList();
        }

        private static Sample draw(Random random) {
            int count = 2 + random.nextInt(60);
            double[] scores = new double[count];
            boolean[] truth = new boolean[count];
            for (int i = 0; i < count; i++) {
                truth[i] = i == 0 || (i > 1 && random.nextBoolean());
                scores[i] = random.nextInt(12) + (truth[i] ? 2 : 0);
            }
            return new Sample(scores, truth);
        }

        ScoreRanking ranking() {
            return ScoreRanking.of(scores, truth);
        }

        ScoreRanking map(DoubleUnaryOperator change) {
            return ScoreRanking.of(DoubleStream.of(scores).map(change).toArray(), truth);
        }
    }

    @Test
    void onlyTheOrderOfScoresMatters() {
        for (Sample sample : Sample.some()) {
            ScoreRanking ranking = sample.ranking();
            ScoreRanking stretched = sample.map(s -> Math.exp(s) - 40);
            assertEquals(ranking.averagePrecision(), stretched.averagePrecision());
            assertEquals(ranking.areaUnderRoc(), stretched.areaUnderRoc());
            assertEquals(ranking.equalErrorRate().value(), stretched.equalErrorRate().value());
            assertEquals(
                    ranking.minimumDetectionCost(TEN_TO_ONE).value(),
                    stretched.minimumDetectionCost(TEN_TO_ONE).value());
        }
    }

    @Test
    void reversedScoresGiveTheRestOfTheArea() {
        for (Sample sample : Sample.some()) {
            ScoreRanking ranking = sample.ranking();
            ScoreRanking reversed = sample.map(s -> -s);
            assertEquals(1 - ranking.areaUnderRoc(), reversed.areaUnderRoc(), 1e-15);
            assertEquals(
                    1 - ranking.equalErrorRate().value(), reversed.equalErrorRate().value(), 1e-15);
            assertEquals(-ranking.dPrime(), reversed.dPrime(), 1e-12);
        }
    }

    @Test
    void theOrderOfExamplesDoesNotMatter() {
        for (Sample sample : Sample.some()) {
            int count = sample.scores.length;
            double[] scores = new double[count];
            boolean[] truth = new boolean[count];
            for (int i = 0; i < count; i++) {
                scores[i] = sample.scores[count - 1 - i];
                truth[i] = sample.truth[count - 1 - i];
            }
            ScoreRanking turned = ScoreRanking.of(scores, truth);
            assertEquals(sample.ranking().averagePrecision(), turned.averagePrecision());
            assertEquals(sample.ranking().equalErrorRate(), turned.equalErrorRate());
        }
    }

    @Test
    void theAreaIsTheShareOfPairsInOrder() {
        for (Sample sample : Sample.some()) {
            double inOrder = 0;
            int pairs = 0;
            for (int i = 0; i < sample.scores.length; i++) {
                for (int j = 0; j < sample.scores.length; j++) {
                    if (sample.truth[i] && !sample.truth[j]) {
                        pairs++;
                        inOrder += (1 + Math.signum(sample.scores[i] - sample.scores[j])) / 2;
                    }
                }
            }
            assertEquals(inOrder / pairs, sample.ranking().areaUnderRoc(), 1e-14);
        }
    }

    @Test
    void errorsAreEqualOnBothSidesOfTheThreshold() {
        for (Sample sample : Sample.some()) {
            OperatingPoint equal = sample.ranking().equalErrorRate();
            double above = equal.threshold();
            double below =
                    DoubleStream.of(sample.scores).filter(s -> s <= above).max().orElseThrow();
            // Accepting what is higher misses too much; what is just below, too, gives too many
            // false alarms.
            assertTrue(falseAlarmRate(sample, above, false) <= equal.value() + 1e-15);
            assertTrue(missRate(sample, above, false) >= equal.value() - 1e-15);
            assertTrue(falseAlarmRate(sample, below, true) >= equal.value() - 1e-15);
            assertTrue(missRate(sample, below, true) <= equal.value() + 1e-15);
        }
    }

    @Test
    void theLowestCostIsThatOfItsThreshold() {
        for (Sample sample : Sample.some()) {
            OperatingPoint lowest = sample.ranking().minimumDetectionCost(TEN_TO_ONE);
            assertEquals(
                    TEN_TO_ONE.normalised(
                            missRate(sample, lowest.threshold(), true),
                            falseAlarmRate(sample, lowest.threshold(), true)),
                    lowest.value(),
                    1e-15);
            assertTrue(lowest.value() <= 1);
        }
    }

    private static double missRate(Sample sample, double threshold, boolean acceptTies) {
        return rate(sample, threshold, acceptTies, true);
    }

    private static double falseAlarmRate(Sample sample, double threshold, boolean acceptTies) {
        return rate(sample, threshold, acceptTies, false);
    }

    private static double rate(Sample sample, double threshold, boolean ties, boolean positives) {
        int count = 0;
        int wrong = 0;
        for (int i = 0; i < sample.scores.length; i++) {
            if (sample.truth[i] == positives) {
                count++;
                double score = sample.scores[i];
                boolean accepted = ties ? score >= threshold : score > threshold;
                wrong += accepted != positives ? 1 : 0;
            }
        }
        return (double) wrong / count;
    }

    @Test
    void thresholdsAreInterpolatedLikeTheRates() {
        // From step (1/2 misses, 0 false alarms) at 4 to (0, 1/2) at 2: they cross half way.
        ScoreRanking ranking =
                ScoreRanking.of(
                        new double[] {4, 2, 2, 1}, new boolean[] {true, true, false, false});
        OperatingPoint equal = ranking.equalErrorRate();
        assertEquals(0.25, equal.value());
        assertEquals(3, equal.threshold());
    }

    @Test
    void zeroAndNegativeZeroAreOneScore() {
        ScoreRanking ranking =
                ScoreRanking.of(new double[] {0.0, -0.0}, new boolean[] {true, false});
        assertEquals(0.5, ranking.areaUnderRoc());
    }

    @Test
    void infiniteScoresAreRanked() {
        ScoreRanking ranking =
                ScoreRanking.of(
                        new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0},
                        new boolean[] {true, false, false});
        assertEquals(1, ranking.areaUnderRoc());
        assertEquals(0, ranking.equalErrorRate().value());
        assertFalse(Double.isNaN(ranking.equalErrorRate().threshold()));
    }

    @Test
    void whatCannotBeRankedIsRefused() {
        assertEquals(
                "Score 1 is NaN, which has no place in a ranking",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ScoreRanking.of(new double[] {1, Double.NaN}, new boolean[2]))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> ScoreRanking.of(new double[2], new boolean[3]));
        assertThrows(IllegalArgumentException.class, () -> new DetectionCost(1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new DetectionCost(0.5, 0, 1));
    }
}
