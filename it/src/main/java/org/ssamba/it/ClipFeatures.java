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

import java.util.List;
import java.util.Locale;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.data.SpectrogramClips;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Fixed-length features of clips, each scaled to mean 0 and deviation 1 over the training clips.
 *
 * @param train features of the training clips, with their labels.
 * @param test features of the test clips, scaled by the training clips' statistics.
 */
record ClipFeatures(MutableDataset<Label> train, MutableDataset<Label> test) {

    /**
     * Labels the vectors of clips.
     *
     * @param split the clips.
     * @param train a vector for each training clip; changed.
     * @param test a vector for each test clip; changed.
     */
    static ClipFeatures of(RealAudioTask.Split split, double[][] train, double[][] test) {
        for (int feature = 0; feature < train[0].length; feature++) {
            double sum = 0;
            for (double[] clip : train) {
                sum += clip[feature];
            }
            double mean = sum / train.length;
            double squares = 0;
            for (double[] clip : train) {
                squares += (clip[feature] - mean) * (clip[feature] - mean);
            }
            double deviation = Math.sqrt(squares / train.length);
            for (double[][] clips : List.of(train, test)) {
                for (double[] clip : clips) {
                    // A feature that never varies carries no information: 0.
                    clip[feature] = deviation > 0 ? (clip[feature] - mean) / deviation : 0;
                }
            }
        }
        return new ClipFeatures(labelled(split.train(), train), labelled(split.test(), test));
    }

    private static MutableDataset<Label> labelled(Dataset<Label> clips, double[][] values) {
        MutableDataset<Label> dataset =
                new MutableDataset<>(
                        new SimpleDataSourceProvenance("features", clips.getOutputFactory()),
                        clips.getOutputFactory());
        String[] names = new String[values[0].length];
        for (int i = 0; i < names.length; i++) {
            names[i] = String.format(Locale.ROOT, "feature-%05d", i);
        }
        int index = 0;
        for (Example<Label> clip : clips) {
            dataset.add(new ArrayExample<>(clip.getOutput(), names, values[index]));
            index++;
        }
        return dataset;
    }

    /** Per clip, the mean of each mel bin and then its deviation over the frames. */
    static double[][] logMelStatistics(SpectrogramClips clips) {
        double[][] statistics = new double[clips.size()][];
        for (int i = 0; i < statistics.length; i++) {
            statistics[i] = logMelStatistics(clips.spectrogram(i));
        }
        return statistics;
    }

    private static double[] logMelStatistics(LogMelSpectrogram spectrogram) {
        int bins = spectrogram.melBins();
        float[] values = spectrogram.values();
        double[] statistics = new double[2 * bins];
        for (int i = 0; i < values.length; i++) {
            statistics[i % bins] += (double) values[i] / spectrogram.frames();
        }
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - statistics[i % bins];
            statistics[bins + i % bins] += difference * difference / spectrogram.frames();
        }
        for (int bin = bins; bin < 2 * bins; bin++) {
            statistics[bin] = Math.sqrt(statistics[bin]);
        }
        return statistics;
    }

    /** Embeddings as features. */
    static double[][] widened(float[][] embeddings) {
        double[][] values = new double[embeddings.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new double[embeddings[i].length];
            for (int j = 0; j < values[i].length; j++) {
                values[i][j] = embeddings[i][j];
            }
        }
        return values;
    }
}
