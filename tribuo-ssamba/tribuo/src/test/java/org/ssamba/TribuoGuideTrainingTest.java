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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.AudioFeatureModel;
import org.ssamba.features.AudioFeatureTrainer;
import org.ssamba.features.AudioFieldProcessor;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.ssamba.head.LabelHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.RegressorHead;
import org.ssamba.work.ProgressDisplay;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.data.columnar.RowProcessor;
import org.tribuo.data.columnar.processors.field.DoubleFieldProcessor;
import org.tribuo.data.columnar.processors.response.FieldResponseProcessor;
import org.tribuo.data.csv.CSVDataSource;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.ensemble.EnsembleModel;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.math.distance.CosineDistance;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.evaluation.MultiLabelEvaluator;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.evaluation.RegressionEvaluator;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/** What docs/tribuo.md says about training. */
class TribuoGuideTrainingTest {
    @TempDir static Path folder;
    private static final EncoderShape SHAPE = GuideTones.SHAPE;
    private static FineTuningRecipe recipe = GuideTones.RECIPE;
    private static MutableDataset<Label> train;
    private static MutableDataset<Label> test;
    private static AudioDirectoryDataSource<Label> clips;
    private static Path encoder;

    @BeforeAll
    static void makeClips() throws IOException {
        GuideTones tones = new GuideTones(folder);
        train = tones.train;
        test = tones.test;
        clips = tones.clips;
        encoder = tones.encoder;
    }

    @Test
    void outputs() {
        // docs/tribuo.md: begin
        EncoderSource start = EncoderSource.file(encoder);
        SSAMBATrainer<Label> trainer =
                new SSAMBATrainer<>(
                        new LabelHead(0.1f, false, Map.of("high", 2f)),
                        start,
                        recipe.earlyStopping(0.2, 3));
        SSAMBAModel<Label> classifier = trainer.train(train);
        LabelEvaluation evaluation = new LabelEvaluator().evaluate(classifier, test);
        // docs/tribuo.md: end
        assertTrue(evaluation.accuracy() >= 0.5, evaluation.toString());
    }

    @Test
    void otherOutputs() {
        EncoderSource start = EncoderSource.file(encoder);
        MutableDataset<MultiLabel> tagged = MixedTones.tagged(32, 1);
        MutableDataset<Regressor> measured = MixedTones.measured(32, 1);
        // docs/tribuo.md: begin
        SSAMBAModel<MultiLabel> tagger =
                new SSAMBATrainer<>(new MultiLabelHead(0.3), start, recipe).train(tagged);
        SSAMBAModel<Regressor> meter =
                new SSAMBATrainer<>(new RegressorHead(), start, recipe).train(measured);
        double f1 = new MultiLabelEvaluator().evaluate(tagger, tagged).microAveragedF1();
        double mae = new RegressionEvaluator().evaluate(meter, measured).averageMAE();
        // docs/tribuo.md: end
        assertTrue(f1 > 0.3, "F1 " + f1);
        assertTrue(mae > 0 && mae < 1000, "MAE " + mae);
    }

    @Test
    void frozenEmbeddings() throws IOException {
        Path cacheFolder = folder.resolve("embeddings");
        // docs/tribuo.md: begin
        var extractor = new SSAMBAFeatureExtractor<Label>(encoder);
        var embedded =
                new MutableDataset<>(new AudioFeatureDataSource<>(clips, extractor, cacheFolder));
        var scaled = new TransformationMap(List.of(new MeanStdDevTransformation()));
        Trainer<Label> linear = new TransformTrainer<>(new LogisticRegressionTrainer(), scaled);
        Trainer<Label> trees = new XGBoostClassificationTrainer(10);
        Trainer<Label> nearest =
                new KNNTrainer<>(
                        5,
                        new CosineDistance(),
                        1,
                        new VotingCombiner(),
                        KNNModel.Backend.THREADPOOL,
                        NeighboursQueryFactoryType.BRUTE_FORCE);
        Model<Label> classifier = linear.train(embedded);
        // docs/tribuo.md: end
        assertEquals(16, classifier.getFeatureIDMap().size());
        for (Trainer<Label> each : List.of(linear, trees, nearest)) {
            Model<Label> trained = each.train(embedded);
            double accuracy = new LabelEvaluator().evaluate(trained, embedded).accuracy();
            assertTrue(accuracy > 0.6, each + " " + accuracy);
        }
        Path sounds = folder.resolve("sounds.tribuo");
        // docs/tribuo.md: begin
        AudioFeatureModel<Label> whole = new AudioFeatureTrainer<>(extractor, linear).train(train);
        whole.serializeToFile(sounds);
        LabelEvaluation heard = new LabelEvaluator().evaluate(whole, test);
        // docs/tribuo.md: end
        assertTrue(heard.accuracy() > 0.6, heard::toString);
        // docs/embeddings.md: begin
        var model = Model.deserializeFromFile(sounds).castModel(Label.class);
        var weights = model.getTopFeatures(5);
        var excuse = model.getExcuse(test.getExample(0));
        // docs/embeddings.md: end
        assertEquals(5, weights.get("high").size());
        assertTrue(excuse.isPresent());
        extractor.close();
    }

    @Test
    void columns() throws IOException {
        Path machinesFile = folder.resolve("machines.csv");
        Files.writeString(
                machinesFile, "sound,age,state\nlow/0.wav,3,works\nhigh/1.wav,4,broken\n");
        Path recordings = folder.resolve("train");
        try (var extractor = new SSAMBAFeatureExtractor<Label>(encoder)) {
            // docs/tribuo.md: begin
            var sound = new AudioFieldProcessor("sound", extractor, recordings);
            var rows =
                    new RowProcessor<>(
                            new FieldResponseProcessor<>("state", "unknown", new LabelFactory()),
                            Map.of("sound", sound, "age", new DoubleFieldProcessor("age")));
            var machines = new MutableDataset<>(new CSVDataSource<>(machinesFile, rows, true));
            // docs/tribuo.md: end
            assertEquals(2, machines.size());
            assertEquals(17, machines.getExample(0).size());
        }
    }

    @Test
    void unlabelledAndLabelledTogether() {
        EncoderSource start = EncoderSource.file(encoder);
        SSAMBAPretrainer pretrainer = GuideTones.pretrainer();
        AudioCorpus corpus = new AudioCorpus(folder.resolve("test"));
        // docs/tribuo.md: begin
        var settings = SSAMBATrainer.builder(new LabelHead()).recipe(recipe);
        SSAMBATrainer<Label> both =
                settings.encoder(EncoderSource.pretraining(pretrainer, corpus)).build();
        SSAMBAModel<Label> fromBoth = both.train(train);

        SSAMBAModel<Label> fromFile =
                new SSAMBATrainer<>(new LabelHead(), start, recipe).train(train);
        var facts = fromFile.getProvenance().getInstanceProvenance().getMap();
        System.out.println(facts.get("encoder-sha256") + " " + facts.get("encoder-provenance"));
        // docs/tribuo.md: end
        assertTrue(facts.get("encoder-provenance").toString().contains("SSAMBAPretrainer"));
        assertTrue(
                fromBoth.getProvenance()
                        .getInstanceProvenance()
                        .getMap()
                        .containsKey("encoder-provenance"));
    }

    @Test
    void strategies() throws IOException {
        // docs/tribuo.md: begin
        FineTuningRecipe everything = recipe.headRateFactor(10).layerDecay(0.8);
        FineTuningRecipe lastPair = recipe.trainedPairs(1);
        FineTuningRecipe headAlone = recipe.trainedPairs(0);
        // docs/tribuo.md: end
        Map<String, float[]> before = PretrainedEncoder.load(encoder).weights();
        for (FineTuningRecipe each : List.of(everything, lastPair, headAlone)) {
            Map<String, float[]> after =
                    SavedModels.namedWeights(
                            new SSAMBATrainer<>(
                                            new LabelHead(),
                                            EncoderSource.file(encoder),
                                            each.epochs(1))
                                    .train(train));
            String name = "v.norm_f.weight";
            boolean same = Arrays.equals(before.get(name), after.get(name));
            assertEquals(each == headAlone, same, each.toString());
        }
    }

    @Test
    void dataLargerThanMemory() throws IOException {
        EncoderSource start = EncoderSource.file(encoder);
        Path spectrograms = folder.resolve("spectrograms");
        // docs/tribuo.md: begin
        var settings = SSAMBATrainer.builder(new LabelHead()).encoder(start).recipe(recipe);
        settings.cacheDirectory(spectrograms).listener(new ProgressDisplay());
        SSAMBATrainer<Label> cached = settings.build();
        cached.train(train);
        // docs/tribuo.md: end
        try (var files = Files.walk(spectrograms)) {
            assertEquals(24, files.filter(file -> file.toString().endsWith(".lms")).count());
        }
    }

    @Test
    void ensembles() throws IOException {
        SSAMBATrainer<Label> trainer =
                new SSAMBATrainer<>(new LabelHead(), SHAPE, recipe.epochs(1));
        Path bagFile = folder.resolve("bag.tribuo");
        // docs/tribuo.md: begin
        EnsembleModel<Label> bag =
                new BaggingTrainer<>(trainer, new VotingCombiner(), 3).train(train);
        bag.serializeToFile(bagFile);
        var folds = new CrossValidation<>(trainer, train, new LabelEvaluator(), 2).evaluate();
        // docs/tribuo.md: end
        assertEquals(2, folds.size());
        Dataset<Label> same = test;
        assertEquals(
                bag.predict(same).get(0).getOutput(),
                Model.deserializeFromFile(bagFile)
                        .castModel(Label.class)
                        .predict(same)
                        .get(0)
                        .getOutput());
    }
}
