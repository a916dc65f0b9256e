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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioSequences;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.regression.Regressor;
import org.tribuo.sequence.SequenceModel;

/**
 * What a model says about the {@link GoldenClips}, as rows of the recorded table without the name
 * of the model: clip, second, name, value. The name is a label or a dimension, or "output", whose
 * value is the label or the set of labels.
 */
public final class GoldenPredictions {
    private GoldenPredictions() {}

    public static <T extends Output<T>> List<String> of(Model<T> model) {
        List<String> rows = new ArrayList<>();
        // Which output the example has does not matter to a prediction.
        T any = model.getOutputIDInfo().getDomain().iterator().next();
        for (int clip = 0; clip < GoldenClips.COUNT; clip++) {
            addRows(
                    rows,
                    clip + ",0,",
                    model.predict(AudioExamples.create(any, GoldenClips.recorded(clip))));
        }
        return rows;
    }

    public static List<String> of(SequenceModel<Label> model) {
        List<String> rows = new ArrayList<>();
        for (int clip = 0; clip < GoldenClips.COUNT; clip++) {
            var audio = GoldenClips.recorded(clip);
            int seconds = AudioSequences.seconds(audio.durationSeconds());
            List<Prediction<Label>> predictions =
                    model.predict(
                            AudioSequences.create(
                                    audio, Collections.nCopies(seconds, new Label("low"))));
            for (int second = 0; second < seconds; second++) {
                addRows(rows, clip + "," + second + ",", predictions.get(second));
            }
        }
        return rows;
    }

    private static void addRows(List<String> rows, String where, Prediction<?> prediction) {
        Map<String, String> values = new TreeMap<>();
        if (prediction.getOutput() instanceof Regressor regressor) {
            for (int i = 0; i < regressor.size(); i++) {
                values.put(regressor.getNames()[i], Double.toString(regressor.getValues()[i]));
            }
        } else if (prediction.getOutput() instanceof MultiLabel predicted) {
            prediction
                    .getOutputScores()
                    .forEach((name, output) -> values.put(name, score((MultiLabel) output, name)));
            values.put("output", String.join("+", new TreeSet<>(predicted.getNameSet())));
        } else {
            prediction
                    .getOutputScores()
                    .forEach(
                            (name, output) ->
                                    values.put(name, Double.toString(((Label) output).getScore())));
            values.put("output", ((Label) prediction.getOutput()).getLabel());
        }
        values.forEach((name, value) -> rows.add(where + name + "," + value));
    }

    private static String score(MultiLabel scored, String name) {
        return Double.toString(scored.getLabelScore(new Label(name)).orElseThrow());
    }
}
