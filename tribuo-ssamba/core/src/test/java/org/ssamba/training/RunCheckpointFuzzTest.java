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
package org.ssamba.training;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Region;

/**
 * Whatever bytes come, a run's state is restored whole or refused with nothing overwritten. How to
 * go on looking is in docs/audio.md.
 */
@Timeout(value = 60, unit = SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class RunCheckpointFuzzTest {
    private static final String IDENTITY = "run";
    private static final int PARAMETERS = 3;

    /** Notes which regions were written and how many values. */
    private static final class SmallMemory implements ModelMemory {
        private int written;

        @Override
        public long parameters() {
            return PARAMETERS;
        }

        @Override
        public boolean trainable() {
            return true;
        }

        @Override
        public void write(Region region, long offset, float[] values) {
            assertEquals(region == Region.STATE ? Adam.STATE_VALUES : PARAMETERS, values.length);
            written++;
        }

        @Override
        public void read(Region region, long offset, float[] values) {
            Arrays.fill(values, region.ordinal());
        }

        @Override
        public void close() {}
    }

    static Stream<byte[]> checkpoints() throws IOException {
        Path file = Files.createTempFile("seed", ".checkpoint");
        try {
            new RunCheckpoint(file, IDENTITY).save(new SmallMemory(), Map.of("step", "17"));
            return Stream.of(Files.readAllBytes(file));
        } finally {
            Files.delete(file);
        }
    }

    @MethodSource("checkpoints")
    @FuzzTest
    void checkpoint(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".checkpoint");
        SmallMemory memory = new SmallMemory();
        try {
            Files.write(file, bytes);
            new RunCheckpoint(file, IDENTITY).restore(memory);
            assertEquals(4, memory.written);
        } catch (IllegalStateException | UncheckedIOException refused) {
            assertTrue(refused.getMessage().contains(file.toString()), refused::getMessage);
            assertEquals(0, memory.written);
        } finally {
            Files.delete(file);
        }
    }
}
