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
package org.ssamba.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.MixedTones;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.SavedModels;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.evaluation.AudioTaggingEvaluator;
import org.ssamba.work.WorkEvent.Validation;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.evaluation.MultiLabelEvaluation;
import org.tribuo.multilabel.evaluation.MultiLabelEvaluator;

/** Clips with any number of labels, trained and evaluated as Tribuo's multi-label models are. */
class MultiLabelHeadTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(16).batchSize(8).learningRate(3e-3);

    private static MutableDataset<MultiLabel> training;
    private static MutableDataset<MultiLabel> testing;
    private static SSAMBAModel<MultiLabel> model;

    @BeforeAll
    static void train() {
        training = MixedTones.tagged(96, 1);
        testing = MixedTones.tagged(16, 1000);
        model = trainer(new MultiLabelHead()).train(training);
    }

    private static SSAMBATrainer<MultiLabel> trainer(MultiLabelHead head) {
        return SSAMBATrainer.builder(head).encoder(SHAPE).recipe(RECIPE).build();
    }

    private static FittedHead<MultiLabel> fitted(MultiLabelHead head) {
        return head.fit(training, training.getOutputIDInfo());
    }

    private static MultiLabel labels(String... names) {
        return new MultiLabel(
                java.util.Arrays.stream(names)
                        .map(Label::new)
                        .collect(java.util.stream.Collectors.toSet()));
    }

    @Test
    void tribuosEvaluatorFindsEachToneAndNoneInNoise() {
        MultiLabelEvaluation evaluation = new MultiLabelEvaluator().evaluate(model, testing);
        assertTrue(evaluation.microAveragedF1() > 0.85, evaluation.toString());
        double meanAveragePrecision =
                new AudioTaggingEvaluator().evaluate(model, testing).meanAveragePrecision();
        assertTrue(meanAveragePrecision > 0.9, "mAP " + meanAveragePrecision);
        Prediction<MultiLabel> noise = model.predict(testing.getExample(0));
        assertEquals(Set.of(), noise.getOutput().getLabelSet());
    }

    @Test
    void everyLabelHasItsProbabilityForRankings() {
        Prediction<MultiLabel> both = model.predict(testing.getExample(3));
        assertTrue(both.hasProbabilities());
        assertEquals(Set.of("low", "high"), both.getOutputScores().keySet());
        assertEquals(Set.of("low", "high"), both.getOutput().getNameSet());
        both.getOutputScores()
                .forEach(
                        (name, output) -> {
                            double score = output.getLabelScore(new Label(name)).orElseThrow();
                            assertTrue(score > 0.5 && score <= 1, name + " " + score);
                            assertEquals(
                                    score,
                                    both.getOutput().getLabelScore(new Label(name)).orElseThrow());
                        });
    }

    @Test
    void thresholdIsReachedNotPassed() throws Exception {
        Example<MultiLabel> clip = testing.getExample(0);
        FittedHead<MultiLabel> head = fitted(new MultiLabelHead(0.25));
        float[] scores = new float[] {0.25f, 0.25f};
        assertEquals(Set.of("low", "high"), names(head, scores, clip));
        scores[0] = 0.24f;
        assertEquals(1, names(head, scores, clip).size());
        FittedHead<?> loaded = FittedHead.load(head.serialize(), training.getOutputIDInfo());
        assertEquals(head.serialize(), loaded.serialize());
    }

    private static Set<String> names(
            FittedHead<MultiLabel> head, float[] scores, Example<MultiLabel> clip) {
        return head.prediction(scores, clip).getOutput().getNameSet();
    }

    @Test
    void savedModelPredictsTheSame() throws Exception {
        SavedModels.assertSurvivesSaving(model, testing, MultiLabel.class);
    }

    @Test
    void smoothingMovesTargetsTowardsAHalf() {
        FittedHead<MultiLabel> head = fitted(new MultiLabelHead(0.5, 0.2f, Map.of()));
        float[] target = head.target(labels("low"));
        int low = training.getOutputIDInfo().getID(labels("low"));
        assertEquals(0.9f, target[low], 1e-6);
        assertEquals(0.1f, target[1 - low], 1e-6);
        double least = leastProbability(trainer(new MultiLabelHead(0.5, 0.5f, Map.of())));
        assertTrue(least > leastProbability(trainer(new MultiLabelHead())) + 0.05, "" + least);
    }

    private static double leastProbability(SSAMBATrainer<MultiLabel> trainer) {
        return trainer.train(training).predict(testing).stream()
                .flatMap(prediction -> prediction.getOutputScores().entrySet().stream())
                .mapToDouble(
                        label ->
                                label.getValue()
                                        .getLabelScore(new Label(label.getKey()))
                                        .orElseThrow())
                .min()
                .orElseThrow();
    }

    @Test
    void weightOfAClipIsTheMeanOfItsLabels() {
        FittedHead<MultiLabel> head =
                fitted(new MultiLabelHead(0.5, 0f, Map.of("low", 4f, "high", 1f)));
        assertEquals(1f, head.weight(training.getExample(0)));
        assertEquals(4f, head.weight(training.getExample(1)));
        assertEquals(1f, head.weight(training.getExample(2)));
        assertEquals(2.5f, head.weight(training.getExample(3)));
        Example<MultiLabel> weighted = training.getExample(3).copy();
        weighted.setWeight(2f);
        assertEquals(5f, head.weight(weighted));
    }

    @Test
    void classWeightsAreExampleWeights() {
        List<Example<MultiLabel>> weighted = new ArrayList<>();
        for (Example<MultiLabel> example : training.getData()) {
            Example<MultiLabel> copy = example.copy();
            copy.setWeight(example.getOutput().contains("low") ? 3f : 1f);
            weighted.add(copy);
        }
        FineTuningRecipe brief = RECIPE.epochs(2);
        byte[] byExample =
                SavedModels.weights(
                        new SSAMBATrainer<>(new MultiLabelHead(), SHAPE, brief)
                                .train(MixedTones.dataset(weighted, MixedTones.LABEL_SETS)));
        MultiLabelHead head = new MultiLabelHead(0.5, 0f, Map.of("low", 3f, "high", 3f));
        List<Example<MultiLabel>> highAlone = new ArrayList<>();
        for (Example<MultiLabel> example : training.getData()) {
            Example<MultiLabel> copy = example.copy();
            copy.setWeight(example.getOutput().equals(labels("high")) ? 1f / 3 : 1f);
            highAlone.add(copy);
        }
        byte[] byClass =
                SavedModels.weights(
                        new SSAMBATrainer<>(head, SHAPE, brief)
                                .train(MixedTones.dataset(highAlone, MixedTones.LABEL_SETS)));
        byte[] plain =
                SavedModels.weights(
                        new SSAMBATrainer<>(new MultiLabelHead(), SHAPE, brief).train(training));
        assertArrayEquals(byExample, byClass);
        assertFalse(java.util.Arrays.equals(byExample, plain));
    }

    @Test
    void validationSaysWhichShareIsExactlyRight() {
        List<Double> accuracies = new ArrayList<>();
        SSAMBATrainer.builder(new MultiLabelHead())
                .encoder(SHAPE)
                .recipe(RECIPE.earlyStopping(0.25, 0))
                .listener(
                        (work, event) -> {
                            if (event instanceof Validation validation) {
                                accuracies.add(validation.accuracy());
                            }
                        })
                .build()
                .train(training);
        assertEquals(16, accuracies.size());
        assertTrue(accuracies.get(15) > 0.8, accuracies.toString());
        assertEquals(Math.rint(24 * accuracies.get(15)), 24 * accuracies.get(15), 1e-9);
        FittedHead<MultiLabel> head = fitted(new MultiLabelHead());
        int low = training.getOutputIDInfo().getID(labels("low"));
        float[] scores = new float[2];
        scores[low] = 0.6f;
        assertEquals(1.0, head.accuracy(scores, labels("low")));
        assertEquals(0.0, head.accuracy(scores, labels("low", "high")));
        assertEquals(0.0, head.accuracy(scores, labels()));
    }

    @Test
    void whatCannotBeLearnedIsRefused() {
        IllegalArgumentException unknown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> fitted(new MultiLabelHead()).target(labels("middle")));
        assertTrue(unknown.getMessage().contains("middle"), unknown.getMessage());
        assertThrows(PropertyException.class, () -> new MultiLabelHead(Double.NaN));
        assertThrows(PropertyException.class, () -> new MultiLabelHead(0.5, 1f, Map.of()));
        IllegalArgumentException misspelt =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> fitted(new MultiLabelHead(0.5, 0f, Map.of("hihg", 2f))));
        assertTrue(misspelt.getMessage().contains("hihg"), misspelt.getMessage());
        MutableDataset<MultiLabel> noise =
                MixedTones.dataset(List.of(training.getExample(0)), MixedTones.LABEL_SETS);
        IllegalArgumentException none =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer(new MultiLabelHead()).train(noise));
        assertTrue(none.getMessage().contains("any label"), none.getMessage());
        MutableDataset<MultiLabel> copiedUnknown =
                MixedTones.dataset(
                        List.of(
                                training.getExample(1),
                                AudioExamples.create(
                                        MixedTones.LABEL_SETS.getUnknownOutput().copy(),
                                        AudioReference.of(training.getExample(2)))),
                        MixedTones.LABEL_SETS);
        IllegalArgumentException copied =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer(new MultiLabelHead()).train(copiedUnknown));
        assertTrue(copied.getMessage().contains("example 1"), copied.getMessage());
        Example<MultiLabel> negative = training.getExample(1).copy();
        negative.setWeight(-1f);
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        trainer(new MultiLabelHead())
                                .train(
                                        MixedTones.dataset(
                                                List.of(negative), MixedTones.LABEL_SETS)));
    }
}
