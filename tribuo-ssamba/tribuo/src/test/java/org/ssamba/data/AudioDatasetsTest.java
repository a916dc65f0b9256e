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
package org.ssamba.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.SavedModels.weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.JavaSerialization;
import org.ssamba.SSAMBATrainer;
import org.ssamba.ToneExamples;
import org.ssamba.head.LabelHead;
import org.ssamba.split.ExampleSplit;
import org.ssamba.split.HeldOut;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.FeatureSelector;
import org.tribuo.ImmutableDataset;
import org.tribuo.MutableDataset;
import org.tribuo.SelectedFeatureSet;
import org.tribuo.classification.Label;
import org.tribuo.dataset.DatasetView;
import org.tribuo.dataset.MinimumCardinalityDataset;
import org.tribuo.dataset.SelectedFeatureDataset;
import org.tribuo.provenance.FeatureSelectorProvenance;
import org.tribuo.provenance.FeatureSetProvenance;
import org.tribuo.provenance.impl.FeatureSelectorProvenanceImpl;
import org.tribuo.test.Helpers;

/** What Tribuo makes of data sets: it trains to the same bits, or is refused. */
class AudioDatasetsTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe SHORT = new FineTuningRecipe().epochs(1).batchSize(4);

    @TempDir static Path folder;
    private static MutableDataset<Label> training;
    private static byte[] plainWeights;

    @BeforeAll
    static void makeToneFiles() {
        training = ToneExamples.inFiles(folder.resolve("training"), 24, 1);
        plainWeights = weights(trainer(SHORT).train(training));
    }

    private static SSAMBATrainer<Label> trainer(FineTuningRecipe recipe) {
        return SSAMBATrainer.builder(new LabelHead())
                .encoder(SHAPE)
                .recipe(recipe)
                .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                .build();
    }

    @Test
    void viewsCopiesAndShufflingTrainTheSame() {
        assertTrainsTheSame(DatasetView.createView(training, example -> true, "all"));
        assertTrainsTheSame(ImmutableDataset.copyDataset(training));
        assertTrainsTheSame(MutableDataset.createDeepCopy(training));
        MutableDataset<Label> shuffled = MutableDataset.createDeepCopy(training);
        shuffled.shuffle(true);
        assertTrainsTheSame(shuffled);
        assertTrainsTheSame(Helpers.testDatasetSerialization(training));
    }

    private static void assertTrainsTheSame(Dataset<Label> dataset) {
        assertArrayEquals(plainWeights, weights(trainer(SHORT).train(dataset)));
    }

    @Test
    void featureSelectionKeepsTheAudioOrIsRefusedByTribuo() {
        assertTrainsTheSame(
                new SelectedFeatureDataset<>(
                        training, new Selector(AudioExamples.DURATION_FEATURE).select(training)));
        IllegalArgumentException thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new SelectedFeatureDataset<>(
                                        training, new Selector("another").select(training)));
        assertTrue(thrown.getMessage().contains("no overlap"), thrown.getMessage());
    }

    /** A selector that is told what to select. */
    private record Selector(String feature) implements FeatureSelector<Label> {
        @Override
        public boolean isOrdered() {
            return true;
        }

        @Override
        public SelectedFeatureSet select(Dataset<Label> dataset) {
            return new SelectedFeatureSet(
                    List.of(feature),
                    List.of(1.0),
                    true,
                    new FeatureSetProvenance(
                            SelectedFeatureSet.class.getName(),
                            dataset.getProvenance(),
                            getProvenance()));
        }

        @Override
        public FeatureSelectorProvenance getProvenance() {
            return new FeatureSelectorProvenanceImpl(this);
        }
    }

    @Test
    void whatIsHeldOutOfABootstrapIsNotTrainedOnToo() {
        DatasetView<Label> bag = DatasetView.createBootstrapView(training, training.size(), 3);
        ExampleSplit<Label> split = ExampleSplit.of(bag, HeldOut.CLIPS, 0.25, 1);
        Set<AudioReference> heldOut = new HashSet<>();
        split.validation().forEach(example -> heldOut.add(AudioReference.of(example)));
        assertEquals(bag.size(), split.training().size() + split.validation().size());
        for (Example<Label> trained : split.training()) {
            assertFalse(heldOut.contains(AudioReference.of(trained)));
        }
        List<Example<Label>> copies = Collections.nCopies(4, training.getExample(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> ExampleSplit.of(ToneExamples.dataset(copies), HeldOut.CLIPS, 0.25, 1));
    }

    @Test
    void minimumCardinalityIsRefusedWithItsNameAndARemedy() {
        Dataset<Label> counted = new MinimumCardinalityDataset<>(training, 2);
        MissingAudioReferenceException thrown =
                assertThrows(
                        MissingAudioReferenceException.class, () -> trainer(SHORT).train(counted));
        assertTrue(thrown.getMessage().contains("MinimumCardinalityDataset"), thrown::getMessage);
        assertTrue(thrown.getMessage().contains("Filter the data source"), thrown::getMessage);
    }

    @Test
    void datasetsOfBothKindsSurviveJavaSerialization() throws Exception {
        assertTrainsTheSame(JavaSerialization.copy(training));
        MutableDataset<Label> carried = ToneExamples.carried(8, 3);
        assertArrayEquals(
                weights(trainer(SHORT).train(carried)),
                weights(trainer(SHORT).train(JavaSerialization.copy(carried))));
    }
}
