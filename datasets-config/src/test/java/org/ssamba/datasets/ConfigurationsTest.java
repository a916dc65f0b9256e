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
package org.ssamba.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.property.SimpleProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.head.MultiLabelHead;

/** Every shipped recipe can be loaded and says what it is to be compared with. */
class ConfigurationsTest {
    /** Configurations without an experiment: for Tribuo's own programs, or parts of others. */
    private static final Set<String> PLAIN =
            Set.of("fsdd.xml", "pom.xml", "train-test.xml", "embeddings.xml");

    static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .filter(file -> !PLAIN.contains(file.toString()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void theWholeExperimentIsBuilt(Path file) throws IOException {
        Experiment experiment =
                new RecipeFile(file.toString()).experiment(Path.of("encoder.ssamba"));
        assertFalse(experiment.title().isEmpty());
        assertFalse(experiment.published().isEmpty());
        assertNotNull(experiment.task());
        assertNotNull(experiment.folds());
        assertEquals(file.toString().startsWith("pretrain-"), experiment.pretrainer() == null);
        assertTrue(
                Files.readString(Path.of("..", "docs", "recipes.md"))
                        .contains("`" + file.toString().replace(".xml", "") + "`"),
                file + " is missing in docs/recipes.md");
    }

    /** The table of docs/model.md, section 8. */
    @ParameterizedTest
    @CsvSource({
        "esc50, 512, 10, 1e-4, 50, 48, 24, 96, 0.0, true, 6, 1, 0.85, 1, 0",
        "speech-commands-v1, 128, 10, 2.5e-4, 30, 128, 48, 48, 0.6, true, 5, 1, 0.85, 1, 1000",
        "speech-commands-v2, 128, 10, 2.5e-4, 30, 128, 48, 48, 0.6, true, 5, 1, 0.85, 1, 1000",
        "audioset-20k, 1024, 10, 1e-4, 50, 24, 48, 192, 0.5, false, 15, 10, 0.75, 3, 0",
        "urbansound8k-scenes, 6144, 16, 1e-4, 50, 5, 48, 192, 0.0, false, 20, 10, 0.85, 1, 0"
    })
    void publishedNumbers(
            String recipe,
            String frames,
            String stride,
            String rate,
            String epochs,
            String batch,
            String mels,
            String times,
            String mixup,
            String noise,
            String start,
            String every,
            String factor,
            String head,
            String warmUp) {
        ConfigurationManager manager = new ConfigurationManager(recipe + ".xml");
        assertValue(manager, "start", "frames", frames);
        assertValue(manager, "start", "stride", stride);
        assertValue(manager, "recipe", "learningRate", rate);
        assertValue(manager, "recipe", "epochs", epochs);
        assertValue(manager, "recipe", "batchSize", batch);
        assertValue(manager, "augmentation", "frequencyMask", mels);
        assertValue(manager, "augmentation", "timeMask", times);
        assertValue(manager, "augmentation", "mixup", mixup);
        assertValue(manager, "augmentation", "noise", noise);
        assertValue(manager, "recipe", "decayStart", start);
        assertValue(manager, "recipe", "decayEvery", every);
        assertValue(manager, "recipe", "decayFactor", factor);
        assertValue(manager, "recipe", "headRateFactor", head);
        assertValue(manager, "recipe", "warmUpSteps", warmUp);
        assertValue(manager, "recipe", "decay", "MILESTONES");
    }

    /** The rest of that table, and the published warm-up in steps of fifty. */
    @Test
    void publishedLossesWarmUpAndWeightAverage() {
        for (String words : List.of("speech-commands-v1", "speech-commands-v2")) {
            ConfigurationManager manager = new ConfigurationManager(words + ".xml");
            assertValue(manager, "head", "sigmoid", "true");
            assertValue(manager, "recipe", "warmUpInterval", "50");
        }
        ConfigurationManager tags = new ConfigurationManager("audioset-20k.xml");
        assertEquals(MultiLabelHead.class, tags.lookup("head").getClass());
        assertValue(tags, "recipe", "averageFrom", "12");
        assertValue(tags, "recipe", "averageTo", "40");
        for (String classes : List.of("esc50", "urbansound8k-scenes")) {
            ConfigurationManager manager = new ConfigurationManager(classes + ".xml");
            assertEquals(
                    Optional.empty(),
                    manager.getConfigurationData("head").orElseThrow().get("sigmoid"));
        }
    }

    private static void assertValue(
            ConfigurationManager manager, String component, String property, String value) {
        assertEquals(
                Optional.of(new SimpleProperty(value)),
                manager.getConfigurationData(component).orElseThrow().get(property),
                component + "." + property);
    }
}
