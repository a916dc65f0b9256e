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
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ssamba.AugmentationRecipe;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.EncoderSource;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.LabelHead;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * On one GPU and real audio: pretrains the tiny encoder on the training clips of several tasks
 * together, then trains each task from scratch and from that encoder; prints accuracies, steps,
 * seconds. At the end the embeddings of the GPU are compared with those of the CPU.
 */
public final class GpuProof {
    /** The command line. */
    public static final class ProofOptions implements Options {
        /** Where to save the encoder. */
        @Option(longName = "out", usage = "File for the pretrained encoder.")
        public Path out = Path.of("proof.ssamba");

        /** Length of pretraining. */
        @Option(longName = "steps", usage = "Steps of pretraining.")
        public long steps = 20_000;

        /** Rate of pretraining. */
        @Option(longName = "pretraining-rate", usage = "Peak learning rate of pretraining.")
        public double pretrainingRate = 5e-4;

        /** Mask of pretraining. */
        @Option(longName = "masked", usage = "Masked patches of 64.")
        public int masked = 40;

        /** Rate of fine-tuning. */
        @Option(longName = "rate", usage = "Peak learning rate of fine-tuning.")
        public double rate = 5e-4;

        /** Length of fine-tuning on environmental sounds. */
        @Option(longName = "esc10-epochs", usage = "Epochs on ESC-10.")
        public int esc10Epochs = 100;

        /** Length of fine-tuning on keywords. */
        @Option(longName = "arabic-epochs", usage = "Epochs on Arabic keywords.")
        public int arabicEpochs = 100;

        /** Length of fine-tuning on digits. */
        @Option(longName = "fsdd-epochs", usage = "Epochs on digits.")
        public int fsddEpochs = 30;
    }

    private static final int PRETRAINING_FRAMES = 128;

    private final ProofOptions options;
    private final Path manifest;
    private final ComputeDevice gpu = new ComputeDevice(ComputeDevice.Kind.CUDA);

    private GpuProof(ProofOptions options, Path manifest) {
        this.options = options;
        this.manifest = manifest;
    }

    /**
     * Runs the proof.
     *
     * @param arguments see {@code --help}.
     * @throws IOException if the encoder cannot be saved.
     */
    public static void main(String[] arguments) throws IOException {
        ProofOptions options = new ProofOptions();
        if (!CommandLine.read(arguments, options)) {
            return;
        }
        Path manifest = DataFolder.manifest().orElse(null);
        if (manifest != null) {
            new GpuProof(options, manifest).run();
        }
    }

    private void run() throws IOException {
        System.out.println("On " + gpu.backend().device());
        long start = System.nanoTime();
        Map<RealAudioTask, RealAudioTask.Split> splits = new EnumMap<>(RealAudioTask.class);
        List<Example<Label>> all = new ArrayList<>();
        for (RealAudioTask task :
                List.of(RealAudioTask.ESC10, RealAudioTask.ARABIC, RealAudioTask.FSDD_SPEAKER)) {
            RealAudioTask.Split split = task.split(manifest);
            splits.put(task, split);
            all.addAll(split.train().getData());
        }
        AudioCorpus corpus = AudioCorpus.of(dataset(all));
        System.out.printf(
                Locale.ROOT,
                "%d training clips, %.2f hours, read in %.1f s%n",
                corpus.size(),
                corpus.seconds() / 3600,
                seconds(start));
        pretrain(corpus);
        splits.forEach(this::compare);
        againstCpu(splits.get(RealAudioTask.ESC10).test());
    }

    private static MutableDataset<Label> dataset(List<Example<Label>> examples) {
        LabelFactory labels = new LabelFactory();
        return new MutableDataset<>(
                new ListDataSource<>(
                        examples, labels, new SimpleDataSourceProvenance("all tasks", labels)));
    }

    private void pretrain(AudioCorpus corpus) throws IOException {
        long start = System.nanoTime();
        PretrainingRecipe recipe =
                new PretrainingRecipe()
                        .steps(options.steps)
                        .learningRate(options.pretrainingRate)
                        .maskedPatches(options.masked);
        PretrainedEncoder encoder =
                SSAMBAPretrainer.builder(EncoderShape.tiny().frames(PRETRAINING_FRAMES))
                        .recipe(recipe)
                        .device(gpu)
                        .seed(1)
                        .build()
                        .pretrain(corpus);
        double seconds = seconds(start);
        encoder.save(options.out);
        System.out.printf(
                Locale.ROOT,
                "pretraining | %d steps | %.1f s | %.0f clips/s | %s%n",
                options.steps,
                seconds,
                64 * options.steps / seconds,
                encoder.getProvenance().run());
    }

    private void compare(RealAudioTask task, RealAudioTask.Split split) {
        FineTuningRecipe common = new FineTuningRecipe().learningRate(options.rate);
        AugmentationRecipe noise = new AugmentationRecipe().noise(true);
        // Digits are half a second long, and of four speakers: voices are varied at random.
        FineTuningRecipe recipe =
                switch (task) {
                    case ESC10 ->
                            common.epochs(options.esc10Epochs)
                                    .batchSize(48)
                                    .augmentation(noise.masks(24, 96));
                    case ARABIC ->
                            common.epochs(options.arabicEpochs)
                                    .batchSize(64)
                                    .augmentation(noise.masks(32, 32));
                    default ->
                            common.epochs(options.fsddEpochs)
                                    .batchSize(64)
                                    .augmentation(noise.masks(32, 16).colour(3, 10));
                };
        int frames =
                switch (task) {
                    case ESC10 -> 512;
                    case ARABIC -> PRETRAINING_FRAMES;
                    default -> 64;
                };
        LabelHead head = new LabelHead(0.1f, false, Map.of());
        SSAMBATrainer<Label> scratch =
                SSAMBATrainer.builder(head)
                        .encoder(EncoderShape.tiny().frames(frames).stride(10))
                        .recipe(recipe)
                        .device(gpu)
                        .seed(1)
                        .build();
        SSAMBATrainer<Label> tuned =
                SSAMBATrainer.builder(head)
                        .encoder(EncoderSource.file(options.out).frames(frames).stride(10))
                        .recipe(recipe)
                        .device(gpu)
                        .seed(1)
                        .build();
        report(task, "from scratch", scratch, split);
        report(task, "pretrained", tuned, split);
    }

    private static void report(
            RealAudioTask task,
            String start,
            SSAMBATrainer<Label> trainer,
            RealAudioTask.Split split) {
        long begin = System.nanoTime();
        try (SSAMBAModel<Label> model = trainer.train(split.train())) {
            double seconds = seconds(begin);
            Provenance steps = model.getProvenance().getInstanceProvenance().getMap().get("steps");
            double accuracy = new LabelEvaluator().evaluate(model, split.test()).accuracy();
            System.out.printf(
                    Locale.ROOT,
                    "%s | %s | accuracy %.3f | %s | %.1f s%n",
                    task,
                    start,
                    accuracy,
                    steps,
                    seconds);
        }
    }

    /** The largest relative difference of an embedding between the devices. */
    private void againstCpu(MutableDataset<Label> clips) throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(options.out);
        List<Example<Label>> some = clips.getData().subList(0, Math.min(16, clips.size()));
        SpectrogramClips inputs =
                SpectrogramClips.ofExamples(
                        new DecodingSpectrogramSource(encoder.frontEnd().logMel()),
                        encoder.config().frames(),
                        some);
        Pooling pooling = Pooling.clip(Pooling.Kind.MEAN, encoder.config());
        float[][] there = encoder.embed(inputs, pooling, gpu);
        float[][] here = encoder.embed(inputs, pooling, new ComputeDevice(ComputeDevice.Kind.CPU));
        double worst = 0;
        for (int clip = 0; clip < here.length; clip++) {
            double difference = 0;
            double norm = 0;
            for (int i = 0; i < here[clip].length; i++) {
                difference += Math.pow(here[clip][i] - there[clip][i], 2);
                norm += Math.pow(here[clip][i], 2);
            }
            worst = Math.max(worst, Math.sqrt(difference / norm));
        }
        System.out.printf(
                Locale.ROOT, "embeddings on the CPU differ by at most %.2g of their norm%n", worst);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
