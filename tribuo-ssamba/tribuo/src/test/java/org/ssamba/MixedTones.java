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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/** Half a second of several tones, or of one whose pitch is to be told. */
public final class MixedTones {
    public static final MultiLabelFactory LABEL_SETS = new MultiLabelFactory();
    public static final RegressionFactory NUMBERS = new RegressionFactory();

    private MixedTones() {}

    /** By turns neither, a low, a high, and both tones in noise. */
    public static MutableDataset<MultiLabel> tagged(int count, long seed) {
        List<Example<MultiLabel>> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Set<Label> labels = new HashSet<>();
            float[] samples = noise(seed + i);
            if (i % 2 == 1) {
                labels.add(new Label("low"));
                add(samples, ToneExamples.tone(false, seed + i));
            }
            if (i % 4 >= 2) {
                labels.add(new Label("high"));
                add(samples, ToneExamples.tone(true, seed + i));
            }
            examples.add(
                    AudioExamples.create(
                            new MultiLabel(labels), AudioClip.of(samples, ToneExamples.RATE)));
        }
        return dataset(examples, LABEL_SETS);
    }

    private static float[] noise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[ToneExamples.RATE / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.05 * (random.nextDouble() - 0.5));
        }
        return samples;
    }

    private static void add(float[] samples, float[] more) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] += more[i];
        }
    }

    /**
     * A tone with its pitch in semitones from 440 Hz and its frequency in hertz, and a number that
     * is 7 throughout; the names are not given in their natural order.
     */
    public static MutableDataset<Regressor> measured(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example<Regressor>> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double semitones = 36 * random.nextDouble();
            double frequency = 440 * Math.pow(2, semitones / 12);
            float[] samples = noise(seed + i);
            for (int t = 0; t < samples.length; t++) {
                samples[t] +=
                        (float) (0.3 * Math.sin(2 * Math.PI * frequency * t / ToneExamples.RATE));
            }
            examples.add(
                    AudioExamples.create(
                            new Regressor(
                                    new String[] {"pitch", "hertz", "constant"},
                                    new double[] {semitones, frequency, 7}),
                            AudioClip.of(samples, ToneExamples.RATE)));
        }
        return dataset(examples, NUMBERS);
    }

    public static <T extends Output<T>> MutableDataset<T> dataset(
            List<Example<T>> examples, OutputFactory<T> factory) {
        return new MutableDataset<>(
                new ListDataSource<>(
                        examples, factory, new SimpleDataSourceProvenance("tones", factory)));
    }
}
