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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.evaluation.metrics.EvaluationMetric;
import org.tribuo.evaluation.metrics.MetricContext;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.multilabel.MultiLabel;

/** A {@link Measure} of one label, or its mean over the labels: a metric as Tribuo has them. */
public final class AudioTaggingMetric
        implements EvaluationMetric<MultiLabel, AudioTaggingMetric.Context> {
    /** What is measured. Its name is the metric's name. */
    public enum Measure {
        /** {@link ScoreRanking#averagePrecision()}; its mean is the mean average precision, mAP. */
        AVERAGE_PRECISION,
        /** {@link ScoreRanking#areaUnderRoc()}. */
        ROC_AUC,
        /**
         * {@link ScoreRanking#dPrime()}. Its mean is d′ of the mean area, as published for AudioSet
         * (Hershey et al., "CNN Architectures for Large-Scale Audio Classification", 2017): the
         * mean of d′ itself is infinite as soon as one label is ranked without an error.
         */
        D_PRIME
    }

    private final Measure measure;
    private final MetricTarget<MultiLabel> target;

    /**
     * @param measure what is measured
     * @param target a single label of the model's domain, or the macro average
     * @throws IllegalArgumentException if the target is the micro average
     */
    public AudioTaggingMetric(Measure measure, MetricTarget<MultiLabel> target) {
        this.measure = Objects.requireNonNull(measure, "measure");
        this.target = Objects.requireNonNull(target, "target");
        if (target.getAverageTarget().filter(Average.MICRO::equals).isPresent()) {
            throw new IllegalArgumentException(
                    measure + " is averaged over labels: ask for the macro average");
        }
    }

    @Override
    public double compute(Context context) {
        if (target.getOutputTarget().isEmpty()) {
            return mean(context);
        }
        MultiLabel label = target.getOutputTarget().get();
        ScoreRanking ranking = context.rankings.get(label);
        if (ranking == null) {
            throw new IllegalArgumentException("The model knows no label " + label);
        }
        return ranking.isTwoSided() ? of(ranking) : Double.NaN;
    }

    private double of(ScoreRanking ranking) {
        return switch (measure) {
            case AVERAGE_PRECISION -> ranking.averagePrecision();
            case ROC_AUC -> ranking.areaUnderRoc();
            case D_PRIME -> ranking.dPrime();
        };
    }

    private double mean(Context context) {
        double mean =
                context.rankings.values().stream()
                        .filter(ScoreRanking::isTwoSided)
                        .mapToDouble(
                                measure == Measure.AVERAGE_PRECISION
                                        ? ScoreRanking::averagePrecision
                                        : ScoreRanking::areaUnderRoc)
                        .average()
                        .orElse(Double.NaN);
        return measure == Measure.D_PRIME ? ScoreRanking.dPrime(mean) : mean;
    }

    @Override
    public MetricTarget<MultiLabel> getTarget() {
        return target;
    }

    @Override
    public String getName() {
        return measure.name();
    }

    @Override
    public Context createContext(
            Model<MultiLabel> model, List<Prediction<MultiLabel>> predictions) {
        return new Context(model, predictions);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AudioTaggingMetric that
                && measure == that.measure
                && target.equals(that.target);
    }

    @Override
    public int hashCode() {
        return Objects.hash(measure, target);
    }

    @Override
    public String toString() {
        return "AudioTaggingMetric(" + measure + ", " + target + ")";
    }

    /** The ranking of the examples by each label's score, from which all measures are computed. */
    public static final class Context extends MetricContext<MultiLabel> {
        private final Map<MultiLabel, ScoreRanking> rankings;

        /**
         * @param model a model
         * @param predictions its predictions, with scores of every label
         * @throws IllegalArgumentException if a prediction lacks a label's score or has NaN, or a
         *     truth is unknown or not in the model's domain
         */
        Context(Model<MultiLabel> model, List<Prediction<MultiLabel>> predictions) {
            super(model, predictions);
            Map<MultiLabel, ScoreRanking> map = new LinkedHashMap<>();
            new LabelScores(model, predictions).forEach(map::put);
            this.rankings = Collections.unmodifiableMap(map);
        }

        /** By label of the model's domain, in alphabetical order. */
        public Map<MultiLabel, ScoreRanking> rankings() {
            return rankings;
        }
    }
}
