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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequences;
import org.ssamba.head.LabelHead;
import org.tribuo.classification.Label;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;

/** What the sequence trainer refuses, and what it calls it. */
class SequenceTrainerInputTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(416);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(12).batchSize(4).learningRate(5e-3);

    @TempDir static Path folder;
    private static MutableSequenceDataset<Label> training;

    @BeforeAll
    static void makeTones() {
        training = ChangingTones.inFiles(folder, 24);
    }

    private static SSAMBASequenceTrainer trainer() {
        return new SSAMBASequenceTrainer(new LabelHead(), SHAPE, RECIPE);
    }

    @Test
    void aTrainerToldNothingReadsWholeSeconds() {
        int longest =
                training.getData().stream().mapToInt(SequenceExample::size).max().orElseThrow();
        int frames =
                SSAMBASequenceTrainer.builder(new LabelHead())
                        .recipe(RECIPE.epochs(1))
                        .build()
                        .train(training)
                        .encoder()
                        .config()
                        .frames();
        assertEquals(100 * longest, frames);
    }

    @Test
    void settingsThatAreMissingAreNamed() {
        SSAMBASequenceTrainer trainer = new SSAMBASequenceTrainer(new LabelHead(), SHAPE, RECIPE);
        for (Map.Entry<String, Executable> missing :
                Map.<String, Executable>of(
                                "listener",
                                () -> trainer.setListener(null),
                                "head",
                                () -> new SSAMBASequenceTrainer(null, SHAPE, RECIPE),
                                "pooling",
                                () ->
                                        SSAMBASequenceTrainer.builder(new LabelHead())
                                                .encoder(SHAPE)
                                                .pooling(null)
                                                .recipe(RECIPE)
                                                .build(),
                                "recipe",
                                () -> new SSAMBASequenceTrainer(new LabelHead(), SHAPE, null))
                        .entrySet()) {
            NullPointerException e = assertThrows(NullPointerException.class, missing.getValue());
            assertEquals(missing.getKey(), e.getMessage());
        }
    }

    @Test
    void encodersTooShortAndMixupAreRefused() {
        EncoderShape half = EncoderShape.tiny().size(16, 2).frames(48);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new SSAMBASequenceTrainer(new LabelHead(), half, RECIPE)
                                        .train(training));
        assertTrue(e.getMessage().contains("too short"), e.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        SSAMBASequenceTrainer.builder(new LabelHead())
                                .encoder(SHAPE)
                                .pooling(SecondsPooling.PUBLISHED_SCENES)
                                .recipe(RECIPE)
                                .build()
                                .train(training));
        FineTuningRecipe mixup = RECIPE.augmentation(new AugmentationRecipe().mixup(0.5));
        assertThrows(
                PropertyException.class,
                () -> new SSAMBASequenceTrainer(new LabelHead(), SHAPE, mixup));
    }

    @Test
    void unknownLabelsAreRefused() {
        MutableSequenceDataset<Label> unknown =
                ChangingTones.dataset(
                        List.of(
                                AudioSequences.unlabelled(
                                        AudioReference.of(training.getExample(0).get(0)),
                                        ToneExamples.LABELS)));
        assertThrows(IllegalArgumentException.class, () -> trainer().train(unknown));
        MutableSequenceDataset<Label> copies =
                ChangingTones.dataset(List.of(unknown.getExample(0).copy()));
        assertThrows(IllegalArgumentException.class, () -> trainer().train(copies));
    }
}
