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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.AudioFieldProcessor;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.ssamba.head.LabelHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.OutputHead;
import org.ssamba.head.RegressorHead;
import org.ssamba.settings.Settings;
import org.ssamba.settings.WarmUp;
import org.ssamba.work.WorkEvent.Validation;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** What a trainer makes of settings and data that cannot work, and what it says of a run. */
class TrainerInputTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(2).batchSize(4).learningRate(3e-3);

    private static <T extends Output<T>> SSAMBATrainer<T> trainer(OutputHead<T> head) {
        return new SSAMBATrainer<>(head, SHAPE, RECIPE);
    }

    private static void assertMentions(Exception e, String... words) {
        for (String word : words) {
            assertTrue(String.valueOf(e.getMessage()).contains(word), e.toString());
        }
    }

    @Test
    void aBatchOfNoClipsIsRefusedByName() {
        for (int size : new int[] {0, -1}) {
            PropertyException e =
                    assertThrows(
                            PropertyException.class,
                            new FineTuningRecipe().batchSize(size)::postConfig);
            assertMentions(e, "batchSize must be at least 1");
        }
    }

    @Test
    void aSettingThatIsRefusedIsOneSentenceThatBeginsWithItsName() {
        PropertyException named =
                assertThrows(
                        PropertyException.class, new FineTuningRecipe().warmUp(-2, 1)::postConfig);
        assertEquals(
                "org.ssamba.settings.SettingException: warmUpSteps: must be a number of steps, or"
                        + " -1 for a choice by the length of the run, not -2",
                named.toString());
        PropertyException caused =
                assertThrows(
                        PropertyException.class, new FineTuningRecipe().batchSize(0)::postConfig);
        assertEquals(caused.getCause().getMessage(), caused.getMessage());
    }

    @Test
    void aWarmUpThatIsNoneIsRefusedByName() {
        FineTuningRecipe recipe = new FineTuningRecipe().warmUp(-1, 1);
        assertEquals("warmUpSteps", refusedSetting(recipe.warmUp(-2, 1)));
        assertEquals("warmUpInterval", refusedSetting(recipe.warmUp(5, 0)));
        assertEquals("warmUpSteps", refusedSetting(new PretrainingRecipe().warmUp(-2, 1)));
        assertEquals("warmUpInterval", refusedSetting(new PretrainingRecipe().warmUp(5, 0)));
    }

    @Test
    void milestonesAndLengthsThatAreNoneAreRefusedByName() {
        FineTuningRecipe recipe = new FineTuningRecipe();
        assertEquals("decayStart", refusedSetting(recipe.milestones(0, 1, 0.5)));
        assertEquals("decayEvery", refusedSetting(recipe.milestones(1, 0, 0.5)));
        assertEquals("decayFactor", refusedSetting(recipe.milestones(1, 1, 1.5)));
        EncoderSource.File file = EncoderSource.file(Path.of("encoder.ssamba"));
        assertEquals("stride", refusedSetting(file.stride(-1)));
        assertEquals("frames", refusedSetting(file.frames(-1)));
    }

    @Test
    void aSettingThatIsMissingIsNamed() {
        FineTuningRecipe tuning = new FineTuningRecipe();
        assertEquals("augmentation", missing(() -> tuning.augmentation(null)));
        assertEquals("decay", missing(() -> tuning.decay(null)));
        assertEquals("heldOut", missing(() -> tuning.heldOut(null)));
        assertEquals("objective", missing(() -> new PretrainingRecipe().objective(null)));
        assertEquals("decay", missing(() -> new PretrainingRecipe().decay(null)));
    }

    private static String missing(Executable change) {
        return assertThrows(NullPointerException.class, change).getMessage();
    }

    private static String refusedSetting(Settings changed) {
        return assertThrows(PropertyException.class, changed::postConfig).getProperty();
    }

    @Test
    void aRunThatEndsWhileItsRateStillRisesSaysSo() {
        MutableDataset<Label> data = ToneExamples.carried(8, 1);
        // Two epochs of two steps.
        FineTuningRecipe recipe = new FineTuningRecipe().epochs(2).batchSize(4);
        for (int rise : new int[] {4, 5}) {
            SSAMBATrainer<Label> trainer =
                    new SSAMBATrainer<>(new LabelHead(), SHAPE, recipe.warmUp(rise, 1));
            List<LogRecord> records = LogRecords.of(WarmUp.class, () -> trainer.train(data));
            assertEquals(rise == 5 ? 1 : 0, records.size());
            for (LogRecord record : records) {
                assertTrue(record.getMessage().contains("after 4 steps"), record.getMessage());
            }
        }
    }

    @Test
    void aHeadForOtherOutputsIsRefusedByName() {
        MutableDataset<Label> labels = ToneExamples.carried(4, 1);
        for (OutputHead<?> head : List.of(new RegressorHead(), new MultiLabelHead())) {
            // What a configuration file can do.
            @SuppressWarnings("unchecked")
            OutputHead<Label> wrong = (OutputHead<Label>) head;
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class, () -> trainer(wrong).train(labels));
            assertMentions(
                    e,
                    head.getClass().getSimpleName(),
                    head.getTypeWitness().getSimpleName(),
                    "training data are of the type Label");
        }
    }

    @Test
    void dataWithoutAnyWeightIsRefused() {
        MutableDataset<Label> weightless = ToneExamples.carried(4, 1);
        weightless.forEach(example -> example.setWeight(0f));
        assertMentions(
                assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer(new LabelHead()).train(weightless)),
                "No training clip has a weight above 0");
        LabelHead none = new LabelHead(0f, false, Map.of("low", 0f, "high", 0f));
        assertMentions(
                assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer(none).train(ToneExamples.carried(4, 1))),
                "No training clip has a weight above 0");
    }

    private static MutableDataset<Regressor> levels(double factor) {
        RegressionFactory factory = new RegressionFactory();
        List<Example<Regressor>> examples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            AudioClip clip = AudioClip.of(ToneExamples.tone(i % 2 == 1, i), ToneExamples.RATE);
            examples.add(AudioExamples.create(new Regressor("level", factor * (i + 1)), clip));
        }
        return new MutableDataset<>(
                new ListDataSource<>(
                        examples, factory, new SimpleDataSourceProvenance("levels", factory)));
    }

    @Test
    void valuesBeyondSinglePrecisionAreRefusedUnlessStandardised() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer(new RegressorHead(false)).train(levels(1e100)));
        assertMentions(e, "1.0E100", "level", "standardize");
        Regressor predicted =
                trainer(new RegressorHead())
                        .train(levels(1e100))
                        .predict(levels(1e100).getExample(0))
                        .getOutput();
        assertTrue(Double.isFinite(predicted.getValues()[0]));
    }

    @Test
    void aRunInWhichNoStepCountedGivesNoModel() {
        // Twice the error is beyond single precision, and so is the gradient.
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> trainer(new RegressorHead(false)).train(levels(8e37)));
        assertMentions(e, "Nothing was learned", "2 steps");
    }

    @Test
    void settingsThatAreMissingAreNamed() {
        assertMentions(
                assertThrows(NullPointerException.class, () -> SSAMBATrainer.builder(null)),
                "head");
        assertMentions(
                assertThrows(
                        NullPointerException.class,
                        () -> new SSAMBATrainer<>(new LabelHead(), SHAPE, null)),
                "recipe");
        SSAMBATrainer<Label> trainer = trainer(new LabelHead());
        assertMentions(
                assertThrows(NullPointerException.class, () -> trainer.setListener(null)),
                "listener");
        MutableDataset<Label> data = ToneExamples.carried(4, 1);
        assertMentions(
                assertThrows(NullPointerException.class, () -> trainer.train(data, null)),
                "runProvenance");
        SSAMBAModel<Label> model = trainer.train(data);
        assertMentions(
                assertThrows(NullPointerException.class, () -> model.setDevice(null)), "device");
    }

    @ParameterizedTest
    @MethodSource("settingsLeftOut")
    void settingsOfOtherPartsThatAreMissingAreNamed(String name, Executable construction) {
        NullPointerException e = assertThrows(NullPointerException.class, construction);
        assertEquals(name, e.getMessage());
    }

    static List<Arguments> settingsLeftOut() {
        Path file = Path.of("encoder.ssamba");
        return List.of(
                arguments("classWeights", (Executable) () -> new LabelHead(0f, false, null)),
                arguments("classWeights", (Executable) () -> new MultiLabelHead(0.5, 0f, null)),
                arguments("shape", (Executable) () -> new SSAMBAPretrainer(null, null)),
                arguments(
                        "encoderPath", (Executable) () -> new SSAMBAFeatureExtractor<Label>(null)),
                arguments(
                        "embedding",
                        (Executable)
                                () ->
                                        SSAMBAFeatureExtractor.<Label>builder(file)
                                                .embedding(null)
                                                .build()),
                arguments(
                        "source", (Executable) () -> new AudioFeatureDataSource<Label>(null, null)),
                arguments("fieldName", (Executable) () -> new AudioFieldProcessor(null, null)),
                arguments("extractor", (Executable) () -> new AudioFieldProcessor("sound", null)),
                arguments(
                        "recipe",
                        (Executable)
                                () -> new SSAMBASequenceTrainer(new LabelHead(), SHAPE, null)));
    }

    @Test
    void aClipOfUnheardOfLengthIsRefusedByName() {
        PropertyException e =
                assertThrows(
                        PropertyException.class,
                        () ->
                                SSAMBATrainer.builder(new LabelHead())
                                        .encoder(SHAPE.frames(Integer.MAX_VALUE))
                                        .build()
                                        .train(ToneExamples.carried(4, 1)));
        assertMentions(e, "frames is " + Integer.MAX_VALUE);
    }

    @Test
    void aHopThatIsNoTimeIsRefusedBeforeAnythingIsTrained() {
        for (double seconds : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            SSAMBATrainer.Builder<Label> settings =
                    SSAMBATrainer.builder(new LabelHead()).encoder(SHAPE).hopSeconds(seconds);
            PropertyException e = assertThrows(PropertyException.class, settings::build);
            assertEquals("hopSeconds", e.getProperty());
            assertMentions(e, String.valueOf(seconds));
        }
    }

    @Test
    void runProvenanceOfTheNameOfAFactIsKeptUnderAnother() {
        StringProvenance mine = new StringProvenance("device", "the one under my desk");
        Map<String, ?> facts =
                trainer(new LabelHead())
                        .train(ToneExamples.carried(4, 1), Map.of("device", mine, "author", mine))
                        .getProvenance()
                        .getInstanceProvenance()
                        .getMap();
        assertEquals(mine, facts.get("given-device"));
        assertEquals(mine, facts.get("author"));
        assertNotEquals(mine, facts.get("device"));
    }

    @Test
    void theKeptEpochIsInTheProvenance() {
        Map<Long, Double> losses = new HashMap<>();
        WorkListener listener =
                (work, event) -> {
                    if (event instanceof Validation validation) {
                        losses.put(validation.pace().done(), validation.loss());
                    }
                };
        // 16 clips, 8 of them held out: two steps an epoch.
        SSAMBAModel<Label> model =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(SHAPE)
                        .recipe(RECIPE.epochs(4).earlyStopping(0.5, 4))
                        .listener(listener)
                        .build()
                        .train(ToneExamples.carried(16, 1));
        Map<String, ?> facts = model.getProvenance().getInstanceProvenance().getMap();
        long best =
                losses.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
        assertEquals("best-epoch=" + best / 2, "best-epoch=" + facts.get("best-epoch"));
        assertEquals("best-loss=" + losses.get(best), "best-loss=" + facts.get("best-loss"));
        assertFalse(
                trainer(new LabelHead())
                        .train(ToneExamples.carried(4, 1))
                        .getProvenance()
                        .getInstanceProvenance()
                        .getMap()
                        .containsKey("best-epoch"));
    }
}
