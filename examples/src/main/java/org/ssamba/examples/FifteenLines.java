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

import java.io.IOException;
import java.nio.file.Path;
import org.ssamba.EncoderShape;
import org.ssamba.EncoderSource;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.head.LabelHead;
import org.tribuo.MutableDataset;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;

/** The quick start in fifteen lines, as shown in README.md. */
public final class FifteenLines {
    private static final LabelFactory LABELS = new LabelFactory();

    private FifteenLines() {}

    /**
     * Runs it on the corpus of the examples, or another one with columns path, label and split.
     *
     * @param args the manifest and the folder for results; both may be left out.
     * @throws IOException if results cannot be saved.
     */
    public static void main(String[] args) throws IOException {
        Path manifest = args.length > 0 ? Path.of(args[0]) : QuickStartOptions.CORPUS;
        Path folder = args.length > 1 ? Path.of(args[1]) : Path.of("target");
        System.out.println(run(manifest, folder, 1000, 15));
    }

    static LabelEvaluation run(Path manifest, Path folder, int steps, int epochs)
            throws IOException {
        // README.md: begin
        var trainRows = AudioManifest.builder(manifest).splits("train", "validation").build();
        var testRows = AudioManifest.builder(manifest).splits("test").build();
        var train = new MutableDataset<>(new AudioManifestDataSource<>(trainRows, LABELS));
        var test = new MutableDataset<>(new AudioManifestDataSource<>(testRows, LABELS));

        var shape = EncoderShape.tiny().size(64, 4).frames(84).patches(128, 4);
        var masked = new PretrainingRecipe().steps(steps).batchSize(16).learningRate(3e-3);
        var encoder = new SSAMBAPretrainer(shape, masked).pretrain(AudioCorpus.of(train));
        encoder.save(folder.resolve("encoder.ssamba"));

        var tuning = new FineTuningRecipe().epochs(epochs).learningRate(1e-3);
        var start = EncoderSource.file(folder.resolve("encoder.ssamba"));
        var model = new SSAMBATrainer<>(new LabelHead(), start, tuning).train(train);
        model.serializeToFile(folder.resolve("model.tribuo"));
        return new LabelEvaluator().evaluate(model, test);
        // README.md: end
    }
}
