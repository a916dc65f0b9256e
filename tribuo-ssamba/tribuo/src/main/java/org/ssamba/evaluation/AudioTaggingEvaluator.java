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

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ssamba.evaluation.AudioTaggingMetric.Measure;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.evaluation.AbstractEvaluator;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.evaluation.MultiLabelEvaluator;
import org.tribuo.provenance.EvaluationProvenance;

/**
 * Evaluates models of {@link MultiLabel} by how they rank: average precision, area under the ROC
 * and d′, per label and averaged, beside all that Tribuo's {@link MultiLabelEvaluator} computes.
 *
 * <p>Any Tribuo model will do whose predictions carry a score for every label of its domain, and
 * {@link org.tribuo.multilabel.baseline.IndependentMultiLabelModel}, whose binary models are asked
 * for theirs. Others, a truth that is not labelled, a label that the model does not know and a
 * score of NaN give an {@link IllegalArgumentException} that says which.
 */
public final class AudioTaggingEvaluator
        extends AbstractEvaluator<
                MultiLabel,
                AudioTaggingMetric.Context,
                AudioTaggingEvaluation,
                AudioTaggingMetric> {
    private final MultiLabelEvaluator thresholded = new MultiLabelEvaluator();

    @Override
    protected Set<AudioTaggingMetric> createMetrics(Model<MultiLabel> model) {
        Set<AudioTaggingMetric> metrics = new HashSet<>();
        for (Measure measure : Measure.values()) {
            for (MultiLabel label : model.getOutputIDInfo().getDomain()) {
                metrics.add(new AudioTaggingMetric(measure, new MetricTarget<>(label)));
            }
            metrics.add(new AudioTaggingMetric(measure, MetricTarget.macroAverageTarget()));
        }
        return metrics;
    }

    @Override
    protected AudioTaggingMetric.Context createContext(
            Model<MultiLabel> model, List<Prediction<MultiLabel>> predictions) {
        return new AudioTaggingMetric.Context(model, predictions);
    }

    @Override
    protected AudioTaggingEvaluation createEvaluation(
            AudioTaggingMetric.Context context,
            Map<MetricID<MultiLabel>, Double> results,
            EvaluationProvenance provenance) {
        return new AudioTaggingEvaluation(
                context,
                results,
                thresholded.evaluate(
                        context.getModel(),
                        context.getPredictions(),
                        provenance.getTestDatasetProvenance()),
                provenance);
    }
}
