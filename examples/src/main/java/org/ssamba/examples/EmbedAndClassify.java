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

import java.nio.file.Path;
import java.util.List;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/** Embeddings of a frozen encoder, and Tribuo's logistic regression on them. */
public final class EmbedAndClassify {
    private static final LabelFactory LABELS = new LabelFactory();

    private EmbedAndClassify() {}

    /**
     * Runs it on the corpus of the examples, or another one with columns path, label and split.
     *
     * @param args the encoder; the manifest and the folder for cached embeddings may be left out.
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println(
                    "Name a pretrained encoder; FifteenLines and QuickStart save one each");
            return;
        }
        Path manifest = args.length > 1 ? Path.of(args[1]) : QuickStartOptions.CORPUS;
        Path cache = args.length > 2 ? Path.of(args[2]) : Path.of("target", "embeddings");
        System.out.println(run(Path.of(args[0]), manifest, cache));
    }

    static LabelEvaluation run(Path encoder, Path manifest, Path cache) {
        // docs/embeddings.md: begin
        try (var extractor = new SSAMBAFeatureExtractor<Label>(encoder)) {
            var trainRows = AudioManifest.builder(manifest).splits("train", "validation").build();
            var testRows = AudioManifest.builder(manifest).splits("test").build();
            var trainClips = new AudioManifestDataSource<>(trainRows, LABELS);
            var testClips = new AudioManifestDataSource<>(testRows, LABELS);

            var train =
                    new MutableDataset<>(
                            new AudioFeatureDataSource<>(trainClips, extractor, cache));
            var test =
                    new MutableDataset<>(new AudioFeatureDataSource<>(testClips, extractor, cache));
            var standardised = new TransformationMap(List.of(new MeanStdDevTransformation()));
            var trainer = new TransformTrainer<>(new LogisticRegressionTrainer(), standardised);
            var model = trainer.train(train);
            return new LabelEvaluator().evaluate(model, test);
        }
        // docs/embeddings.md: end
    }
}
