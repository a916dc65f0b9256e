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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.checkpoint.SafetensorsFile;
import org.ssamba.head.LabelHead;
import org.ssamba.published.CheckpointOptions;
import org.ssamba.published.PublishedCheckpoint;
import org.ssamba.training.Normalization;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.sequence.SequenceModel;

/** A fine-tuned model as safetensors: nothing has to be assumed when it is read. */
class ModelSafetensorsTest {
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);

    @TempDir static Path folder;
    private static SSAMBAModel<Label> model;
    private static Path file;

    @BeforeAll
    static void saveAModel() throws IOException {
        model =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderShape.tiny().size(16, 2).frames(48).stride(10))
                        .recipe(new FineTuningRecipe().epochs(2).batchSize(8).learningRate(3e-3))
                        .device(CPU)
                        .build()
                        .train(ToneExamples.carried(16, 1));
        file = folder.resolve("model.safetensors");
        model.saveSafetensors(file);
    }

    @Test
    void itPredictsTheSameToTheLastBit() throws IOException {
        PublishedCheckpoint read = PublishedCheckpoint.read(file);
        assertEquals(model.config(), read.config());
        assertEquals(model.frontEnd(), read.frontEnd());
        assertEquals(List.of(), read.leftover());
        assertEquals(model.getOutputIDInfo().size(), read.outputs());
        SSAMBAModel<Label> again =
                SSAMBAModel.classifier(read, read.outputNames(), new LabelHead());
        again.setDevice(CPU);
        assertEquals(GoldenPredictions.of(model), GoldenPredictions.of(again));
        String origin = again.getProvenance().toString();
        assertTrue(origin.contains("described-provenance"), origin);
        assertTrue(origin.contains("examples-sha256"), "that of the saved model is kept");

        Path saved = folder.resolve("again.tribuo");
        again.serializeToFile(saved);
        Model<Label> loaded = Model.deserializeFromFile(saved).castModel(Label.class);
        assertEquals(again.getProvenance(), loaded.getProvenance());
        Path encoder = folder.resolve("again.ssamba");
        PretrainedEncoder.of(read).save(encoder);
        assertEquals(
                PretrainedEncoder.of(read).getProvenance(),
                PretrainedEncoder.load(encoder).getProvenance());
    }

    @Test
    void theEncoderCanBeLoadedAlone() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(file);
        assertArrayEquals(model.encoder().arena(), encoder.arena());
        assertEquals(model.encoder().getProvenance(), encoder.getProvenance());
        assertEquals(model.frontEnd(), encoder.frontEnd());
    }

    @Test
    void optionsAreRefusedSinceNothingIsLeftToSay() {
        CheckpointOptions options = new CheckpointOptions().normalization(new Normalization(0, 1));
        CheckpointFormatException e =
                assertThrows(
                        CheckpointFormatException.class,
                        () -> PublishedCheckpoint.read(file, options));
        assertTrue(e.getMessage().contains("without options"), e.getMessage());
    }

    @Test
    void aChangedHeadIsNoticed() throws IOException {
        SafetensorsFile content = Safetensors.read(file);
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(content.tensors());
        String bias = "mlp_head.1.bias";
        float[] values = tensors.get(bias).floats();
        values[1] += 1e-6f;
        tensors.put(bias, NamedTensor.of(bias, new int[] {values.length}, values));
        Path changed = folder.resolve("changed.safetensors");
        Safetensors.write(changed, tensors, content.metadata());
        for (var read :
                List.<Executable>of(
                        () -> PublishedCheckpoint.read(changed),
                        () -> PretrainedEncoder.load(changed))) {
            CheckpointFormatException e = assertThrows(CheckpointFormatException.class, read);
            assertTrue(e.getMessage().contains("ssamba.weights-sha256"), e.getMessage());
        }
    }

    @Test
    void withoutItsMetadataItIsAStateDict() throws IOException {
        Path bare = folder.resolve("bare.safetensors");
        Safetensors.write(bare, Safetensors.read(file).tensors(), Map.of());
        PublishedCheckpoint read =
                PublishedCheckpoint.read(
                        bare,
                        new CheckpointOptions()
                                .frames(48)
                                .normalization(model.frontEnd().normalization()));
        assertEquals(List.of(), read.outputNames());
        List<String> labels = PublishedCheckpoint.read(file).outputNames();
        SSAMBAModel<Label> again = SSAMBAModel.classifier(read, labels, new LabelHead());
        again.setDevice(CPU);
        assertEquals(GoldenPredictions.of(model), GoldenPredictions.of(again));
    }

    @Test
    void modelsOfSecondsToo() throws IOException {
        SSAMBASequenceModel seconds =
                (SSAMBASequenceModel)
                        SequenceModel.deserializeFromFile(GoldenFiles.file("sequence-0.1"))
                                .castModel(Label.class);
        seconds.setDevice(CPU);
        Path saved = folder.resolve("seconds.safetensors");
        seconds.saveSafetensors(saved);
        PublishedCheckpoint read = PublishedCheckpoint.read(saved);
        SSAMBASequenceModel again =
                SSAMBASequenceModel.of(
                        read, read.outputNames(), new LabelHead(), SecondsPooling.PER_SECOND);
        again.setDevice(CPU);
        assertEquals(GoldenPredictions.of(seconds), GoldenPredictions.of(again));
    }
}
