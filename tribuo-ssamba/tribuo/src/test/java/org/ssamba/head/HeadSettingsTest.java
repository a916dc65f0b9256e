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

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.AugmentationRecipe;
import org.ssamba.EncoderShape;
import org.ssamba.EncoderSource;
import org.ssamba.FineTuningRecipe;
import org.ssamba.MixedTones;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.SavedModels;
import org.ssamba.ToneExamples;
import org.ssamba.data.AudioExample;
import org.ssamba.data.AudioExamples;
import org.ssamba.protos.HeadProto;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

/** Settings of heads: in configurations, in provenance, and in what is learned. */
class HeadSettingsTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(2).batchSize(8).learningRate(3e-3);

    static Stream<OutputHead<?>> heads() {
        return Stream.of(
                new LabelHead(0.1f, true, Map.of("low", 2f, "high", 0.5f)),
                new MultiLabelHead(0.3, 0.2f, Map.of("low", 2f)),
                new RegressorHead(false));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void provenanceRebuildsTheHead(OutputHead<?> head) {
        SSAMBATrainer<?> trainer = SSAMBATrainer.builder(head).encoder(SHAPE).build();
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(ProvenanceUtil.extractConfiguration(trainer.getProvenance()));
        SSAMBATrainer<?> rebuilt = manager.lookupAll(SSAMBATrainer.class).get(0);
        assertEquals(trainer.toString(), rebuilt.toString());
        assertTrue(rebuilt.toString().contains(head.toString()), rebuilt.toString());
    }

    @Test
    void everythingCanBeSaidInAConfigurationFile(@TempDir Path folder) throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("tagging.xml"),
                        """
                        <config>
                          <component name="trainer" type="org.ssamba.SSAMBATrainer">
                            <property name="head" value="head"/>
                            <property name="pretraining" value="pretrainer"/>
                            <property name="recipe" value="recipe"/>
                            <property name="pooling" value="CLASS_TOKEN"/>
                          </component>
                          <component name="head" type="org.ssamba.head.MultiLabelHead">
                            <property name="threshold" value="0.3"/>
                            <propertymap name="classWeights">
                              <entry key="siren" value="3.0"/>
                            </propertymap>
                          </component>
                          <component name="pretrainer" type="org.ssamba.SSAMBAPretrainer">
                            <property name="shape" value="shape"/>
                          </component>
                          <component name="shape" type="org.ssamba.EncoderShape">
                            <property name="frames" value="128"/>
                          </component>
                          <component name="recipe" type="org.ssamba.FineTuningRecipe">
                            <property name="epochs" value="50"/>
                            <property name="learningRate" value="1e-4"/>
                            <property name="headRateFactor" value="3.0"/>
                            <property name="decay" value="MILESTONES"/>
                            <property name="decayStart" value="15"/>
                            <property name="decayEvery" value="10"/>
                            <property name="decayFactor" value="0.75"/>
                            <property name="averageFrom" value="12"/>
                            <property name="averageTo" value="40"/>
                          </component>
                        </config>
                        """);
        SSAMBATrainer<?> configured =
                (SSAMBATrainer<?>) new ConfigurationManager(file.toString()).lookup("trainer");
        FineTuningRecipe recipe =
                new FineTuningRecipe()
                        .epochs(50)
                        .learningRate(1e-4)
                        .headRateFactor(3)
                        .milestones(15, 10, 0.75)
                        .averageWeights(12, 40);
        SSAMBATrainer<?> built =
                SSAMBATrainer.builder(new MultiLabelHead(0.3, 0f, Map.of("siren", 3f)))
                        .encoder(
                                EncoderSource.pretraining(
                                        new SSAMBAPretrainer(
                                                new EncoderShape().frames(128),
                                                new PretrainingRecipe())))
                        .recipe(recipe)
                        .pooling(org.ssamba.encoder.Pooling.Kind.CLASS_TOKEN)
                        .build();
        assertEquals(built.toString(), configured.toString());
        assertTrue(built.toString().contains("averageTo"), built.toString());
    }

    @Test
    void classWeightsAreWeightsOfTheirExamples() {
        MutableDataset<Label> training = ToneExamples.carried(16, 1);
        List<Example<Label>> weighted = new ArrayList<>();
        for (Example<Label> example : training.getData()) {
            Example<Label> copy = example.copy();
            copy.setWeight(example.getOutput().getLabel().equals("low") ? 4f : 1f);
            weighted.add(copy);
        }
        byte[] byExample = trained(new LabelHead(), ToneExamples.dataset(weighted));
        byte[] byClass = trained(new LabelHead(0f, false, Map.of("low", 4f)), training);
        assertArrayEquals(byExample, byClass);
        assertFalse(Arrays.equals(byClass, trained(new LabelHead(), training)));
    }

    @Test
    void whatHasNoWeightTeachesNothingThoughItIsMixedIntoOthers() {
        FineTuningRecipe mixing = RECIPE.augmentation(new AugmentationRecipe().mixup(1));
        LabelHead head = new LabelHead(0f, true, Map.of());
        byte[] right = trained(head, withTheLastFour("high", 0f), mixing);
        assertArrayEquals(right, trained(head, withTheLastFour("low", 0f), mixing));
        assertFalse(
                Arrays.equals(right, trained(head, withTheLastFour("low", 1f), mixing)),
                "with a weight the wrong labels would have been learned");
    }

    /** Sixteen tones, the last four of which have a label and a weight of their own. */
    private static MutableDataset<Label> withTheLastFour(String label, float weight) {
        List<Example<Label>> examples =
                new ArrayList<>(ToneExamples.carried(16, 1).getData().subList(0, 12));
        for (Example<Label> example : ToneExamples.carried(16, 1).getData().subList(12, 16)) {
            AudioExample<Label> changed =
                    AudioExamples.create(new Label(label), ((AudioExample<Label>) example).clip());
            changed.setWeight(weight);
            examples.add(changed);
        }
        return ToneExamples.dataset(examples);
    }

    private static byte[] trained(
            LabelHead head, MutableDataset<Label> data, FineTuningRecipe recipe) {
        return SavedModels.weights(new SSAMBATrainer<>(head, SHAPE, recipe).train(data));
    }

    private static byte[] trained(LabelHead head, MutableDataset<Label> data) {
        return trained(head, data, RECIPE);
    }

    @Test
    void smoothingSpreadsAShareOfTheTargetEvenlyOverAllLabels() {
        MutableDataset<Label> data = ToneExamples.carried(4, 1);
        int low = data.getOutputIDInfo().getID(new Label("low"));
        float[] target =
                new LabelHead(0.2f, false, Map.of())
                        .fit(data, data.getOutputIDInfo())
                        .target(new Label("low"));
        assertEquals(0.9f, target[low], 1e-6f);
        assertEquals(0.1f, target[1 - low], 1e-6f);
    }

    @Test
    void smoothedLabelsMakeAModelLessSure() {
        FineTuningRecipe longer = RECIPE.epochs(30);
        assertTrue(sureness(0f, longer) > 0.97, () -> "plain: " + sureness(0f, longer));
        assertEquals(0.8, sureness(0.4f, longer), 0.05);
    }

    /** The mean probability of the likeliest label on the training data. */
    private static double sureness(float smoothing, FineTuningRecipe recipe) {
        MutableDataset<Label> data = ToneExamples.carried(16, 1);
        return new SSAMBATrainer<>(new LabelHead(smoothing, false, Map.of()), SHAPE, recipe)
                .train(data).predict(data).stream()
                        .mapToDouble(prediction -> prediction.getOutput().getScore())
                        .average()
                        .orElseThrow();
    }

    @Test
    void accuracyIsThatOfTheLikeliestLabelWhateverTheSmoothing() {
        MutableDataset<Label> data = ToneExamples.carried(4, 1);
        FittedHead<Label> head =
                new LabelHead(0.9f, false, Map.of()).fit(data, data.getOutputIDInfo());
        int low = data.getOutputIDInfo().getID(new Label("low"));
        float[] scores = new float[2];
        scores[low] = 0.6f;
        scores[1 - low] = 0.4f;
        assertEquals(1.0, head.accuracy(scores, new Label("low")));
        assertEquals(0.0, head.accuracy(scores, new Label("high")));
    }

    @Test
    void brokenAndForeignHeadsAreRefused() {
        MutableDataset<?> tags = MixedTones.tagged(4, 1);
        MutableDataset<?> numbers = MixedTones.measured(4, 1);
        HeadProto regressor =
                new RegressorHead()
                        .fit(MixedTones.measured(4, 1), MixedTones.measured(4, 1).getOutputIDInfo())
                        .serialize();
        HeadProto multiLabel =
                new MultiLabelHead()
                        .fit(MixedTones.tagged(4, 1), MixedTones.tagged(4, 1).getOutputIDInfo())
                        .serialize();
        assertEquals(regressor, FittedHead.load(regressor, numbers.getOutputIDInfo()).serialize());
        for (HeadProto proto : List.of(regressor, multiLabel)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            FittedHead.load(
                                    proto.toBuilder().setVersion(1).build(),
                                    numbers.getOutputIDInfo()));
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            FittedHead.load(
                                    proto.toBuilder().clearNumbers().build(),
                                    tags.getOutputIDInfo()));
        }
        assertThrows(
                IllegalStateException.class,
                () -> FittedHead.load(regressor, tags.getOutputIDInfo()));
        assertThrows(
                IllegalStateException.class,
                () -> FittedHead.load(multiLabel, numbers.getOutputIDInfo()));
    }
}
