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

import java.util.List;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.sequence.LabelSequenceEvaluator;
import org.tribuo.provenance.DataProvenance;
import org.tribuo.sequence.SequenceDataSource;
import org.tribuo.sequence.SequenceDataset;
import org.tribuo.sequence.SequenceEvaluator;
import org.tribuo.sequence.SequenceModel;

/**
 * Evaluates models that label clips segment by segment, second by second for instance: a clip is a
 * sequence, a segment one of its examples. Segments are judged by Tribuo's {@link
 * LabelSequenceEvaluator}; accuracy by class and balanced, and whole clips by majority vote, are
 * added.
 *
 * <p>As there, a truth that is not labelled or that the model does not know gives an {@link
 * IllegalArgumentException}; so does a clip without segments.
 */
public final class SceneLabellingEvaluator
        implements SequenceEvaluator<Label, SceneLabellingEvaluation> {
    private final LabelSequenceEvaluator segments = new LabelSequenceEvaluator();

    @Override
    public SceneLabellingEvaluation evaluate(
            SequenceModel<Label> model, SequenceDataset<Label> dataset) {
        return evaluate(model, model.predict(dataset), dataset.getProvenance());
    }

    @Override
    public SceneLabellingEvaluation evaluate(
            SequenceModel<Label> model, SequenceDataSource<Label> datasource) {
        return evaluate(model, model.predict(datasource), datasource.getProvenance());
    }

    @Override
    public SceneLabellingEvaluation evaluate(
            SequenceModel<Label> model,
            List<List<Prediction<Label>>> predictions,
            DataProvenance dataProvenance) {
        return new SceneLabellingEvaluation(
                segments.evaluate(model, predictions, dataProvenance),
                predictions.stream().map(ClipVote::of).toList());
    }
}
