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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.MixedTones;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.SavedModels;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.ssamba.work.WorkEvent.Validation;
import org.tribuo.Example;
import org.tribuo.ImmutableDataset;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.regression.ImmutableRegressionInfo;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluation;
import org.tribuo.regression.evaluation.RegressionEvaluator;

/** Numbers told from sound, in several dimensions, trained and evaluated as Tribuo's are. */
class RegressorHeadTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(20).batchSize(8).learningRate(1e-2).dropPath(false);

    private static MutableDataset<Regressor> training;
    private static MutableDataset<Regressor> testing;
    private static SSAMBAModel<Regressor> model;

    @BeforeAll
    static void train() {
        training = MixedTones.measured(96, 1);
        testing = MixedTones.measured(24, 1000);
        model = new SSAMBATrainer<>(new RegressorHead(), SHAPE, RECIPE).train(training);
    }

    private static FittedHead<Regressor> fitted(MutableDataset<Regressor> data) {
        return new RegressorHead().fit(data, data.getOutputIDInfo());
    }

    @Test
    void tribuosEvaluatorSeesEveryDimensionInItsOwnUnits() {
        RegressionEvaluation evaluation = new RegressionEvaluator().evaluate(model, testing);
        Map<Regressor, Double> explained = new HashMap<>(evaluation.r2());
        double pitch = explained.get(new Regressor("pitch", 0));
        double hertz = explained.get(new Regressor("hertz", 0));
        assertTrue(pitch > 0.7, "pitch " + pitch);
        assertTrue(hertz > 0.7, "hertz " + hertz);
        assertEquals(0.0, evaluation.mae(new Regressor("constant", 0)));
    }

    @Test
    void constantIsPredictedExactly() {
        Prediction<Regressor> prediction = model.predict(testing.getExample(0));
        assertFalse(prediction.hasProbabilities());
        assertArrayEquals(
                new String[] {"constant", "hertz", "pitch"}, prediction.getOutput().getNames());
        assertEquals(7.0, prediction.getOutput().getValues()[0]);
    }

    @Test
    void savedModelPredictsTheSame() throws Exception {
        SavedModels.assertSurvivesSaving(model, testing, Regressor.class);
    }

    @Test
    void dimensionsFollowTheDomainEvenWhenItIsNotInNaturalOrder() {
        Map<Regressor, Integer> reversed = new HashMap<>();
        reversed.put(new Regressor("pitch", 0), 0);
        reversed.put(new Regressor("hertz", 0), 1);
        reversed.put(new Regressor("constant", 0), 2);
        ImmutableDataset<Regressor> data =
                ImmutableDataset.copyDataset(
                        training,
                        training.getFeatureIDMap(),
                        MixedTones.NUMBERS.constructInfoForExternalModel(reversed));
        ImmutableRegressionInfo natural = (ImmutableRegressionInfo) training.getOutputIDInfo();
        FittedHead<Regressor> expected = fitted(training);
        FittedHead<Regressor> head = new RegressorHead().fit(data, data.getOutputIDInfo());
        Example<Regressor> example = training.getExample(5);
        float[] target = head.target(example.getOutput());
        float[] inNaturalOrder = expected.target(example.getOutput());
        for (int id = 0; id < target.length; id++) {
            int place = natural.getNaturalOrderToIDMapping()[2 - id];
            assertEquals(inNaturalOrder[place], target[id]);
        }
        assertTrue(
                head.prediction(target, example)
                        .getOutput()
                        .fullEquals(expected.prediction(inNaturalOrder, example).getOutput(), 0));
        assertArrayEquals(
                example.getOutput().getValues(),
                head.prediction(target, example).getOutput().getValues(),
                1e-3);
    }

    @Test
    void standardisedTargetsHaveMeanZeroAndDeviationOne() {
        FittedHead<Regressor> head = fitted(training);
        int pitch = training.getOutputIDInfo().getID(new Regressor("pitch", 0));
        double sum = 0;
        double squares = 0;
        for (Example<Regressor> example : training) {
            float value = head.target(example.getOutput())[pitch];
            sum += value;
            squares += value * value;
        }
        assertEquals(0, sum / training.size(), 1e-6);
        assertEquals(1, squares / training.size(), 1e-5);
        FittedHead<Regressor> raw =
                new RegressorHead(false).fit(training, training.getOutputIDInfo());
        double[] values = training.getExample(0).getOutput().getValues();
        float[] target = raw.target(training.getExample(0).getOutput());
        for (int i = 0; i < values.length; i++) {
            assertEquals((float) values[i], target[i]);
        }
    }

    @Test
    void weightOfThreeStandardisesLikeThreeCopies() {
        List<Example<Regressor>> weighted = new ArrayList<>();
        List<Example<Regressor>> copied = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Example<Regressor> example = training.getExample(i).copy();
            example.setWeight(i < 4 ? 3f : 1f);
            weighted.add(example);
            for (int copy = 0; copy < (i < 4 ? 3 : 1); copy++) {
                copied.add(training.getExample(i).copy());
            }
        }
        Regressor probe = training.getExample(20).getOutput();
        float[] one = fitted(MixedTones.dataset(weighted, MixedTones.NUMBERS)).target(probe);
        float[] two = fitted(MixedTones.dataset(copied, MixedTones.NUMBERS)).target(probe);
        assertArrayEquals(two, one, 1e-6f);
    }

    @Test
    void outputsWithoutWeightAreNotLearned() {
        List<Example<Regressor>> one = new ArrayList<>();
        List<Example<Regressor>> two = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Example<Regressor> example = training.getExample(i).copy();
            example.setWeight(i % 3 == 0 ? 0f : 1f);
            one.add(example);
            Example<Regressor> other = example;
            if (i % 3 == 0) {
                other =
                        AudioExamples.create(
                                new Regressor(
                                        new String[] {"pitch", "hertz", "constant"},
                                        new double[] {-1000, 1000, 3}),
                                AudioClip.of(
                                        ((org.ssamba.data.AudioExample<Regressor>) example)
                                                .clip()
                                                .samples(),
                                        ToneExamples.RATE));
                other.setWeight(0f);
            }
            two.add(other);
        }
        FineTuningRecipe brief = RECIPE.epochs(2);
        byte[] expected = weightsAfter(brief, one);
        assertArrayEquals(expected, weightsAfter(brief, two));
        two.get(0).setWeight(1f);
        assertFalse(Arrays.equals(expected, weightsAfter(brief, two)));
    }

    private static byte[] weightsAfter(FineTuningRecipe recipe, List<Example<Regressor>> examples) {
        return SavedModels.weights(
                new SSAMBATrainer<>(new RegressorHead(), SHAPE, recipe)
                        .train(MixedTones.dataset(examples, MixedTones.NUMBERS)));
    }

    @Test
    void validationHasALossButNoAccuracy() {
        List<Validation> seen = new ArrayList<>();
        SSAMBATrainer.builder(new RegressorHead())
                .encoder(SHAPE)
                .recipe(RECIPE.epochs(2).earlyStopping(0.25, 0))
                .listener(
                        (work, event) -> {
                            if (event instanceof Validation validation) {
                                seen.add(validation);
                            }
                        })
                .build()
                .train(training);
        assertEquals(2, seen.size());
        assertTrue(Double.isNaN(seen.get(0).accuracy()));
        assertTrue(seen.get(0).loss() > 0 && seen.get(0).loss() < 4, seen.toString());
    }

    @Test
    void whatCannotBeLearnedIsRefused() {
        assertRefused(new Regressor(names(), new double[] {1, Double.NaN, 7}), "hertz");
        assertRefused(
                new Regressor(names(), new double[] {Double.NEGATIVE_INFINITY, 1, 7}), "pitch");
        assertRefused(new Regressor("UNKNOWN", Double.NaN), "unknown");
        IllegalArgumentException other =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> fitted(training).target(new Regressor("tempo", 120)));
        assertTrue(other.getMessage().contains("tempo"), other.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Regressor(new String[] {"pitch", "pitch"}, new double[] {1, 2}));
        Example<Regressor> weightless = training.getExample(0).copy();
        weightless.setWeight(0f);
        IllegalArgumentException none =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> fitted(MixedTones.dataset(List.of(weightless), MixedTones.NUMBERS)));
        assertTrue(none.getMessage().contains("weight"), none.getMessage());
    }

    private static String[] names() {
        return new String[] {"pitch", "hertz", "constant"};
    }

    private static void assertRefused(Regressor output, String named) {
        Example<Regressor> example =
                AudioExamples.create(output, AudioClip.of(new float[8000], ToneExamples.RATE));
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new SSAMBATrainer<>(new RegressorHead(), SHAPE, RECIPE)
                                        .train(
                                                MixedTones.dataset(
                                                        List.of(example), MixedTones.NUMBERS)));
        assertTrue(e.getMessage().contains(named), e.getMessage());
    }
}
