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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.ssamba.data.AudioDirectoryDataSource;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** Loads a saved model and prints its predictions for a folder of clips. */
public final class PredictingProcess {
    private PredictingProcess() {}

    /** Arguments: the model's file, the folder. */
    public static void main(String[] args) throws IOException {
        Model<Label> model = Model.deserializeFromFile(Path.of(args[0])).castModel(Label.class);
        predictions(model, clips(Path.of(args[1]))).forEach(System.out::println);
    }

    static MutableDataset<Label> clips(Path folder) {
        return new MutableDataset<>(new AudioDirectoryDataSource<>(folder, new LabelFactory()));
    }

    /** All scores of each clip, to the last bit. */
    static List<String> predictions(Model<Label> model, MutableDataset<Label> clips) {
        List<String> lines = new ArrayList<>();
        for (Prediction<Label> prediction : model.predict(clips)) {
            TreeMap<String, String> scores = new TreeMap<>();
            prediction
                    .getOutputScores()
                    .forEach(
                            (name, label) ->
                                    scores.put(name, Double.toHexString(label.getScore())));
            lines.add(prediction.getOutput().getLabel() + " " + scores);
        }
        return lines;
    }
}
