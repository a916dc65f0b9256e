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
package org.ssamba.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.features.FrozenEncoder.CPU;
import static org.ssamba.features.FrozenEncoder.assertRow;
import static org.ssamba.features.FrozenEncoder.clip;
import static org.ssamba.features.FrozenEncoder.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.data.AudioReference;
import org.ssamba.data.ClipAudio;
import org.ssamba.encoder.Pooling;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;
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
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/** A frozen encoder as features for Tribuo's trainers, on tones. */
class SSAMBAFeatureExtractorTest {
    @TempDir static Path folder;
    private static FrozenEncoder frozen;

    @BeforeAll
    static void pretrainATinyEncoder() throws IOException {
        frozen = new FrozenEncoder(folder);
    }

    @Test
    void featuresAreTheEncodersEmbeddings() {
        AudioClip clip = clip(2);
        try (SSAMBAFeatureExtractor<Label> mean = frozen.extractor(Embedding.MEAN);
                SSAMBAFeatureExtractor<Label> token = frozen.extractor(Embedding.CLASS_TOKEN)) {
            assertRow(
                    frozen.embedded(Pooling.clip(Pooling.Kind.MEAN, frozen.encoder.config()), clip),
                    0,
                    rows(mean, clip)[0]);
            assertRow(
                    frozen.embedded(
                            Pooling.clip(Pooling.Kind.CLASS_TOKEN, frozen.encoder.config()), clip),
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
        AudioEmbedder whole = AudioEmbedder.builder(frozen.encoder).build();
        try (SSAMBAFeatureExtractor<Label> windows = new SSAMBAFeatureExtractor<>(frozen.file);
                SSAMBAFeatureExtractor<Label> cut = frozen.extractor(Embedding.MEAN)) {
            assertRow(whole.embed(List.of(clip))[0], 0, rows(windows, clip)[0]);
            assertNotEquals(rows(windows, clip)[0][0], rows(cut, clip)[0][0], 1e-4);
            assertNotEquals(windows.contentHash(), cut.contentHash());
        } finally {
            whole.close();
        }
    }

    @Test
    void filesAndWaveformsMayBeMixedAndKeepTheirOrder() {
        try (SSAMBAFeatureExtractor<Label> mean = frozen.extractor(Embedding.MEAN)) {
            List<ClipAudio> inputs = new ArrayList<>();
            for (Example<Label> example : frozen.clips("testing")) {
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
        Path file = Files.copy(frozen.file, folder.resolve("once.ssamba"));
        try (SSAMBAFeatureExtractor<Label> mean =
                SSAMBAFeatureExtractor.<Label>builder(file)
                        .embedding(Embedding.MEAN)
                        .device(CPU)
                        .batchSize(8)
                        .build()) {
            double[] before = rows(mean, clip(1))[0];
            Files.delete(file);
            assertArrayEquals(before, rows(mean, clip(1))[0]);
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
        try (SSAMBAFeatureExtractor<Label> extractor = frozen.extractor(Embedding.MEAN)) {
            Path cache = folder.resolve("cache");
            MutableDataset<Label> train =
                    new MutableDataset<>(
                            new AudioFeatureDataSource<>(
                                    frozen.clips("training"), extractor, cache));
            MutableDataset<Label> test =
                    new MutableDataset<>(
                            new AudioFeatureDataSource<>(
                                    frozen.clips("testing"), extractor, cache));
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
        SSAMBAFeatureExtractor<Label> mean = frozen.extractor(Embedding.MEAN);
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
}
