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
package org.ssamba.it.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.EncoderSource;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.head.LabelHead;
import org.ssamba.it.ToneCorpus;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/**
 * Runs of every kind on a few tones, with the smallest useful network: seconds long on a CPU.
 *
 * @param tones a folder for each of three pitches.
 * @param device where they compute.
 */
record SmallRuns(Path tones, ComputeDevice device) {
    private static final int CLIPS_PER_PITCH = 8;
    private static final int BATCH = 4;

    /** Writes the tones, unless they are there. */
    static SmallRuns in(Path folder, ComputeDevice device) throws IOException {
        Path tones = folder.resolve("tones");
        if (!Files.isDirectory(tones)) {
            ToneCorpus.write(tones, CLIPS_PER_PITCH);
        }
        return new SmallRuns(tones, device);
    }

    static EncoderShape shape() {
        return EncoderShape.tiny().size(16, 2).frames(32);
    }

    AudioCorpus corpus() throws IOException {
        return new AudioCorpus(tones);
    }

    MutableDataset<Label> labelled() {
        return new MutableDataset<>(new AudioDirectoryDataSource<>(tones, new LabelFactory()));
    }

    /** Validates five times. */
    SSAMBAPretrainer pretrainer(long steps) {
        return SSAMBAPretrainer.builder(shape())
                .recipe(
                        new PretrainingRecipe()
                                .steps(steps)
                                .batchSize(BATCH)
                                .learningRate(1e-3)
                                .validation(Math.max(1, (int) (steps / 5)), 0.2))
                .device(device)
                .build();
    }

    /** Of six steps an epoch, less what is held out. */
    SSAMBATrainer<Label> trainer(EncoderSource encoder, int epochs) {
        return SSAMBATrainer.builder(new LabelHead())
                .encoder(encoder)
                .recipe(
                        new FineTuningRecipe()
                                .epochs(epochs)
                                .batchSize(BATCH)
                                .learningRate(1e-3)
                                .earlyStopping(0.2, epochs))
                .device(device)
                .build();
    }
}
