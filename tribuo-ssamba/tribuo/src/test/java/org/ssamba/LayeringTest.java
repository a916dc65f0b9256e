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
package org.ssamba;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.RecordedAudio;

/** The order of packages: an import may only point down the list. */
class LayeringTest {
    /**
     * From top to bottom; the packages of a layer, with what lies in them, depend on each other.
     */
    private static final List<String> LAYERS =
            List.of(
                    "org.ssamba.display..",
                    "org.ssamba.replay..",
                    "org.ssamba.watch..",
                    "org.ssamba.plot..",
                    "org.ssamba.features..",
                    "org.ssamba.modelcard..",
                    "org.ssamba.evaluation..",
                    "org.ssamba",
                    "org.ssamba.split..",
                    "org.ssamba.download..",
                    "org.ssamba.published..",
                    "org.ssamba.serialization..",
                    "org.ssamba.provenance..",
                    "org.ssamba.inference..",
                    "org.ssamba.explain..",
                    "org.ssamba.onnx..",
                    "org.ssamba.head..",
                    "org.ssamba.nd4j..",
                    "org.ssamba.data..",
                    "org.ssamba.settings..",
                    "org.ssamba.pretraining..",
                    "org.ssamba.training..",
                    "org.ssamba.checkpoint..",
                    "org.ssamba.encoder..",
                    "org.ssamba.compute..",
                    "org.ssamba.audio..",
                    "org.ssamba.work..");

    /** Protobuf messages, which any layer of the plugin may save itself as. */
    private static final List<String> GENERATED = List.of("org.ssamba.protos");

    private static JavaClasses library;

    @BeforeAll
    static void importLibrary() {
        library =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        // Once core is packaged, its test classes come from a jar.
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("org.ssamba");
    }

    @Test
    void bothModulesAreSeenWithoutTheirTests() {
        assertTrue(library.contain(AudioClip.class), "ssamba-core");
        assertTrue(library.contain(SSAMBATrainer.class), "tribuo-ssamba");
        assertFalse(library.contain(RecordedAudio.class), "tests of ssamba-core");
        assertFalse(library.contain(LayeringTest.class), "tests of tribuo-ssamba");
    }

    @Test
    void everyPackageHasAPlace() {
        String[] places = Stream.concat(LAYERS.stream(), GENERATED.stream()).toArray(String[]::new);
        classes().should().resideInAnyPackage(places).check(library);
    }

    @TestFactory
    List<DynamicTest> importsPointDown() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int lower = 1; lower < LAYERS.size(); lower++) {
            String layer = LAYERS.get(lower);
            String[] above = LAYERS.subList(0, lower).toArray(String[]::new);
            tests.add(DynamicTest.dynamicTest(layer, () -> forbid(layer, above)));
        }
        return tests;
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.ssamba.(*)..").should().beFreeOfCycles().check(library);
    }

    /** Stay in the root only because files that version 0.1 saved name them. */
    private static final Set<String> NAMED_IN_FILES =
            Set.of("FeatureExtractorProvenance", "HeldOut", "SSAMBAFeatureExtractor");

    @Test
    void theRootHoldsWhatUsersTouchAndLittleElse() {
        Map<Boolean, List<String>> types =
                library.stream()
                        .filter(type -> type.getPackageName().equals("org.ssamba"))
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .filter(type -> !NAMED_IN_FILES.contains(type.getSimpleName()))
                        .collect(
                                Collectors.partitioningBy(
                                        type -> type.getModifiers().contains(JavaModifier.PUBLIC),
                                        Collectors.mapping(
                                                JavaClass::getSimpleName, Collectors.toList())));
        assertTrue(types.get(true).size() <= 15, () -> "public: " + types.get(true));
        assertTrue(types.get(false).size() <= 15, () -> "not public: " + types.get(false));
    }

    @Test
    void theBackendsDoNotKnowEachOther() {
        forbid("org.ssamba.compute.cpu..", "org.ssamba.compute.cuda..");
        forbid("org.ssamba.compute.cuda..", "org.ssamba.compute.cpu..");
    }

    @Test
    void cudaAndAudioNeedNeitherDjlNorNd4j() {
        String[] engines = {"ai.djl..", "org.nd4j.."};
        forbid("org.ssamba.audio..", engines);
        forbid("org.ssamba.compute.cuda..", engines);
    }

    /** What each room of {@code org.ssamba.audio} may use of the others. */
    private static final Map<String, Set<String>> AUDIO_ROOMS =
            Map.of(
                    "ogg", Set.of("decoding", "opus"),
                    "matroska", Set.of("decoding", "aac", "opus"),
                    "mp4", Set.of("decoding", "aac", "opus"),
                    "pcm", Set.of("decoding"),
                    "flac", Set.of("decoding"),
                    "mpeg", Set.of("decoding"),
                    "aac", Set.of("decoding", "transform"),
                    "opus", Set.of("decoding"),
                    "decoding", Set.of(),
                    "transform", Set.of());

    @Test
    void roomsOfAudioUseWhatLiesBelowThem() {
        AUDIO_ROOMS.forEach(
                (room, below) -> {
                    String[] others =
                            AUDIO_ROOMS.keySet().stream()
                                    .filter(other -> !other.equals(room) && !below.contains(other))
                                    .map(LayeringTest::audioRoom)
                                    .toArray(String[]::new);
                    forbid(audioRoom(room), others);
                });
    }

    @Test
    void ofAudioItsRoomsUseTheExceptionAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.ssamba.audio.*")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.ssamba.audio")
                                .and(not(type(AudioFormatException.class))))
                .check(library);
    }

    @Test
    void onlyAudioUsesItsRoomsAllOfWhichAreNamed() {
        String[] rooms =
                AUDIO_ROOMS.keySet().stream().map(LayeringTest::audioRoom).toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("org.ssamba.audio.*")
                .should()
                .resideInAnyPackage(rooms)
                .check(library);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.ssamba.audio..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms)
                .check(library);
    }

    private static String audioRoom(String name) {
        return "org.ssamba.audio." + name;
    }

    @Test
    void headsNeedNoKernelTypes() {
        forbid("org.ssamba.head..", "org.ssamba.compute..");
    }

    @Test
    void nothingBelowDataAndSettingsKnowsTribuo() {
        int settings = LAYERS.indexOf("org.ssamba.settings..");
        for (String layer : LAYERS.subList(settings + 1, LAYERS.size())) {
            forbid(
                    layer,
                    "org.tribuo..",
                    "com.oracle.labs.mlrg.olcut..",
                    "com.google.protobuf..",
                    "org.ssamba.protos..");
        }
    }

    private static void forbid(String layer, String... others) {
        noClasses()
                .that()
                .resideInAPackage(layer)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("docs/design.md orders the packages")
                .check(library);
    }
}
