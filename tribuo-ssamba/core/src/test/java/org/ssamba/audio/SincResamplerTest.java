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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SincResamplerTest {
    static Stream<String> references() {
        return FrontendGoldens.arrays().keySet().stream()
                .filter(name -> name.startsWith("resampled16k"))
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("references")
    void resamplingEqualsTheReference(String reference) {
        String name = reference.substring(reference.indexOf('_') + 1);
        int rate = name.startsWith("chirp") ? Integer.parseInt(name.substring(5)) : 8000;
        float[] expected = FrontendGoldens.arrays().get(reference);
        float[] actual = FrontendGoldens.clip(name, rate).resampled(16_000).samples();
        assertEquals(expected.length, actual.length);
        double peak = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            peak = Math.max(peak, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
        }
        double relative = difference / peak;
        assertTrue(relative <= 2e-5, () -> "relative difference " + relative);
    }

    /** The defining sum over every input sample, in double precision. */
    @ParameterizedTest
    @CsvSource({"16000,16001,61", "48000,16000,50", "7,5,40", "5,7,1", "44100,16000,300"})
    void resamplingEqualsItsDefinition(int from, int to, int samples) {
        Random random = new Random(5);
        float[] x = new float[samples];
        for (int i = 0; i < samples; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        float[] y = AudioClip.of(x, from).resampled(to).samples();
        int gcd = BigInteger.valueOf(from).gcd(BigInteger.valueOf(to)).intValue();
        double a = from / gcd;
        double b = to / gcd;
        double c = 0.99 * Math.min(a, b);
        float[] expected = new float[(int) Math.ceil(samples * b / a)];
        for (int k = 0; k < expected.length; k++) {
            double sum = 0;
            for (int j = 0; j < samples; j++) {
                double tau = Math.max(-6, Math.min(6, c * (j / a - k / b)));
                double sinc = tau == 0 ? 1 : Math.sin(Math.PI * tau) / (Math.PI * tau);
                sum += x[j] * sinc * Math.pow(Math.cos(Math.PI * tau / 12), 2) * c / a;
            }
            expected[k] = (float) sum;
        }
        assertArrayEquals(expected, y, 1e-6f);
    }

    @Test
    void ratesWithoutACommonDivisorNeedNoHugeTable() {
        AudioClip clip = AudioClip.of(new float[] {0, 1, 0, 0}, 2_000_003);
        assertEquals(4, clip.resampled(1_999_993).length());
    }

    @Test
    void theSameRateIsTheSameClip() {
        AudioClip clip = AudioClip.of(new float[] {1}, 16_000);
        assertSame(clip, clip.resampled(16_000));
    }

    @Test
    void impossibleRatesAreRefused() {
        AudioClip clip = AudioClip.of(new float[100_000], 1);
        assertThrows(IllegalArgumentException.class, () -> clip.resampled(0));
        assertThrows(IllegalArgumentException.class, () -> clip.resampled(-16_000));
        assertThrows(IllegalArgumentException.class, () -> clip.resampled(48_000));
    }
}
