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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.EncoderShape;
import org.ssamba.EncoderSource;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.head.LabelHead;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluator;

class FullCycleTest {
    @TempDir Path folder;

    @Test
    void fromUnlabelledClipsToAModelThatPredictsTheSameInAnotherProcess() throws Exception {
        Path unlabelled = ToneCorpus.write(folder.resolve("unlabelled"), 8);
        Path labelled = ToneCorpus.write(folder.resolve("labelled"), 12);
        Path encoder = folder.resolve("encoder.pb");
        Path saved = folder.resolve("model.pb");

        new SSAMBAPretrainer(
                        EncoderShape.tiny().size(32, 2).frames(32),
                        new PretrainingRecipe().steps(20).batchSize(8).learningRate(1e-3))
                .pretrain(new AudioCorpus(unlabelled))
                .save(encoder);
        MutableDataset<Label> clips = PredictingProcess.clips(labelled);
        Model<Label> model =
                new SSAMBATrainer<>(
                                new LabelHead(),
                                EncoderSource.file(encoder),
                                new FineTuningRecipe()
                                        .epochs(12)
                                        .batchSize(6)
                                        .learningRate(2e-3)
                                        .dropPath(false))
                        .train(clips);
        double accuracy = new LabelEvaluator().evaluate(model, clips).accuracy();
        assertTrue(accuracy > 0.9, () -> "three pitches are easy to tell apart, but " + accuracy);

        model.serializeToFile(saved);
        List<String> elsewhere =
                ChildProcess.run(PredictingProcess.class, saved.toString(), labelled.toString());
        assertEquals(PredictingProcess.predictions(model, clips), elsewhere);
    }
}
