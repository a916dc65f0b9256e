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
package org.ssamba;

import java.io.IOException;
import java.nio.file.Path;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.head.LabelHead;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** What the lines of docs/tribuo.md start from: clips, an encoder and a model. */
final class GuideTones {
    static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    final MutableDataset<Label> train;
    final MutableDataset<Label> test;
    final AudioDirectoryDataSource<Label> clips;
    final Path encoder;
    static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(8).batchSize(8).learningRate(3e-3);
    final SSAMBAModel<Label> model;

    GuideTones(Path folder) throws IOException {
        ToneExamples.inFiles(folder.resolve("train"), 24, 1);
        ToneExamples.inFiles(folder.resolve("test"), 12, 1000);
        clips = new AudioDirectoryDataSource<>(folder.resolve("train"), new LabelFactory());
        train = new MutableDataset<>(clips);
        test =
                new MutableDataset<>(
                        new AudioDirectoryDataSource<>(folder.resolve("test"), new LabelFactory()));
        encoder = folder.resolve("encoder.ssamba");
        pretrainer().pretrain(new AudioCorpus(folder.resolve("train"))).save(encoder);
        model = new SSAMBATrainer<>(new LabelHead(), SHAPE, RECIPE).train(train);
    }

    static SSAMBAPretrainer pretrainer() {
        return new SSAMBAPretrainer(
                SHAPE, new PretrainingRecipe().steps(3).batchSize(4).maskedPatches(6));
    }
}
