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
package org.ssamba.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.audio.AudioReader;
import org.ssamba.data.AudioCorpus;
import org.ssamba.pretraining.PatchReconstruction;
import org.ssamba.work.WorkListener;

/** The encoder with which the quick start compares. */
class UntrainedEncoderTest {
    private static final Path VOICE = Path.of("corpus", "en-us-m1");

    private final AudioCorpus corpus = new AudioCorpus(VOICE);
    private final EncoderShape shape = EncoderShape.tiny().size(8, 2).frames(64).patches(128, 4);
    private final SSAMBAPretrainer pretrainer =
            new SSAMBAPretrainer(
                    shape, new PretrainingRecipe().steps(2).batchSize(2).learningRate(1e-3));

    @Test
    void itIsWherePretrainingStarts() {
        pretrainer.setListener(WorkListener.SILENT);
        PretrainedEncoder untrained = pretrainer.untrained(corpus);
        PretrainedEncoder pretrained = pretrainer.pretrain(corpus);
        assertEquals(pretrained.frontEnd(), untrained.frontEnd());
        // Two steps of a small rate change weights only slightly.
        float[] before = untrained.weights().get("mask_embed");
        float[] after = pretrained.weights().get("mask_embed");
        assertNotEquals(Arrays.toString(before), Arrays.toString(after));
        assertArrayEquals(before, after, 0.01f);
    }

    @Test
    void itDrawsWhatWasHiddenAndKeepsTheRest() {
        PatchReconstruction drawn =
                pretrainer
                        .untrained(corpus)
                        .reconstruct(
                                AudioReader.read(VOICE.resolve("one-1.flac")),
                                5,
                                1,
                                new ComputeDevice());
        int changed = 0;
        for (int frame = 0; frame < 64; frame++) {
            boolean same =
                    Arrays.equals(
                            Arrays.copyOfRange(drawn.original(), frame * 128, frame * 128 + 128),
                            Arrays.copyOfRange(
                                    drawn.reconstructed(), frame * 128, frame * 128 + 128));
            assertEquals(drawn.hidden()[frame / 4], !same, "frame " + frame);
            changed += same ? 0 : 1;
        }
        assertEquals(5 * 4, changed);
    }
}
