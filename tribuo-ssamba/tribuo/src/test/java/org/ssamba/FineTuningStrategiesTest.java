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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioExamples;
import org.ssamba.head.LabelHead;
import org.ssamba.work.WorkEvent.Validation;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

/**
 * What each strategy of fine-tuning changes in an encoder of three pairs of layers, and how far.
 */
class FineTuningStrategiesTest {
    private static final int PAIRS = 3;
    private static final float RATE = 1e-3f;

    /** Every epoch is one step over all clips, at the full rate. */
    private static final FineTuningRecipe STEPS =
            new FineTuningRecipe()
                    .epochs(2)
                    .batchSize(16)
                    .learningRate(RATE)
                    .decay(FineTuningRecipe.Decay.CONSTANT)
                    .warmUp(0, 1)
                    .dropPath(false);

    @TempDir static Path folder;
    private static Path encoderFile;
    private static Map<String, float[]> pretrained;
    private static MutableDataset<Label> training;

    @BeforeAll
    static void pretrain() throws Exception {
        training = ToneExamples.inFiles(folder.resolve("training"), 16, 1);
        PretrainedEncoder encoder =
                new SSAMBAPretrainer(
                                EncoderShape.tiny().size(16, 2 * PAIRS).frames(48),
                                new PretrainingRecipe().steps(2).batchSize(4).maskedPatches(6))
                        .pretrain(new AudioCorpus(folder.resolve("training")));
        encoderFile = folder.resolve("encoder.ssamba");
        encoder.save(encoderFile);
        pretrained = encoder.weights();
    }

    private static Map<String, float[]> trained(FineTuningRecipe recipe) {
        return SavedModels.namedWeights(
                new SSAMBATrainer<>(new LabelHead(), EncoderSource.file(encoderFile), recipe)
                        .train(training));
    }

    private static int layer(String name) {
        return name.startsWith("v.layers.") ? Integer.parseInt(name.split("\\.")[2]) : -1;
    }

    /** Compares the weights of the encoder with what they were. */
    private static void assertChanged(Map<String, float[]> after, Predicate<String> expected) {
        after.forEach(
                (name, values) -> {
                    if (name.startsWith("v.")) {
                        assertEquals(
                                expected.test(name),
                                !Arrays.equals(pretrained.get(name), values),
                                name);
                    }
                });
    }

    @Test
    void fullFineTuningChangesEverything() {
        assertChanged(trained(STEPS), name -> true);
    }

    @Test
    void frozenEncoderKeepsEveryBitWhileTheHeadLearns() {
        Map<String, float[]> one = trained(STEPS.epochs(1).trainedPairs(0));
        Map<String, float[]> two = trained(STEPS.trainedPairs(0));
        assertChanged(two, name -> false);
        assertFalse(Arrays.equals(one.get("mlp_head.1.weight"), two.get("mlp_head.1.weight")));
    }

    @Test
    void onlyTheLastPairsAndWhatLiesAboveThemChange() {
        for (int pairs = 1; pairs < PAIRS; pairs++) {
            int first = 2 * (PAIRS - pairs);
            assertChanged(
                    trained(STEPS.trainedPairs(pairs)),
                    name -> layer(name) >= first || name.startsWith("v.norm_f"));
        }
        assertChanged(trained(STEPS.trainedPairs(PAIRS)), name -> true);
    }

    @Test
    void headMovesByItsFactorAndTheEncoderAsBefore() {
        List<Map<String, float[]>> after = new ArrayList<>();
        for (double factor : new double[] {1, 2, 3}) {
            after.add(trained(STEPS.epochs(1).headRateFactor(factor)));
        }
        for (String name : after.get(0).keySet()) {
            float[] one = after.get(0).get(name);
            float[] two = after.get(1).get(name);
            float[] three = after.get(2).get(name);
            if (name.startsWith("v.")) {
                assertArrayEquals(one, two, name);
            } else {
                assertEquals(RATE, largestDifference(one, two), 0.01 * RATE, name);
                assertEquals(RATE, largestDifference(two, three), 0.01 * RATE, name);
            }
        }
    }

    @Test
    void lowerPairsMoveLessByTheLayerDecay() {
        Map<String, float[]> after = trained(STEPS.epochs(1).layerDecay(0.5));
        after.forEach(
                (name, values) -> {
                    if (name.startsWith("v.")) {
                        // Adam's first step is the rate itself wherever the gradient is not tiny.
                        int below =
                                name.startsWith("v.norm_f")
                                        ? 0
                                        : layer(name) < 0 ? PAIRS + 1 : PAIRS - layer(name) / 2;
                        double expected = RATE * Math.pow(0.5, below);
                        double moved = largestDifference(pretrained.get(name), values);
                        assertEquals(expected, moved, 0.05 * expected, name);
                    }
                });
    }

    private static double largestDifference(float[] one, float[] two) {
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs((double) one[i] - two[i]));
        }
        return largest;
    }

    @Test
    void earlyStoppingKeepsTheBestEpochAndStopsAfterItsPatience() {
        // Labels at random: what is learned soon speaks against the clips held out.
        SplittableRandom coin = new SplittableRandom(5);
        List<Example<Label>> examples = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            examples.add(
                    AudioExamples.create(
                            new Label(coin.nextBoolean() ? "heads" : "tails"),
                            AudioClip.of(ToneExamples.tone(i % 2 == 0, i), ToneExamples.RATE)));
        }
        MutableDataset<Label> random = ToneExamples.dataset(examples);
        FineTuningRecipe recipe = STEPS.epochs(20).batchSize(8).learningRate(5e-3);
        List<Double> losses = new ArrayList<>();
        byte[] kept = weights(random, recipe.earlyStopping(0.25, 0), losses);
        assertEquals(20, losses.size());
        int best = 0;
        for (int epoch = 1; epoch < losses.size(); epoch++) {
            best = losses.get(epoch) < losses.get(best) ? epoch : best;
        }
        assertTrue(best < 16, "the best epoch is one of the last: " + losses);
        List<Double> shorter = new ArrayList<>();
        byte[] stoppedThere =
                weights(random, recipe.epochs(best + 1).earlyStopping(0.25, 0), shorter);
        assertArrayEquals(kept, stoppedThere);
        assertEquals(losses.subList(0, best + 1), shorter);
        List<Double> patient = new ArrayList<>();
        weights(random, recipe.earlyStopping(0.25, 3), patient);
        int stopped = patient.size();
        assertTrue(stopped < 20, "never stopped: " + losses);
        double lowest = patient.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        assertEquals(stopped - 4, patient.indexOf(lowest));
    }

    private static byte[] weights(
            MutableDataset<Label> data, FineTuningRecipe recipe, List<Double> losses) {
        return SavedModels.weights(
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderSource.file(encoderFile))
                        .recipe(recipe)
                        .listener(
                                (work, event) -> {
                                    if (event instanceof Validation validation) {
                                        losses.add(validation.loss());
                                    }
                                })
                        .build()
                        .train(data));
    }

    @Test
    void averagedWeightsAreTheMeanOfThoseAtTheEndsOfEpochs() {
        FineTuningRecipe recipe = STEPS.batchSize(8).dropPath(true).epochs(4);
        List<Map<String, float[]>> ends = new ArrayList<>();
        for (int epochs = 2; epochs <= 4; epochs++) {
            ends.add(trained(recipe.epochs(epochs)));
        }
        Map<String, float[]> averaged = trained(recipe.averageWeights(2, 4));
        for (String name : averaged.keySet()) {
            float[] mean = new float[averaged.get(name).length];
            for (int i = 0; i < mean.length; i++) {
                int place = i;
                mean[i] = (float) (ends.stream().mapToDouble(w -> w.get(name)[place]).sum() / 3);
            }
            assertArrayEquals(mean, averaged.get(name), name);
        }
        Map<String, float[]> single = trained(recipe.averageWeights(2, 2));
        ends.get(0).forEach((name, values) -> assertArrayEquals(values, single.get(name), name));
    }

    @Test
    void averagesThatContradictTheRestAreRefused() {
        FineTuningRecipe recipe = STEPS.epochs(10);
        assertRefused("averageTo 11".split(" "), recipe.averageWeights(2, 11));
        assertRefused("averageFrom averageTo".split(" "), recipe.averageWeights(5, 4));
        assertRefused("averageFrom averageTo".split(" "), recipe.averageWeights(0, 4));
        assertRefused(
                "averageTo validationShare".split(" "),
                recipe.averageWeights(2, 4).earlyStopping(0.2, 0));
        assertRefused(new String[] {"validationShare"}, recipe.earlyStopping(0, 3));
        assertThrows(
                IllegalArgumentException.class,
                () -> trained(recipe.earlyStopping(0.01, 0)),
                "a share of no clip");
    }

    private static void assertRefused(String[] named, FineTuningRecipe changed) {
        PropertyException e = assertThrows(PropertyException.class, changed::postConfig);
        for (String word : named) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
    }
}
