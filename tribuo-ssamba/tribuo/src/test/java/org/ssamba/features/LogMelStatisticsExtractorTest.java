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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelExtractor;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.data.MissingAudioReferenceException;
import org.ssamba.data.Wav;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.test.Helpers;

class LogMelStatisticsExtractorTest {
    private static final int BINS = 8;

    @TempDir Path temporary;
    private Path file;
    private final LogMelStatisticsExtractor<Label> extractor =
            new LogMelStatisticsExtractor<>(BINS);

    @BeforeEach
    void aTone() throws IOException {
        file = Wav.tone(temporary.resolve("tone.wav"), 440, 0.4);
    }

    private static List<Double> values(List<Feature> features) {
        return features.stream().map(Feature::getValue).toList();
    }

    @Test
    void meansAndDeviationsAreThoseOfTheBins() {
        LogMelSpectrogram spectrogram =
                new LogMelExtractor(LogMelConfig.standard().withMelBins(BINS))
                        .extract(AudioReader.read(file));
        List<Feature> features = extractor.process(AudioReader.read(file));
        assertEquals(2 * BINS, features.size());
        for (int bin = 0; bin < BINS; bin++) {
            int b = bin;
            double[] values =
                    IntStream.range(0, spectrogram.frames())
                            .mapToDouble(frame -> spectrogram.value(frame, b))
                            .toArray();
            double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum();
            mean /= values.length;
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            assertEquals("MEAN=%03d".formatted(bin + 1), features.get(bin).getName());
            assertEquals(mean, features.get(bin).getValue(), 1e-9);
            assertEquals("DEVIATION=%03d".formatted(bin + 1), features.get(BINS + bin).getName());
            assertEquals(
                    Math.sqrt(squares / values.length), features.get(BINS + bin).getValue(), 1e-9);
        }
    }

    @Test
    void referencesWaveformsAndExamplesGiveTheSameFeatures() {
        AudioReference reference = AudioReference.ofFile(file);
        Label tone = new Label("tone");
        List<Double> expected = values(extractor.process(AudioReader.read(file)));
        assertEquals(expected, values(extractor.process(reference)));
        List<Example<Label>> examples =
                List.of(
                        extractor.extract(tone, reference),
                        extractor.extract(tone, AudioReader.read(file)),
                        extractor.extract(AudioExamples.create(tone, reference)),
                        extractor.extract(AudioExamples.create(tone, AudioReader.read(file))));
        for (Example<Label> example : examples) {
            assertEquals(2 * BINS, example.size());
            extractor.process(reference).forEach(f -> assertEquals(f, example.lookup(f.getName())));
        }
        assertEquals(reference, AudioReference.of(examples.get(0)));
    }

    @Test
    void outputWeightAndMetadataAreKept() {
        Example<Label> clip = AudioExamples.create(new Label("tone"), AudioReference.ofFile(file));
        clip.setWeight(3f);
        clip.setMetadataValue("speaker", "anna");
        Example<Label> made = extractor.extract(clip);
        assertEquals("tone", made.getOutput().getLabel());
        assertEquals(3f, made.getWeight());
        assertEquals(clip.getMetadata(), made.getMetadata());
    }

    @Test
    void examplesWithoutAudioAreRefused() {
        Example<Label> plain =
                new ArrayExample<>(new Label("x"), new String[] {"A"}, new double[] {1});
        assertThrows(MissingAudioReferenceException.class, () -> extractor.extract(plain));
    }

    @Test
    void theHashSaysWhatIsComputed() {
        assertEquals(extractor.contentHash(), new LogMelStatisticsExtractor<>(BINS).contentHash());
        assertNotEquals(
                extractor.contentHash(), new LogMelStatisticsExtractor<>(BINS + 1).contentHash());
    }

    @Test
    void provenanceIsMarshalledAndWrongBinsAreNamed() {
        Helpers.testProvenanceMarshalling(extractor.getProvenance());
        PropertyException e =
                assertThrows(
                        PropertyException.class, () -> new LogMelStatisticsExtractor<Label>(0));
        assertTrue(e.getMessage().contains("melBins"), e.getMessage());
    }
}
