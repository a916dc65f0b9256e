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
import java.time.Duration;
import org.ssamba.EncoderSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.training.Checkpointing;
import org.ssamba.work.WorkListener;
import org.tribuo.classification.Label;

/** What is killed. States are saved far more often than anybody would, and files at the end. */
public enum KilledWork {
    /** An encoder. */
    PRETRAINING {
        @Override
        String run(SmallRuns runs, Path folder, WorkListener listener) throws IOException {
            SSAMBAPretrainer pretrainer = runs.pretrainer(PRETRAINING_STEPS);
            pretrainer.setListener(listener);
            Path saved = folder.resolve("encoder.ssamba");
            pretrainer
                    .pretrain(
                            runs.corpus(),
                            null,
                            often(Checkpointing.to(folder.resolve("run.safetensors"))))
                    .save(saved);
            return Weights.hash(PretrainedEncoder.load(saved), folder);
        }
    },
    /** A classifier whose encoder is pretrained in the same call. */
    FINE_TUNING {
        @Override
        String run(SmallRuns runs, Path folder, WorkListener listener) throws IOException {
            SSAMBATrainer<Label> trainer =
                    runs.trainer(
                            EncoderSource.pretraining(runs.pretrainer(PRETRAINING_STEPS / 4)),
                            EPOCHS);
            trainer.setListener(listener);
            trainer.setCheckpointDirectory(
                    Files.createDirectories(folder.resolve("states")), KilledWork::often);
            Path saved = folder.resolve("model.tribuo");
            try (SSAMBAModel<Label> model = trainer.train(runs.labelled())) {
                model.serializeToFile(saved);
            }
            try (SSAMBAModel<?> model = SSAMBAModel.load(saved)) {
                return Weights.hash(model, folder);
            }
        }
    },
    /** Two folds, with the states that a recipe saves. */
    RECIPE {
        @Override
        String run(SmallRuns runs, Path folder, WorkListener listener) throws IOException {
            return RecipeWork.run(runs, folder, listener);
        }
    };

    private static final int PRETRAINING_STEPS = 80;
    private static final int EPOCHS = 10;
    private static final int STEPS_BETWEEN = 4;

    static Checkpointing often(Checkpointing states) {
        return states.every(Duration.ofMillis(50)).everySteps(STEPS_BETWEEN);
    }

    /**
     * Runs to the end, from where an earlier process was killed.
     *
     * @param folder for its states and files, which exists.
     * @return the hash of the weights that were saved.
     */
    abstract String run(SmallRuns runs, Path folder, WorkListener listener) throws IOException;
}
