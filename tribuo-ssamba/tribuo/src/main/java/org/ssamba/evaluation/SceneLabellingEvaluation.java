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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.ConfusionMatrix;
import org.tribuo.classification.evaluation.LabelMetrics;
import org.tribuo.classification.sequence.LabelSequenceEvaluation;
import org.tribuo.evaluation.metrics.EvaluationMetric.Average;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.provenance.EvaluationProvenance;
import org.tribuo.sequence.SequenceEvaluation;

/**
 * How well the segments of clips, and by them the clips, are labelled. Made by {@link
 * SceneLabellingEvaluator}.
 */
public final class SceneLabellingEvaluation implements SequenceEvaluation<Label> {
    /** The metric of {@link #balancedAccuracy()}, a macro average. */
    public static final String BALANCED_ACCURACY = "BALANCED_ACCURACY";

    /** The metric of {@link #clipAccuracy()}, a micro average. */
    public static final String CLIP_ACCURACY = "CLIP_ACCURACY";

    private static final MetricID<Label> BALANCED =
            new MetricID<>(new MetricTarget<Label>(Average.MACRO), BALANCED_ACCURACY);
    private static final MetricID<Label> CLIP =
            new MetricID<>(new MetricTarget<Label>(Average.MICRO), CLIP_ACCURACY);

    private final LabelSequenceEvaluation segments;
    private final List<ClipVote> clips;
    private final Map<MetricID<Label>, Double> results;

    SceneLabellingEvaluation(LabelSequenceEvaluation segments, List<ClipVote> clips) {
        this.segments = segments;
        this.clips = List.copyOf(clips);
        Map<MetricID<Label>, Double> all = new HashMap<>(segments.asMap());
        all.put(
                BALANCED,
                labels(true).stream()
                        .mapToDouble(this::segmentAccuracy)
                        .average()
                        .orElse(Double.NaN));
        all.put(
                CLIP,
                clips.stream()
                        .mapToInt(clip -> clip.isCorrect() ? 1 : 0)
                        .average()
                        .orElse(Double.NaN));
        this.results = Collections.unmodifiableMap(all);
    }

    /** The share of segments that are labelled right, all clips together. */
    public double segmentAccuracy() {
        return segments.accuracy();
    }

    /**
     * The share of one class's segments that are labelled right: its recall.
     *
     * @return NaN if no segment is of that class
     * @throws IllegalArgumentException if the model does not know the label
     */
    public double segmentAccuracy(Label label) {
        return segments.accuracy(label);
    }

    /** The mean of {@link #segmentAccuracy(Label)} over the classes that occur. */
    public double balancedAccuracy() {
        return get(BALANCED);
    }

    /** The share of clips whose {@link ClipVote} is right. */
    public double clipAccuracy() {
        return get(CLIP);
    }

    /** The votes, clip by clip in the order of the predictions. */
    public List<ClipVote> clips() {
        return clips;
    }

    /** Classes of which no segment is, which {@link #balancedAccuracy()} leaves out. */
    public List<Label> absentLabels() {
        return labels(false);
    }

    /** Of segments: predicted class by true class. */
    public ConfusionMatrix<Label> getConfusionMatrix() {
        return segments.getConfusionMatrix();
    }

    /** Tribuo's evaluation of the segments: precision, recall, F1, balanced error rate. */
    public LabelSequenceEvaluation segments() {
        return segments;
    }

    @Override
    public Map<MetricID<Label>, Double> asMap() {
        return results;
    }

    @Override
    public EvaluationProvenance getProvenance() {
        return segments.getProvenance();
    }

    private List<Label> labels(boolean occurring) {
        ConfusionMatrix<Label> confusion = segments.getConfusionMatrix();
        return confusion.getDomain().getDomain().stream()
                .filter(label -> confusion.support(label) > 0 == occurring)
                .sorted(Comparator.comparing(Label::getLabel))
                .toList();
    }

    /** A table: a line a class, then segments and clips as a whole. */
    @Override
    public String toString() {
        int width = "Balanced accuracy".length();
        for (Label label : labels(true)) {
            width = Math.max(width, label.getLabel().length());
        }
        String name = "%-" + (width + 2) + "s";
        String row = name + "%10d%10.3f%10.3f%10.3f%n";
        StringBuilder table = new StringBuilder().append(String.format(Locale.ROOT, name, "Class"));
        table.append(
                String.format(
                        Locale.ROOT, "%10s%10s%10s%10s%n", "segments", "accuracy", "prec", "F1"));
        ConfusionMatrix<Label> confusion = segments.getConfusionMatrix();
        for (Label label : labels(true)) {
            // LabelSequenceEvaluation.f1(Label) of Tribuo 4.3.2 returns the recall.
            double f1 = get(LabelMetrics.F1.forTarget(new MetricTarget<>(label)).getID());
            table.append(
                    String.format(
                            Locale.ROOT,
                            row,
                            label.getLabel(),
                            (long) confusion.support(label),
                            segmentAccuracy(label),
                            segments.precision(label),
                            f1));
        }
        String total = name + "%10d%10.3f%n";
        long count = (long) confusion.support();
        table.append(String.format(Locale.ROOT, total, "Segments", count, segmentAccuracy()));
        table.append(
                String.format(Locale.ROOT, total, "Balanced accuracy", count, balancedAccuracy()));
        table.append(
                String.format(Locale.ROOT, total, "Clips, by vote", clips.size(), clipAccuracy()));
        if (!absentLabels().isEmpty()) {
            table.append("No segment is of: ")
                    .append(
                            absentLabels().stream()
                                    .map(Label::getLabel)
                                    .collect(Collectors.joining(", ")))
                    .append(System.lineSeparator());
        }
        return table.toString();
    }
}
