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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order in which NVIDIA's libraries are looked for. */
class LibrarySearchTest {
    private static final List<String> NVRTC = List.of("libnvrtc.so.13", "libnvrtc.so.12");

    @TempDir Path root;

    private Path home;

    @BeforeEach
    void home() {
        home = root.resolve("home/user");
    }

    private String library(String place, String name) throws IOException {
        Path file = root.resolve(place).resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file).toAbsolutePath().toString();
    }

    private List<String> candidates(String setting, Map<String, String> environment) {
        return new LibrarySearch(root, home, setting, environment).candidates(NVRTC);
    }

    @Test
    void theSystemIsAskedEvenWhereNothingIsFound() {
        assertEquals(NVRTC, candidates(null, Map.of()));
    }

    @Test
    void aSettingComesFirstWhateverElseThereIs() throws IOException {
        library("usr/local/cuda/lib64", "libnvrtc.so.13");
        String explicit = library("elsewhere/lib64", "libnvrtc.so.12");
        String setting = root.resolve("elsewhere").toString();
        assertEquals(explicit, candidates(setting, Map.of()).get(0));
        assertEquals(explicit, candidates(null, Map.of(LibrarySearch.VARIABLE, setting)).get(0));
    }

    @Test
    void aSettingMayNameTheFolderOfTheLibrariesOrOfPythonPackages() throws IOException {
        String bare = library("bare", "libnvrtc.so.13");
        assertEquals(bare, candidates(root.resolve("bare").toString(), Map.of()).get(0));
        String wheel = library("packages/nvidia/cu13/lib", "libnvrtc.so.13");
        assertEquals(wheel, candidates(root.resolve("packages").toString(), Map.of()).get(0));
    }

    @Test
    void theNewestToolkitWinsAndANewerLibraryWinsOverAnOlder() throws IOException {
        String old = library("usr/local/cuda-12.8/lib64", "libnvrtc.so.12");
        String recent = library("usr/local/cuda-13.0/lib64", "libnvrtc.so.13");
        assertEquals(
                List.of("libnvrtc.so.13", recent, "libnvrtc.so.12", old),
                candidates(null, Map.of()));
    }

    @Test
    void wheelsOfEitherLayoutAreFound() throws IOException {
        String thirteen =
                library(
                        "opt/app/.venv/lib/python3.12/site-packages/nvidia/cu13/lib",
                        "libnvrtc.so.13");
        String twelve =
                library(
                        "home/user/.local/lib/python3.10/site-packages/nvidia/cuda_nvrtc/lib",
                        "libnvrtc.so.12");
        String debian =
                library(
                        "usr/local/lib/python3.11/dist-packages/nvidia/cuda_nvrtc/lib",
                        "libnvrtc.so.12");
        List<String> found = candidates(null, Map.of());
        assertEquals(List.of("libnvrtc.so.13", thirteen, "libnvrtc.so.12", twelve, debian), found);
    }

    @Test
    void theActiveEnvironmentIsLookedInto() throws IOException {
        String wheel =
                library("work/env/lib/python3.12/site-packages/nvidia/cu13/lib", "libnvrtc.so.13");
        Map<String, String> environment =
                Map.of("VIRTUAL_ENV", root.resolve("work/env").toString());
        assertTrue(candidates(null, environment).contains(wheel));
        assertTrue(!candidates(null, Map.of()).contains(wheel));
    }

    @Test
    void placesNameTheSettingsAndTheFoldersThatExist() throws IOException {
        library("usr/local/cuda/lib64", "libnvrtc.so.13");
        String places = new LibrarySearch(root, home, null, Map.of()).places();
        assertTrue(places.contains(LibrarySearch.PROPERTY), places);
        assertTrue(places.contains(LibrarySearch.VARIABLE), places);
        assertTrue(places.contains(root.resolve("usr/local/cuda/lib64").toString()), places);
    }
}
