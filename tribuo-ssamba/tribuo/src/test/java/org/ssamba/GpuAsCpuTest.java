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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.compute.cuda.CudaBackend;
import org.ssamba.data.AudioSequences;
import org.ssamba.head.LabelHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.OutputHead;
import org.ssamba.head.RegressorHead;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;
import org.tribuo.sequence.SequenceModel;

/**
 * Models of every kind, trained and loaded, on a GPU in float32: they predict what they predict on
 * the CPU. Skipped where there is no GPU.
 */
class GpuAsCpuTest {
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);
    private static final ComputeDevice GPU =
            new ComputeDevice(ComputeDevice.Kind.CUDA, ComputeDevice.Numbers.FLOAT32, 0);

    /** Of a saved model: the order of sums differs, nothing else. */
    private static final double ROUNDING = 1e-5;

    /**
     * After training: Adam's first steps have the size of the rate, however small a gradient is.
     */
    private static final double TRAINING = 5e-3;

    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 4).frames(48);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe()
                    .epochs(3)
                    .batchSize(4)
                    .learningRate(1e-3)
                    .headRateFactor(2)
                    .layerDecay(0.9)
                    .augmentation(new AugmentationRecipe().masks(24, 12).noise(true).mixup(0.5));

    @BeforeAll
    static void requireGpu() {
        CudaBackend.unavailable()
                .ifPresent(
                        reason ->
                                assumeTrue(
                                        false, "no GPU: " + reason.lines().findFirst().orElse("")));
    }

    private static List<String> savedModels() throws IOException {
        return GoldenFiles.names().stream().filter(name -> !name.startsWith("dataset")).toList();
    }

    private static void assertRows(List<String> expected, List<String> actual, double tolerance) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            int value = expected.get(i).lastIndexOf(',') + 1;
            String key = expected.get(i).substring(0, value);
            assertEquals(key, actual.get(i).substring(0, actual.get(i).lastIndexOf(',') + 1));
            if (!key.endsWith(",output,")) {
                double number = Double.parseDouble(expected.get(i).substring(value));
                assertEquals(
                        number,
                        Double.parseDouble(actual.get(i).substring(value)),
                        tolerance * Math.max(1, Math.abs(number)),
                        key);
            }
        }
    }

    private static <T extends Output<T>> void assertSame(Model<T> model, double tolerance) {
        SavedModels.setDevice(model, CPU);
        List<String> onCpu = GoldenPredictions.of(model);
        SavedModels.setDevice(model, GPU);
        assertRows(onCpu, GoldenPredictions.of(model), tolerance);
    }

    private static void assertSame(SSAMBASequenceModel model, double tolerance) {
        model.setDevice(CPU);
        List<String> onCpu = GoldenPredictions.of(model);
        model.setDevice(GPU);
        assertRows(onCpu, GoldenPredictions.of(model), tolerance);
    }

    @ParameterizedTest
    @MethodSource("savedModels")
    void savedModelsPredictTheSame(String name) throws IOException {
        if (name.startsWith("sequence")) {
            assertSame(
                    (SSAMBASequenceModel)
                            SequenceModel.deserializeFromFile(GoldenFiles.file(name))
                                    .castModel(Label.class),
                    ROUNDING);
        } else {
            assertSame(Model.deserializeFromFile(GoldenFiles.file(name)), ROUNDING);
        }
    }

    private static <T extends Output<T>> void assertLearnTheSame(
            SSAMBATrainer.Builder<T> settings, MutableDataset<T> training) {
        SSAMBAModel<T> onCpu = settings.device(CPU).build().train(training);
        SSAMBAModel<T> onGpu = settings.device(GPU).build().train(training);
        onGpu.setDevice(CPU);
        assertRows(GoldenPredictions.of(onCpu), GoldenPredictions.of(onGpu), TRAINING);
    }

    private static <T extends Output<T>> SSAMBATrainer.Builder<T> builder(OutputHead<T> head) {
        return SSAMBATrainer.builder(head).encoder(SHAPE).recipe(RECIPE);
    }

    @Test
    void labelsAreLearnedTheSame() {
        MutableDataset<Label> tones = ToneExamples.carried(16, 1);
        assertLearnTheSame(builder(new LabelHead(0.1f, false, Map.of("high", 2f))), tones);
        assertLearnTheSame(builder(new LabelHead(0f, true, Map.of())), tones);
    }

    @Test
    void clipsOfAnyLengthAreLearnedTheSame() {
        MutableDataset<Label> tones = ToneExamples.carried(16, 1);
        for (ClipLength length : ClipLength.values()) {
            assertLearnTheSame(builder(new LabelHead()).clipLength(length), tones);
        }
    }

    @Test
    void lastPairAndHeadAloneAreLearnedTheSame() {
        MutableDataset<Label> tones = ToneExamples.carried(16, 1);
        for (int pairs : new int[] {1, 0}) {
            assertLearnTheSame(
                    builder(new LabelHead())
                            .recipe(RECIPE.trainedPairs(pairs).earlyStopping(0.25, 0)),
                    tones);
        }
    }

    @Test
    void setsOfLabelsAndNumbersAreLearnedTheSame() {
        assertLearnTheSame(builder(new MultiLabelHead(0.5)), MixedTones.tagged(16, 1));
        assertLearnTheSame(builder(new RegressorHead()), MixedTones.measured(16, 1));
    }

    @Test
    void bothStagesInOneCallLearnTheSame() {
        MutableDataset<Label> tones = ToneExamples.carried(16, 1);
        PretrainingRecipe masking =
                new PretrainingRecipe().steps(6).batchSize(4).maskedPatches(6).warmUp(0, 1);
        List<String> onCpu = new ArrayList<>();
        for (boolean independent : new boolean[] {false, true}) {
            for (ComputeDevice device : List.of(CPU, GPU)) {
                SSAMBAPretrainer pretrainer =
                        SSAMBAPretrainer.builder(SHAPE)
                                .recipe(masking.independentMasks(independent))
                                .device(device)
                                .seed(7)
                                .build();
                SSAMBAModel<Label> model =
                        SSAMBATrainer.builder(new LabelHead())
                                .encoder(EncoderSource.pretraining(pretrainer))
                                .recipe(RECIPE)
                                .device(device)
                                .build()
                                .train(tones);
                model.setDevice(CPU);
                if (device == CPU) {
                    onCpu = GoldenPredictions.of(model);
                } else {
                    assertRows(onCpu, GoldenPredictions.of(model), TRAINING);
                }
            }
        }
    }

    @Test
    void secondsAreLearnedTheSame() {
        List<SequenceExample<Label>> clips = new ArrayList<>();
        for (int clip = 0; clip < GoldenClips.COUNT; clip++) {
            var audio = GoldenClips.recorded(clip);
            int seconds = AudioSequences.seconds(audio.durationSeconds());
            clips.add(
                    AudioSequences.create(
                            audio,
                            Collections.nCopies(
                                    seconds, new Label(clip % 2 == 0 ? "low" : "high"))));
        }
        MutableSequenceDataset<Label> training =
                new MutableSequenceDataset<>(
                        clips,
                        new SimpleDataSourceProvenance("clips", ToneExamples.LABELS),
                        ToneExamples.LABELS);
        List<List<String>> predictions = new ArrayList<>();
        for (ComputeDevice device : List.of(CPU, GPU)) {
            SSAMBASequenceModel model =
                    SSAMBASequenceTrainer.builder(new LabelHead())
                            .encoder(EncoderShape.tiny().size(16, 4).frames(112))
                            .recipe(RECIPE.augmentation(new AugmentationRecipe()))
                            .device(device)
                            .seed(1)
                            .build()
                            .train(training);
            model.setDevice(CPU);
            predictions.add(GoldenPredictions.of(model));
        }
        assertRows(predictions.get(0), predictions.get(1), TRAINING);
    }
}
