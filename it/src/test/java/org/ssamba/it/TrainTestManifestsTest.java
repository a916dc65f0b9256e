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

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;
import org.tribuo.Model;
import org.tribuo.data.CompletelyConfigurableTrainTest;

/**
 * The shipped recipes, and Tribuo's trainers on embeddings, in Tribuo's own program: each file
 * unchanged, together with the one that names a training and a test manifest.
 */
class TrainTestManifestsTest {
    private static final double[] PITCHES = {300, 1000, 3000};

    /** Labels for which a recipe has class weights, and another. */
    private static final String[] LABELS = {"_silence_", "_unknown_", "yes"};

    @TempDir static Path folder;

    @BeforeAll
    static void makeClips() throws IOException {
        for (String part : new String[] {"training", "test"}) {
            StringBuilder rows = new StringBuilder("path,label\n");
            for (int i = 0; i < 12; i++) {
                String file = part + i + ".wav";
                ToneCorpus.writeTone(folder.resolve(file), PITCHES[i % 3], 100 * part.length() + i);
                rows.append(file + "," + LABELS[i % 3] + "\n");
            }
            Files.writeString(folder.resolve(part + ".csv"), rows);
        }
        new SSAMBAPretrainer(
                        EncoderShape.tiny().size(16, 2).frames(64),
                        new PretrainingRecipe().steps(2).batchSize(4).maskedPatches(8))
                .pretrain(new AudioCorpus(folder))
                .save(folder.resolve("encoder.ssamba"));
    }

    /**
     * Those with one output for each clip, without pretraining and scenes, that do not name sources
     * themselves.
     */
    static List<Path> recipes() throws IOException {
        List<Path> found =
                ShippedConfigurations.whose(
                        text ->
                                text.contains("org.ssamba.datasets.SupervisedTask")
                                        && !text.contains("\"training-source\""));
        assertTrue(found.size() >= 15, found::toString);
        return found;
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyRecipeTrainsAndTests(Path recipe) throws Exception {
        List<String> quick = new ArrayList<>();
        quick.addAll(List.of("--@start.frames", "64", "--@recipe.epochs", "1"));
        if (Files.readString(recipe).contains("averageTo")) {
            quick.addAll(List.of("--@recipe.averageFrom", "1", "--@recipe.averageTo", "1"));
        }
        Model<?> model = trainAndTest("training-source", "test-source", "trainer", recipe, quick);
        assertEquals(64, ((SSAMBAModel<?>) model).config().frames());
        assertEquals(LABELS.length, model.getOutputIDInfo().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"logistic-regression", "nearest-neighbours", "trees"})
    void trainersOfTribuoLearnFromEmbeddings(String trainer) throws Exception {
        Path cache = folder.resolve("cache");
        Model<?> model =
                trainAndTest(
                        "embedded-training",
                        "embedded-test",
                        trainer,
                        ShippedConfigurations.FOLDER.resolve("embeddings.xml"),
                        List.of("--@embeddings", cache.toString()));
        assertEquals(16, model.getFeatureIDMap().size());
        try (Stream<Path> files = Files.walk(cache)) {
            assertEquals(24, files.filter(f -> f.toString().endsWith(".features")).count());
        }
    }

    private static Model<?> trainAndTest(
            String training, String test, String trainer, Path configuration, List<String> further)
            throws Exception {
        Path saved = folder.resolve("saved.model");
        Files.deleteIfExists(saved);
        List<String> arguments = new ArrayList<>();
        arguments.add("--config-file");
        arguments.add(configuration + "," + ShippedConfigurations.FOLDER.resolve("train-test.xml"));
        arguments.addAll(List.of("--train-source", training, "--test-source", test));
        arguments.addAll(List.of("--trainer", trainer));
        arguments.addAll(List.of("--model-output-path", saved.toString()));
        for (String part : new String[] {"training", "test"}) {
            Path manifest = folder.resolve(part + ".csv");
            arguments.addAll(List.of("--@" + part + "-manifest", manifest.toString()));
        }
        arguments.addAll(List.of("--@audio-folder", folder.toString()));
        arguments.addAll(List.of("--@encoder", folder.resolve("encoder.ssamba").toString()));
        arguments.addAll(further);
        CompletelyConfigurableTrainTest.main(arguments.toArray(String[]::new));
        try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(saved))) {
            return (Model<?>) in.readObject();
        }
    }
}
