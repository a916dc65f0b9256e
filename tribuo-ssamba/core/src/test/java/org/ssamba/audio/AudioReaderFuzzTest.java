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

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.audio.ogg.OggRepair;

/** Damaged files of every format either decode or give the one named exception, soon. */
@Timeout(value = 60, unit = SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class AudioReaderFuzzTest {
    private static final int CASES_PER_FILE = 300;

    static Stream<String> files() throws IOException {
        return TestClips.small().stream().map(TestClips.Recorded::file);
    }

    @ParameterizedTest
    @MethodSource("files")
    void mutatedFilesDecodeOrAreRefused(String file) throws IOException {
        byte[] original = Files.readAllBytes(TestClips.path("clips/" + file));
        Random random = new Random(file.hashCode());
        URI uri = URI.create("fuzz:" + file);
        for (int i = 0; i < CASES_PER_FILE; i++) {
            byte[] mutated = mutate(original, random);
            if (file.endsWith(".ogg") || file.endsWith(".opus")) {
                mutated = OggRepair.pages(mutated);
            }
            try (AudioReader reader = AudioReader.open(AudioContent.of(mutated, uri))) {
                double seconds = reader.read().durationSeconds();
                reader.read(seconds / 2, seconds / 2);
                reader.read(seconds / 4, seconds / 2);
            } catch (AudioFormatException expected) {
                // refused by name
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                Path kept = Files.createTempFile("fuzz-", "-" + file);
                Files.write(kept, mutated);
                fail("case " + i + ", kept as " + kept, e);
            }
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        // Headers are where sizes are claimed: half of the changes go there.
        int reach = random.nextBoolean() ? Math.min(bytes.length, 200) : bytes.length;
        int changes = 1 + random.nextInt(4);
        for (int c = 0; c < changes; c++) {
            int at = random.nextInt(reach);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0xff);
                case 3 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 4), (byte) 0);
                default -> {
                    int from = random.nextInt(bytes.length);
                    int count = Math.min(random.nextInt(32), bytes.length - Math.max(at, from));
                    System.arraycopy(bytes, from, bytes, at, count);
                }
            }
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
