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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.SSAMBAFeatureExtractor.Embedding;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.encoder.Pooling;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.FeatureRows;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.xgboost.XGBoostClassificationTrainer;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.math.distance.CosineDistance;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;
import org.tribuo.sequence.SequenceExample;
import org.tribuo.test.Helpers;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/** A frozen encoder as features for Tribuo's trainers, on tones. */
class SSAMBAFeatureExtractorTest {
    private static final int WIDTH = 16;
    private static final int FRAMES = 224;
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);

    @TempDir static Path folder;
    private static Path encoderFile;
    private static PretrainedEncoder encoder;

    @BeforeAll
    static void pretrainATinyEncoder() throws Exception {
        ToneExamples.inFiles(folder.resolve("training"), 24, 1);
        ToneExamples.inFiles(folder.resolve("testing"), 12, 500);
        encoder =
                new SSAMBAPretrainer(
                                EncoderShape.tiny().size(WIDTH, 2).frames(FRAMES),
                                new PretrainingRecipe().steps(3).batchSize(4).maskedPatches(6))
                        .pretrain(new AudioCorpus(folder.resolve("training")));
        encoderFile = folder.resolve("encoder.ssamba");
        encoder.save(encoderFile);
    }

    private static SSAMBAFeatureExtractor<Label> extractor(Embedding embedding) {
        return new SSAMBAFeatureExtractor<>(encoderFile, embedding, ClipLength.CUT, CPU, 8);
    }

    private static AudioDirectoryDataSource<Label> clips(String name) {
        return new AudioDirectoryDataSource<>(folder.resolve(name), ToneExamples.LABELS);
    }

    /** A low tone and then a high one, a part of a second each. */
    private static float[] lowThenHigh(double seconds) {
        float[] low = ToneExamples.tone(false, 7);
        float[] high = ToneExamples.tone(true, 8);
        float[] samples = new float[(int) Math.round(seconds * ToneExamples.RATE)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (i < ToneExamples.RATE ? low : high)[i % low.length];
        }
        return samples;
    }

    private static AudioClip clip(double seconds) {
        return AudioClip.of(lowThenHigh(seconds), ToneExamples.RATE);
    }

    private static float[] embedded(Pooling pooling, AudioClip clip) {
        return encoder.embed(
                        SpectrogramClips.ofWaveforms(
                                new DecodingSpectrogramSource(encoder.frontEnd().logMel()),
                                FRAMES,
                                List.of(clip)),
                        pooling,
                        CPU)[0];
    }

    private static void assertRow(float[] expected, int segment, double[] row) {
        assertEquals(WIDTH, row.length);
        for (int i = 0; i < WIDTH; i++) {
            assertEquals(expected[segment * WIDTH + i], row[i], 1e-5, "dimension " + i);
        }
    }

    private static double[][] rows(SSAMBAFeatureExtractor<Label> extractor, AudioClip clip) {
        return extractor.compute(List.of(ClipAudio.of(clip))).get(0).rows();
    }

    @Test
    void featuresAreTheEncodersEmbeddings() {
        AudioClip clip = clip(2);
        try (SSAMBAFeatureExtractor<Label> mean = extractor(Embedding.MEAN);
                SSAMBAFeatureExtractor<Label> token = extractor(Embedding.CLASS_TOKEN)) {
            assertRow(
                    embedded(Pooling.clip(Pooling.Kind.MEAN, encoder.config()), clip),
                    0,
                    rows(mean, clip)[0]);
            assertRow(
                    embedded(Pooling.clip(Pooling.Kind.CLASS_TOKEN, encoder.config()), clip),
                    0,
                    rows(token, clip)[0]);
            List<Feature> features = mean.process(clip);
            assertEquals("D=0001", features.get(0).getName());
            assertEquals("D=0016", features.get(15).getName());
            assertEquals(rows(mean, clip)[0][3], features.get(3).getValue(), 1e-5);
        }
    }

    @Test
    void theWholeOfALongClipIsEmbeddedUnlessItIsToBeCut() {
        AudioClip clip = clip(3);
        AudioEmbedder whole = new AudioEmbedder(encoder, ClipLength.WINDOWS);
        try (SSAMBAFeatureExtractor<Label> windows = new SSAMBAFeatureExtractor<>(encoderFile);
                SSAMBAFeatureExtractor<Label> cut = extractor(Embedding.MEAN)) {
            assertRow(whole.embed(List.of(clip))[0], 0, rows(windows, clip)[0]);
            assertNotEquals(rows(windows, clip)[0][0], rows(cut, clip)[0][0], 1e-4);
            assertNotEquals(windows.contentHash(), cut.contentHash());
        } finally {
            whole.close();
        }
    }

    @Test
    void filesAndWaveformsMayBeMixedAndKeepTheirOrder() {
        try (SSAMBAFeatureExtractor<Label> mean = extractor(Embedding.MEAN)) {
            List<ClipAudio> inputs = new ArrayList<>();
            for (Example<Label> example : clips("testing")) {
                AudioReference file = AudioReference.of(example);
                inputs.add(ClipAudio.of(file));
                inputs.add(ClipAudio.of(AudioReader.read(file.path())));
            }
            List<FeatureRows> batched = mean.compute(inputs);
            for (int i = 0; i < inputs.size(); i++) {
                FeatureRows alone = mean.compute(List.of(inputs.get(i))).get(0);
                assertArrayEquals(alone.mean(), batched.get(i).mean(), 1e-5, "clip " + i);
            }
            assertNotEquals(batched.get(0).mean()[0], batched.get(2).mean()[0], 1e-4);
        }
    }

    @Test
    void theEncoderIsReadOnce() throws Exception {
        Path file = Files.copy(encoderFile, folder.resolve("once.ssamba"));
        try (SSAMBAFeatureExtractor<Label> mean =
                new SSAMBAFeatureExtractor<>(file, Embedding.MEAN, ClipLength.WINDOWS, CPU, 8)) {
            double[] before = rows(mean, clip(1))[0];
            Files.delete(file);
            assertArrayEquals(before, rows(mean, clip(1))[0]);
        }
    }

    @Test
    void aSequenceHasAnElementASecond() {
        AudioClip clip = clip(1.7);
        float[] seconds = embedded(Pooling.perSecond(encoder.config()), clip);
        try (SSAMBAFeatureExtractor<Label> extractor = extractor(Embedding.PER_SECOND)) {
            SequenceExample<Label> sequence = extractor.extractSequence(new Label("x"), clip);
            assertEquals(2, sequence.size());
            for (int second = 0; second < 2; second++) {
                assertEquals("x", sequence.get(second).getOutput().getLabel());
                double[] row = new double[WIDTH];
                int i = 0;
                for (Feature feature : sequence.get(second)) {
                    row[i++] = feature.getValue();
                }
                assertRow(seconds, second, row);
            }
            Example<Label> plain = extractor.extract(new Label("x"), clip);
            assertEquals(
                    (seconds[0] + seconds[WIDTH]) / 2, plain.lookup("D=0001").getValue(), 1e-5);
        }
    }

    @Test
    void paddingGivesNoSeconds() {
        try (SSAMBAFeatureExtractor<Label> extractor = extractor(Embedding.PER_SECOND)) {
            assertEquals(1, extractor.extractSequence(new Label("x"), clip(0.4)).size());
        }
    }

    @Test
    void aClipHasAsManySecondsAsItHasLabels() {
        try (SSAMBAFeatureExtractor<Label> extractor = extractor(Embedding.PER_SECOND)) {
            for (double seconds : new double[] {0.3, 1.04, 1.5, 2.24, 2.49, 2.5, 4.02, 4.6}) {
                AudioClip clip = clip(seconds);
                List<Label> labels =
                        Collections.nCopies(AudioSequences.seconds(seconds), new Label("x"));
                assertEquals(
                        AudioSequences.create(clip, labels).size(),
                        extractor.extractSequence(new Label("x"), clip).size(),
                        seconds + " s");
            }
        }
    }

    @Test
    void longClipsAreReadInPartsOfWholeSeconds() {
        AudioClip clip = clip(5.3);
        try (SSAMBAFeatureExtractor<Label> extractor = extractor(Embedding.PER_SECOND)) {
            double[][] rows = rows(extractor, clip);
            assertEquals(5, rows.length);
            // The encoder reads 2.24 s, so two seconds at a time.
            Pooling pooling = Pooling.perSecond(encoder.config());
            assertRow(embedded(pooling, clip.slice(0, 2)), 1, rows[1]);
            assertRow(embedded(pooling, clip.slice(2, 2)), 0, rows[2]);
            assertRow(embedded(pooling, clip.slice(4, 1)), 0, rows[4]);
        }
    }

    @Test
    void everySecondMayHaveItsOwnOutputAndRefersToItsAudio() {
        Path file = folder.resolve("long.wav");
        ToneExamples.writeWav(file, lowThenHigh(2.5));
        AudioReference reference = AudioReference.ofFile(file);
        try (SSAMBAFeatureExtractor<Label> extractor = extractor(Embedding.PER_SECOND)) {
            List<Label> labels = List.of(new Label("low"), new Label("high"), new Label("high"));
            SequenceExample<Label> sequence = extractor.extractSequence(labels, reference);
            for (int second = 0; second < 3; second++) {
                assertEquals(labels.get(second), sequence.get(second).getOutput());
                AudioReference part = AudioReference.of(sequence.get(second));
                assertEquals(1000.0 * second, part.startMs());
                assertEquals(second == 2 ? 500 : 1000, part.durationMs(), 1e-6);
                assertEquals(reference.sha256(), part.sha256());
            }
            Example<Label> example = AudioExamples.create(new Label("all"), reference);
            example.setWeight(2f);
            SequenceExample<Label> weighted = extractor.extractSequence(example);
            assertEquals(2f, weighted.getWeight());
            assertEquals("all", weighted.get(2).getOutput().getLabel());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> extractor.extractSequence(labels.subList(0, 2), reference));
        }
        try (SSAMBAFeatureExtractor<Label> mean = extractor(Embedding.MEAN)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> mean.extractSequence(new Label("x"), reference));
        }
    }

    @Test
    void logisticRegressionNearestNeighboursAndTreesLearnTones() {
        KNNTrainer<Label> neighbours =
                new KNNTrainer<>(
                        5,
                        new CosineDistance(),
                        1,
                        new VotingCombiner(),
                        KNNModel.Backend.THREADPOOL,
                        NeighboursQueryFactoryType.BRUTE_FORCE);
        TransformationMap standardised =
                new TransformationMap(List.of(new MeanStdDevTransformation()));
        List<Trainer<Label>> trainers =
                List.of(
                        new TransformTrainer<>(new LogisticRegressionTrainer(), standardised),
                        neighbours,
                        new XGBoostClassificationTrainer(10));
        try (SSAMBAFeatureExtractor<Label> extractor = extractor(Embedding.MEAN)) {
            Path cache = folder.resolve("cache");
            MutableDataset<Label> train =
                    new MutableDataset<>(
                            new AudioFeatureDataSource<>(clips("training"), extractor, cache));
            MutableDataset<Label> test =
                    new MutableDataset<>(
                            new AudioFeatureDataSource<>(clips("testing"), extractor, cache));
            for (Trainer<Label> trainer : trainers) {
                double accuracy =
                        new LabelEvaluator().evaluate(trainer.train(train), test).accuracy();
                assertTrue(accuracy > 0.9, trainer + " reaches " + accuracy);
            }
        }
    }

    @Test
    void manyThreadsMayAskAndAClosedExtractorGoesOn() {
        AudioClip clip = clip(2);
        SSAMBAFeatureExtractor<Label> mean = extractor(Embedding.MEAN);
        double[] expected = rows(mean, clip)[0];
        IntStream.range(0, 8)
                .parallel()
                .forEach(
                        i -> {
                            if (i == 4) {
                                mean.close();
                            }
                            assertArrayEquals(expected, rows(mean, clip)[0], 1e-5);
                        });
        mean.close();
        assertArrayEquals(expected, rows(mean, clip)[0], 1e-5);
        mean.close();
    }

    @Test
    void theHashSaysWhatIsComputed() throws Exception {
        String mean = extractor(Embedding.MEAN).contentHash();
        assertEquals(
                mean,
                new SSAMBAFeatureExtractor<Label>(
                                encoderFile, Embedding.MEAN, ClipLength.CUT, CPU, 3)
                        .contentHash());
        assertNotEquals(mean, extractor(Embedding.CLASS_TOKEN).contentHash());
        Path other = folder.resolve("other.ssamba");
        new SSAMBAPretrainer(
                        EncoderShape.tiny().size(WIDTH, 2).frames(FRAMES),
                        new PretrainingRecipe().steps(1).batchSize(4).maskedPatches(6))
                .pretrain(new AudioCorpus(folder.resolve("testing")))
                .save(other);
        assertNotEquals(
                mean,
                new SSAMBAFeatureExtractor<Label>(other, Embedding.MEAN, ClipLength.CUT, CPU, 8)
                        .contentHash());
    }

    @Test
    void provenanceHoldsTheEncodersHashAndOriginAndRebuildsTheSame() {
        SSAMBAFeatureExtractor<Label> extractor = extractor(Embedding.CLASS_TOKEN);
        FeatureExtractorProvenance provenance =
                (FeatureExtractorProvenance) extractor.getProvenance();
        assertEquals(
                ProvenanceUtil.hashResource(ProvenanceUtil.HashType.SHA256, encoderFile.toFile()),
                provenance.encoderHash().toUpperCase(java.util.Locale.ROOT));
        assertEquals(encoder.getProvenance(), provenance.encoder());
        Helpers.testProvenanceMarshalling(provenance);
        AudioFeatureDataSource<Label> source =
                new AudioFeatureDataSource<>(clips("testing"), extractor);
        Helpers.testProvenanceMarshalling(source.getProvenance());

        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(ProvenanceUtil.extractConfiguration(source.getProvenance()));
        AudioFeatureDataSource<?> rebuilt = manager.lookupAll(AudioFeatureDataSource.class).get(0);
        assertEquals(first(source), first(rebuilt));
        assertEquals(
                provenance, manager.lookupAll(SSAMBAFeatureExtractor.class).get(0).getProvenance());
    }

    private static Example<?> first(Iterable<? extends Example<?>> source) {
        return source.iterator().next();
    }

    @Test
    void aConfigurationFileBuildsTheSameExtractor() throws Exception {
        Path configuration =
                Files.writeString(
                        folder.resolve("extractor.xml"),
                        """
                        <config>
                          <component name="embedding" type="org.ssamba.SSAMBAFeatureExtractor">
                            <property name="encoderPath" value="%s"/>
                            <property name="embedding" value="PER_SECOND"/>
                            <property name="clipLength" value="CUT"/>
                            <property name="device" value="cpu"/>
                            <property name="batchSize" value="8"/>
                          </component>
                          <component name="cpu" type="org.ssamba.ComputeDevice">
                            <property name="kind" value="CPU"/>
                          </component>
                        </config>
                        """
                                .formatted(encoderFile));
        SSAMBAFeatureExtractor<?> built =
                (SSAMBAFeatureExtractor<?>)
                        new ConfigurationManager(configuration.toString()).lookup("embedding");
        SSAMBAFeatureExtractor<Label> expected = extractor(Embedding.PER_SECOND);
        assertEquals(expected.getProvenance(), built.getProvenance());
        assertEquals(expected.contentHash(), built.contentHash());
    }

    @Test
    void whatCannotBeUsedIsNamed() throws Exception {
        Path missing = folder.resolve("none.ssamba");
        Path damaged = Files.writeString(folder.resolve("damaged.ssamba"), "no encoder");
        for (Path bad : List.of(missing, damaged)) {
            PropertyException e =
                    assertThrows(
                            PropertyException.class, () -> new SSAMBAFeatureExtractor<Label>(bad));
            assertTrue(e.getMessage().contains(bad.toString()), e.getMessage());
            assertEquals("encoderPath", e.getProperty());
        }
        PropertyException e =
                assertThrows(
                        PropertyException.class,
                        () ->
                                new SSAMBAFeatureExtractor<Label>(
                                        encoderFile, Embedding.MEAN, ClipLength.CUT, CPU, 0));
        assertEquals("batchSize", e.getProperty());
    }
}
