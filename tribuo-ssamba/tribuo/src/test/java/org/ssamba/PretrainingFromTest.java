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

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioCorpus;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.head.LabelHead;
import org.ssamba.training.Checkpointing;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

/** Pretraining that starts from an encoder. */
class PretrainingFromTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);

    @TempDir Path folder;
    private MutableDataset<Label> tones;
    private AudioCorpus corpus;

    @BeforeEach
    void writeTones() {
        tones = ToneExamples.inFiles(folder.resolve("tones"), 6, 1);
        corpus = AudioCorpus.of(tones);
    }

    private static PretrainingRecipe steps(long steps) {
        return new PretrainingRecipe().steps(steps).batchSize(4).maskedPatches(6);
    }

    private PretrainedEncoder further(PretrainedEncoder from, EncoderShape shape) {
        return new SSAMBAPretrainer(shape, steps(2).learningRate(1e-9)).pretrain(corpus, from);
    }

    /** At a rate of almost nothing it is where it started. */
    private static void assertStartsFrom(PretrainedEncoder from, PretrainedEncoder encoder) {
        Map<String, float[]> before = from.weights();
        Map<String, float[]> after = encoder.weights();
        before.forEach(
                (name, values) -> {
                    if (!name.equals("v.pos_embed")) {
                        assertArrayEquals(values, after.get(name), 1e-6f, name);
                    }
                });
    }

    private static Map<String, Provenance> facts(PretrainedEncoder encoder) {
        Map<String, Provenance> facts = new java.util.HashMap<>();
        encoder.getProvenance().run().getMap().forEach(facts::put);
        return facts;
    }

    @Test
    void itGoesOnFromItsOwnEncoderWithHeads() throws IOException {
        PretrainedEncoder first = new SSAMBAPretrainer(SHAPE, steps(3)).pretrain(corpus);
        PretrainedEncoder second = further(first, SHAPE);
        assertStartsFrom(first, second);
        assertEquals(first.weights().keySet(), second.weights().keySet());
        assertEquals(first.getProvenance(), facts(second).get("encoder-provenance"));
        Path file = folder.resolve("second.ssamba");
        second.save(file);
        assertEquals(second.getProvenance(), PretrainedEncoder.load(file).getProvenance());
    }

    @Test
    void lengthAndStrideAreAdapted() {
        PretrainedEncoder first = new SSAMBAPretrainer(SHAPE, steps(3)).pretrain(corpus);
        EncoderShape other = SHAPE.frames(64).stride(8);
        PretrainedEncoder second = further(first, other);
        assertEquals(other.config(), second.config());
        assertStartsFrom(first, second);
    }

    @Test
    void itGoesOnFromAFineTunedModelWithFreshHeads() {
        SSAMBAModel<Label> model =
                new SSAMBATrainer<>(
                                new LabelHead(),
                                SHAPE,
                                new FineTuningRecipe().epochs(1).batchSize(4))
                        .train(tones);
        PretrainedEncoder from = model.encoder();
        assertFalse(from.hasPretrainingHeads());
        PretrainedEncoder encoder = further(from, SHAPE);
        assertTrue(encoder.hasPretrainingHeads());
        assertStartsFrom(from, encoder);
    }

    @Test
    void itGoesOnFromAPublishedFile() throws IOException {
        Path file = folder.resolve("published.pth");
        new SSAMBAPretrainer(SHAPE, steps(3)).pretrain(corpus).savePyTorch(file);
        PretrainedEncoder published = PretrainedEncoder.load(file);
        assertStartsFrom(published, further(published, EncoderShape.of(published.config())));
    }

    @Test
    void anEncoderOfAnotherShapeIsRefused() {
        PretrainedEncoder first = new SSAMBAPretrainer(SHAPE, steps(1)).pretrain(corpus);
        EncoderConfig wider = SHAPE.size(32, 2).config();
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> further(first, EncoderShape.of(wider)));
        assertTrue(e.getMessage().contains("cannot become"), e.getMessage());
    }

    @Test
    void aRunFromAnotherEncoderIsAnotherRun() {
        Path file = folder.resolve("run.safetensors");
        SSAMBAPretrainer pretrainer = new SSAMBAPretrainer(SHAPE, steps(2));
        PretrainedEncoder first = pretrainer.pretrain(corpus, file);
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> pretrainer.pretrain(corpus, first, Checkpointing.to(file)));
        assertTrue(e.getMessage().contains("from is "), e.getMessage());
    }
}
