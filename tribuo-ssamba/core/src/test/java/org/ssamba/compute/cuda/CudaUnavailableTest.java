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

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.compute.Precision;

/** A machine without a usable GPU gets one exception that says what is missing and what to do. */
class CudaUnavailableTest {
    @TempDir Path root;

    private static void assertMentions(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "no \"" + part + "\" in: " + message);
        }
    }

    @Test
    void aMissingDriverIsExplained() {
        Optional<String> reason = CudaBackend.unavailable();
        assumeTrue(reason.isPresent(), "this machine has a usable GPU");
        CudaUnavailableException e =
                assertThrows(
                        CudaUnavailableException.class, () -> CudaBackend.open(Precision.BFLOAT16));
        assertMentions(e.getMessage(), reason.get());
    }

    @Test
    void aMissingLibraryIsExplainedWithEveryPlace() {
        Libraries libraries = new Libraries(new LibrarySearch(root, root, null, Map.of()));
        try {
            libraries.matrixProducts(13);
        } catch (CudaUnavailableException e) {
            assertMentions(
                    e.getMessage(),
                    "libcublasLt.so.13",
                    "libcublasLt.so.12",
                    LibrarySearch.PROPERTY,
                    LibrarySearch.VARIABLE,
                    "CUDA_HOME",
                    "nvidia-cublas",
                    "CUDA 13");
            return;
        }
        assumeTrue(false, "this machine has cuBLASLt on its library path");
    }

    @Test
    void anOldDriverIsToldWhatToBecome() {
        FakeDriver driver = new FakeDriver();
        driver.cudaVersion = 11080;
        CudaUnavailableException e =
                assertThrows(
                        CudaUnavailableException.class, () -> CudaBackend.requireUsable(driver, 0));
        assertMentions(e.getMessage(), "11.8", "12.0", "525");
    }

    @Test
    void anOldCardIsRefused() {
        FakeDriver driver = new FakeDriver();
        driver.capability = 7;
        CudaUnavailableException e =
                assertThrows(
                        CudaUnavailableException.class, () -> CudaBackend.requireUsable(driver, 0));
        assertMentions(e.getMessage(), "Fake GPU", "7.0", "8.0");
    }

    @Test
    void aGpuThatIsNotThereIsRefused() {
        FakeDriver driver = new FakeDriver();
        CudaUnavailableException e =
                assertThrows(
                        CudaUnavailableException.class, () -> CudaBackend.requireUsable(driver, 1));
        assertMentions(e.getMessage(), "GPU number 1", CudaOptions.DEVICE);
    }

    @Test
    void aGoodGpuIsTaken() {
        assertDoesNotThrow(() -> CudaBackend.requireUsable(new FakeDriver(), 0));
    }

    @Test
    void theBackendNeedsNothingButJavaAndJna() {
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("org.ssamba.compute.cuda");
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.sun.jna..",
                        "org.ssamba.compute",
                        "org.ssamba.compute.op",
                        "org.ssamba.compute.cards",
                        "org.ssamba.compute.cuda",
                        "org.ssamba.work")
                .check(classes);
    }
}
