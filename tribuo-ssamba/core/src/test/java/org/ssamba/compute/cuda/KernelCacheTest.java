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
package org.ssamba.compute.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Region;

/** Compiled kernels survive on disk, and damage is noticed. */
class KernelCacheTest {
    private static final byte[] CUBIN = {1, 2, 3, 4, 5};

    @TempDir Path folder;

    @Test
    void whatWasPutIsThere() throws IOException {
        KernelCache cache = new KernelCache(folder.resolve("new/folder"));
        String key = KernelCache.key(List.of("source", "sm_90"));
        assertTrue(cache.get(key).isEmpty());
        cache.put(key, CUBIN);
        assertArrayEquals(CUBIN, cache.get(key).orElseThrow());
        try (var files = Files.list(folder.resolve("new/folder"))) {
            assertEquals(1, files.count(), "temporary files are left");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void otherUsersOfASharedFolderMayReadItAsAnyFile() throws IOException {
        KernelCache cache = new KernelCache(folder);
        String key = KernelCache.key(List.of("source", "sm_90"));
        cache.put(key, CUBIN);
        Path any = Files.write(folder.resolve("any"), CUBIN);
        assertEquals(
                Files.getPosixFilePermissions(any),
                Files.getPosixFilePermissions(folder.resolve(key + ".cubin")));
    }

    @Test
    void aDamagedEntryCountsAsAbsent() throws IOException {
        KernelCache cache = new KernelCache(folder);
        String key = KernelCache.key(List.of("a"));
        cache.put(key, CUBIN);
        Path file = folder.resolve(key + ".cubin");
        byte[] bytes = Files.readAllBytes(file);
        for (byte[] damaged :
                List.of(
                        flipped(bytes, bytes.length - 1),
                        flipped(bytes, 0),
                        Arrays.copyOf(bytes, bytes.length - 2),
                        Arrays.copyOf(bytes, 7),
                        new byte[0])) {
            Files.write(file, damaged);
            assertTrue(cache.get(key).isEmpty());
        }
        cache.put(key, CUBIN);
        assertArrayEquals(CUBIN, cache.get(key).orElseThrow());
    }

    @Test
    void theKeyDependsOnEveryPartAndOnWhereItEnds() {
        assertNotEquals(KernelCache.key(List.of("ab", "c")), KernelCache.key(List.of("a", "bc")));
        assertNotEquals(
                KernelCache.key(List.of("s", "sm_80")), KernelCache.key(List.of("s", "sm_90")));
    }

    @Test
    void aSecondStartCompilesNothingAndADamagedKernelAgain() throws IOException {
        assertEquals(List.of("copy"), compiledByWritingWeights());
        assertEquals(List.of(), compiledByWritingWeights());
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.write(file, flipped(Files.readAllBytes(file), 40));
            }
        }
        assertEquals(List.of("copy"), compiledByWritingWeights());
        assertEquals(List.of(), compiledByWritingWeights());
    }

    private List<String> compiledByWritingWeights() {
        FakeDevice fake = new FakeDevice(folder);
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false);
                ModelMemory memory = backend.allocate(8, 2, false)) {
            memory.write(Region.PARAMETERS, 0, new float[8]);
        }
        return fake.compiled;
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }
}
