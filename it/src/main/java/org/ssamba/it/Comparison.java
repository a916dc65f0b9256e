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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ssamba.EncoderShape;
import org.ssamba.EncoderSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.CachedSpectrogramSource;
import org.ssamba.data.CorpusStatistics;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.LabelHead;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.Normalization;
import org.ssamba.training.SupervisedNetwork;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;
import org.tribuo.Dataset;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.math.optimisers.AdaGrad;

/** Ways to train on one split with one seed, each evaluated on the test clips. */
final class Comparison {
    /** λ for each training example; the features have deviation 1. */
    private static final double RIDGE_PENALTY = 0.03;

    private static final double PROBE_RATE = 0.1;
    private static final int PROBE_EPOCHS = 50;
    private static final int EMBEDDING_BATCH = 16;
    private static final long SPECTROGRAM_BYTES = 1L << 30;

    private final RealAudioOptions options;
    private final RealAudioTask task;
    private final RealAudioTask.Split split;
    private final EncoderShape shape;
    private final long seed;
    private final SpectrogramSource source;
    private PretrainedEncoder pretrained;

    Comparison(RealAudioOptions options, RealAudioTask task, RealAudioTask.Split split, long seed) {
        this.options = options;
        this.task = task;
        this.split = split;
        this.shape = options.shape(task);
        this.seed = seed;
        this.source =
                new CachedSpectrogramSource(
                        new DecodingSpectrogramSource(LogMelConfig.standard()), SPECTROGRAM_BYTES);
    }

    /**
     * The outcome of a method.
     *
     * @param accuracy on the test clips; NaN for pretraining itself.
     * @param seconds of training, without evaluation.
     * @param clips seen in that time, counted each time; 0 where none are trained on in steps.
     */
    record Outcome(double accuracy, double seconds, long clips) {}

    Outcome run(RealAudioOptions.Method method) {
        return switch (method) {
            case RIDGE -> ridge();
            case SCRATCH ->
                    train(
                            SSAMBATrainer.builder(new LabelHead())
                                    .encoder(shape)
                                    .recipe(options.fineTuning(task))
                                    .device(options.program.computeDevice())
                                    .seed(seed)
                                    .build());
            case PRETRAINED -> fineTune();
            case PROBE_FRESH -> probe(this::embedFresh);
            case PROBE_PRETRAINED -> probe(this::embedPretrained);
        };
    }

    private Outcome ridge() {
        long start = System.nanoTime();
        ClipFeatures features =
                ClipFeatures.of(
                        split,
                        ClipFeatures.logMelStatistics(clips(split.train())),
                        ClipFeatures.logMelStatistics(clips(split.test())));
        RidgeClassifier ridge = new RidgeClassifier(features.train(), RIDGE_PENALTY);
        return new Outcome(ridge.accuracy(features.test()), secondsSince(start), 0);
    }

    private Outcome train(SSAMBATrainer<Label> trainer) {
        long start = System.nanoTime();
        try (SSAMBAModel<Label> model = trainer.train(split.train())) {
            double seconds = secondsSince(start);
            double accuracy = new LabelEvaluator().evaluate(model, split.test()).accuracy();
            return new Outcome(
                    accuracy, seconds, (long) split.train().size() * options.epochs(task));
        }
    }

    /** Pretrains on the training clips; to be called before the methods that need it. */
    Outcome pretrain() {
        long start = System.nanoTime();
        pretrained =
                SSAMBAPretrainer.builder(shape)
                        .recipe(options.pretraining())
                        .device(options.program.computeDevice())
                        .seed(seed)
                        .build()
                        .pretrain(AudioCorpus.of(split.train()));
        return new Outcome(
                Double.NaN,
                secondsSince(start),
                options.pretrainingSteps * options.pretrainingBatch);
    }

    private Outcome fineTune() {
        Path file = null;
        try {
            file = Files.createTempFile("ssamba-encoder", ".pb");
            pretrained.save(file);
            return train(
                    SSAMBATrainer.builder(new LabelHead())
                            .encoder(EncoderSource.file(file))
                            .recipe(options.fineTuning(task))
                            .device(options.program.computeDevice())
                            .seed(seed)
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException("The encoder could not be kept in " + file, e);
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file could not be deleted", e);
        }
    }

    /** Embeds clips. */
    private interface Embedding {
        float[][] of(SpectrogramClips clips);
    }

    private Outcome probe(Embedding embedding) {
        long start = System.nanoTime();
        ClipFeatures features =
                ClipFeatures.of(
                        split,
                        ClipFeatures.widened(embedding.of(clips(split.train()))),
                        ClipFeatures.widened(embedding.of(clips(split.test()))));
        Model<Label> model =
                new LinearSGDTrainer(
                                new LogMulticlass(), new AdaGrad(PROBE_RATE), PROBE_EPOCHS, seed)
                        .train(features.train());
        double accuracy = new LabelEvaluator().evaluate(model, features.test()).accuracy();
        return new Outcome(accuracy, secondsSince(start), 0);
    }

    private float[][] embedPretrained(SpectrogramClips clips) {
        return pretrained.embed(clips, meanOfPatches(), options.program.computeDevice());
    }

    private float[][] embedFresh(SpectrogramClips clips) {
        SupervisedNetwork network = SupervisedNetwork.embedding(shape.config(), meanOfPatches());
        CorpusStatistics statistics =
                clips(split.train()).statistics(WorkerPool.shared(), WorkListener.SILENT);
        try (InferenceRunner runner =
                new InferenceRunner(
                        options.program.computeDevice().backend(),
                        network,
                        network.layout().initialWeights(seed),
                        new Normalization(statistics.mean(), statistics.standardDeviation()),
                        EMBEDDING_BATCH)) {
            return runner.run(clips).embeddings();
        }
    }

    private Pooling meanOfPatches() {
        return Pooling.clip(Pooling.Kind.MEAN, shape.config());
    }

    private SpectrogramClips clips(Dataset<Label> dataset) {
        EncoderConfig config = shape.config();
        return SpectrogramClips.ofExamples(source, config.frames(), dataset);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
