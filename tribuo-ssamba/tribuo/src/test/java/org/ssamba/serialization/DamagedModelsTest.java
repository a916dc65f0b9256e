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
package org.ssamba.serialization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.GoldenFiles;
import org.tribuo.Dataset;

/** A damaged file is refused: no model comes of it that predicts something else. */
class DamagedModelsTest {
    private static final int FLIPS = 200;

    @TempDir Path folder;

    /** Models with a hash over everything that they hold. */
    static List<String> hashedModels() throws IOException {
        return GoldenFiles.names().stream()
                .filter(
                        name ->
                                !name.equals("label-4173b30")
                                        && !name.startsWith("bagging")
                                        && !name.startsWith("dataset"))
                .toList();
    }

    static List<String> allFiles() throws IOException {
        return GoldenFiles.names();
    }

    private Path damaged(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("damaged.tribuo"), bytes);
    }

    private static Object load(String name, Path file) throws IOException {
        return name.startsWith("dataset")
                ? Dataset.deserializeFromFile(file)
                : GoldenFiles.predictions(name, file);
    }

    private static void assertClear(Throwable thrown) {
        // What protobuf itself cannot parse, and what Tribuo makes of a refusal.
        assertTrue(
                thrown instanceof IOException || thrown instanceof IllegalStateException,
                thrown.toString());
        assertFalse(String.valueOf(thrown.getMessage()).isBlank(), thrown.toString());
    }

    @ParameterizedTest
    @MethodSource("allFiles")
    void theBeginningOfAFileIsRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(GoldenFiles.file(name));
        for (int length : new int[] {0, 1, 60, whole.length / 2, whole.length - 1}) {
            Path file = damaged(Arrays.copyOf(whole, length));
            assertClear(assertThrows(Exception.class, () -> load(name, file), length + " bytes"));
        }
    }

    @ParameterizedTest
    @MethodSource("hashedModels")
    void oneBitIsNoticedWhereverItIs(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(GoldenFiles.file(name));
        List<String> predicted = GoldenFiles.predictions(name, GoldenFiles.file(name));
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            // Half of them before the weights: labels, provenance, the numbers of the front end.
            int place = random.nextInt(i % 2 == 0 ? bytes.length : bytes.length / 6);
            int bit = 1 << random.nextInt(8);
            bytes[place] ^= (byte) bit;
            Path file = damaged(bytes);
            try {
                assertEquals(predicted, GoldenFiles.predictions(name, file), "byte " + place);
            } catch (IOException | RuntimeException e) {
                assertClear(e);
                refused++;
            }
            bytes[place] ^= (byte) bit;
        }
        // What is left are bits that mean nothing.
        assertTrue(refused > FLIPS * 0.98, refused + " of " + FLIPS);
    }

    /** Of the first version, of an ensemble's members, of a data set: weights and samples. */
    @ParameterizedTest
    @ValueSource(strings = {"label-4173b30", "bagging-0.1", "dataset-0.1"})
    void oneBitOfTheNumbersIsNoticed(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(GoldenFiles.file(name));
        for (int share = 4; share <= 8; share++) {
            int place = bytes.length * share / 10;
            bytes[place] ^= 1;
            Path file = damaged(bytes);
            assertClear(assertThrows(Exception.class, () -> load(name, file), "byte " + place));
            bytes[place] ^= 1;
        }
    }
}
