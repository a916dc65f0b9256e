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

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.sequence.SequenceModel;

/** The files that earlier versions saved, among the test's resources. */
public final class GoldenFiles {
    private GoldenFiles() {}

    public static Path resource(String name) {
        try {
            return Path.of(GoldenFiles.class.getResource("/saved/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    public static Path file(String name) {
        return resource(name + ".tribuo");
    }

    /** The names of all models and data sets, sorted. */
    public static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(resource("predictions.csv").getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".tribuo"))
                    .map(name -> name.replace(".tribuo", ""))
                    .sorted()
                    .toList();
        }
    }

    /** What a model of any kind in a file predicts. */
    public static List<String> predictions(String name, Path file) throws IOException {
        return name.startsWith("sequence")
                ? GoldenPredictions.of(
                        SequenceModel.deserializeFromFile(file).castModel(Label.class))
                : GoldenPredictions.of(Model.deserializeFromFile(file));
    }
}
