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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.checkpoint.SafetensorsFile;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.head.LabelHead;
import org.ssamba.published.CheckpointOptions;
import org.ssamba.published.PublishedCheckpoint;
import org.ssamba.training.Normalization;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluator;

/** What docs/pretraining.md and docs/file-formats.md show of state dicts, on a small one. */
class StateDictGuideTest {
    @TempDir Path folder;

    @Test
    void publishedFiles() throws IOException {
        Files.copy(MiniCheckpoint.file(), folder.resolve("ssamba_tiny_400.pth"));
        PyTorchCheckpoint.write(folder.resolve("esc50.pth"), fineTunedFor512Frames());
        List<String> labels =
                IntStream.range(2, MiniCheckpoint.CLASSES)
                        .mapToObj(i -> "class " + i)
                        .collect(Collectors.toList());
        labels.addAll(List.of("high", "low"));
        MutableDataset<Label> test = ToneExamples.carried(2, 1);
        // docs/pretraining.md: begin
        Path weights = folder.resolve("ssamba_tiny_400.pth");
        SSAMBATrainer<Label> trainer =
                new SSAMBATrainer<>(
                        new LabelHead(), EncoderSource.file(weights), new FineTuningRecipe());
        PretrainedEncoder published = PretrainedEncoder.load(weights);
        // docs/pretraining.md: end
        // docs/pretraining.md: begin
        PublishedCheckpoint checkpoint =
                PublishedCheckpoint.read(
                        weights,
                        new CheckpointOptions()
                                .normalization(new Normalization(-6.6268077, 5.358466)));
        System.out.println(checkpoint.config()); // inferred from the shapes
        System.out.println(checkpoint.leftover()); // [v.head.bias, v.head.weight]
        System.out.println(checkpoint.notes()); // what was there, what was assumed
        PretrainedEncoder.of(checkpoint).save(folder.resolve("tiny.ssamba"));
        // docs/pretraining.md: end
        // docs/pretraining.md: begin
        PublishedCheckpoint tuned =
                PublishedCheckpoint.read(
                        folder.resolve("esc50.pth"),
                        new CheckpointOptions()
                                .frames(512)
                                .stride(10)
                                .normalization(new Normalization(-6.6268077, 5.358466)));
        LabelHead head = new LabelHead(); // trained by sigmoids: new LabelHead(0f, true, Map.of())
        SSAMBAModel<Label> classifier = SSAMBAModel.classifier(tuned, labels, head);
        System.out.println(new LabelEvaluator().evaluate(classifier, test));
        // docs/pretraining.md: end
        // docs/pretraining.md: begin
        published.savePyTorch(folder.resolve("for-python.pth"));
        published.saveSafetensors(folder.resolve("encoder.safetensors"));
        classifier.savePyTorch(folder.resolve("classifier-for-python.pth"));
        // docs/pretraining.md: end
        assertTrue(trainer.toString().contains("ssamba_tiny_400.pth"), trainer.toString());
        assertEquals(List.of("v.head.bias", "v.head.weight"), checkpoint.leftover());
        for (String file : List.of("tiny.ssamba", "for-python.pth", "encoder.safetensors")) {
            PretrainedEncoder again = PretrainedEncoder.load(folder.resolve(file));
            assertArrayEquals(
                    published.weights().get("v.pos_embed"), again.weights().get("v.pos_embed"));
        }
        assertEquals(
                PyTorchCheckpoint.read(folder.resolve("esc50.pth")).keySet(),
                PyTorchCheckpoint.read(folder.resolve("classifier-for-python.pth")).keySet());
    }

    private static Map<String, NamedTensor> fineTunedFor512Frames() throws IOException {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>(MiniCheckpoint.fineTuned());
        EncoderConfig config = MiniCheckpoint.CONFIG.withFrames(512).withStride(10, 10);
        int positions = 1 + 12 * 50;
        String name = "module.v.pos_embed";
        tensors.put(
                name,
                NamedTensor.of(
                        name,
                        new int[] {1, positions, config.width()},
                        new float[positions * config.width()]));
        return tensors;
    }

    @Test
    void otherTensors() throws IOException {
        Files.copy(MiniCheckpoint.file(), folder.resolve("weights.pth"));
        // docs/file-formats.md: begin
        Map<String, NamedTensor> tensors = PyTorchCheckpoint.read(folder.resolve("weights.pth"));
        Safetensors.write(
                folder.resolve("weights.safetensors"), tensors, Map.of("from", "weights.pth"));
        SafetensorsFile file = Safetensors.read(folder.resolve("weights.safetensors"));
        float[] positions = file.tensors().get("module.v.pos_embed").floats();
        // docs/file-formats.md: end
        assertEquals(tensors, file.tensors());
        assertEquals(65 * 48, positions.length);
    }
}
