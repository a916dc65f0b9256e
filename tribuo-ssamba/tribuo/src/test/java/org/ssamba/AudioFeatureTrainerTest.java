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
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.features.FrozenEncoder.CPU;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.data.MissingAudioReferenceException;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.AudioFeatureModel;
import org.ssamba.features.AudioFeatureTrainer;
import org.ssamba.features.FrozenEncoder;
import org.ssamba.features.LogMelStatisticsExtractor;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;
import org.ssamba.serialization.AnyModelProto;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.test.Helpers;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/** Frozen embeddings and a trainer of Tribuo's as one trainer of clips, and what comes of it. */
class AudioFeatureTrainerTest {
    @TempDir static Path folder;
    private static FrozenEncoder frozen;
    private static Dataset<Label> training;
    private static Dataset<Label> testing;
    private static SSAMBAFeatureExtractor<Label> extractor;
    private static AudioFeatureModel<Label> model;

    @BeforeAll
    static void train() throws IOException {
        frozen = new FrozenEncoder(folder);
        training = new MutableDataset<>(frozen.clips("training"));
        testing = new MutableDataset<>(frozen.clips("testing"));
        extractor = frozen.extractor(Embedding.MEAN);
        model = trainer().train(training);
    }

    private static AudioFeatureTrainer<Label> trainer() {
        return new AudioFeatureTrainer<>(extractor, scaled());
    }

    private static Trainer<Label> scaled() {
        return new TransformTrainer<>(
                new LogisticRegressionTrainer(),
                new TransformationMap(List.of(new MeanStdDevTransformation())));
    }

    private static double accuracy(Model<Label> judged) {
        return new LabelEvaluator().evaluate(judged, testing).accuracy();
    }

    @Test
    void itLearnsWhatTheTrainerLearnsFromTheSameFeatures() {
        var embedded = new AudioFeatureDataSource<>(frozen.clips("training"), extractor);
        var embeddedTest = new AudioFeatureDataSource<>(frozen.clips("testing"), extractor);
        Model<Label> ordinary = scaled().train(new MutableDataset<>(embedded));
        assertEquals(1.0, accuracy(model));
        assertTrue(
                Helpers.predictionListDistributionEquals(
                        ordinary.predict(new MutableDataset<>(embeddedTest)),
                        model.predict(testing),
                        1e-5));
    }

    @Test
    void predictionsAreOfTheClips() {
        Example<Label> clip = testing.getExample(3);
        assertSame(clip, model.predict(clip).getExample());
        assertSame(clip, model.predict(testing).get(3).getExample());
        assertTrue(model.predict(clip).distributionEquals(model.predict(testing).get(3), 1e-5));
    }

    @Test
    void aLoadedModelComputesWhereItsTrainerPlacesIt() throws IOException {
        ComputeDevice device =
                new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.AUTO, 3);
        AudioFeatureModel<Label> loaded =
                (AudioFeatureModel<Label>)
                        Model.deserialize(model.serialize()).castModel(Label.class);
        new AudioFeatureTrainer<>(
                        SSAMBAFeatureExtractor.<Label>builder(frozen.file).device(device).build(),
                        scaled())
                .place(loaded);
        List<LogRecord> opened =
                LogRecords.of(ComputeDevice.class, () -> loaded.predict(testing.getExample(0)));
        assertTrue(opened.get(0).getMessage().contains("threads=3"));
        device.close();
    }

    @Test
    void filesAndWaveformsArePredictedAsExamplesAre() {
        Example<Label> example = testing.getExample(0);
        Path file = AudioReference.of(example).path();
        Prediction<Label> expected = model.predict(example);
        Prediction<Label> ofFile = model.predict(file);
        assertTrue(expected.distributionEquals(ofFile, 0));
        assertTrue(expected.distributionEquals(model.predict(AudioReader.read(file)), 0));
        assertEquals(
                model.getExcuse(example).map(Excuse::getScores),
                model.getExcuse(ofFile.getExample()).map(Excuse::getScores));
    }

    @Test
    void manyFilesArePredictedInOrderAndSaidToBe() throws IOException {
        List<Path> files = new ArrayList<>();
        testing.forEach(example -> files.add(AudioReference.of(example).path()));
        Path broken = Files.writeString(folder.resolve("broken.wav"), "not audio");
        files.add(1, broken);
        model.setBatchSize(2);
        List<String> told = new ArrayList<>();
        WorkListener.setStandard((work, event) -> told.add(work.phase() + " " + work.clips()));
        Map<Path, Prediction<Label>> made;
        try {
            made = model.predictFiles(files, UnreadableAudio.SKIP);
        } finally {
            WorkListener.setStandard(null);
        }
        assertTrue(told.contains(Work.PREDICTION + " " + files.size()), told::toString);
        assertEquals(testing.size(), made.size());
        assertTrue(
                model.predict(testing.getExample(1))
                        .distributionEquals(made.get(files.get(2)), 1e-5));
        String message =
                assertThrows(AudioFormatException.class, () -> model.predictFiles(files))
                        .getMessage();
        assertTrue(message.contains("broken.wav"), message);
    }

    @Test
    void oneFileIsAllThatIsNeeded() throws Exception {
        Path moved = Files.copy(frozen.file, folder.resolve("moved.ssamba"));
        AudioFeatureModel<Label> trained =
                new AudioFeatureTrainer<>(new SSAMBAFeatureExtractor<Label>(moved), scaled())
                        .train(training);
        Path file = folder.resolve("model.tribuo");
        trained.serializeToFile(file);
        Files.delete(moved);
        Model<Label> loaded = Model.deserializeFromFile(file).castModel(Label.class);
        SavedModels.assertSamePredictions(trained, loaded, testing);
        assertEquals(trained.getProvenance(), loaded.getProvenance());
        assertEquals(
                trained.featureModel().getProvenance(),
                ((AudioFeatureModel<Label>) loaded).featureModel().getProvenance());
        loaded.serializeToFile(folder.resolve("again.tribuo"));
        assertArrayEquals(
                Files.readAllBytes(file), Files.readAllBytes(folder.resolve("again.tribuo")));
    }

    @Test
    void itSurvivesSavingAndCopying() throws Exception {
        Helpers.testModelProtoSerialization(model, Label.class, testing, 0);
        SavedModels.assertSamePredictions(model, JavaSerialization.copy(model), testing);
        SavedModels.assertSamePredictions(model, model.copy(), testing);
    }

    @Test
    void featuresWithoutANetworkAreSavedByTheirConfiguration() throws Exception {
        AudioFeatureModel<Label> statistics =
                new AudioFeatureTrainer<>(new LogMelStatisticsExtractor<Label>(20), scaled())
                        .train(training);
        assertTrue(accuracy(statistics) > 0.8);
        Helpers.testModelProtoSerialization(statistics, Label.class, testing, 0);
        assertArrayEquals(
                statistics.serialize().toByteArray(),
                Model.deserialize(statistics.serialize()).serialize().toByteArray());
    }

    @Test
    void bothProvenancesAreCarried() {
        Helpers.testProvenanceMarshalling(model.getProvenance());
        String provenance = model.getProvenance().toString();
        assertTrue(
                provenance.contains(
                        ((FeatureExtractorProvenance) extractor.getProvenance()).encoderHash()));
        assertTrue(provenance.contains(SSAMBAPretrainer.class.getName()), provenance);
        assertTrue(provenance.contains(LogisticRegressionTrainer.class.getName()), provenance);
        assertTrue(
                model.getProvenance()
                        .getInstanceProvenance()
                        .getMap()
                        .keySet()
                        .containsAll(List.of("examples-sha256", "device", "precision")));
        assertTrue(
                model.featureModel()
                        .getProvenance()
                        .toString()
                        .contains(training.getProvenance().toString()));
    }

    @Test
    void explanationsAreThoseOfTheInnerModel() {
        AudioFeatureModel<Label> linear =
                new AudioFeatureTrainer<>(extractor, new LogisticRegressionTrainer())
                        .train(training);
        assertEquals(3, linear.getTopFeatures(3).get("high").size());
        assertTrue(linear.getTopFeatures(3).get("high").get(0).getA().matches("D=\\d{4}|BIAS"));
        Example<Label> clip = testing.getExample(0);
        Excuse<Label> excuse = linear.getExcuse(clip).orElseThrow();
        assertSame(clip, excuse.getPrediction().getExample());
        assertEquals(linear.featureNames().size() + 1, excuse.getScores().get("low").size());
        AudioFeatureModel<Label> trees =
                new AudioFeatureTrainer<>(extractor, new XGBoostClassificationTrainer(2))
                        .train(training);
        assertTrue(trees.getExcuse(clip).isEmpty());
    }

    @Test
    void wrappersOfTribuoWork() throws Exception {
        var folds = new CrossValidation<>(trainer(), training, new LabelEvaluator(), 2).evaluate();
        folds.forEach(fold -> assertTrue(fold.getA().accuracy() > 0.8, fold.getA()::toString));
        Model<Label> inside =
                new AudioFeatureTrainer<>(
                                extractor, new BaggingTrainer<>(scaled(), new VotingCombiner(), 3))
                        .train(training);
        Model<Label> outside =
                new BaggingTrainer<>(trainer(), new VotingCombiner(), 2).train(training);
        for (Model<Label> bag : List.of(inside, outside)) {
            assertTrue(accuracy(bag) > 0.8);
            Helpers.testModelProtoSerialization(bag, Label.class, testing, 0);
        }
    }

    @Test
    void deviceAndBatchSizeOfAModelAreItsOwn() {
        AudioFeatureModel<Label> other = (AudioFeatureModel<Label>) model.copy();
        var recorded = extractor.getProvenance();
        var expected = model.predict(testing);
        try (other) {
            other.setDevice(
                    new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.FLOAT32, 1));
            other.setBatchSize(3);
            assertTrue(
                    Helpers.predictionListDistributionEquals(
                            expected, other.predict(testing), 1e-5));
            assertThrows(IllegalArgumentException.class, () -> other.setBatchSize(0));
        }
        assertEquals(recorded, extractor.getProvenance());
        assertEquals(expected.size(), other.predict(testing).size(), "closed, it opens again");
    }

    @Test
    void eachCallHasARandomStreamOfItsOwnToldByItsNumber() {
        AudioFeatureTrainer<Label> counted = trainer();
        Object first = learned(counted.train(training));
        Object second = learned(counted.train(training));
        assertEquals(2, counted.getInvocationCount());
        assertNotEquals(first, second);
        assertEquals(first, learned(counted.train(training, Map.of(), 0)));
        AudioFeatureModel<Label> again = counted.train(training);
        assertEquals(second, learned(again));
        assertTrue(
                again.getProvenance()
                        .getTrainerProvenance()
                        .toString()
                        .contains("train-invocation-count=1"));
    }

    private static Object learned(AudioFeatureModel<Label> trained) {
        return AnyModelProto.learned(trained.featureModel().serialize());
    }

    @Test
    void whatCannotBeLearnedFromIsRefused() {
        MutableDataset<Label> unknown = MutableDataset.createDeepCopy(training);
        unknown.add(
                AudioExamples.create(
                        LabelFactory.UNKNOWN_LABEL, AudioReference.of(training.getExample(0))));
        assertThrows(IllegalArgumentException.class, () -> trainer().train(unknown));
        Example<Label> silent =
                new ArrayExample<>(new Label("low"), new String[] {"D=0001"}, new double[] {1});
        assertThrows(
                MissingAudioReferenceException.class,
                () -> trainer().train(ToneExamples.dataset(List.of(silent))));
        assertThrows(MissingAudioReferenceException.class, () -> model.predict(silent));
        assertThrows(
                PropertyException.class, () -> new AudioFeatureTrainer<>(extractor, trainer()));
    }

    @Test
    void laterVersionsAreRefused() {
        ModelProto later = model.serialize().toBuilder().setVersion(1).build();
        Exception thrown = assertThrows(Exception.class, () -> Model.deserialize(later));
        assertTrue(
                thrown.toString().contains("version 1")
                        || String.valueOf(thrown.getCause()).contains("version 1")
                        || String.valueOf(thrown.getCause().getCause()).contains("version 1"),
                () -> thrown + " " + thrown.getCause());
    }

    @Test
    void anotherDeviceThanTheTrainersIsNoPartOfTheFile() {
        AudioFeatureModel<Label> elsewhere = (AudioFeatureModel<Label>) model.copy();
        elsewhere.setDevice(CPU);
        assertEquals(model.serialize(), elsewhere.serialize());
        assertNotEquals(model.serialize(), trainer().train(testing).serialize());
    }
}
