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

import com.oracle.labs.mlrg.olcut.config.Config;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.SSAMBASequenceTrainer;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioSequenceDataSource;
import org.ssamba.data.SecondLabels;
import org.ssamba.evaluation.SceneLabellingEvaluation;
import org.ssamba.evaluation.SceneLabellingEvaluator;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.sequence.MutableSequenceDataset;

/** Fine-tunes on clips with a label for each second, and evaluates the labels of the seconds. */
public final class SceneTask implements Task {
    private static final int PERCENT = 100;

    @Config(mandatory = true, description = "Trains the model.")
    private SSAMBASequenceTrainer trainer;

    @Config(mandatory = true, description = "Makes outputs of labels.")
    private OutputFactory<Label> outputFactory;

    /** For OLCUT. */
    private SceneTask() {}

    @Override
    public Outcome run(FoldRun fold) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        MutableSequenceDataset<Label> train = dataset(fold.train(), "training", facts);
        MutableSequenceDataset<Label> test = dataset(fold.test(), "test", facts);
        UnseenOutputs.refuse(fold, train.getOutputInfo(), test.getOutputInfo());
        fold.makeEncoder(trainer.learnedFrom(train, fold.number()));
        trainer.setListener(fold.listener());
        trainer.setCheckpointDirectory(fold.states(), fold.checkpoints());
        try (SSAMBASequenceModel model = trainer.train(train, Map.of(), fold.number())) {
            SceneLabellingEvaluation evaluation =
                    new SceneLabellingEvaluator().evaluate(model, test);
            Map<String, Double> scores = new LinkedHashMap<>();
            scores.put("accuracy of seconds, %", PERCENT * evaluation.segmentAccuracy());
            scores.put("balanced accuracy, %", PERCENT * evaluation.balancedAccuracy());
            AtomicFile.write(fold.folder().resolve(SupervisedTask.MODEL), model::serializeToStream);
            facts.put("encoder", model.config().toString());
            facts.putAll(Facts.of(model.getProvenance()));
            facts.put("model", SupervisedTask.MODEL);
            return new Outcome(scores, facts);
        }
    }

    private MutableSequenceDataset<Label> dataset(
            AudioManifest manifest, String name, Map<String, String> facts) {
        AudioSequenceDataSource<Label> source =
                new AudioSequenceDataSource<>(manifest, outputFactory, SecondLabels.RANGES);
        facts.put(name + " scenes", Integer.toString(source.size()));
        return new MutableSequenceDataset<>(source);
    }
}
