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
package org.ssamba.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ssamba.ComputeDevice;
import org.ssamba.SSAMBAModel;
import org.ssamba.data.ClipAudio;
import org.ssamba.work.WorkListener;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.regression.Regressor;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Predictions of a model.
 *
 * @param sha256 of the model's bytes
 * @param top how many scores to keep, the highest ones; 0 for all
 */
record ModelSettings(String sha256, int top) implements NetworkSettings {
    /** Between the labels of a clip that has several, as in manifests. */
    private static final String SEPARATOR = "|";

    @Override
    public int columns() {
        return 2;
    }

    @Override
    public boolean holdsClips() {
        return false;
    }

    @Override
    public ClipNetwork open(byte[] file, ComputeDevice device, int batchSize) {
        return open(NetworkFile.model(file), device, batchSize);
    }

    private <T extends Output<T>> ClipNetwork open(
            SSAMBAModel<T> model, ComputeDevice device, int batchSize) {
        model.setDevice(device);
        model.setBatchSize(batchSize);
        model.setListener(WorkListener.SILENT);
        return new ClipNetwork() {
            @Override
            public List<Object[]> run(List<ClipAudio> clips) {
                List<Object[]> values = new ArrayList<>(clips.size());
                for (Prediction<T> prediction : model.predictClips(clips)) {
                    values.add(
                            new Object[] {
                                label(prediction), CollectionConverters.asScala(scores(prediction))
                            });
                }
                return values;
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }

    /** The label, or the labels of a set in their order; null for numbers. */
    private static String label(Prediction<?> prediction) {
        Object output = prediction.getOutput();
        if (output instanceof Label label) {
            return label.getLabel();
        }
        return output instanceof MultiLabel labels
                ? labels.getLabelSet().stream()
                        .map(Label::getLabel)
                        .sorted()
                        .collect(Collectors.joining(SEPARATOR))
                : null;
    }

    /** By label or dimension, the highest first; of numbers in the order of their names. */
    private Map<String, Double> scores(Prediction<?> prediction) {
        Map<String, Double> scores = new LinkedHashMap<>();
        if (prediction.getOutput() instanceof Regressor numbers) {
            for (Regressor.DimensionTuple number : numbers) {
                scores.put(number.getName(), number.getValue());
            }
            return scores;
        }
        prediction.getOutputScores().entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), score(entry.getValue())))
                .sorted(
                        Map.Entry.<String, Double>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(top == 0 ? Integer.MAX_VALUE : top)
                .forEach(entry -> scores.put(entry.getKey(), entry.getValue()));
        return scores;
    }

    private static double score(Object output) {
        return output instanceof Label label
                ? label.getScore()
                : output instanceof MultiLabel labels ? labels.getScore() : Double.NaN;
    }
}
