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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ssamba.evaluation.AudioTaggingMetric.Measure;
import org.tribuo.Prediction;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.metrics.EvaluationMetric.Average;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.evaluation.MultiLabelEvaluation;
import org.tribuo.provenance.EvaluationProvenance;

/**
 * How well a model ranks, label by label and on average, and Tribuo's evaluation of the labels that
 * it predicts. Made by {@link AudioTaggingEvaluator}.
 *
 * <p>A label that no example has, or every example, cannot be ranked by: its measures are NaN, no
 * mean counts it, and {@link #unrankedLabels()} lists it.
 */
public final class AudioTaggingEvaluation implements Evaluation<MultiLabel> {
    private final AudioTaggingMetric.Context context;
    private final Map<MetricID<MultiLabel>, Double> results;
    private final MultiLabelEvaluation thresholded;
    private final EvaluationProvenance provenance;

    AudioTaggingEvaluation(
            AudioTaggingMetric.Context context,
            Map<MetricID<MultiLabel>, Double> ranked,
            MultiLabelEvaluation thresholded,
            EvaluationProvenance provenance) {
        this.context = context;
        Map<MetricID<MultiLabel>, Double> all = new HashMap<>(thresholded.asMap());
        all.putAll(ranked);
        this.results = Collections.unmodifiableMap(all);
        this.thresholded = thresholded;
        this.provenance = provenance;
    }

    /** Of the labels that can be ranked by; NaN if there is none. */
    public double meanAveragePrecision() {
        return mean(Measure.AVERAGE_PRECISION);
    }

    /** Of the labels that can be ranked by; NaN if there is none. */
    public double meanAreaUnderRoc() {
        return mean(Measure.ROC_AUC);
    }

    /** d′ of {@link #meanAreaUnderRoc()}, as published for AudioSet; NaN if that is. */
    public double dPrime() {
        return mean(Measure.D_PRIME);
    }

    /**
     * Of one label; NaN if it is one of {@link #unrankedLabels()}.
     *
     * @throws IllegalArgumentException if the model does not know the label
     */
    public double averagePrecision(MultiLabel label) {
        return of(Measure.AVERAGE_PRECISION, label);
    }

    /**
     * Of one label; NaN if it is one of {@link #unrankedLabels()}.
     *
     * @throws IllegalArgumentException if the model does not know the label
     */
    public double areaUnderRoc(MultiLabel label) {
        return of(Measure.ROC_AUC, label);
    }

    /**
     * Of one label; infinite if its area is 0 or 1, NaN if it is one of {@link #unrankedLabels()}.
     *
     * @throws IllegalArgumentException if the model does not know the label
     */
    public double dPrime(MultiLabel label) {
        return of(Measure.D_PRIME, label);
    }

    /** The labels that no mean counts, since no example has them or every one; alphabetical. */
    public List<MultiLabel> unrankedLabels() {
        return context.rankings().entrySet().stream()
                .filter(entry -> !entry.getValue().isTwoSided())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Of the labels that were predicted: precision, recall, F1, Jaccard score, confusion. */
    public MultiLabelEvaluation thresholded() {
        return thresholded;
    }

    /** The measures of {@link Measure} and all of {@link #thresholded()}. */
    @Override
    public Map<MetricID<MultiLabel>, Double> asMap() {
        return results;
    }

    @Override
    public List<Prediction<MultiLabel>> getPredictions() {
        return context.getPredictions();
    }

    @Override
    public EvaluationProvenance getProvenance() {
        return provenance;
    }

    /** A table: a line a label, the averages, and the labels that no mean counts. */
    @Override
    public String toString() {
        int width = "Macro average".length();
        for (MultiLabel label : context.rankings().keySet()) {
            width = Math.max(width, label.getLabelString().length());
        }
        String name = "%-" + (width + 2) + "s";
        String row = name + "%8s%10.3f%10.3f%10.3f%10.3f%10.3f%10.3f%n";
        StringBuilder table =
                new StringBuilder()
                        .append(String.format(Locale.ROOT, name, "Label"))
                        .append(
                                String.format(
                                        Locale.ROOT, "%8s%10s%10s%10s", "n", "AP", "AUC", "d'"))
                        .append(
                                String.format(
                                        Locale.ROOT, "%10s%10s%10s%n", "prec", "recall", "F1"));
        context.rankings()
                .forEach(
                        (label, ranking) ->
                                table.append(
                                        String.format(
                                                Locale.ROOT,
                                                row,
                                                label.getLabelString(),
                                                ranking.positives(),
                                                averagePrecision(label),
                                                areaUnderRoc(label),
                                                dPrime(label),
                                                thresholded.precision(label),
                                                thresholded.recall(label),
                                                thresholded.f1(label))));
        table.append(
                String.format(
                        Locale.ROOT,
                        row,
                        "Macro average",
                        "",
                        meanAveragePrecision(),
                        meanAreaUnderRoc(),
                        dPrime(),
                        thresholded.macroAveragedPrecision(),
                        thresholded.macroAveragedRecall(),
                        thresholded.macroAveragedF1()));
        if (!unrankedLabels().isEmpty()) {
            table.append("Not counted in the means of AP and AUC, on all examples or on none: ")
                    .append(
                            unrankedLabels().stream()
                                    .map(MultiLabel::getLabelString)
                                    .collect(Collectors.joining(", ")))
                    .append(System.lineSeparator());
        }
        return table.toString();
    }

    private double mean(Measure measure) {
        return get(new MetricID<>(new MetricTarget<MultiLabel>(Average.MACRO), measure.name()));
    }

    private double of(Measure measure, MultiLabel label) {
        return get(new MetricID<>(new MetricTarget<>(label), measure.name()));
    }
}
