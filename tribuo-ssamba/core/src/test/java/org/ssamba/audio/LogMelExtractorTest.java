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
package org.ssamba.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogMelExtractorTest {
    /** Largest difference from torchaudio's single-precision result, and that of 99.9% of cells. */
    private static final float TOLERANCE = 5e-3f;

    private static final float USUAL_TOLERANCE = 5e-4f;

    static Stream<String> references() {
        return FrontendGoldens.arrays().keySet().stream()
                .filter(name -> name.startsWith("fbank"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("references")
    void logMelEqualsTheReference(String reference) {
        float[] differences = differences(reference);
        float largest = differences[differences.length - 1];
        assertTrue(largest <= TOLERANCE, () -> "largest difference " + largest);
    }

    /** Other decoders read such a file, too; that a header is wrong is for its owner to say. */
    @Test
    void aClipWhoseRateMakesItLastForDaysIsNamed() {
        LogMelExtractor extractor = new LogMelExtractor(LogMelConfig.standard());
        AudioClip slow = AudioClip.of(new float[160_000], 1);
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> extractor.extract(slow));
        assertTrue(e.getMessage().contains("160000 samples at 1 Hz"), e.getMessage());
    }

    @Test
    void nearlyAllOfTheReferencesCellsAreReachedClosely() {
        List<Float> all = new ArrayList<>();
        references()
                .forEach(
                        name -> {
                            for (float difference : differences(name)) {
                                all.add(difference);
                            }
                        });
        Collections.sort(all);
        float usual = all.get((int) (all.size() * 0.999));
        assertTrue(usual <= USUAL_TOLERANCE, () -> "99.9% of differences up to " + usual);
    }

    /** Absolute differences from a reference, ascending. */
    private static float[] differences(String reference) {
        String clipName = reference.substring(reference.indexOf('_') + 1);
        int fileRate =
                clipName.startsWith("chirp") ? Integer.parseInt(clipName.substring(5)) : 8000;
        int rate = reference.startsWith("fbank16k") ? 16_000 : fileRate;
        LogMelConfig config = LogMelConfig.standard().withSampleRate(rate);
        if (reference.startsWith("fbank80")) {
            config = config.withMelBins(80);
        }
        AudioClip clip = FrontendGoldens.clip(clipName, fileRate);
        LogMelSpectrogram logMel = new LogMelExtractor(config).extract(clip);
        float[] expected = FrontendGoldens.arrays().get(reference);
        assertEquals(expected.length, logMel.frames() * logMel.melBins());
        float[] differences = new float[expected.length];
        float[] actual = logMel.values();
        for (int i = 0; i < expected.length; i++) {
            differences[i] = Math.abs(actual[i] - expected[i]);
        }
        Arrays.sort(differences);
        return differences;
    }

    @Test
    void oddFrameCountsAndNeighboursDoNotChangeAFrame() {
        AudioClip clip = FrontendGoldens.clip("3_lucas_7", 8000).resampled(16_000);
        LogMelExtractor extractor = new LogMelExtractor();
        float[] all = extractor.extract(clip).values();
        float[] first = extractor.extract(clip.slice(0, 0.025)).values();
        assertArrayEquals(Arrays.copyOf(all, 128), first, 1e-5f);
        float[] three = extractor.extract(clip.slice(0.01, 0.045)).values();
        assertEquals(3 * 128, three.length);
        assertArrayEquals(Arrays.copyOfRange(all, 128, 4 * 128), three, 1e-5f);
    }

    @Test
    void aConstantOffsetChangesNothing() {
        AudioClip clip = FrontendGoldens.clip("chirp16000", 16_000);
        float[] shifted = clip.samples();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += 0.25f;
        }
        LogMelExtractor extractor = new LogMelExtractor();
        float[] expected = extractor.extract(clip).values();
        float[] actual = extractor.extract(AudioClip.of(shifted, 16_000)).values();
        for (int i = 0; i < expected.length; i++) {
            // Cells that hold energy; the rest is the rounding of the shifted samples.
            if (expected[i] > -5) {
                assertEquals(expected[i], actual[i], 1e-2f);
            }
        }
    }

    @Test
    void silenceIsTheFloor() {
        LogMelSpectrogram logMel =
                new LogMelExtractor().extract(AudioClip.of(new float[800], 16_000));
        assertEquals(3, logMel.frames());
        for (float value : logMel.values()) {
            assertEquals((float) Math.log(Math.scalb(1.0, -23)), value);
        }
    }

    @Test
    void clipShorterThanAFrameIsRefused() {
        LogMelExtractor extractor = new LogMelExtractor();
        AudioClip oneFrame = AudioClip.of(new float[400], 16_000);
        assertEquals(1, extractor.extract(oneFrame).frames());
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> extractor.extract(AudioClip.of(new float[399], 16_000)));
        assertTrue(e.getMessage().contains("shorter than one frame"), e.getMessage());
    }

    @Test
    void oneExtractorServesManyThreads() {
        LogMelExtractor extractor = new LogMelExtractor();
        Random random = new Random(3);
        List<AudioClip> clips = new ArrayList<>();
        List<float[]> expected = new ArrayList<>();
        for (int c = 0; c < 8; c++) {
            float[] samples = new float[8000 + 500 * c];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (float) random.nextGaussian() / 8;
            }
            clips.add(AudioClip.of(samples, 16_000));
            expected.add(extractor.extract(clips.get(c)).values());
        }
        IntStream.range(0, 64)
                .parallel()
                .forEach(
                        i ->
                                assertArrayEquals(
                                        expected.get(i % 8),
                                        extractor.extract(clips.get(i % 8)).values()));
    }

    @Test
    void configurationsOutOfRangeAreRefused() {
        LogMelConfig standard = LogMelConfig.standard();
        assertThrows(IllegalArgumentException.class, () -> standard.withSampleRate(0));
        assertThrows(IllegalArgumentException.class, () -> standard.withSampleRate(20));
        assertThrows(IllegalArgumentException.class, () -> standard.withMelBins(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LogMelConfig(16_000, 25, 0, 128, 20, 0, 0.97));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LogMelConfig(16_000, Double.NaN, 10, 128, 20, 0, 0.97));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LogMelConfig(16_000, 25, 10, 128, 20, 9000, 0.97));
        assertThrows(
                IllegalArgumentException.class,
                () -> new LogMelConfig(16_000, 25, 10, 128, 20, 0, 1.5));
    }

    @Test
    void windowAndShiftFollowTheRate() {
        LogMelConfig config = LogMelConfig.standard().withSampleRate(44_100);
        assertEquals(1102, config.windowSamples());
        assertEquals(441, config.shiftSamples());
        assertEquals(2048, config.fftSize());
        assertEquals(256, LogMelConfig.standard().withSampleRate(8000).fftSize());
        assertEquals(512, LogMelConfig.standard().fftSize());
        assertEquals(0, LogMelConfig.standard().framesIn(399));
        assertEquals(998, LogMelConfig.standard().framesIn(160_000));
    }
}
