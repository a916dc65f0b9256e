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
package org.ssamba.examples;

import java.util.ArrayList;
import java.util.List;
import org.ssamba.PretrainedEncoder;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * Measures how well a frozen encoder separates labels that it was not trained on: the accuracy of a
 * linear classifier, Tribuo's logistic regression, on its mean embeddings, each dimension
 * standardised.
 */
final class LinearProbe {
    private static final double RATE = 0.1;
    private static final int EPOCHS = 50;
    private static final int BATCH = 16;

    private LinearProbe() {}

    /** Trains a classifier on the training clips; returns its accuracy on the test clips. */
    static double accuracy(PretrainedEncoder encoder, ClipData clips, long seed) {
        Trainer<Label> regression =
                new LinearSGDTrainer(
                        new LogMulticlass(),
                        new AdaGrad(RATE),
                        EPOCHS,
                        Integer.MAX_VALUE,
                        BATCH,
                        seed);
        Trainer<Label> standardised =
                new TransformTrainer<>(
                        regression, new TransformationMap(List.of(new MeanStdDevTransformation())));
        return new LabelEvaluator()
                .evaluate(
                        standardised.train(embedded(encoder, clips.train())),
                        embedded(encoder, clips.test()))
                .accuracy();
    }

    private static MutableDataset<Label> embedded(
            PretrainedEncoder encoder, MutableDataset<Label> clips) {
        float[][] embeddings = encoder.embedFiles(ClipData.files(clips));
        List<Example<Label>> examples = new ArrayList<>();
        for (int clip = 0; clip < embeddings.length; clip++) {
            String[] names = new String[embeddings[clip].length];
            double[] values = new double[names.length];
            for (int i = 0; i < names.length; i++) {
                names[i] = "embedding-" + i;
                values[i] = embeddings[clip][i];
            }
            examples.add(new ArrayExample<>(clips.getExample(clip).getOutput(), names, values));
        }
        LabelFactory labels = new LabelFactory();
        return new MutableDataset<>(
                examples, new SimpleDataSourceProvenance("mean embeddings", labels), labels);
    }
}
