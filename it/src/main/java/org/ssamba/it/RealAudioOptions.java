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
package org.ssamba.it;

import com.oracle.labs.mlrg.olcut.config.Option;
import com.oracle.labs.mlrg.olcut.config.Options;
import java.util.EnumSet;
import org.ssamba.AugmentationRecipe;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainingRecipe;
import org.ssamba.encoder.EncoderConfig;

/** What to compare, and how long to train. The defaults run in minutes on two cores. */
public final class RealAudioOptions implements Options {
    /** Which tasks to run. */
    @Option(
            longName = "tasks",
            usage = "Tasks: FSDD_SPEAKER, FSDD_RANDOM, GSC, ESC10, ARABIC; joined by commas.")
    public EnumSet<RealAudioTask> tasks =
            EnumSet.of(
                    RealAudioTask.FSDD_SPEAKER,
                    RealAudioTask.FSDD_RANDOM,
                    RealAudioTask.GSC,
                    RealAudioTask.ESC10);

    /** Which rows to print. */
    @Option(
            longName = "methods",
            usage = "Methods: RIDGE, SCRATCH, PRETRAINED, PROBE_FRESH, PROBE_PRETRAINED.")
    public EnumSet<Method> methods = EnumSet.allOf(Method.class);

    /** Embedding width. */
    @Option(longName = "width", usage = "Embedding width.")
    public int width = 64;

    /** Mixer layers. */
    @Option(longName = "layers", usage = "Mixer layers, an even number.")
    public int layers = 4;

    /** Clip length. */
    @Option(longName = "frames", usage = "Frames of 10 ms a clip; 0 for those of the task.")
    public int frames = 0;

    /** Height of a patch. */
    @Option(longName = "patch-mels", usage = "Mel bins a patch; 0 for those of the task.")
    public int patchMels = 0;

    /** Width of a patch. */
    @Option(longName = "patch-frames", usage = "Frames a patch; 0 for those of the task.")
    public int patchFrames = 0;

    /** Fine-tuning epochs. */
    @Option(longName = "epochs", usage = "Epochs of fine-tuning; 0 for those of the task.")
    public int epochs = 0;

    /** Fine-tuning batch. */
    @Option(longName = "batch", usage = "Clips a step of fine-tuning.")
    public int batchSize = 16;

    /** Fine-tuning rate. */
    @Option(longName = "rate", usage = "Learning rate of fine-tuning at its peak.")
    public double rate = 2e-3;

    /** Frequency mask. */
    @Option(longName = "mask-mels", usage = "Largest frequency mask in mel bins; 0 for none.")
    public int maskMels = 0;

    /** Time mask. */
    @Option(longName = "mask-frames", usage = "Largest time mask in frames; 0 for none.")
    public int maskFrames = 0;

    /** Noise. */
    @Option(longName = "noise", usage = "Whether noise and small shifts are added.")
    public boolean noise = false;

    /** Mixup. */
    @Option(longName = "mixup", usage = "Share of clips mixed with another.")
    public double mixup = 0;

    /** Drop-path. */
    @Option(longName = "drop-path", usage = "Whether layers are dropped at random.")
    public boolean dropPath = false;

    /** Pretraining steps. */
    @Option(longName = "pretraining-steps", usage = "Steps of pretraining.")
    public long pretrainingSteps = 1200;

    /** Pretraining rate. */
    @Option(longName = "pretraining-rate", usage = "Learning rate of pretraining at its peak.")
    public double pretrainingRate = 2e-3;

    /** Pretraining batch. */
    @Option(longName = "pretraining-batch", usage = "Clips a step of pretraining.")
    public int pretrainingBatch = 16;

    /** Random seeds. */
    @Option(longName = "seeds", usage = "How many seeds to average over: 1, 2, …")
    public int seeds = 1;

    /** The device and the log. */
    public ProgramOptions program = new ProgramOptions();

    /** A row of the table. */
    public enum Method {
        /** Ridge on means and deviations of the log-mel bins. */
        RIDGE,
        /** All weights trained on the labelled clips alone. */
        SCRATCH,
        /** All weights trained, from an encoder pretrained on the training clips. */
        PRETRAINED,
        /** Logistic regression on embeddings of an encoder with fresh weights. */
        PROBE_FRESH,
        /** Logistic regression on embeddings of the pretrained encoder. */
        PROBE_PRETRAINED
    }

    @Override
    public String getOptionsDescription() {
        return "Compares ways to train on real audio; the data folder is named by system property "
                + DataFolder.PROPERTY;
    }

    EncoderShape shape(RealAudioTask task) {
        EncoderConfig standard = EncoderConfig.tiny();
        int mels = patchMels == 0 ? task.defaults().patchMels() : patchMels;
        int columns = patchFrames == 0 ? task.defaults().patchFrames() : patchFrames;
        return EncoderShape.of(
                new EncoderConfig(
                        width,
                        layers,
                        standard.states(),
                        standard.convolution(),
                        standard.mels(),
                        frames == 0 ? task.defaults().frames() : frames,
                        mels,
                        columns,
                        mels,
                        columns));
    }

    int epochs(RealAudioTask task) {
        return epochs == 0 ? task.defaults().epochs() : epochs;
    }

    FineTuningRecipe fineTuning(RealAudioTask task) {
        return new FineTuningRecipe()
                .epochs(epochs(task))
                .batchSize(batchSize)
                .learningRate(rate)
                .augmentation(
                        new AugmentationRecipe()
                                .masks(maskMels, maskFrames)
                                .noise(noise)
                                .mixup(mixup))
                .dropPath(dropPath);
    }

    PretrainingRecipe pretraining() {
        return new PretrainingRecipe()
                .steps(pretrainingSteps)
                .batchSize(pretrainingBatch)
                .learningRate(pretrainingRate)
                .dropPath(dropPath);
    }
}
