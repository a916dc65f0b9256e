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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.SavedModels.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.data.ChangedAudioException;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.AudioFeatureTrainer;
import org.ssamba.features.AudioFieldProcessor;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.ssamba.head.LabelHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.RegressorHead;
import org.ssamba.replay.Replay;
import org.ssamba.replay.ReplayException;
import org.ssamba.replay.Replayed;
import org.ssamba.split.HeldOut;
import org.tribuo.DataSource;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.data.columnar.RowProcessor;
import org.tribuo.data.columnar.processors.response.FieldResponseProcessor;
import org.tribuo.data.csv.CSVDataSource;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.regression.RegressionFactory;

/** A saved model's provenance is enough to train it again, to the bit, while the data is there. */
class ReplayTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe()
                    .epochs(2)
                    .batchSize(4)
                    .augmentation(new AugmentationRecipe().masks(8, 4).noise(true));
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);

    @TempDir Path folder;

    @BeforeEach
    void makeToneFiles() {
        ToneExamples.inFiles(folder.resolve("clips"), 16, 1);
    }

    private AudioDirectoryDataSource<Label> directory() {
        return new AudioDirectoryDataSource<>(folder.resolve("clips"), ToneExamples.LABELS);
    }

    private static SSAMBATrainer<Label> fromScratch() {
        return SSAMBATrainer.builder(new LabelHead(0.1f, false, Map.of()))
                .encoder(SHAPE)
                .recipe(RECIPE)
                .device(CPU)
                .seed(11)
                .build();
    }

    /** The second of two invocations, saved, loaded, replayed. */
    private <T extends Output<T>> Model<T> assertReplayed(Trainer<T> trainer, DataSource<T> source)
            throws Exception {
        Dataset<T> dataset = new MutableDataset<>(source);
        byte[] other = weights(trainer.train(dataset));
        Model<T> model = trainer.train(dataset);
        Path file = folder.resolve("model.tribuo");
        model.serializeToFile(file);
        Model<T> loaded =
                Model.deserializeFromFile(file)
                        .castModel(source.getOutputFactory().getTypeWitness());
        Replayed<Model<T>> replayed = Replay.of(loaded).train();
        assertTrue(replayed.sameBits(), replayed::toString);
        assertEquals(List.of(), replayed.circumstances());
        assertArrayEquals(weights(model), weights(replayed.model()));
        assertFalse(
                Arrays.equals(other, weights(replayed.model())), "the first invocation's stream");
        assertEquals(
                model.getProvenance().getTrainerProvenance(),
                replayed.model().getProvenance().getTrainerProvenance());
        return loaded;
    }

    private static void assertRefused(Model<?> model, String... parts) {
        ReplayException refused = assertThrows(ReplayException.class, () -> Replay.of(model));
        for (String part : parts) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    @Test
    void aFolderPerLabelFromScratch() throws Exception {
        assertReplayed(fromScratch(), directory());
    }

    /** Four speakers of four clips each; the last is left out. */
    private AudioManifestDataSource<Label> speakers() throws IOException {
        StringBuilder rows = new StringBuilder("path,label,group\n");
        for (int i = 0; i < 16; i++) {
            String label = i % 2 == 1 ? "high" : "low";
            rows.append("clips/" + label + "/" + i + ".wav," + label + ",speaker" + i / 4 + "\n");
        }
        AudioManifest manifest =
                AudioManifest.builder(Files.writeString(folder.resolve("clips.csv"), rows))
                        .excludedGroups("speaker3")
                        .build();
        return new AudioManifestDataSource<>(manifest, ToneExamples.LABELS);
    }

    @ParameterizedTest
    @EnumSource(HeldOut.class)
    void aManifestWithClipsHeldOut(HeldOut what) throws Exception {
        FineTuningRecipe stopping = RECIPE.epochs(3).earlyStopping(0.25, 2).heldOut(what);
        assertReplayed(
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(SHAPE)
                        .recipe(stopping)
                        .device(CPU)
                        .seed(3)
                        .build(),
                speakers());
    }

    @Test
    void tribuosSplitter() throws Exception {
        assertReplayed(fromScratch(), new TrainTestSplitter<>(directory(), 0.75, 5).getTrain());
    }

    @Test
    void aPretrainedEncoder() throws Exception {
        Path encoder = pretrain(3);
        SSAMBATrainer<Label> trainer =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderSource.file(encoder).frames(64).stride(12))
                        .recipe(RECIPE)
                        .device(CPU)
                        .seed(4)
                        .build();
        Model<Label> model = assertReplayed(trainer, directory());
        pretrain(4);
        assertRefused(model, encoder.toString(), "trained from another");
        Files.delete(encoder);
        assertRefused(model, encoder.toString(), "does not exist");
    }

    @Test
    void aTrainerOfTribuoOnEmbeddings() throws Exception {
        AudioFeatureDataSource<Label> embedded =
                new AudioFeatureDataSource<>(
                        directory(), new SSAMBAFeatureExtractor<>(pretrain(2)), null);
        Trainer<Label> trainer = new LogisticRegressionTrainer();
        Dataset<Label> dataset = new MutableDataset<>(embedded);
        trainer.train(dataset);
        Model<Label> model = trainer.train(dataset);
        Replayed<Model<Label>> replayed = Replay.of(model).train();
        assertTrue(replayed.sameBits(), replayed::toString);
        pretrain(3);
        assertRefused(model, "encoder-sha256 of SSAMBAFeatureExtractor");
    }

    @Test
    void aTrainerOfClipsAroundOneOfTribuo() throws Exception {
        Trainer<Label> trainer =
                new AudioFeatureTrainer<>(
                        new SSAMBAFeatureExtractor<>(pretrain(2)), new LogisticRegressionTrainer());
        Dataset<Label> dataset = new MutableDataset<>(directory());
        trainer.train(dataset);
        Model<Label> model = trainer.train(dataset);
        Replayed<Model<Label>> replayed =
                Replay.of(Model.deserialize(model.serialize()).castModel(Label.class)).train();
        assertTrue(replayed.sameBits(), replayed::toString);
        assertEquals(
                model.getProvenance().getTrainerProvenance(),
                replayed.model().getProvenance().getTrainerProvenance());
        pretrain(3);
        assertRefused(model, "encoder-sha256 of SSAMBAFeatureExtractor");
    }

    @Test
    void aTrainerOfTribuoOnColumns() throws Exception {
        Path table = folder.resolve("machines.csv");
        StringBuilder rows = new StringBuilder("sound,pitch\n");
        for (int i = 0; i < 16; i++) {
            String pitch = i % 2 == 1 ? "high" : "low";
            rows.append(pitch + "/" + i + ".wav," + pitch + "\n");
        }
        Files.writeString(table, rows);
        RowProcessor<Label> processor =
                new RowProcessor<>(
                        new FieldResponseProcessor<>("pitch", "unknown", ToneExamples.LABELS),
                        Map.of(
                                "sound",
                                new AudioFieldProcessor(
                                        "sound",
                                        new SSAMBAFeatureExtractor<Label>(pretrain(2)),
                                        folder.resolve("clips"))));
        Dataset<Label> dataset = new MutableDataset<>(new CSVDataSource<>(table, processor, true));
        Model<Label> model = new LogisticRegressionTrainer().train(dataset);
        Replayed<Model<Label>> replayed = Replay.of(model).train();
        assertTrue(replayed.sameBits(), replayed::toString);
        Files.writeString(table, rows.append("low/0.wav,high\n"));
        assertRefused(model, "resource-hash of CSVDataSource", table.toString());
    }

    /** The clips with outputs of another type. */
    private <T extends Output<T>> AudioManifestDataSource<T> manifest(
            OutputFactory<T> factory, String low, String high) throws IOException {
        StringBuilder rows = new StringBuilder("path,label\n");
        for (int i = 0; i < 16; i++) {
            String file = (i % 2 == 1 ? "clips/high/" : "clips/low/") + i + ".wav";
            rows.append(file + "," + (i % 2 == 1 ? high : low) + "\n");
        }
        return new AudioManifestDataSource<>(
                new AudioManifest(Files.writeString(folder.resolve("outputs.csv"), rows)), factory);
    }

    @Test
    void tags() throws Exception {
        assertReplayed(
                SSAMBATrainer.builder(new MultiLabelHead(0.3, 0.1f, Map.of("tone", 2f)))
                        .encoder(SHAPE)
                        .recipe(RECIPE)
                        .device(CPU)
                        .seed(5)
                        .build(),
                manifest(new MultiLabelFactory(), "tone", "tone|high"));
    }

    @Test
    void numbers() throws Exception {
        assertReplayed(
                SSAMBATrainer.builder(new RegressorHead())
                        .encoder(SHAPE)
                        .recipe(RECIPE)
                        .device(CPU)
                        .seed(5)
                        .build(),
                manifest(new RegressionFactory(), "hertz=300|level=1", "hertz=3000|level=2"));
    }

    private Path pretrain(int steps) throws IOException {
        Path file = folder.resolve("encoder.ssamba");
        SSAMBAPretrainer.builder(SHAPE)
                .recipe(new PretrainingRecipe().steps(steps).batchSize(4).maskedPatches(6))
                .device(CPU)
                .seed(1)
                .build()
                .pretrain(new AudioCorpus(folder.resolve("clips")))
                .save(file);
        return file;
    }

    @Test
    void aChangedFileIsNoticed() throws Exception {
        Dataset<Label> dataset = new MutableDataset<>(directory());
        Model<Label> model = fromScratch().train(dataset);
        ToneExamples.writeWav(folder.resolve("clips/low/0.wav"), ToneExamples.tone(false, 99));
        assertRefused(model, "resource-hash of AudioDirectoryDataSource", "clips was ");
        ChangedAudioException thrown =
                assertThrows(ChangedAudioException.class, () -> fromScratch().train(dataset));
        assertTrue(thrown.getMessage().contains("0.wav"), thrown.getMessage());
    }
}
