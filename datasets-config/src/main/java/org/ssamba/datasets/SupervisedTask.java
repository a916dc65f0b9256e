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
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;

/**
 * Fine-tunes on labelled clips and evaluates the model with a metric.
 *
 * @param <T> the type of output.
 */
public final class SupervisedTask<T extends Output<T>> implements Task {
    /** The model's file in the fold's folder. */
    static final String MODEL = "model.tribuo";

    @Config(mandatory = true, description = "Trains the model.")
    private SSAMBATrainer<T> trainer;

    @Config(mandatory = true, description = "Makes outputs of labels.")
    private OutputFactory<T> outputFactory;

    @Config(mandatory = true, description = "Judges the model.")
    private Metric<T> metric;

    /** For OLCUT. */
    private SupervisedTask() {}

    @Override
    public Outcome run(FoldRun fold) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        MutableDataset<T> train = dataset(fold.train(), fold, "training", facts);
        MutableDataset<T> test = dataset(fold.test(), fold, "test", facts);
        if (metric.needsKnownOutputs()) {
            UnseenOutputs.refuse(fold, train.getOutputInfo(), test.getOutputInfo());
        }
        fold.makeEncoder(trainer.learnedFrom(train, fold.number()));
        trainer.setListener(fold.listener());
        trainer.setCheckpointDirectory(fold.states(), fold.checkpoints());
        try (SSAMBAModel<T> model = trainer.train(train, Map.of(), fold.number())) {
            AtomicFile.write(fold.folder().resolve(MODEL), model::serializeToStream);
            Map<String, Double> scores = metric.scores(model, test, fold);
            facts.put("encoder", model.config().toString());
            facts.putAll(Facts.of(model.getProvenance()));
            facts.put("model", MODEL);
            return new Outcome(scores, facts);
        }
    }

    private MutableDataset<T> dataset(
            AudioManifest manifest, FoldRun fold, String name, Map<String, String> facts) {
        AudioManifestDataSource<T> source =
                new AudioManifestDataSource<>(manifest, outputFactory, fold.unreadable());
        facts.put(name + " clips", Integer.toString(source.size()));
        if (!source.skipped().isEmpty()) {
            facts.put(
                    name + " clips left out, unreadable",
                    Integer.toString(source.skipped().size()));
        }
        return new MutableDataset<>(source);
    }
}
