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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioSequences;
import org.ssamba.head.LabelHead;
import org.ssamba.work.WorkEvent.Validation;
import org.tribuo.classification.Label;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;

/** Weights of labels, sequences and seconds count when epochs are judged, and are checked. */
class SequenceWeightsTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(208);

    /** Two seconds each: a low tone, then a high one. */
    private static MutableSequenceDataset<Label> sequences(int count) {
        List<SequenceExample<Label>> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] samples = new float[2 * ToneExamples.RATE];
            for (int half = 0; half < 4; half++) {
                float[] tone = ToneExamples.tone(half >= 2, 10 * i + half);
                System.arraycopy(tone, 0, samples, half * tone.length, tone.length);
            }
            examples.add(
                    AudioSequences.create(
                            AudioClip.of(samples, ToneExamples.RATE),
                            List.of(new Label("low"), new Label("high"))));
        }
        return new MutableSequenceDataset<>(
                examples,
                new SimpleDataSourceProvenance("tones", ToneExamples.LABELS),
                ToneExamples.LABELS);
    }

    private static SSAMBASequenceTrainer trainer(LabelHead head, FineTuningRecipe recipe) {
        return new SSAMBASequenceTrainer(head, SHAPE, recipe);
    }

    /** The loss on sequences held out, of a network that hardly learns. */
    private static double heldOutLoss(float low, float high) {
        FineTuningRecipe still =
                new FineTuningRecipe().epochs(1).learningRate(1e-12).earlyStopping(0.25, 0);
        double[] loss = new double[1];
        SSAMBASequenceTrainer trainer =
                trainer(new LabelHead(0f, false, Map.of("low", low, "high", high)), still);
        trainer.setListener(
                (work, event) -> {
                    if (event instanceof Validation validation) {
                        loss[0] = validation.loss();
                    }
                });
        trainer.train(sequences(8));
        return loss[0];
    }

    @Test
    void epochsAreJudgedByTheWeightedLoss() {
        double low = heldOutLoss(1, 0);
        double high = heldOutLoss(0, 1);
        assertNotEquals(low, high, 1e-3);
        assertEquals((low + high) / 2, heldOutLoss(1, 1), 1e-5);
        assertEquals((low + 3 * high) / 4, heldOutLoss(1, 3), 1e-5);
    }

    @Test
    void sequencesWithoutAnyWeightAreRefused() {
        FineTuningRecipe recipe = new FineTuningRecipe().epochs(1);
        MutableSequenceDataset<Label> weightless = sequences(4);
        weightless.forEach(sequence -> sequence.setWeight(0f));
        assertRefused("weight above 0", new LabelHead(), weightless, recipe);
        assertRefused(
                "weight above 0",
                new LabelHead(0f, false, Map.of("low", 0f, "high", 0f)),
                sequences(4),
                recipe);
    }

    @Test
    void weightsThatAreNoneAreNamed() {
        FineTuningRecipe recipe = new FineTuningRecipe().epochs(1);
        MutableSequenceDataset<Label> negative = sequences(4);
        negative.getExample(2).setWeight(-1f);
        assertRefused("Sequence 2 has the weight -1.0", new LabelHead(), negative, recipe);
        MutableSequenceDataset<Label> unknown = sequences(4);
        unknown.getExample(3).get(1).setWeight(Float.NaN);
        assertRefused(
                "A second of sequence 3 has the weight NaN", new LabelHead(), unknown, recipe);
    }

    private static void assertRefused(
            String named,
            LabelHead head,
            MutableSequenceDataset<Label> data,
            FineTuningRecipe recipe) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> trainer(head, recipe).train(data));
        assertTrue(e.getMessage().contains(named), e.getMessage());
    }
}
