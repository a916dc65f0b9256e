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

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.checkpoint.SafetensorsFile;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Region;

/**
 * Whatever bytes come, a run's state is restored whole or refused with nothing overwritten. How to
 * go on looking is in docs/audio.md.
 */
@Timeout(value = 60, unit = SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class RunStateFuzzTest {
    private static final int PARAMETERS = 3;

    /** Counts the regions that are written, each of which has to be written whole. */
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

    static Stream<byte[]> states() throws IOException {
        Path folder = Files.createTempDirectory("seed");
        Path file = folder.resolve("run.safetensors");
        RunState state = RunState.of(new SmallMemory(), Map.of("step", "17"));
        new CheckpointFiles(file, 1).write(state, Map.of(), Set.of());
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        Files.delete(folder);
        return Stream.of(bytes);
    }

    @MethodSource("states")
    @FuzzTest
    void state(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".safetensors");
        try {
            Files.write(file, bytes);
            restore(file);
            repair(file);
            restore(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void restore(Path file) {
        SmallMemory memory = new SmallMemory();
        try {
            RunState.read(file).restore(memory);
            assertEquals(4, memory.written);
        } catch (IOException | IllegalStateException refused) {
            assertEquals(0, memory.written);
        }
    }

    /** With the SHA-256 of what the content has become. */
    private static void repair(Path file) throws IOException {
        SafetensorsFile content;
        try {
            content = Safetensors.read(file);
        } catch (IOException e) {
            return; // nothing to repair
        }
        Map<String, String> facts = new LinkedHashMap<>(content.metadata());
        new CheckpointFiles(file, 1)
                .write(new RunState(content.tensors(), facts), Map.of(), Set.of());
    }
}
