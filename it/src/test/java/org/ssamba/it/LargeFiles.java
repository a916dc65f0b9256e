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

import java.io.IOException;
import java.nio.file.Path;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.head.LabelHead;

/** Encoders and models whose files take a moment to write. */
final class LargeFiles {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(128, 8).frames(32);

    private LargeFiles() {}

    /** Saves a model if the file's name ends with .tribuo, else an encoder. */
    static void write(Path file, Path corpus) throws IOException {
        if (file.toString().endsWith(".tribuo")) {
            new SSAMBATrainer<>(new LabelHead(), SHAPE, new FineTuningRecipe().epochs(1))
                    .train(PredictingProcess.clips(corpus))
                    .serializeToFile(file);
        } else {
            new SSAMBAPretrainer(SHAPE, new PretrainingRecipe().steps(1).batchSize(4))
                    .pretrain(new AudioCorpus(corpus))
                    .save(file);
        }
    }
}
