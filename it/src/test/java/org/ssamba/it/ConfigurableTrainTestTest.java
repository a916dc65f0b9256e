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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.json.JsonConfigFactory;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.data.CompletelyConfigurableTrainTest;

/**
 * The shipped configurations and Tribuo's own program, both unchanged: the command line alone sets
 * the paths of data and encoder and a small number of epochs.
 */
class ConfigurableTrainTestTest {
    private static final String[] PITCHES = {"300", "1000", "3000"};
    private static final int TEST_CLIPS = 6;

    @TempDir static Path folder;
    private static Path encoder;

    @BeforeAll
    static void pretrain() throws IOException {
        ConfigurationManager.addFileFormatFactory(new JsonConfigFactory());
        encoder = folder.resolve("encoder.ssamba");
        new SSAMBAPretrainer(
                        EncoderShape.tiny().size(16, 2).frames(64),
                        new PretrainingRecipe().steps(2).batchSize(4).maskedPatches(8))
                .pretrain(new AudioCorpus(ToneCorpus.write(folder.resolve("corpus"), 2)))
                .save(encoder);
    }

    /** Those with a training source, a test source and a trainer. */
    static List<Path> configurations() throws IOException {
        List<Path> found =
                ShippedConfigurations.whose(
                        text ->
                                Stream.of("training-source", "test-source", "trainer")
                                        .allMatch(
                                                name ->
                                                        text.contains(
                                                                "component name=\""
                                                                        + name
                                                                        + "\"")));
        assertTrue(found.size() >= 2, found::toString);
        return found;
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void shippedConfigurationsTrainTestAndSave(Path configuration) throws Exception {
        String set = configuration.getFileName().toString().replace(".xml", "");
        Path manifest = miniature(set);
        Path saved = folder.resolve(set + ".model");
        List<String> output = trainAndTest(configuration, manifest, saved, "--@recipe.epochs", "2");
        assertTrue(output.stream().anyMatch(line -> line.contains("Accuracy")), output::toString);
        assertLoadsAndEvaluates(saved, testClips(manifest, set));
    }

    @Test
    void theSameConfigurationAsJson() throws Exception {
        Path json = folder.resolve("fsdd.json");
        new ConfigurationManager(ShippedConfigurations.FOLDER.resolve("fsdd.xml").toString())
                .save(json.toFile(), true);
        Path manifest = miniature("fsdd");
        Path saved = folder.resolve("from-json.model");
        trainAndTest(
                json,
                manifest,
                saved,
                "--@recipe.epochs",
                "2",
                "--config-file-formats",
                JsonConfigFactory.class.getName());
        assertLoadsAndEvaluates(saved, testClips(manifest, "fsdd"));
    }

    /** Real digits, with the small encoder and one epoch so that it takes seconds. */
    @Test
    void spokenDigitsWithTheShippedConfiguration() throws Exception {
        Path manifest = DataFolder.manifest().orElse(null);
        assumeTrue(manifest != null, "no recorded audio");
        Path saved = folder.resolve("digits.model");
        List<String> output =
                trainAndTest(
                        ShippedConfigurations.FOLDER.resolve("fsdd.xml"),
                        manifest,
                        saved,
                        "--@recipe.epochs",
                        "1");
        assertTrue(output.stream().anyMatch(line -> line.contains("Accuracy")), output::toString);
        assertEquals(10, load(saved).getOutputIDInfo().size());
    }

    private static List<String> trainAndTest(
            Path configuration, Path manifest, Path saved, String... further) throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--config-file", configuration.toString()));
        arguments.addAll(List.of("--train-source", "training-source"));
        arguments.addAll(List.of("--test-source", "test-source"));
        arguments.addAll(List.of("--trainer", "trainer"));
        arguments.addAll(List.of("--model-output-path", saved.toString()));
        arguments.addAll(List.of("--@manifest", manifest.toString()));
        arguments.addAll(List.of("--@encoder", encoder.toString()));
        arguments.addAll(List.of(further));
        return ChildProcess.run(
                CompletelyConfigurableTrainTest.class, arguments.toArray(String[]::new));
    }

    /** Tones in the layout that the configuration expects. */
    private static Path miniature(String set) throws IOException {
        StringBuilder rows = new StringBuilder("path,set,label,group\n");
        Path clips = Files.createDirectories(folder.resolve(set));
        String[] groups = {"fold1", "jackson", testGroup(set)};
        for (int i = 0; i < 3 * TEST_CLIPS; i++) {
            String pitch = PITCHES[i % PITCHES.length];
            Path file = clips.resolve(i + ".wav");
            ToneCorpus.writeTone(file, Integer.parseInt(pitch), i);
            rows.append(file + "," + set + "," + pitch + "," + groups[i / TEST_CLIPS] + "\n");
        }
        return Files.writeString(clips.resolve("manifest.csv"), rows);
    }

    private static String testGroup(String set) {
        return set.equals("fsdd") ? "theo" : "fold5";
    }

    private static MutableDataset<Label> testClips(Path manifest, String set) {
        return new MutableDataset<>(
                new AudioManifestDataSource<>(
                        AudioManifest.builder(manifest).groups(testGroup(set)).build(),
                        new LabelFactory()));
    }

    private static Model<Label> load(Path saved) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(saved))) {
            return ((Model<?>) in.readObject()).castModel(Label.class);
        }
    }

    private static void assertLoadsAndEvaluates(Path saved, MutableDataset<Label> clips)
            throws Exception {
        Model<Label> model = load(saved);
        assertEquals(TEST_CLIPS, clips.size());
        double accuracy = new LabelEvaluator().evaluate(model, clips).accuracy();
        assertTrue(accuracy >= 0 && accuracy <= 1, () -> "accuracy " + accuracy);
        Path message = folder.resolve("message.tribuo");
        model.serializeToFile(message);
        Model<Label> loaded = Model.deserializeFromFile(message).castModel(Label.class);
        assertEquals(
                PredictingProcess.predictions(model, clips),
                PredictingProcess.predictions(loaded, clips));
    }
}
