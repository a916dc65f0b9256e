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

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.MissingAudioReferenceException;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.ssamba.head.LabelHead;
import org.ssamba.serialization.ModelProtos;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.impl.ArrayExample;
import org.tribuo.protos.core.ModelProto;

/** What a Tribuo user does with the trainer, on tones. */
class SSAMBATrainerTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(8).batchSize(8).learningRate(3e-3);

    @TempDir static Path folder;
    private static MutableDataset<Label> training;
    private static MutableDataset<Label> testing;
    private static Path encoderFile;

    @BeforeAll
    static void makeToneFiles() throws Exception {
        training = ToneExamples.inFiles(folder.resolve("training"), 32, 1);
        testing = ToneExamples.carried(16, 1000);
        encoderFile = folder.resolve("encoder.ssamba");
        new SSAMBAPretrainer(SHAPE, new PretrainingRecipe().steps(3).batchSize(4).maskedPatches(6))
                .pretrain(new AudioCorpus(folder.resolve("training")))
                .save(encoderFile);
    }

    private static SSAMBATrainer<Label> trainer() {
        return new SSAMBATrainer<>(new LabelHead(), SHAPE, RECIPE);
    }

    private static double accuracy(Model<Label> model) {
        LabelEvaluation evaluation = new LabelEvaluator().evaluate(model, testing);
        return evaluation.accuracy();
    }

    @Test
    void tonesAreLearnedAndEvaluatedByTribuo() {
        try (SSAMBAModel<Label> model = trainer().train(training)) {
            assertEquals(1.0, accuracy(model));
            Prediction<Label> prediction = model.predict(testing.getExample(0));
            double sum =
                    prediction.getOutputScores().values().stream()
                            .mapToDouble(Label::getScore)
                            .sum();
            assertEquals(1.0, sum, 1e-6);
        }
    }

    @Test
    void sameSeedSameBitsAndTheNextInvocationDiffers() {
        SSAMBATrainer<Label> first = trainer();
        byte[] one = weights(first.train(training));
        byte[] next = weights(first.train(training));
        byte[] two = weights(trainer().train(training));
        assertArrayEquals(one, two);
        assertFalse(java.util.Arrays.equals(one, next));
        assertEquals(2, first.getInvocationCount());
        byte[] replayed = weights(trainer().train(training, Map.of(), 1));
        assertArrayEquals(next, replayed);
    }

    private static byte[] weights(Model<Label> model) {
        return ((SSAMBAModel<Label>) model).serializedWeights().toByteArray();
    }

    @Test
    void provenanceGivesBackTheTrainerThatRetrainsToTheSameBits() {
        SSAMBATrainer<Label> trainer = trainer();
        trainer.train(training);
        Model<Label> model = trainer.train(training);
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(
                ProvenanceUtil.extractConfiguration(model.getProvenance().getTrainerProvenance()));
        @SuppressWarnings("unchecked")
        Trainer<Label> rebuilt = manager.lookupAll(SSAMBATrainer.class).get(0);
        int count =
                (int)
                        ((com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance)
                                        model.getProvenance()
                                                .getTrainerProvenance()
                                                .getInstanceValues()
                                                .get("train-invocation-count"))
                                .getValue();
        assertEquals(1, count);
        assertArrayEquals(weights(model), weights(rebuilt.train(training, Map.of(), count)));
    }

    @Test
    void savedModelPredictsTheSame() throws Exception {
        Model<Label> model = trainer().train(training);
        Path file = folder.resolve("model.tribuo");
        model.serializeToFile(file);
        Model<?> loaded = Model.deserializeFromFile(file);
        assertSamePredictions(model, loaded.castModel(Label.class));
        assertEquals(model.getProvenance(), loaded.getProvenance());
        assertArrayEquals(
                model.serialize().toByteArray(),
                model.serialize().toByteArray(),
                "equal models give equal bytes");
        assertArrayEquals(weights(model), weights(loaded.castModel(Label.class)));
    }

    @Test
    void modelSurvivesJavaSerialization() throws Exception {
        Model<Label> model = trainer().train(training);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(model);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertSamePredictions(model, ((Model<?>) in.readObject()).castModel(Label.class));
        }
    }

    private static void assertSamePredictions(Model<Label> expected, Model<Label> actual) {
        List<Prediction<Label>> one = expected.predict(testing);
        List<Prediction<Label>> two = actual.predict(testing);
        for (int i = 0; i < one.size(); i++) {
            assertTrue(one.get(i).distributionEquals(two.get(i), 0));
        }
    }

    @Test
    void batchingChangesRoundingOnly() {
        SSAMBAModel<Label> model = trainer().train(training);
        List<Prediction<Label>> together = model.predict(testing);
        model.setBatchSize(1);
        for (int i = 0; i < testing.size(); i++) {
            Prediction<Label> alone = model.predict(testing.getExample(i));
            assertTrue(together.get(i).distributionEquals(alone, 1e-5));
        }
    }

    @Test
    void damagedOrForeignModelsAreRefused() throws Exception {
        ModelProto proto = trainer().train(training).serialize();
        // Tribuo wraps what a class throws while it is being read.
        IllegalStateException later =
                assertThrows(
                        IllegalStateException.class,
                        () -> Model.deserialize(proto.toBuilder().setVersion(1).build()));
        assertInstanceOf(IllegalArgumentException.class, rootCause(later));
        byte[] bytes = proto.toByteArray();
        bytes[bytes.length / 2] ^= 1;
        IllegalStateException damaged =
                assertThrows(
                        IllegalStateException.class,
                        () -> Model.deserialize(ModelProto.parseFrom(bytes)));
        assertTrue(rootCause(damaged).getMessage().contains("SHA-256"), damaged.toString());
    }

    private static Throwable rootCause(Throwable thrown) {
        return thrown.getCause() == null ? thrown : rootCause(thrown.getCause());
    }

    @Test
    void fineTuningFromAnEncoderRecordsWhereItCameFrom() throws Exception {
        SSAMBATrainer<Label> trainer =
                new SSAMBATrainer<>(new LabelHead(), EncoderSource.file(encoderFile), RECIPE);
        Model<Label> model = trainer.train(training);
        assertEquals(1.0, accuracy(model));
        String facts = model.getProvenance().getInstanceProvenance().toString();
        assertTrue(facts.contains("SSAMBAPretrainer"), facts);
        String hash = HexFormat.of().formatHex(sha256(Files.readAllBytes(encoderFile)));
        assertTrue(facts.contains("encoder-sha256=SHA-256[" + hash + "]"), facts);
        FeatureExtractorProvenance ofFeatures =
                (FeatureExtractorProvenance)
                        new SSAMBAFeatureExtractor<Label>(encoderFile).getProvenance();
        assertEquals(hash, ofFeatures.encoderHash(), "embeddings name the encoder alike");
    }

    private static byte[] sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    @Test
    void encoderFileIsCompleteAndDamageIsNoticed() throws Exception {
        PretrainedEncoder encoder = PretrainedEncoder.load(encoderFile);
        float[][] before = encoder.embedFiles(List.of(folder.resolve("training/low/0.wav")));
        Path again = folder.resolve("again.ssamba");
        encoder.save(again);
        PretrainedEncoder loaded = PretrainedEncoder.load(again);
        assertEquals(encoder.getProvenance(), loaded.getProvenance());
        float[][] after = loaded.embedFiles(List.of(folder.resolve("training/low/0.wav")));
        assertArrayEquals(before[0], after[0]);
        byte[] bytes = Files.readAllBytes(encoderFile);
        bytes[bytes.length / 2] ^= 4;
        Path damaged = Files.write(folder.resolve("damaged.ssamba"), bytes);
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> PretrainedEncoder.load(damaged));
        assertTrue(e.getMessage().contains("damaged.ssamba"), e.getMessage());
    }

    @Test
    void anotherLengthAndStrideAdaptThePositions() {
        SSAMBATrainer<Label> trainer =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderSource.file(encoderFile).frames(64).stride(10))
                        .recipe(RECIPE)
                        .seed(1)
                        .build();
        SSAMBAModel<Label> model = trainer.train(training);
        assertEquals(64, model.config().frames());
        assertEquals(1.0, accuracy(model));
    }

    @Test
    void tribuosSplitsAndCrossValidationWorkUnchanged() {
        TrainTestSplitter<Label> split =
                new TrainTestSplitter<>(
                        new org.tribuo.datasource.ListDataSource<>(
                                training.getData(),
                                ToneExamples.LABELS,
                                new org.tribuo.provenance.SimpleDataSourceProvenance(
                                        "tones", ToneExamples.LABELS)),
                        0.75,
                        7);
        Model<Label> model = trainer().train(new MutableDataset<>(split.getTrain()));
        assertEquals(1.0, accuracy(model));
        CrossValidation<Label, LabelEvaluation> folds =
                new CrossValidation<>(trainer(), training, new LabelEvaluator(), 2, 3);
        folds.evaluate().forEach(fold -> assertTrue(fold.getA().accuracy() > 0.9));
    }

    @Test
    void earlyStoppingKeepsTheBestEpoch() {
        SSAMBATrainer<Label> trainer =
                new SSAMBATrainer<>(
                        new LabelHead(), SHAPE, RECIPE.epochs(6).earlyStopping(0.25, 2));
        assertEquals(1.0, accuracy(trainer.train(training)));
    }

    @Test
    void frozenEncoderKeepsItsWeights() throws Exception {
        SSAMBATrainer<Label> trainer =
                new SSAMBATrainer<>(
                        new LabelHead(), EncoderSource.file(encoderFile), RECIPE.trainedPairs(0));
        Model<Label> model = trainer.train(training);
        Map<String, float[]> before = PretrainedEncoder.load(encoderFile).weights();
        Map<String, float[]> after =
                ModelProtos.read(((SSAMBAModel<Label>) model).serializedWeights());
        for (String name : List.of("v.pos_embed", "v.layers.1.mixer.D", "v.norm_f.weight")) {
            assertArrayEquals(before.get(name), after.get(name), name);
        }
    }

    @Test
    void examplesWithoutAudioFailBeforeWorkIsSpent() {
        MutableDataset<Label> mixed =
                ToneExamples.dataset(
                        List.<Example<Label>>of(
                                training.getExample(0),
                                new ArrayExample<>(
                                        new Label("high"),
                                        new String[] {"feature"},
                                        new double[] {1})));
        assertThrows(MissingAudioReferenceException.class, () -> trainer().train(mixed));
    }

    @Test
    void unknownLabelsAndSingleClassesAreRefused() {
        Example<Label> unknown = training.getExample(0).copy();
        MutableDataset<Label> data =
                ToneExamples.dataset(
                        List.of(
                                training.getExample(0),
                                org.ssamba.data.AudioExamples.create(
                                        ToneExamples.LABELS.getUnknownOutput(),
                                        org.ssamba.data.AudioReference.of(unknown))));
        assertThrows(IllegalArgumentException.class, () -> trainer().train(data));
        MutableDataset<Label> single = ToneExamples.dataset(List.of(training.getExample(0)));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> trainer().train(single));
        assertTrue(e.getMessage().contains("two labels"), e.getMessage());
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new SSAMBATrainer<>(
                                        new LabelHead(),
                                        EncoderSource.file(folder.resolve("none.ssamba")),
                                        RECIPE)
                                .train(training));
        assertThrows(
                PropertyException.class,
                () -> new SSAMBATrainer<>(new LabelHead(), SHAPE, RECIPE.learningRate(-1)));
        assertThrows(PropertyException.class, () -> new LabelHead(1f, false, Map.of()));
        IllegalArgumentException odd =
                assertThrows(IllegalArgumentException.class, SHAPE.size(16, 3)::config);
        assertTrue(odd.getMessage().contains("pairs"), odd.getMessage());
    }
}
