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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioSequences;
import org.ssamba.head.LabelHead;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceModel;

/** What is loaded is saved as the file that it came from, to the last byte. */
class SameBytesTest {
    @TempDir static Path folder;
    private static GuideTones tones;

    @BeforeAll
    static void train() throws IOException {
        tones = new GuideTones(folder);
    }

    @Test
    void aModel() throws IOException {
        Path file = folder.resolve("model.tribuo");
        Path again = folder.resolve("again.tribuo");
        SSAMBAModel<Label> fromEncoder =
                new SSAMBATrainer<>(
                                new LabelHead(),
                                EncoderSource.file(tones.encoder),
                                GuideTones.RECIPE.epochs(1))
                        .train(tones.train);
        for (SSAMBAModel<Label> model : List.of(tones.model, fromEncoder)) {
            model.serializeToFile(file);
            Model<?> loaded = Model.deserializeFromFile(file);
            assertEquals(model.getProvenance(), loaded.getProvenance());
            loaded.serializeToFile(again);
            assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
        }
    }

    @Test
    void aSequenceModel() throws IOException {
        MutableSequenceDataset<Label> seconds =
                new MutableSequenceDataset<>(
                        List.of(
                                AudioSequences.create(
                                        GoldenClips.clip(2, 0.3, 0, 1),
                                        List.of(new Label("high"), new Label("low")))),
                        new SimpleDataSourceProvenance("tones", ToneExamples.LABELS),
                        ToneExamples.LABELS);
        SSAMBASequenceModel model =
                new SSAMBASequenceTrainer(
                                new LabelHead(),
                                GuideTones.SHAPE.frames(208),
                                GuideTones.RECIPE.epochs(1))
                        .train(seconds);
        Path file = folder.resolve("sequence.tribuo");
        Path again = folder.resolve("sequence-again.tribuo");
        model.serializeToFile(file);
        SequenceModel.deserializeFromFile(file).serializeToFile(again);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    @Test
    void anEncoder() throws IOException {
        Path again = folder.resolve("again.ssamba");
        PretrainedEncoder.load(tones.encoder).save(again);
        assertArrayEquals(Files.readAllBytes(tones.encoder), Files.readAllBytes(again));

        Path tensors = folder.resolve("encoder.safetensors");
        PretrainedEncoder fromModel = tones.model.encoder();
        fromModel.saveSafetensors(tensors);
        fromModel.save(again);
        Path third = folder.resolve("third.ssamba");
        PretrainedEncoder.load(tensors).save(third);
        assertArrayEquals(Files.readAllBytes(again), Files.readAllBytes(third));
        Path tensorsAgain = folder.resolve("again.safetensors");
        PretrainedEncoder.load(tensors).saveSafetensors(tensorsAgain);
        assertArrayEquals(Files.readAllBytes(tensors), Files.readAllBytes(tensorsAgain));
    }
}
