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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioCorpus;
import org.ssamba.training.Checkpointing;
import org.ssamba.watch.LabelledProbe;
import org.ssamba.watch.PretrainingPictures;
import org.ssamba.work.MetricsFile;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.common.nearest.KNNModel;
import org.tribuo.common.nearest.KNNTrainer;
import org.tribuo.math.distance.CosineDistance;
import org.tribuo.math.neighbour.NeighboursQueryFactoryType;

/**
 * What docs/pretraining.md says of runs that are stopped and go on; only the files lie elsewhere.
 */
class PretrainingGuideTest {
    @TempDir Path folder;

    @Test
    void statesAndFurtherPretraining() throws IOException {
        ToneExamples.inFiles(folder.resolve("clips"), 6, 1);
        AudioCorpus corpus = new AudioCorpus(folder.resolve("clips"));
        PretrainingRecipe recipe = new PretrainingRecipe().steps(3).batchSize(2).maskedPatches(4);
        SSAMBAPretrainer pretrainer =
                new SSAMBAPretrainer(EncoderShape.tiny().size(16, 2).frames(32), recipe);
        Path metrics = folder.resolve("metrics.csv");
        WorkListener listener = new MetricsFile(metrics, Work.PRETRAINING);

        MutableDataset<Label> labelled = ToneExamples.carried(4, 1);
        MutableDataset<Label> others = ToneExamples.carried(4, 30);
        // docs/pretraining.md: begin
        LabelledProbe probe =
                new LabelledProbe(
                        labelled, // the clips that the simple model learns from
                        others, // those that it is tested on
                        new KNNTrainer<>(
                                3,
                                new CosineDistance(),
                                1,
                                new VotingCombiner(),
                                KNNModel.Backend.THREADPOOL,
                                NeighboursQueryFactoryType.BRUTE_FORCE),
                        new ComputeDevice());
        pretrainer.setProbe(probe);
        // docs/pretraining.md: end
        List<AudioClip> clips =
                List.of(AudioClip.of(ToneExamples.tone(true, 50), ToneExamples.RATE));
        int hiddenPatches = 4;
        // docs/pretraining.md: begin
        PretrainingPictures pictures =
                new PretrainingPictures(
                        folder.resolve("pictures"), clips, hiddenPatches, new ComputeDevice());
        pretrainer.setListener(WorkListener.all(listener, pictures));
        pretrainer.setProbe(SSAMBAPretrainer.Probe.all(probe, pictures));
        // docs/pretraining.md: end
        // docs/pretraining.md: begin
        Checkpointing often =
                Checkpointing.to(folder.resolve("often.safetensors"))
                        .every(Duration.ofMinutes(2)) // and besides
                        .everySteps(500)
                        .keeping(5);
        PretrainedEncoder ended = pretrainer.pretrain(corpus, null, often);
        PretrainedEncoder state = PretrainedEncoder.ofCheckpoint(often.file());
        // docs/pretraining.md: end
        assertArrayEquals(ended.arena(), state.arena());
        assertEquals(7, Files.readAllLines(metrics).size(), "steps, probes, a look at the device");
        // docs/pretraining.md: begin
        EncoderShape longer = EncoderShape.of(state.config()).frames(640);
        PretrainedEncoder further =
                new SSAMBAPretrainer(longer, recipe.learningRate(3e-5)).pretrain(corpus, state);
        // docs/pretraining.md: end
        assertEquals(640, further.config().frames());
        often.delete();
        try (var left = Files.list(folder)) {
            assertEquals(
                    List.of("clips", "metrics.csv", "pictures"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }
}
