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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.head.LabelHead;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

/** Fine-tuning that ended early goes on from its last state, to the same bits. */
class FineTuningResumedTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);

    /** Five steps an epoch. */
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(4).batchSize(2).learningRate(1e-3);

    private static final FineTuningRecipe JUDGED = RECIPE.earlyStopping(0.2, 2);

    @TempDir Path folder;
    private Path states;
    private MutableDataset<Label> tones;

    @BeforeEach
    void writeTones() throws IOException {
        tones = ToneExamples.inFiles(folder.resolve("tones"), 10, 1);
        states = Files.createDirectory(folder.resolve("states"));
    }

    /** A program's trainer, which may fail after a step of a stage. */
    private SSAMBATrainer<Label> trainer(
            FineTuningRecipe recipe,
            EncoderSource source,
            String stage,
            int last,
            List<Long> seen) {
        SSAMBATrainer<Label> trainer =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(source)
                        .recipe(recipe)
                        .listener(
                                (work, event) -> {
                                    if (event instanceof WorkEvent.Step step
                                            && work.phase().equals(stage)) {
                                        seen.add(step.pace().done());
                                        if (step.pace().done() == last) {
                                            throw new UnsupportedOperationException("stop");
                                        }
                                    }
                                })
                        .build();
        trainer.setCheckpointDirectory(states);
        return trainer;
    }

    private static String weights(SSAMBAModel<Label> model) {
        return HexFormat.of().formatHex(model.serializedWeights().getSha256().toByteArray());
    }

    private String uninterrupted(FineTuningRecipe recipe, EncoderSource source) {
        SSAMBATrainer<Label> trainer =
                trainer(recipe, source, Work.FINE_TUNING, -1, new ArrayList<>());
        trainer.setCheckpointDirectory(null);
        return weights(trainer.train(tones));
    }

    private void assertGoesOn(
            FineTuningRecipe recipe, EncoderSource source, String stage, int last) {
        assertThrows(
                UnsupportedOperationException.class,
                () -> trainer(recipe, source, stage, last, new ArrayList<>()).train(tones));
        List<Long> seen = new ArrayList<>();
        SSAMBAModel<Label> model = trainer(recipe, source, stage, -1, seen).train(tones);
        assertEquals(uninterrupted(recipe, source), weights(model));
        assertTrue(seen.get(0) > last, seen::toString);
    }

    @Test
    void inTheMiddleOfAnEpoch() {
        assertGoesOn(RECIPE, SHAPE, Work.FINE_TUNING, 7);
    }

    @Test
    void betweenEpochsWhereTheBestIsKept() {
        assertGoesOn(JUDGED, SHAPE, Work.FINE_TUNING, 8);
    }

    @Test
    void whereWeightsAreAveraged() {
        assertGoesOn(RECIPE.averageWeights(2, 4), SHAPE, Work.FINE_TUNING, 13);
    }

    @Test
    void inEitherStageOfACallWithBoth() {
        EncoderSource source =
                EncoderSource.pretraining(
                        new SSAMBAPretrainer(
                                SHAPE,
                                new PretrainingRecipe().steps(6).batchSize(2).maskedPatches(6)));
        assertGoesOn(RECIPE, source, Work.PRETRAINING, 3);
        assertGoesOn(RECIPE.learningRate(2e-3), source, Work.FINE_TUNING, 4);
    }

    @Test
    void asOftenAsIsAskedFor() {
        SSAMBATrainer<Label> trainer =
                trainer(RECIPE, SHAPE, Work.FINE_TUNING, -1, new ArrayList<>());
        List<Path> saved = new ArrayList<>();
        trainer.setListener(
                (work, event) -> {
                    if (event instanceof WorkEvent.Checkpoint checkpoint) {
                        saved.add(checkpoint.file());
                    }
                });
        trainer.setCheckpointDirectory(states, each -> each.everySteps(3).keeping(2));
        trainer.train(tones);
        assertTrue(saved.size() > 2, saved::toString);
        String newest = saved.get(0).toString();
        assertTrue(Files.exists(Path.of(newest.replace(".safetensors", ".1.safetensors"))));
        assertFalse(Files.exists(Path.of(newest.replace(".safetensors", ".2.safetensors"))));
    }

    /** As in cross-validation: what has ended is not done again. */
    @Test
    void aCallThatHasEndedReturnsAtOnce() throws IOException {
        List<Long> seen = new ArrayList<>();
        SSAMBATrainer<Label> first = trainer(JUDGED, SHAPE, Work.FINE_TUNING, -1, seen);
        String one = weights(first.train(tones));
        String two = weights(first.train(tones));
        seen.clear();
        SSAMBATrainer<Label> again = trainer(JUDGED, SHAPE, Work.FINE_TUNING, -1, seen);
        assertEquals(one, weights(again.train(tones)));
        assertEquals(two, weights(again.train(tones)));
        assertEquals(List.of(), seen);
        try (Stream<Path> files = Files.list(states)) {
            assertEquals(2, files.filter(file -> file.toString().endsWith(".safetensors")).count());
        }
    }
}
