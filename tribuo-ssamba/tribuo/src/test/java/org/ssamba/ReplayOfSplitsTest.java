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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.data.AudioGroupSplitter;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.evaluation.GroupCrossValidation;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.AudioFeatureTrainer;
import org.ssamba.features.LogMelStatisticsExtractor;
import org.ssamba.head.LabelHead;
import org.ssamba.replay.Replay;
import org.ssamba.replay.ReplayException;
import org.ssamba.replay.Replayed;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.dataset.DatasetView;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/** A replay rebuilds the splits that were recorded, any trainer and model, and does not mislead. */
class ReplayOfSplitsTest {
    @TempDir static Path folder;
    private static AudioManifestDataSource<Label> speakers;

    @BeforeAll
    static void clipsOfFourSpeakers() throws IOException {
        ToneExamples.inFiles(folder.resolve("clips"), 16, 1);
        StringBuilder rows = new StringBuilder("path,label,group\n");
        for (int i = 0; i < 16; i++) {
            String label = i % 2 == 1 ? "high" : "low";
            rows.append("clips/" + label + "/" + i + ".wav," + label + ",speaker" + i / 4 + "\n");
        }
        speakers =
                new AudioManifestDataSource<>(
                        new AudioManifest(Files.writeString(folder.resolve("clips.csv"), rows)),
                        ToneExamples.LABELS);
    }

    private static Dataset<Label> all() {
        return new MutableDataset<>(speakers);
    }

    private static SSAMBATrainer<Label> network() {
        return SSAMBATrainer.builder(new LabelHead())
                .encoder(EncoderShape.tiny().size(8, 2).frames(48))
                .recipe(new FineTuningRecipe().epochs(1).batchSize(4))
                .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                .build();
    }

    /** Fast, and learns something else from other examples. */
    private static Trainer<Label> quick() {
        return new AudioFeatureTrainer<>(new LogMelStatisticsExtractor<>(10), scaled());
    }

    private static Trainer<Label> scaled() {
        return new TransformTrainer<>(
                new LogisticRegressionTrainer(),
                new TransformationMap(List.of(new MeanStdDevTransformation())));
    }

    /** Loaded, since provenance is read differently then. */
    private static Replayed<Model<Label>> replayed(Model<Label> model) {
        return Replay.of(Model.deserialize(model.serialize()).castModel(Label.class)).train();
    }

    private static void assertReplayed(Model<Label> model) {
        Replayed<Model<Label>> replayed = replayed(model);
        assertTrue(replayed.sameBits(), replayed::toString);
        assertEquals(List.of(), replayed.circumstances());
    }

    static List<Dataset<Label>> splits() {
        AudioGroupSplitter<Label> drawn = new AudioGroupSplitter<>(speakers, 0.5, 3);
        AudioGroupSplitter<Label> named = new AudioGroupSplitter<>(speakers, Set.of("speaker1"));
        return List.of(
                all(),
                new MutableDataset<>(drawn.getTrain()),
                new MutableDataset<>(named.getTrain()),
                new MutableDataset<>(named.getTest()),
                new MutableDataset<>(new TrainTestSplitter<>(speakers, 0.7, 5).getTest()),
                new MutableDataset<>(new TrainTestSplitter<>(drawn.getTrain(), 0.7, 5).getTrain()),
                MutableDataset.createDeepCopy(new MutableDataset<>(drawn.getTrain())),
                DatasetView.createView(all(), e -> e.getOutput().getLabel() != null, "all"),
                DatasetView.createBootstrapView(all(), 12, 4));
    }

    @ParameterizedTest
    @MethodSource("splits")
    void theSplitIsRebuilt(Dataset<Label> split) {
        assertReplayed(quick().train(split));
    }

    @Test
    void foldsOfCrossValidationAreRebuilt() {
        var evaluator = new LabelEvaluator();
        for (var fold : new CrossValidation<>(quick(), all(), evaluator, 3, 2).evaluate()) {
            assertReplayed(fold.getB());
        }
        for (var fold : new GroupCrossValidation<>(quick(), all(), evaluator, 2, 2).evaluate()) {
            assertReplayed(fold.getB());
        }
    }

    @Test
    void ensemblesAndTreesAreReplayed() {
        assertReplayed(new BaggingTrainer<>(network(), new VotingCombiner(), 2).train(all()));
        Dataset<Label> embedded =
                new MutableDataset<>(
                        new AudioFeatureDataSource<>(
                                speakers, new LogMelStatisticsExtractor<>(10)));
        assertReplayed(new XGBoostClassificationTrainer(3).train(embedded));
        assertReplayed(scaled().train(embedded));
    }

    @Test
    void whatProvenanceDoesNotRecordIsFoundAfterwards() {
        Dataset<Label> weighted = all();
        weighted.getExample(3).setWeight(4);
        Replayed<Model<Label>> network = replayed(network().train(weighted));
        assertFalse(network.sameBits());
        assertTrue(
                network.differences().stream()
                        .anyMatch(d -> d.matches(".*: \\d+ of \\d+ weights.*")),
                network::toString);
        assertEquals(
                List.of("the examples, their order or their weights"), network.circumstances());
        Replayed<Model<Label>> linear = replayed(quick().train(weighted));
        assertTrue(
                linear.differences().toString().contains("of a LinearSGDModel")
                        || linear.differences().toString().contains("transformations"),
                linear::toString);
    }

    @Test
    void oneSentenceSaysWhyAModelCannotBeReplayed() throws IOException {
        Dataset<Label> byHand =
                new MutableDataset<>(
                        speakers,
                        new SimpleDataSourceProvenance("tones", ToneExamples.LABELS),
                        ToneExamples.LABELS);
        refused("put together by hand (SimpleDataSourceProvenance)", byHand);
        MutableDataset<Label> more = new MutableDataset<>(speakers);
        more.add(more.getExample(0).copy());
        refused("on 17 examples, but its provenance gives 16", more);
        MutableDataset<Label> scaled = new MutableDataset<>(speakers);
        scaled.transform(
                scaled.createTransformers(
                        new TransformationMap(List.of(new MeanStdDevTransformation()))));
        refused("a MutableDataset that had been transformed", scaled);
        Dataset<Label> view = DatasetView.createView(all(), example -> true, "all");
        ((DatasetView<Label>) view).setStoreIndices(false);
        refused("does not say which", view);
        Path list = Files.copy(folder.resolve("clips.csv"), folder.resolve("lost.csv"));
        Dataset<Label> lost =
                new MutableDataset<>(
                        new AudioManifestDataSource<>(
                                new AudioManifest(list), ToneExamples.LABELS));
        Model<Label> model = quick().train(lost);
        Files.delete(list);
        refused(list.toString(), model);
    }

    private static void refused(String part, Dataset<Label> data) {
        refused(part, quick().train(data, Map.of()));
    }

    private static void refused(String part, Model<?> model) {
        ReplayException refused = assertThrows(ReplayException.class, () -> Replay.of(model));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
    }

    static List<String> savedModels() throws IOException {
        return GoldenFiles.names().stream()
                .filter(name -> !name.startsWith("sequence") && !name.startsWith("dataset"))
                .toList();
    }

    /** Their clips were in memory, or in a folder that no longer exists. */
    @ParameterizedTest
    @MethodSource("savedModels")
    void modelsOfTheFirstVersionAreRefusedInOneSentenceWithoutTheirData(String name)
            throws IOException {
        refused(
                name.equals("label-encoder-0.1")
                        ? "encoder.ssamba does not exist"
                        : name.equals("features-0.1") ? "encoder.ssamba" : "put together by hand",
                Model.deserializeFromFile(GoldenFiles.file(name)));
    }
}
