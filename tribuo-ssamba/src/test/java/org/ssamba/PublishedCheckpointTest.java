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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioClip;
import org.ssamba.checkpoint.Goldens;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.compute.op.HeadLoss;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.Pooling;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.head.LabelHead;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.Normalization;
import org.ssamba.training.SupervisedNetwork;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;

/** Files of the published code as encoders, starting points and models. */
class PublishedCheckpointTest {
    private static final List<String> LABELS =
            List.of("low", "high", "z", "y", "x", "w", "v", "u", "t", "s");
    private static final double TOLERANCE = 1e-5;

    @TempDir Path folder;

    private Path write(String name, Map<String, NamedTensor> tensors) throws IOException {
        Path file = folder.resolve(name);
        PyTorchCheckpoint.write(file, tensors);
        return file;
    }

    private static void assertClose(NamedTensor expected, float[][] actual) {
        float[] reference = expected.floats();
        double scale = 0;
        for (float value : reference) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertEquals(reference.length, actual.length * actual[0].length);
        for (int i = 0; i < reference.length; i++) {
            assertEquals(
                    reference[i],
                    actual[i / actual[0].length][i % actual[0].length],
                    TOLERANCE * scale);
        }
    }

    private static void assertSameWeights(PretrainedEncoder expected, PretrainedEncoder actual) {
        assertEquals(expected.config(), actual.config());
        assertEquals(
                List.copyOf(expected.weights().keySet()), List.copyOf(actual.weights().keySet()));
        expected.weights()
                .forEach((name, values) -> assertArrayEquals(values, actual.weights().get(name)));
    }

    @Test
    void aPretrainingFileSaysItsShapeAndWhatWasLeftOver() throws IOException {
        PublishedCheckpoint checkpoint = PublishedCheckpoint.read(MiniCheckpoint.file());
        assertEquals(MiniCheckpoint.CONFIG, checkpoint.config());
        assertEquals(List.of("v.head.bias", "v.head.weight"), checkpoint.leftover());
        assertEquals(0, checkpoint.outputs());
        assertEquals(-4.2677393, checkpoint.frontEnd().normalization().mean());
        assertEquals(4.5689974, checkpoint.frontEnd().normalization().deviation());
        assertTrue(checkpoint.toString().contains("assumed"), checkpoint.toString());
        String origin =
                checkpoint.encoder().getProvenance().importedFrom().orElseThrow().toString();
        for (String fact : List.of("mini.pth", "file-sha256", "v.head.weight", "assumed", "F32")) {
            assertTrue(origin.contains(fact), fact + " in " + origin);
        }
        assertTrue(checkpoint.encoder().getProvenance().pretrainer().isEmpty());
        Normalization own = new Normalization(-5, 4);
        PublishedCheckpoint given =
                PublishedCheckpoint.read(
                        MiniCheckpoint.file(), new CheckpointOptions().normalization(own));
        assertEquals(own, given.encoder().frontEnd().normalization());
    }

    @Test
    void itsEmbeddingsAreThoseOfThePublishedCode() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file());
        SupervisedNetwork network =
                SupervisedNetwork.embedding(
                        encoder.config(), Pooling.clip(Pooling.Kind.MEAN, encoder.config()));
        float[] arena =
                WeightTransfer.into(
                        network.layout(), encoder.config(), encoder.config(), encoder.weights(), 0);
        Map<String, NamedTensor> golden = Goldens.load("mini.npz");
        assertClose(
                golden.get("pooled"),
                MiniCheckpoint.run(network, arena, golden.get("x")).embeddings());
    }

    @Test
    void fineTuningFromItStartsWhereThePublishedCodeStarts() throws IOException {
        startsAsPublished("mini_finetune_T96_stride10.npz", 96, 10);
        startsAsPublished("mini_finetune_T256_stride16.npz", 256, 16);
    }

    private static void startsAsPublished(String file, int frames, int stride) {
        Map<String, NamedTensor> golden = Goldens.load(file);
        StartingPoint start = StartingPoint.of(null, MiniCheckpoint.file(), frames, stride);
        SupervisedNetwork network =
                SupervisedModelNetwork.of(
                                start.config(), Pooling.Kind.MEAN, 7, HeadLoss.Kind.SQUARED)
                        .network();
        ParameterLayout layout = network.layout();
        float[] arena = start.initialWeights(layout, 1);
        assertClose(
                golden.get("pos_embed"), new float[][] {layout.view("v.pos_embed").read(arena)});
        layout.view("mlp_head.0.weight").write(golden.get("head_norm_weight").floats(), arena);
        layout.view("mlp_head.0.bias").write(golden.get("head_norm_bias").floats(), arena);
        layout.view("mlp_head.1.weight").write(golden.get("head_weight").floats(), arena);
        layout.view("mlp_head.1.bias").write(golden.get("head_bias").floats(), arena);
        assertClose(
                golden.get("logits"), MiniCheckpoint.run(network, arena, golden.get("x")).scores());
    }

    @Test
    void aTrainerTakesItAsItIs() {
        SSAMBATrainer<Label> trainer =
                new SSAMBATrainer<>(
                        new LabelHead(),
                        MiniCheckpoint.file(),
                        48,
                        16,
                        new FineTuningRecipe().epochs(1).batchSize(4),
                        new ComputeDevice(),
                        1);
        Model<Label> model = trainer.train(ToneExamples.carried(4, 1));
        String facts = model.getProvenance().getInstanceProvenance().toString();
        assertTrue(facts.contains("encoder-sha256") && facts.contains("mini.pth"), facts);
    }

    @Test
    void aFineTunedFileBecomesAClassifierWithThePublishedScores() throws IOException {
        Path file = write("tuned.pth", MiniCheckpoint.fineTuned());
        PublishedCheckpoint checkpoint =
                PublishedCheckpoint.read(file, new CheckpointOptions().frames(128).stride(16));
        assertEquals(MiniCheckpoint.CLASSES, checkpoint.outputs());
        assertTrue(checkpoint.toString().contains("its own data"), checkpoint.toString());
        for (Pooling.Kind pooling : Pooling.Kind.values()) {
            SSAMBAModel<Label> model =
                    checkpoint.model(
                            new LabelHead(),
                            new LabelFactory(),
                            LABELS.stream().map(Label::new).toList(),
                            pooling);
            SupervisedNetwork network =
                    SupervisedModelNetwork.of(model.config(), pooling, 10, HeadLoss.Kind.SQUARED)
                            .network();
            Map<String, NamedTensor> golden = Goldens.load("mini.npz");
            InferenceRunner.Result result =
                    MiniCheckpoint.run(
                            network,
                            ModelProtos.arena(
                                    network.layout(), ModelProtos.read(model.serializedWeights())),
                            golden.get("x"));
            boolean mean = pooling == Pooling.Kind.MEAN;
            assertClose(golden.get(mean ? "logits" : "logits_cls"), result.scores());
        }
    }

    @Test
    void theClassifierKeepsTheOrderOfClassesAndIsATribuoModel() throws IOException {
        Path file = write("tuned.pth", MiniCheckpoint.fineTuned());
        SSAMBAModel<Label> model =
                PublishedCheckpoint.read(file, new CheckpointOptions().frames(128))
                        .classifier(LABELS, new LabelHead());
        for (int i = 0; i < LABELS.size(); i++) {
            assertEquals(LABELS.get(i), model.getOutputIDInfo().getOutput(i).getLabel());
        }
        String provenance = model.getProvenance().toString();
        assertTrue(provenance.contains("tuned.pth"), provenance);
        Path saved = folder.resolve("model.tribuo");
        model.serializeToFile(saved);
        Model<Label> loaded = Model.deserializeFromFile(saved).castModel(Label.class);
        assertEquals(model.getProvenance(), loaded.getProvenance());
        assertSamePredictions(model, loaded);
        assertEquals(
                2,
                new LabelEvaluator()
                        .evaluate(loaded, ToneExamples.carried(2, 3))
                        .getConfusionMatrix()
                        .support());

        Path exported = folder.resolve("again.pth");
        model.savePyTorch(exported);
        assertSameTensors(PyTorchCheckpoint.read(file), PyTorchCheckpoint.read(exported));
    }

    private static void assertSamePredictions(Model<Label> expected, Model<Label> actual) {
        List<Prediction<Label>> one = expected.predict(ToneExamples.carried(2, 5));
        List<Prediction<Label>> two = actual.predict(ToneExamples.carried(2, 5));
        for (int i = 0; i < one.size(); i++) {
            assertTrue(one.get(i).distributionEquals(two.get(i), 0));
        }
    }

    @Test
    void theStrideOfAFineTunedFileIsFoundFromItsFrames() throws IOException {
        Map<String, NamedTensor> tensors = MiniCheckpoint.fineTuned();
        String positions = "module.v.pos_embed";
        tensors.put(positions, Goldens.load("mini_finetune_T96_stride10.npz").get("pos_embed"));
        Path file = write("tuned.pth", tensors);
        EncoderConfig config =
                PublishedCheckpoint.read(file, new CheckpointOptions().frames(96)).config();
        assertEquals(MiniCheckpoint.CONFIG.withFrames(96).withStride(10, 10), config);
    }

    @Test
    void halfPrecisionAndMissingPrefixesAreRead() throws IOException {
        Map<String, NamedTensor> mixed = new LinkedHashMap<>();
        int[] count = new int[1];
        MiniCheckpoint.tensors()
                .forEach(
                        (name, tensor) -> {
                            NamedTensor stored =
                                    !tensor.dtype().isFloating()
                                            ? tensor
                                            : switch (count[0]++ % 3) {
                                                case 0 -> MiniCheckpoint.float16(tensor);
                                                case 1 -> MiniCheckpoint.bfloat16(tensor);
                                                default -> tensor;
                                            };
                            mixed.put(name.substring("module.".length()), stored);
                        });
        PretrainedEncoder encoder = PretrainedEncoder.load(write("mixed.pth", mixed));
        encoder.weights()
                .forEach((name, values) -> assertArrayEquals(mixed.get(name).floats(), values));
        assertTrue(
                encoder.getProvenance().toString().contains("BF16, F16, F32"),
                encoder.getProvenance().toString());
    }

    @Test
    void writingAStateDictGivesBackTheSameKeysShapesAndValues() throws IOException {
        Path written = folder.resolve("written.pth");
        PretrainedEncoder.load(MiniCheckpoint.file()).savePyTorch(written);
        assertSameTensors(MiniCheckpoint.tensors(), PyTorchCheckpoint.read(written));
    }

    /** The unused v.head is written as zeros, whatever it was. */
    private static void assertSameTensors(
            Map<String, NamedTensor> expected, Map<String, NamedTensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach(
                (name, tensor) -> {
                    if (name.startsWith("module.v.head.")) {
                        assertArrayEquals(tensor.shape(), actual.get(name).shape(), name);
                        for (float value : actual.get(name).floats()) {
                            assertEquals(0f, value);
                        }
                    } else {
                        assertEquals(tensor, actual.get(name));
                    }
                });
    }

    @Test
    void safetensorsKeepEveryKeyAndTheProvenance() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file());
        Path file = folder.resolve("encoder.safetensors");
        encoder.saveSafetensors(file);
        Map<String, NamedTensor> written = Safetensors.read(file).tensors();
        MiniCheckpoint.tensors()
                .forEach(
                        (name, tensor) -> {
                            String bare = name.substring("module.".length());
                            if (!bare.startsWith("v.head.")) {
                                assertEquals(tensor.withName(bare), written.get(bare));
                            }
                        });
        PretrainedEncoder loaded = PretrainedEncoder.load(file);
        assertSameWeights(encoder, loaded);
        assertEquals(encoder.frontEnd(), loaded.frontEnd());
        assertEquals(encoder.getProvenance(), loaded.getProvenance());
        Path again = folder.resolve("again.safetensors");
        loaded.saveSafetensors(again);
        assertSameWeights(encoder, PretrainedEncoder.load(again));
    }

    /** Safetensors begin with the length of their header, which may be a magic number of others. */
    @ParameterizedTest
    @ValueSource(ints = {0x80, 'K' << 8 | 'P'})
    void safetensorsWhoseLengthLooksLikePyTorchAreSafetensors(int low) throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file());
        Path file = folder.resolve("encoder.safetensors");
        encoder.saveSafetensors(file);
        ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) old.getLong();
        int mask = low > 0xff ? 0xffff : 0xff;
        int padded = header;
        while ((padded & mask) != low) {
            padded++;
        }
        ByteBuffer same =
                ByteBuffer.allocate(old.capacity() + padded - header)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(padded);
        same.put(old.slice(8, header)).put(" ".repeat(padded - header).getBytes());
        same.put(old.slice(8 + header, old.capacity() - 8 - header));
        Files.write(file, same.array());
        assertSameWeights(encoder, PretrainedEncoder.load(file));
    }

    /** Other tools keep tensors and drop what they do not know. */
    @Test
    void safetensorsWithoutOurMetadataAreAStateDict() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file());
        Path file = folder.resolve("encoder.safetensors");
        encoder.saveSafetensors(file);
        Path bare = folder.resolve("bare.safetensors");
        Safetensors.write(bare, Safetensors.read(file).tensors(), Map.of());
        PublishedCheckpoint checkpoint = PublishedCheckpoint.read(bare);
        assertTrue(checkpoint.leftover().isEmpty());
        assertSameWeights(encoder, checkpoint.encoder());
    }

    @Test
    void anEncoderPretrainedHereKeepsItsProvenanceInEachFormat() throws Exception {
        // Saved before provenance could name a file of weights.
        PretrainedEncoder old =
                PretrainedEncoder.load(
                        Path.of(getClass().getResource("/saved/encoder-0.1.ssamba").toURI()));
        assertTrue(old.getProvenance().pretrainer().isPresent());
        assertTrue(old.getProvenance().corpus().isPresent());
        assertTrue(old.getProvenance().importedFrom().isEmpty());
        assertTrue(old.getProvenance().run().getMap().containsKey("steps"));
        Path own = folder.resolve("encoder.ssamba");
        Path safetensors = folder.resolve("encoder.safetensors");
        old.save(own);
        old.saveSafetensors(safetensors);
        for (Path file : List.of(own, safetensors)) {
            PretrainedEncoder loaded = PretrainedEncoder.load(file);
            assertSameWeights(old, loaded);
            assertEquals(old.frontEnd(), loaded.frontEnd());
            assertEquals(old.getProvenance(), loaded.getProvenance());
            assertEquals(old.getProvenance().hashCode(), loaded.getProvenance().hashCode());
        }
        Path exported = folder.resolve("encoder.pth");
        old.savePyTorch(exported);
        PretrainedEncoder imported =
                PublishedCheckpoint.read(
                                exported,
                                new CheckpointOptions()
                                        .normalization(old.frontEnd().normalization()))
                        .encoder();
        assertSameWeights(old, imported);
        assertEquals(old.frontEnd(), imported.frontEnd());
        assertFalse(old.getProvenance().equals(imported.getProvenance()));
    }

    @Test
    void anEncoderWithoutPretrainingHeadsIsSavedAsSuch() throws IOException {
        Path file = write("tuned.pth", MiniCheckpoint.fineTuned());
        PretrainedEncoder encoder =
                PublishedCheckpoint.read(file, new CheckpointOptions().frames(128)).encoder();
        assertFalse(encoder.hasPretrainingHeads());
        AudioClip clip = AudioClip.of(ToneExamples.tone(true, 1), ToneExamples.RATE);
        assertThrows(
                IllegalStateException.class,
                () -> encoder.reconstruct(clip, 3, 1, new ComputeDevice()));
        List<Path> saved = new ArrayList<>();
        for (String name : List.of("a.ssamba", "a.safetensors", "a.pth")) {
            saved.add(folder.resolve(name));
        }
        encoder.save(saved.get(0));
        encoder.saveSafetensors(saved.get(1));
        encoder.savePyTorch(saved.get(2));
        for (Path each : saved) {
            assertSameWeights(encoder, PretrainedEncoder.load(each));
        }
    }

    @Test
    void overlappingPatchesHaveNoPlaceInAPretrainingFile() throws IOException {
        Map<String, NamedTensor> tensors = MiniCheckpoint.fineTuned();
        tensors.put(
                "module.v.pos_embed",
                Goldens.load("mini_finetune_T96_stride10.npz").get("pos_embed"));
        PretrainedEncoder encoder =
                PublishedCheckpoint.read(
                                write("tuned.pth", tensors), new CheckpointOptions().frames(96))
                        .encoder();
        Path file = folder.resolve("encoder.pth");
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> encoder.savePyTorch(file));
        assertTrue(e.getMessage().contains("saveSafetensors"), e.getMessage());
        Path safetensors = folder.resolve("encoder.safetensors");
        encoder.saveSafetensors(safetensors);
        assertSameWeights(encoder, PretrainedEncoder.load(safetensors));
    }
}
