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
package org.ssamba.datasets;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ssamba.SSAMBAModel;
import org.ssamba.evaluation.AudioTaggingEvaluation;
import org.ssamba.evaluation.AudioTaggingEvaluator;
import org.tribuo.MutableDataset;
import org.tribuo.multilabel.MultiLabel;

/** The ranking of tags: mean average precision, and the mean area under the ROC. */
public final class TaggingPrecision implements Metric<MultiLabel> {
    private static final int PERCENT = 100;

    /** Also used by OLCUT. */
    public TaggingPrecision() {}

    @Override
    public Map<String, Double> scores(
            SSAMBAModel<MultiLabel> model, MutableDataset<MultiLabel> test, FoldRun fold) {
        AudioTaggingEvaluation evaluation = new AudioTaggingEvaluator().evaluate(model, test);
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("mAP, %", PERCENT * evaluation.meanAveragePrecision());
        scores.put("mean AUC, %", PERCENT * evaluation.meanAreaUnderRoc());
        return scores;
    }
}
