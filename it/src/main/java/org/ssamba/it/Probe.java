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
package org.ssamba.it;

import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.math.distance.CosineDistance;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;
import org.tribuo.math.optimisers.AdaGrad;

/** A simple classifier of Tribuo, on features standardised over the training clips. */
enum Probe {
    /** Logistic regression. */
    LINEAR("linear"),
    /** Five nearest neighbours by the cosine. */
    NEIGHBOURS("5-NN"),
    /** Gradient-boosted trees. */
    TREES("XGBoost");

    private static final double RATE = 0.1;
    private static final int EPOCHS = 50;
    private static final int BATCH = 16;
    private static final long SEED = 1;
    private static final int K = 5;
    private static final int TREE_ROUNDS = 50;

    private final String title;

    Probe(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The accuracy on the test clips. */
    double accuracy(RealAudioTask.Split features) {
        // Not Tribuo's MeanStdDevTransformation: it turns a feature that never varies into NaN, and
        // the lowest mel filters, narrower than a bin of the transform, give such ones.
        ClipFeatures standardised =
                ClipFeatures.of(features, values(features.train()), values(features.test()));
        return new LabelEvaluator()
                .evaluate(trainer().train(standardised.train()), standardised.test())
                .accuracy();
    }

    private static double[][] values(Dataset<Label> examples) {
        double[][] values = new double[examples.size()][];
        int clip = 0;
        for (Example<Label> example : examples) {
            values[clip] = new double[example.size()];
            int i = 0;
            for (Feature feature : example) {
                values[clip][i++] = feature.getValue();
            }
            clip++;
        }
        return values;
    }

    private Trainer<Label> trainer() {
        return switch (this) {
            case LINEAR ->
                    new LinearSGDTrainer(
                            new LogMulticlass(),
                            new AdaGrad(RATE),
                            EPOCHS,
                            Integer.MAX_VALUE,
                            BATCH,
                            SEED);
            case NEIGHBOURS ->
                    new KNNTrainer<>(
                            K,
                            new CosineDistance(),
                            Runtime.getRuntime().availableProcessors(),
                            new VotingCombiner(),
                            KNNModel.Backend.THREADPOOL,
                            NeighboursQueryFactoryType.BRUTE_FORCE);
            case TREES -> new XGBoostClassificationTrainer(TREE_ROUNDS);
        };
    }
}
