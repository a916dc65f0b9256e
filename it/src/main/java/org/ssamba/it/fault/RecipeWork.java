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
package org.ssamba.it.fault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ssamba.ComputeDevice;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.datasets.RecipeOptions;
import org.ssamba.datasets.RunRecipe;
import org.ssamba.work.WorkListener;

/** A recipe with two folds of the tones, each pretrained, fine-tuned, evaluated and saved. */
final class RecipeWork {
    private static final String RECIPE = "tones.xml";
    private static final List<String> FOLDS = List.of("even", "odd");

    private RecipeWork() {}

    /**
     * Runs it, or goes on.
     *
     * @return hashes of the weights of all encoders and models.
     */
    static String run(SmallRuns runs, Path folder, WorkListener listener) throws IOException {
        RecipeOptions options = new RecipeOptions();
        options.data = runs.tones().getParent();
        options.recipe = options.data.resolve(RECIPE).toString();
        options.device =
                runs.device().backend().device().backend().equals("cpu")
                        ? ComputeDevice.Kind.CPU
                        : ComputeDevice.Kind.CUDA;
        options.out = folder;
        prepare(options.data, runs.tones());
        WorkListener.setStandard(listener);
        RunRecipe.run(options);
        List<String> hashes = new ArrayList<>();
        for (String fold : FOLDS) {
            Path results = folder.resolve(fold);
            hashes.add(
                    Weights.hash(
                            PretrainedEncoder.load(results.resolve("encoder.ssamba")), folder));
            try (SSAMBAModel<?> model = SSAMBAModel.load(results.resolve("model.tribuo"))) {
                hashes.add(Weights.hash(model, folder));
            }
        }
        return String.join(" ", hashes);
    }

    /** The recipe and the list of the clips, written once. */
    private static void prepare(Path data, Path tones) throws IOException {
        Path recipe = data.resolve(RECIPE);
        if (Files.exists(recipe)) {
            return;
        }
        StringBuilder rows = new StringBuilder("path,label,group\n");
        try (Stream<Path> files = Files.walk(tones)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                boolean even = file.toString().matches(".*[02468]\\.wav");
                rows.append(data.relativize(file).toString().replace('\\', '/'))
                        .append(',')
                        .append(file.getParent().getFileName())
                        .append(even ? ",even\n" : ",odd\n");
            }
        }
        AtomicFile.write(
                data.resolve("manifest.csv"),
                out -> out.write(rows.toString().getBytes(StandardCharsets.UTF_8)));
        try (InputStream content = RecipeWork.class.getResourceAsStream(RECIPE)) {
            AtomicFile.write(recipe, content::transferTo);
        }
    }
}
