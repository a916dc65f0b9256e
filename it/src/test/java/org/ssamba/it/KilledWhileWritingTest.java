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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.data.AudioCorpus;

/** A process that is killed while it writes a file leaves the previous file intact. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class KilledWhileWritingTest {
    private static final int ROUNDS = 10;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"encoder.ssamba", "model.tribuo"})
    void theOldFileIsStillWhole(String name) throws Exception {
        Path corpus = ToneCorpus.write(folder.resolve("corpus"), 3);
        Path file = Files.createDirectories(folder.resolve("saved")).resolve(name);
        LargeFiles.write(file, corpus);
        byte[] whole = Files.readAllBytes(file);
        killWhileWriting(file, ChildProcess.of(SavingProcess.class, file.toString(), "1000000"));
        assertArrayEquals(whole, Files.readAllBytes(file));
        assertEquals(List.of("saved"), ChildProcess.run(SavingProcess.class, file.toString(), "1"));
        assertArrayEquals(whole, Files.readAllBytes(file));
    }

    @Test
    void aRunGoesOnFromTheLastWholeCheckpoint() throws Exception {
        Path corpus = ToneCorpus.write(folder.resolve("corpus"), 8);
        Path checkpoint = folder.resolve("run.safetensors");
        Path saved = folder.resolve("encoder.ssamba");
        ProcessBuilder run =
                ChildProcess.of(
                        PretrainingProcess.class,
                        corpus.toString(),
                        checkpoint.toString(),
                        saved.toString(),
                        "-1",
                        "0");
        killWhileWriting(checkpoint, run);
        assertFalse(Files.exists(saved), "the killed run must not have ended");
        ChildProcess.run(run);
        PretrainedEncoder resumed = PretrainedEncoder.load(saved);
        PretrainedEncoder uninterrupted =
                PretrainingProcess.pretrainer().pretrain(new AudioCorpus(corpus));
        uninterrupted
                .weights()
                .forEach((n, values) -> assertArrayEquals(values, resumed.weights().get(n), n));
    }

    @Test
    void aCacheGivesNoHalfWrittenEntries() throws Exception {
        Path corpus = ToneCorpus.write(folder.resolve("corpus"), 4);
        Path cache = Files.createDirectories(folder.resolve("cache"));
        for (int round = 0; round < 3; round++) {
            Process process = shared(corpus, cache, "1000000").start();
            while (process.isAlive() && written(cache) < 3) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
        }
        assertTrue(written(cache) > 0);
        assertEquals(List.of("wrong: 0"), ChildProcess.run(shared(corpus, cache, "300")));
    }

    /** The shared cache is too small for all clips, so that it is written constantly. */
    private ProcessBuilder shared(Path corpus, Path cache, String requests) {
        return ChildProcess.of(
                SharedCacheProcess.class,
                corpus.toString(),
                cache.toString(),
                "25000",
                folder.resolve("own").toString(),
                requests);
    }

    private static long written(Path cache) throws IOException {
        long count = 0;
        try (Stream<Path> entries = Files.list(cache)) {
            for (Path entry : entries.filter(Files::isDirectory).toList()) {
                count += entry.toFile().list().length;
            }
        }
        return count;
    }

    /**
     * Kills a process by SIGKILL while it writes the file; tries again if the process was faster.
     */
    private static void killWhileWriting(Path file, ProcessBuilder builder) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            while (process.isAlive() && !isHalfWritten(file)) {
                Thread.onSpinWait();
            }
            process.destroyForcibly().waitFor();
            if (isHalfWritten(file)) {
                builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
                return;
            }
        }
        throw new AssertionError("Never killed in the middle of writing " + file);
    }

    /** Whether the temporary file that will replace the file exists. */
    private static boolean isHalfWritten(Path file) {
        String beginning = file.getFileName() + ".";
        for (String name : file.toAbsolutePath().getParent().toFile().list()) {
            if (name.startsWith(beginning) && name.endsWith(".tmp")) {
                return true;
            }
        }
        return false;
    }
}
