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
package org.ssamba.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBATrainer;
import org.ssamba.ToneExamples;
import org.ssamba.head.LabelHead;
import org.ssamba.work.WorkEvent.Validation;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;

/** Epochs are judged by the loss on clips held out, weighted as in training. */
class HeldOutLossTest {
    private static final double SHARE = 0.25;

    private final MutableDataset<Label> data = ToneExamples.carried(16, 1);

    private List<Example<Label>> heldOut() {
        long firstCall = new SplittableRandom(Trainer.DEFAULT_SEED).split().nextLong();
        return ExampleSplit.of(data, HeldOut.CLIPS, SHARE, firstCall).validation();
    }

    /** Of a network that hardly learns, and so is always the same. */
    private double loss(float low, float high) {
        double[] loss = new double[1];
        SSAMBATrainer.builder(new LabelHead(0f, false, Map.of("low", low, "high", high)))
                .encoder(EncoderShape.tiny().size(16, 2).frames(48))
                .recipe(
                        new FineTuningRecipe()
                                .epochs(1)
                                .learningRate(1e-12)
                                .earlyStopping(SHARE, 0))
                .listener(
                        (work, event) -> {
                            if (event instanceof Validation validation) {
                                loss[0] = validation.loss();
                            }
                        })
                .build()
                .train(data);
        return loss[0];
    }

    @Test
    void classWeightsCount() {
        long lows = heldOut().stream().filter(e -> e.getOutput().getLabel().equals("low")).count();
        long highs = heldOut().size() - lows;
        assertTrue(lows > 0 && highs > 0, () -> lows + " low, " + highs + " high");
        double low = loss(1, 0);
        double high = loss(0, 1);
        assertNotEquals(low, high, 1e-3);
        assertEquals((lows * low + highs * high) / (lows + highs), loss(1, 1), 1e-5);
        assertEquals((lows * low + 3 * highs * high) / (lows + 3 * highs), loss(1, 3), 1e-5);
    }

    @Test
    void clipsHeldOutThatHaveNoWeightCountAlike() {
        double alike = loss(1, 1);
        heldOut().forEach(example -> example.setWeight(0f));
        assertEquals(alike, loss(1, 1), 1e-5);
    }
}
