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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.SavedModels.weights;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.data.MissingAudioReferenceException;
import org.ssamba.evaluation.GroupCrossValidation;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.LogMelStatisticsExtractor;
import org.ssamba.head.LabelHead;
import org.ssamba.head.RegressorHead;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.WeightedExamples;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.AdaBoostTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.dataset.MinimumCardinalityDataset;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.ensemble.EnsembleModel;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.evaluation.EvaluationAggregator;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.hash.HashingTrainer;
import org.tribuo.hash.MessageDigestHasher;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.multilabel.baseline.ClassifierChainTrainer;
import org.tribuo.multilabel.baseline.IndependentMultiLabelTrainer;
import org.tribuo.multilabel.evaluation.MultiLabelEvaluator;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.test.Helpers;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.TransformedModel;
import org.tribuo.transform.transformations.LinearScalingTransformation;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/** Tribuo's trainers of trainers: they work, or say why they cannot. */
class WrappersTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe SHORT = new FineTuningRecipe().epochs(1).batchSize(4);
    private static final FineTuningRecipe LONG =
            new FineTuningRecipe().epochs(8).batchSize(8).learningRate(3e-3);

    @TempDir static Path folder;
    private static MutableDataset<Label> training;
    private static MutableDataset<Label> testing;
    private static byte[] plainWeights;

    @BeforeAll
    static void makeToneFiles() {
        training = ToneExamples.inFiles(folder.resolve("training"), 24, 1);
        testing = ToneExamples.inFiles(folder.resolve("testing"), 8, 1000);
        plainWeights = weights(trainer(SHORT).train(training));
    }

    private static SSAMBATrainer<Label> trainer(FineTuningRecipe recipe) {
        return new SSAMBATrainer<>(new LabelHead(), SHAPE, recipe);
    }

    private static double accuracy(Model<Label> model) {
        return new LabelEvaluator().evaluate(model, testing).accuracy();
    }

    private static void assertSavedAndLoaded(Model<Label> model) {
        Model<Label> loaded = Helpers.testModelProtoSerialization(model, Label.class, testing, 0);
        assertSamePredictions(model.predict(testing), loaded.predict(testing));
    }

    private static void assertSamePredictions(
            List<Prediction<Label>> expected, List<Prediction<Label>> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertTrue(expected.get(i).distributionEquals(actual.get(i), 0), "example " + i);
        }
    }

    @Test
    void hashedFeatureNamesChangeNothing() {
        MessageDigestHasher hasher = new MessageDigestHasher("SHA-256", "0123456789");
        Model<Label> model = new HashingTrainer<>(trainer(SHORT), hasher).train(training);
        assertArrayEquals(plainWeights, weights(model));
        assertSavedAndLoaded(model);
    }

    @Test
    void baggingGivesDifferentMembersThatAreSavedTogether() throws Exception {
        EnsembleModel<Label> bag =
                new BaggingTrainer<>(trainer(LONG), new VotingCombiner(), 3).train(training);
        assertEquals(1.0, accuracy(bag));
        assertEquals(3, bag.getModels().size());
        assertFalse(
                Arrays.equals(weights(bag.getModels().get(0)), weights(bag.getModels().get(1))));
        assertSavedAndLoaded(bag);
        EnsembleModel<Label> copied = JavaSerialization.copy(bag);
        assertSamePredictions(bag.predict(testing), copied.predict(testing));
    }

    @Test
    void aBagOfNumbersPredictsTheMeanOfItsMembers() {
        MutableDataset<Regressor> measured = MixedTones.measured(16, 1);
        EnsembleModel<Regressor> bag =
                new BaggingTrainer<>(
                                new SSAMBATrainer<>(new RegressorHead(), SHAPE, SHORT),
                                new AveragingCombiner(),
                                3)
                        .train(measured);
        Example<Regressor> example = measured.getExample(3);
        double mean =
                bag.getModels().stream()
                        .mapToDouble(m -> m.predict(example).getOutput().getValues()[0])
                        .average()
                        .orElseThrow();
        assertEquals(mean, bag.predict(example).getOutput().getValues()[0], 1e-6 * mean);
    }

    /** Tribuo weighs examples if the trainer says that it can, and draws them otherwise. */
    @Test
    void boostingWeighsExamples() {
        assertInstanceOf(WeightedExamples.class, trainer(SHORT));
        MutableDataset<Label> weighted = MutableDataset.createDeepCopy(training);
        weighted.getExample(0).setWeight(5f);
        assertFalse(Arrays.equals(plainWeights, weights(trainer(SHORT).train(weighted))));
        WeightedEnsembleModel<Label> boosted =
                new AdaBoostTrainer(trainer(SHORT), 3).train(training);
        assertTrue(boosted.getNumModels() >= 1);
        assertEquals(1f, training.getExample(0).getWeight(), "the examples given stay as they are");
        assertSavedAndLoaded(boosted);
    }

    @Test
    void oneSpeakerOutIsCrossValidationWithoutACommonSpeaker() {
        List<Example<Label>> spoken = new ArrayList<>();
        for (int i = 0; i < training.size(); i++) {
            Example<Label> tone = training.getExample(i);
            String speaker = "speaker" + i / 2 % 3;
            spoken.add(
                    AudioExamples.create(
                            tone.getOutput(),
                            AudioReference.of(tone),
                            Map.of(AudioExamples.GROUP_KEY, speaker)));
        }
        Dataset<Label> speakers = ToneExamples.dataset(spoken);
        var folds =
                new GroupCrossValidation<>(trainer(LONG), speakers, new LabelEvaluator(), 3)
                        .evaluate();
        assertEquals(3, folds.size());
        for (Pair<LabelEvaluation, Model<Label>> fold : folds) {
            assertEquals(8, fold.getA().getPredictions().size());
            Set<String> heard = new TreeSet<>();
            fold.getA()
                    .getPredictions()
                    .forEach(tested -> heard.add(AudioExamples.group(tested.getExample())));
            assertEquals(1, heard.size(), "a fold for each speaker");
            String made = fold.getB().getProvenance().getDatasetProvenance().toString();
            assertTrue(made.contains("test groups=" + heard), made);
        }
        var summary = EvaluationAggregator.summarizeCrossValidation(folds);
        var accuracy = new MetricID<Label>(MetricTarget.microAverageTarget(), "RECALL");
        assertTrue(summary.get(accuracy).getMean() > 0.8, summary::toString);
    }

    @Test
    void aFoldThatWasTrainedBeforeIsTestedWhereItWasTrained(@TempDir Path states) {
        MutableDataset<Label> speakers = MutableDataset.createDeepCopy(training);
        for (int i = 0; i < speakers.size(); i++) {
            speakers.getExample(i).setMetadataValue(AudioExamples.GROUP_KEY, "speaker" + i % 2);
        }
        ComputeDevice device =
                new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.AUTO, 3);
        Runnable validation =
                () -> {
                    SSAMBATrainer<Label> trainer =
                            SSAMBATrainer.builder(new LabelHead())
                                    .encoder(SHAPE)
                                    .recipe(SHORT)
                                    .device(device)
                                    .build();
                    GroupCrossValidation<Label, LabelEvaluation> folds =
                            new GroupCrossValidation<>(trainer, speakers, new LabelEvaluator(), 2);
                    folds.setCheckpointDirectory(states);
                    folds.evaluate().forEach(fold -> ((SSAMBAModel<Label>) fold.getB()).close());
                };
        validation.run();
        device.close();
        // Nothing is trained now, so it is the models that open it.
        List<LogRecord> opened = LogRecords.of(ComputeDevice.class, validation);
        assertTrue(
                opened.stream().anyMatch(record -> record.getMessage().contains("threads=3")),
                () -> opened.stream().map(LogRecord::getMessage).toList().toString());
        device.close();
    }

    @Test
    void transformingTheDurationLeavesTheAudioAlone() {
        TransformationMap scaling =
                new TransformationMap(List.of(new LinearScalingTransformation(0, 1)));
        TransformedModel<Label> model =
                new TransformTrainer<>(trainer(SHORT), scaling, true).train(training);
        assertArrayEquals(plainWeights, weights(model.getInnerModel()));
        assertTrue(
                Helpers.predictionListDistributionEquals(
                        model.getInnerModel().predict(testing), model.predict(testing), 1e-5));
        assertSavedAndLoaded(model);
    }

    @Test
    void allDurationsAlikeAreNoReasonToFail() {
        TransformationMap standardizing =
                new TransformationMap(List.of(new MeanStdDevTransformation()));
        TransformedModel<Label> model =
                new TransformTrainer<>(trainer(SHORT), standardizing).train(training);
        assertArrayEquals(plainWeights, weights(model.getInnerModel()));
        assertTrue(
                Helpers.predictionListDistributionEquals(
                        model.getInnerModel().predict(testing), model.predict(testing), 1e-5));
    }

    @Test
    void aTransformedExampleNoLongerCarriesItsSamplesAndSaysSo() {
        TransformationMap scaling =
                new TransformationMap(List.of(new LinearScalingTransformation(0, 1)));
        Model<Label> model = new TransformTrainer<>(trainer(SHORT), scaling).train(training);
        Example<Label> carried = ToneExamples.carried(2, 5).getExample(0);
        AudioFormatException thrown =
                assertThrows(AudioFormatException.class, () -> model.predict(carried));
        assertTrue(thrown.getMessage().contains("write the audio to a file"), thrown::getMessage);
    }

    @Test
    void trainersOfALabelEachAreRefusedWithTheirNameAndARemedy() {
        MultiLabelFactory factory = new MultiLabelFactory();
        MutableDataset<MultiLabel> several =
                new MutableDataset<>(new SimpleDataSourceProvenance("tones", factory), factory);
        for (Example<Label> tone : training.getData()) {
            MultiLabel labels = new MultiLabel(Set.of(tone.getOutput(), new Label("tone")));
            several.add(AudioExamples.create(labels, AudioReference.of(tone)));
        }
        IndependentMultiLabelTrainer independent = new IndependentMultiLabelTrainer(trainer(SHORT));
        MissingAudioReferenceException thrown =
                assertThrows(
                        MissingAudioReferenceException.class, () -> independent.train(several));
        String message = thrown.getMessage();
        assertTrue(message.contains("IndependentMultiLabelTrainer"), message);
        assertTrue(message.contains("MultiLabelHead"), message);
        ClassifierChainTrainer chain = new ClassifierChainTrainer(trainer(SHORT), 1);
        thrown = assertThrows(MissingAudioReferenceException.class, () -> chain.train(several));
        assertTrue(thrown.getMessage().contains("ClassifierChainTrainer"), thrown.getMessage());
    }

    /** Over embeddings examples are ordinary features, which all of Tribuo takes. */
    @Test
    void whatRefusesAudioTakesEmbeddings() {
        AudioFeatureDataSource<MultiLabel> embedded =
                new AudioFeatureDataSource<>(
                        new AudioDirectoryDataSource<>(
                                folder.resolve("training"), new MultiLabelFactory()),
                        new LogMelStatisticsExtractor<>(40));
        Dataset<MultiLabel> frequent =
                new MinimumCardinalityDataset<>(new MutableDataset<>(embedded), 2);
        Model<MultiLabel> model =
                new IndependentMultiLabelTrainer(new LogisticRegressionTrainer()).train(frequent);
        assertEquals(
                1.0, new MultiLabelEvaluator().evaluate(model, frequent).microAveragedRecall());
    }

    @Test
    void severalThreadsPredictWithOneModel() throws Exception {
        SSAMBAModel<Label> model = trainer(SHORT).train(training);
        List<Prediction<Label>> expected = model.predict(testing);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<Prediction<Label>>>> results = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                results.add(threads.submit(() -> model.predict(testing)));
            }
            for (Future<List<Prediction<Label>>> result : results) {
                assertSamePredictions(expected, result.get());
            }
        } finally {
            threads.shutdown();
        }
    }
}
