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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.LogRecords;
import org.ssamba.MixedTones;
import org.ssamba.SSAMBATrainer;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.ssamba.head.LabelHead;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.regression.Regressor;

/** What is lost when the last examples of an output are held out is said. */
class ExampleSplitTest {
    @Test
    void aLabelThatIsOnlyHeldOutIsNamed() {
        List<Example<Label>> examples = new ArrayList<>(ToneExamples.carried(7, 1).getData());
        AudioClip clip = AudioClip.of(ToneExamples.tone(true, 99), ToneExamples.RATE);
        examples.add(AudioExamples.create(new Label("rare"), clip));
        MutableDataset<Label> data = ToneExamples.dataset(examples);
        int named = 0;
        for (int seed = 0; seed < 8; seed++) {
            SSAMBATrainer<Label> trainer =
                    SSAMBATrainer.builder(new LabelHead())
                            .encoder(EncoderShape.tiny().size(16, 2).frames(48))
                            .recipe(new FineTuningRecipe().epochs(1).earlyStopping(0.25, 0))
                            .seed(seed)
                            .build();
            long call = new SplittableRandom(seed).split().nextLong();
            boolean heldOut =
                    ExampleSplit.of(data, HeldOut.CLIPS, 0.25, call).validation().stream()
                            .anyMatch(e -> e.getOutput().getLabel().equals("rare"));
            List<LogRecord> records = LogRecords.of(ExampleSplit.class, () -> trainer.train(data));
            assertEquals(heldOut ? 1 : 0, records.size());
            if (heldOut) {
                named++;
                String message = records.get(0).getMessage();
                assertTrue(message.contains("[rare]"), message);
            }
        }
        assertTrue(named > 0 && named < 8, () -> "some seeds hold it out, some do not");
    }

    @Test
    void tagsAreNamedTooAndNumbersNeverMissing() {
        MutableDataset<MultiLabel> tags = MixedTones.tagged(8, 1);
        ExampleSplit<MultiLabel> rest =
                new ExampleSplit<>(
                        List.of(tags.getExample(0), tags.getExample(1)),
                        List.of(tags.getExample(2), tags.getExample(3)));
        assertEquals(Set.of(new MultiLabel("high")), rest.onlyHeldOut(tags.getOutputFactory()));
        MutableDataset<Regressor> numbers = MixedTones.measured(4, 1);
        assertEquals(
                Set.of(),
                ExampleSplit.of(numbers, HeldOut.CLIPS, 0.5, 1)
                        .onlyHeldOut(numbers.getOutputFactory()));
    }
}
