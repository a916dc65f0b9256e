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
package org.ssamba.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.head.LabelHead;
import org.ssamba.head.TopLabels;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** From a folder of clips to predictions in five lines, as shown in README.md. */
public final class FiveLines {
    private static final LabelFactory LABELS = new LabelFactory();

    private FiveLines() {}

    /**
     * Trains on a folder, saves the model as {@code target/model.tribuo} and predicts other files.
     *
     * @param args a folder with one folder of clips for each label, and a folder of files to
     *     predict.
     * @throws IOException if the model cannot be saved.
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("Arguments: a folder of folders of clips, and a folder of files");
            return;
        }
        Path saved = Files.createDirectories(Path.of("target")).resolve("model.tribuo");
        try (Stream<Path> files = Files.list(Path.of(args[1]))) {
            run(Path.of(args[0]), saved, files.sorted().toList());
        }
    }

    static Map<Path, Prediction<Label>> run(Path folder, Path saved, List<Path> files)
            throws IOException {
        // README.md: begin
        var clips = new MutableDataset<>(new AudioDirectoryDataSource<>(folder, LABELS));
        var model = new SSAMBATrainer<>(new LabelHead()).train(clips);
        model.serializeToFile(saved);
        var predictions = model.predictFiles(files, UnreadableAudio.SKIP);
        predictions.forEach((file, it) -> System.out.println(file + " " + TopLabels.of(it, 3)));
        // README.md: end
        return predictions;
    }
}
