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
package org.ssamba.features;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.Sha256;
import org.ssamba.data.VerifiedAudio;
import org.ssamba.settings.SettingException;
import org.ssamba.work.WorkerPool;
import org.tribuo.Output;

/**
 * The mean and the standard deviation over time of each log-mel bin of a whole clip: the yardstick
 * that an encoder's embeddings should beat. Features {@code MEAN=001}, … and then {@code
 * DEVIATION=001}, …, bins counted from 1, in nepers (natural logarithms of energy).
 *
 * @param <T> the type of output of the examples made
 */
public final class LogMelStatisticsExtractor<T extends Output<T>>
        implements AudioFeatureExtractor<T> {
    /** Part of the content hash: change it when the computed values change. */
    private static final String COMPUTED = "log-mel mean and deviation 1";

    @Config(description = "Number of mel bins; there are twice as many features.")
    private int melBins = LogMelConfig.standard().melBins();

    private DecodingSpectrogramSource spectrograms;
    private List<String> names;

    /** An extractor with the bins of the standard front end; also used by OLCUT. */
    public LogMelStatisticsExtractor() {
        postConfig();
    }

    /**
     * An extractor.
     *
     * @param melBins number of mel bins, in [1, 1024]
     */
    public LogMelStatisticsExtractor(int melBins) {
        this.melBins = melBins;
        postConfig();
    }

    /** Called by OLCUT. */
    @Override
    public void postConfig() {
        try {
            spectrograms =
                    new DecodingSpectrogramSource(LogMelConfig.standard().withMelBins(melBins));
        } catch (IllegalArgumentException e) {
            throw new SettingException(e, "melBins", e.getMessage());
        }
        List<String> made = new ArrayList<>();
        for (String statistic : List.of("MEAN", "DEVIATION")) {
            for (int bin = 1; bin <= melBins; bin++) {
                made.add(String.format(Locale.ROOT, "%s=%03d", statistic, bin));
            }
        }
        names = List.copyOf(made);
    }

    @Override
    public List<String> featureNames() {
        return names;
    }

    @Override
    public String contentHash() {
        return Sha256.builder().text(COMPUTED).text(spectrograms.config().toString()).hex();
    }

    @Override
    public List<FeatureRows> compute(List<ClipAudio> clips) {
        FeatureRows[] rows = new FeatureRows[clips.size()];
        return VerifiedAudio.duringPass(
                () -> {
                    WorkerPool.shared()
                            .forEach(
                                    rows.length,
                                    i ->
                                            rows[i] =
                                                    FeatureRows.single(
                                                            statistics(
                                                                    clips.get(i)
                                                                            .spectrogram(
                                                                                    spectrograms))));
                    return List.of(rows);
                });
    }

    /** (2 · bins): the means, then the deviations of the frames taken as a whole population. */
    private static double[] statistics(LogMelSpectrogram spectrogram) {
        int bins = spectrogram.melBins();
        int frames = spectrogram.frames();
        double[] statistics = new double[2 * bins];
        for (int frame = 0; frame < frames; frame++) {
            for (int bin = 0; bin < bins; bin++) {
                statistics[bin] += spectrogram.value(frame, bin);
            }
        }
        for (int bin = 0; bin < bins; bin++) {
            statistics[bin] /= frames;
        }
        for (int frame = 0; frame < frames; frame++) {
            for (int bin = 0; bin < bins; bin++) {
                double difference = spectrogram.value(frame, bin) - statistics[bin];
                statistics[bins + bin] += difference * difference;
            }
        }
        for (int bin = bins; bin < 2 * bins; bin++) {
            statistics[bin] = Math.sqrt(statistics[bin] / frames);
        }
        return statistics;
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "FeatureExtractor");
    }

    @Override
    public String toString() {
        return "LogMelStatisticsExtractor(melBins=" + melBins + ")";
    }
}
