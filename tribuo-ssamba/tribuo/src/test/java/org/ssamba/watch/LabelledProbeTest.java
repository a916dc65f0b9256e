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
package org.ssamba.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.ToneExamples;
import org.ssamba.data.AudioCorpus;
import org.ssamba.work.WorkEvent;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.math.distance.CosineDistance;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;

class LabelledProbeTest {
    @TempDir Path folder;

    private final List<WorkEvent.Probe> probed = new ArrayList<>();

    private PretrainedEncoder pretrain(SSAMBAPretrainer.Probe probe, long steps, Path checkpoint) {
        SSAMBAPretrainer pretrainer =
                SSAMBAPretrainer.builder(EncoderShape.tiny().size(16, 2).frames(48))
                        .recipe(
                                new PretrainingRecipe()
                                        .steps(steps)
                                        .batchSize(4)
                                        .maskedPatches(6)
                                        .warmUp(0, 1)
                                        .validation(2, 0))
                        .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                        .listener(
                                (work, event) -> {
                                    if (event instanceof WorkEvent.Probe seen) {
                                        probed.add(seen);
                                    }
                                })
                        .build();
        pretrainer.setProbe(probe);
        AudioCorpus corpus = new AudioCorpus(folder.resolve("unlabelled"));
        return pretrainer.pretrain(corpus, checkpoint);
    }

    private static LabelledProbe probe(MutableDataset<Label> train, MutableDataset<Label> test) {
        KNNTrainer<Label> neighbours =
                new KNNTrainer<>(
                        3,
                        new CosineDistance(),
                        1,
                        new VotingCombiner(),
                        KNNModel.Backend.THREADPOOL,
                        NeighboursQueryFactoryType.BRUTE_FORCE);
        return new LabelledProbe(
                train, test, neighbours, new ComputeDevice(ComputeDevice.Kind.CPU));
    }

    @Test
    void whatIsLearnedDoesNotDependOnWhoLooks() {
        ToneExamples.inFiles(folder.resolve("unlabelled"), 6, 500);
        MutableDataset<Label> train = ToneExamples.carried(8, 1);
        MutableDataset<Label> test = ToneExamples.carried(6, 300);
        Map<String, float[]> plain = pretrain(null, 5, null).weights();
        assertEquals(List.of(), probed);

        Path checkpoint = folder.resolve("run.safetensors");
        Map<String, float[]> watched = pretrain(probe(train, test), 5, checkpoint).weights();
        plain.forEach((name, values) -> assertArrayEquals(values, watched.get(name), name));
        assertEquals(List.of(0L, 2L, 4L, 5L), probed.stream().map(p -> p.pace().done()).toList());
        for (WorkEvent.Probe seen : probed) {
            assertTrue(seen.accuracy() > 0.6, "tones of two pitches: " + seen);
            assertTrue(seen.macroRecall() > 0.6, "tones of two pitches: " + seen);
        }

        // Of a run that has ended, nothing new is found.
        probed.clear();
        pretrain(probe(train, test), 5, checkpoint);
        assertEquals(List.of(), probed);
    }

    @Test
    void aProbeNeedsClips() {
        MutableDataset<Label> none = ToneExamples.dataset(List.of());
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> probe(ToneExamples.carried(2, 1), none));
        assertTrue(e.getMessage().contains("clips to test on"), e.getMessage());
    }
}
