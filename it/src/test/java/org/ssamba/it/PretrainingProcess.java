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
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.work.WorkEvent.Step;

/** Pretrains a small encoder, with a checkpoint every few steps. */
public final class PretrainingProcess {
    static final int CHECKPOINT_INTERVAL = 5;
    private static final int STEPS = 18;

    private PretrainingProcess() {}

    /**
     * Arguments: corpus, checkpoint, where to save the encoder, after which step to hang, for how
     * many milliseconds to rest after each step.
     */
    public static void main(String[] args) throws IOException {
        long last = Long.parseLong(args[3]);
        SSAMBAPretrainer pretrainer = pretrainer();
        pretrainer.setListener(
                (work, event) -> {
                    if (event instanceof Step step) {
                        System.out.println("step " + step.pace().done());
                        if (step.pace().done() == last) {
                            rest(Long.MAX_VALUE);
                        }
                        rest(Long.parseLong(args[4]));
                    }
                });
        PretrainedEncoder encoder =
                pretrainer.pretrain(new AudioCorpus(Path.of(args[0])), Path.of(args[1]));
        encoder.save(Path.of(args[2]));
    }

    static SSAMBAPretrainer pretrainer() {
        return new SSAMBAPretrainer(
                EncoderShape.tiny().size(16, 2).frames(32),
                new PretrainingRecipe()
                        .steps(STEPS)
                        .batchSize(4)
                        .learningRate(1e-3)
                        .validation(CHECKPOINT_INTERVAL, 0.2));
    }

    private static void rest(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
