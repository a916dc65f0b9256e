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
package org.ssamba.audio.aac;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A Huffman code of AAC. Codes of equal length are consecutive numbers, and follow those of shorter
 * ones: the lengths and the order are all there is to know.
 *
 * <p>Source: ISO/IEC 14496-3, annex 4.A.
 */
final class AacCodebook {
    private static final int SPECTRAL = 11;
    private static final List<AacCodebook> ALL = load();

    /** Of scale factors; stands for a difference and 60. */
    static final AacCodebook SCALE_FACTORS = ALL.get(SPECTRAL);

    /** By number of bits - 1. */
    private final int[] counts;

    private final int[] symbols;

    private AacCodebook(int[] counts, int[] symbols) {
        this.counts = counts;
        this.symbols = symbols;
    }

    /** A codebook of coefficients, 1 to 11. */
    static AacCodebook spectral(int number) {
        return ALL.get(number - 1);
    }

    private static List<AacCodebook> load() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                AacCodebook.class.getResourceAsStream("aac-codebooks.csv"),
                                StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(";"))
                    .map(parts -> new AacCodebook(numbers(parts[0]), numbers(parts[1])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] numbers(String line) {
        return Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    /** What the next code stands for. */
    int decode(AacBits bits) {
        int code = 0;
        int first = 0;
        int before = 0;
        for (int count : counts) {
            code = code << 1 | bits.read(1);
            first <<= 1;
            if (code - first < count) {
                return symbols[before + code - first];
            }
            before += count;
            first += count;
        }
        throw new IllegalArgumentException("no such code");
    }
}
