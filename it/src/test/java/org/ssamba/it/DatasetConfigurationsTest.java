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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioManifestDataSource;

/**
 * The shipped configurations build all of their components, with data in a miniature of the real
 * layout.
 */
class DatasetConfigurationsTest {
    @TempDir Path folder;

    /** Those that read a manifest; recipes are tested in datasets-config. */
    static List<Path> configurations() {
        return List.of(
                ShippedConfigurations.FOLDER.resolve("esc10.xml"),
                ShippedConfigurations.FOLDER.resolve("fsdd.xml"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void everyComponentIsBuilt(Path configuration) throws IOException {
        String set = configuration.getFileName().toString().replace(".xml", "");
        String testGroup = set.equals("esc10") ? "fold5" : "theo";
        StringBuilder manifest = new StringBuilder("path,set,label,group\n");
        for (String group : new String[] {"fold1", "jackson", testGroup}) {
            String name = group + ".wav";
            ToneCorpus.writeTone(folder.resolve(name), 440, group.length());
            manifest.append(name).append(',').append(set).append(",a,").append(group).append('\n');
        }
        Path csv = Files.writeString(folder.resolve("manifest.csv"), manifest);
        Path local =
                Files.writeString(
                        folder.resolve("local.xml"),
                        Files.readString(configuration)
                                .replace("\"manifest.csv\"", "\"" + csv + "\""));
        ConfigurationManager manager = new ConfigurationManager(local.toString());
        AudioManifestDataSource<?> training =
                (AudioManifestDataSource<?>) manager.lookup("training-source");
        AudioManifestDataSource<?> test =
                (AudioManifestDataSource<?>) manager.lookup("test-source");
        assertEquals(2, training.size());
        assertEquals(1, test.size());
        assertEquals(2, ((AudioCorpus) manager.lookup("corpus")).size());
        assertNotNull((SSAMBAPretrainer) manager.lookup("pretrainer"));
        SSAMBATrainer<?> trainer = (SSAMBATrainer<?>) manager.lookup("trainer");
        assertTrue(trainer.toString().contains("encoder"), trainer.toString());
        assertFalse(trainer.getProvenance().toString().isEmpty());
    }
}
