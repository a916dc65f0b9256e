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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.compute.BackendException;

/** The library itself where it is installed, and what is said where it is not. */
class NcclTest {
    @TempDir Path empty;

    private static Nccl installed() {
        NativeLibrary library = null;
        try {
            library = new Libraries(LibrarySearch.ofThisMachine()).collectives();
        } catch (CudaUnavailableException e) {
            System.out.println("NcclTest is skipped: NCCL is not installed");
        }
        Assumptions.assumeTrue(library != null);
        // Binds every function: one that the library lacks is an UnsatisfiedLinkError.
        return new Nccl(library);
    }

    @Test
    void theInstalledLibraryHasWhatIsCalled() {
        Nccl nccl = installed();
        assertTrue(nccl.version().matches("2\\.\\d+\\.\\d+"), nccl.version());
    }

    @Test
    void joiningSetsWhatTheLibraryReadsAndSaysWhyItFails() {
        Nccl nccl = installed();
        // No machine has so many cards.
        BackendException e = assertThrows(BackendException.class, () -> nccl.join(List.of(99)));
        assertTrue(e.getMessage().startsWith("ncclCommInitAll failed: NCCL says "), e.getMessage());
        assertTrue(e.getMessage().contains("NCCL_DEBUG=INFO"), e.getMessage());
        Map.of("NCCL_ALGO", "Ring", "NCCL_PROTO", "Simple", "NCCL_NVLS_ENABLE", "0")
                .forEach((name, value) -> assertEquals(value, environment(name)));
    }

    /** As C sees it. */
    private static String environment(String name) {
        return Function.getFunction(Platform.C_LIBRARY_NAME, "getenv")
                .invokeString(new Object[] {name}, false);
    }

    @Test
    void aMissingLibraryIsNamedWithWhatToDo() {
        Libraries libraries = new Libraries(new LibrarySearch(empty, empty, null, Map.of()));
        Assumptions.assumeFalse(isOnTheSystemsPath());
        CudaUnavailableException e =
                assertThrows(CudaUnavailableException.class, libraries::collectives);
        assertTrue(e.getMessage().contains("NCCL, which joins several cards (libnccl.so.2)"));
        assertTrue(
                e.getMessage()
                        .endsWith(
                                "To use several cards, install NCCL (the package libnccl2, or the"
                                    + " wheel nvidia-nccl-cu12 or nvidia-nccl-cu13 for the CUDA of"
                                    + " the driver), and set -Dssamba.cuda.home or SSAMBA_CUDA_HOME"
                                    + " to its folder if it is not found; or use one card."),
                e.getMessage());
    }

    private static boolean isOnTheSystemsPath() {
        try {
            NativeLibrary.getInstance("libnccl.so.2");
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }
}
