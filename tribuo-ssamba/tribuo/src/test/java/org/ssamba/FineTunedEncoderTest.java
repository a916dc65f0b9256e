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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.LabelHead;
import org.ssamba.training.InferenceRunner;
import org.tribuo.classification.Label;

/** The encoder inside a fine-tuned model, taken out. */
class FineTunedEncoderTest {
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);
    private static final List<AudioClip> CLIPS =
            List.of(
                    AudioClip.of(ToneExamples.tone(false, 3), ToneExamples.RATE),
                    AudioClip.of(ToneExamples.tone(true, 4), ToneExamples.RATE));

    @TempDir static Path folder;
    private static SSAMBAModel<Label> model;

    @BeforeAll
    static void train() {
        model =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderShape.tiny().size(16, 2).frames(48))
                        .recipe(new FineTuningRecipe().epochs(1).batchSize(8))
                        .device(CPU)
                        .build()
                        .train(ToneExamples.carried(16, 1));
    }

    @Test
    void itsEmbeddingsAreWhatTheModelPoolsBeforeItsHead() {
        PretrainedEncoder encoder = model.encoder();
        SpectrogramClips clips =
                SpectrogramClips.ofWaveforms(
                        new DecodingSpectrogramSource(model.frontEnd().logMel()),
                        model.config().frames(),
                        CLIPS);
        try (InferenceRunner runner =
                new InferenceRunner(
                        CPU.backend(),
                        model.trained.network().network(),
                        model.trained.weights(),
                        model.frontEnd().normalization(),
                        2)) {
            float[][] pooled = runner.run(clips).embeddings();
            assertArrayEquals(pooled, encoder.embed(CLIPS, CPU));
            assertFalse(
                    java.util.Arrays.equals(
                            pooled[0],
                            encoder.embed(
                                            clips,
                                            Pooling.clip(
                                                    Pooling.Kind.CLASS_TOKEN, encoder.config()),
                                            CPU)[0]));
        }
        assertEquals(model.config(), encoder.config());
        assertFalse(encoder.hasPretrainingHeads());
    }

    @Test
    void itSaysWhichModelItIsOfAndStaysTheSameInAFile() throws Exception {
        PretrainedEncoder encoder = model.encoder();
        EncoderProvenance provenance = encoder.getProvenance();
        assertEquals(model.getProvenance(), provenance.model().orElseThrow());
        assertTrue(provenance.pretrainer().isEmpty() && provenance.importedFrom().isEmpty());
        for (String name : List.of("encoder.ssamba", "encoder.safetensors")) {
            Path file = folder.resolve(name);
            if (name.endsWith("safetensors")) {
                encoder.saveSafetensors(file);
            } else {
                encoder.save(file);
            }
            PretrainedEncoder loaded = PretrainedEncoder.load(file);
            assertEquals(provenance, loaded.getProvenance(), name);
            assertArrayEquals(encoder.embed(CLIPS, CPU), loaded.embed(CLIPS, CPU), name);
        }
    }
}
