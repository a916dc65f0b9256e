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

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.ssamba.ComputeDevice;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.CachedSpectrogramSource;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.encoder.Pooling;
import org.ssamba.work.WorkReport;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.impl.ArrayExample;

/**
 * Shows whether an encoder learns anything useful while it is pretrained: labelled clips are
 * embedded with its present weights, a simple model is trained on some of the embeddings, and
 * judged on others. Nearest neighbours or a linear model will do; a few hundred clips take seconds,
 * for which the steps wait.
 */
public final class LabelledProbe implements SSAMBAPretrainer.Probe {
    /** Spectrograms are read once, and kept in up to this share of the heap. */
    private static final int HEAP_SHARE = 16;

    private final Dataset<Label> train;
    private final Dataset<Label> test;
    private final Trainer<Label> trainer;
    private final ComputeDevice device;
    private String[] names;
    private SpectrogramSource spectrograms;

    /**
     * A probe.
     *
     * @param train labelled clips; each is cut or padded to the encoder's length.
     * @param test other labelled clips, best of other groups.
     * @param trainer of the model on embeddings, such as Tribuo's {@code KNNTrainer}.
     * @param device where clips are embedded; best the one that pretrains.
     * @throws IllegalArgumentException if there are no clips to train or to test on.
     */
    public LabelledProbe(
            Dataset<Label> train,
            Dataset<Label> test,
            Trainer<Label> trainer,
            ComputeDevice device) {
        if (train.size() == 0 || test.size() == 0) {
            throw new IllegalArgumentException(
                    "A probe needs clips to train on and clips to test on, not "
                            + train.size()
                            + " and "
                            + test.size());
        }
        this.train = train;
        this.test = test;
        this.trainer = Objects.requireNonNull(trainer, "trainer");
        this.device = Objects.requireNonNull(device, "device");
    }

    @Override
    public void look(PretrainedEncoder encoder, WorkReport report) {
        LabelEvaluation found =
                new LabelEvaluator()
                        .evaluate(trainer.train(embedded(train, encoder)), embedded(test, encoder));
        report.probe(found.accuracy(), found.macroAveragedRecall());
    }

    private Dataset<Label> embedded(Dataset<Label> clips, PretrainedEncoder encoder) {
        if (spectrograms == null) {
            spectrograms =
                    new CachedSpectrogramSource(
                            new DecodingSpectrogramSource(encoder.frontEnd().logMel()),
                            Runtime.getRuntime().maxMemory() / HEAP_SHARE);
        }
        List<Example<Label>> examples = clips.getData();
        float[][] embeddings =
                encoder.embed(
                        SpectrogramClips.ofExamples(
                                spectrograms, encoder.config().frames(), examples),
                        Pooling.clip(Pooling.Kind.MEAN, encoder.config()),
                        device);
        MutableDataset<Label> embedded =
                new MutableDataset<>(clips.getSourceProvenance(), clips.getOutputFactory());
        for (int i = 0; i < embeddings.length; i++) {
            embedded.add(example(examples.get(i).getOutput(), embeddings[i]));
        }
        return embedded;
    }

    private ArrayExample<Label> example(Label label, float[] embedding) {
        if (names == null) {
            names = new String[embedding.length];
            for (int i = 0; i < names.length; i++) {
                names[i] = String.format(Locale.ROOT, "e%05d", i);
            }
        }
        double[] values = new double[embedding.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = embedding[i];
        }
        return new ArrayExample<>(label, names, values);
    }
}
