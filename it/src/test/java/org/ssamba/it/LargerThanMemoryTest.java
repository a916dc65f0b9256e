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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargerThanMemoryTest {
    private static final int CLIPS = 260;
    private static final int CLIP_SECONDS = 10;
    private static final int HEAP_MEGABYTES = 40;

    @TempDir Path folder;

    /** Clips are parts of two long files, so that little is written to disk. */
    @Test
    void spectrogramsOfThreeTimesTheHeapAreTrainedOn() throws Exception {
        for (int pitch : new int[] {300, 2000}) {
            ToneCorpus.writeTone(folder.resolve(pitch + ".wav"), pitch, 1, 4 * CLIP_SECONDS);
        }
        StringBuilder rows = new StringBuilder("path,label,start,duration\n");
        for (int i = 0; i < CLIPS; i++) {
            int pitch = i % 2 == 0 ? 300 : 2000;
            double start = 0.1 * (i / 2);
            rows.append(pitch + ".wav," + pitch + "," + start + "," + CLIP_SECONDS + "\n");
        }
        Path manifest = Files.writeString(folder.resolve("parts.csv"), rows);
        ProcessBuilder child = ChildProcess.of(LargeCorpusProcess.class, manifest.toString());
        child.command().replaceAll(a -> a.startsWith("-Xmx") ? "-Xmx" + HEAP_MEGABYTES + "m" : a);
        Process process = child.start();
        List<String> lines = lines(process);
        assertEquals(0, process.waitFor(), lines::toString);
        long heap = Long.parseLong(lines.get(0));
        long spectrograms = Long.parseLong(lines.get(1));
        assertTrue(heap <= HEAP_MEGABYTES << 20, () -> "heap " + heap);
        assertTrue(spectrograms > 3 * heap, () -> spectrograms + " in " + heap);
        assertEquals(Integer.toString(CLIPS), lines.get(2));
    }

    /**
     * The cache is too small for all clips, so both processes write, read and delete constantly,
     * while some entries are damaged.
     */
    @Test
    void twoProcessesShareACache() throws Exception {
        Path clips = ToneCorpus.write(folder.resolve("clips"), 4);
        Path cache = Files.createDirectories(folder.resolve("cache"));
        List<Process> processes = new ArrayList<>();
        for (String own : new String[] {"one", "two"}) {
            processes.add(
                    ChildProcess.of(
                                    SharedCacheProcess.class,
                                    clips.toString(),
                                    cache.toString(),
                                    "25000",
                                    folder.resolve(own).toString(),
                                    "1500")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        }
        SplittableRandom random = new SplittableRandom(1);
        int damaged = 0;
        while (processes.stream().allMatch(Process::isAlive)) {
            damaged += damage(cache, random) ? 1 : 0;
            Thread.sleep(5);
        }
        for (Process process : processes) {
            assertEquals(List.of("wrong: 0"), lines(process));
            assertEquals(0, process.waitFor());
        }
        assertTrue(damaged > 0, "no entry was damaged");
        try (Stream<Path> files = Files.walk(cache)) {
            assertEquals(
                    List.of(), files.filter(file -> file.toString().endsWith(".tmp")).toList());
        }
    }

    /** Cuts an entry short, if there is one that is not just being deleted. */
    private static boolean damage(Path cache, SplittableRandom random) throws IOException {
        List<Path> entries = entries(cache);
        if (entries.isEmpty()) {
            return false;
        }
        Path entry = entries.get(random.nextInt(entries.size()));
        Path cut = cache.resolve("cut");
        try {
            byte[] bytes = Files.readAllBytes(entry);
            Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
            Files.move(cut, entry, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static List<Path> entries(Path cache) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> folders = Files.list(cache)) {
            for (Path inner : folders.filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.list(inner)) {
                    files.filter(file -> !file.toString().endsWith(".tmp")).forEach(entries::add);
                }
            }
        }
        return entries;
    }

    private static List<String> lines(Process process) throws IOException {
        try (BufferedReader output = process.inputReader()) {
            return output.lines().toList();
        }
    }
}
