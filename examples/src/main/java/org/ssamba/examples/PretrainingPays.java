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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.EncoderSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.head.LabelHead;
import org.ssamba.work.WorkListener;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluator;

/**
 * Measures what pretraining gains on the corpus of the examples: over three seeds, the accuracy of
 * linear probes and of fine-tuned models on unseen voices, with pretrained and with untrained
 * encoders. Fails if the probe gains less than the least gain, or if pretraining harms fine-tuning.
 */
public final class PretrainingPays {
    private static final int SEEDS = 3;
    private static final double LEAST_GAIN = 0.10;

    private PretrainingPays() {}

    /** Accuracies of one seed, or their means. */
    private record Row(double probe, double probeBefore, double tuned, double scratch) {
        Row plus(Row other, double share) {
            return new Row(
                    probe + share * other.probe,
                    probeBefore + share * other.probeBefore,
                    tuned + share * other.tuned,
                    scratch + share * other.scratch);
        }

        void print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.3f | %.3f |%n",
                    name,
                    probe,
                    probeBefore,
                    tuned,
                    scratch);
        }
    }

    /**
     * Prints the table.
     *
     * @param args none.
     * @throws IOException if the encoder cannot be saved to a temporary file.
     */
    public static void main(String[] args) throws IOException {
        Logger.getLogger("").setLevel(Level.SEVERE);
        ClipData clips = ClipData.ofManifest(QuickStartOptions.CORPUS, UnreadableAudio.FAIL, 1);
        System.out.println(
                "| seed | probe, pretrained | probe, untrained | fine-tuned, pretrained |"
                        + " fine-tuned, from scratch |");
        System.out.println("|---|---|---|---|---|");
        Row mean = new Row(0, 0, 0, 0);
        for (int seed = 1; seed <= SEEDS; seed++) {
            Row row = run(clips, seed);
            row.print(Integer.toString(seed));
            mean = mean.plus(row, 1.0 / SEEDS);
        }
        mean.print("mean");
        if (mean.probe - mean.probeBefore < LEAST_GAIN || mean.tuned < mean.scratch) {
            System.out.println("Pretraining did not pay.");
            System.exit(1);
        }
    }

    private static Row run(ClipData clips, long seed) throws IOException {
        ComputeDevice device = new ComputeDevice();
        EncoderShape shape = Recipes.shape(clips.longSeconds());
        AudioCorpus corpus = AudioCorpus.of(clips.train());
        SSAMBAPretrainer pretrainer =
                SSAMBAPretrainer.builder(shape)
                        .recipe(Recipes.pretraining(shape, Recipes.PRETRAINING_STEPS))
                        .device(device)
                        .seed(seed)
                        .listener(WorkListener.SILENT)
                        .build();
        PretrainedEncoder encoder = pretrainer.pretrain(corpus);
        Path file = Files.createTempFile("encoder", ".ssamba");
        try {
            encoder.save(file);
            SSAMBATrainer<Label> tuning =
                    SSAMBATrainer.builder(new LabelHead())
                            .encoder(EncoderSource.file(file))
                            .recipe(Recipes.fineTuning(Recipes.EPOCHS))
                            .device(device)
                            .seed(seed)
                            .build();
            SSAMBATrainer<Label> scratch =
                    SSAMBATrainer.builder(new LabelHead())
                            .encoder(shape)
                            .recipe(Recipes.fineTuning(Recipes.EPOCHS))
                            .device(device)
                            .seed(seed)
                            .build();
            return new Row(
                    LinearProbe.accuracy(encoder, clips, seed),
                    LinearProbe.accuracy(pretrainer.untrained(corpus), clips, seed),
                    accuracy(tuning, clips),
                    accuracy(scratch, clips));
        } finally {
            Files.delete(file);
        }
    }

    private static double accuracy(SSAMBATrainer<Label> trainer, ClipData clips) {
        trainer.setListener(WorkListener.SILENT);
        return new LabelEvaluator().evaluate(trainer.train(clips.train()), clips.test()).accuracy();
    }
}
