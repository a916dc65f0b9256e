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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.training.Checkpointing;

/** The encoder that a fold starts from, in the fold's folder. */
final class Encoders {
    static final String FILE = "encoder.ssamba";
    private static final String CHECKPOINT = "pretraining.safetensors";

    private Encoders() {}

    /** Pretrains and saves an encoder, or loads the one that an earlier run saved. */
    static PretrainedEncoder pretrained(
            SSAMBAPretrainer pretrainer, AudioCorpus corpus, FoldRun fold) throws IOException {
        pretrainer.setListener(fold.listener());
        // With the checkpoint of a finished run, this returns its encoder at once.
        Checkpointing states = Checkpointing.to(fold.states().resolve(CHECKPOINT));
        PretrainedEncoder encoder =
                pretrainer.pretrain(corpus, null, fold.checkpoints().apply(states));
        encoder.save(fold.folder().resolve(FILE));
        return encoder;
    }

    /** Saves an encoder with fresh weights, for training from scratch. */
    static void untrained(SSAMBAPretrainer pretrainer, AudioCorpus corpus, Path folder)
            throws IOException {
        pretrainer.untrained(corpus).save(folder.resolve(FILE));
    }

    /** Whether an earlier run left an encoder. A file that exists is complete. */
    static boolean exists(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }
}
