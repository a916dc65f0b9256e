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
package org.ssamba.head;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ssamba.encoder.HeadKind;
import org.ssamba.protos.DoublesProto;
import org.ssamba.protos.HeadProto;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** A {@link LabelHead} with its labels; class i of the network is label i of the domain. */
public final class FittedLabelHead implements FittedHead<Label> {
    private static final int CURRENT_VERSION = 0;
    private static final String SIGMOID = "sigmoid";

    private final ImmutableOutputInfo<Label> labels;
    private final float smoothing;
    private final boolean sigmoid;
    private final Map<String, Float> classWeights;

    FittedLabelHead(
            ImmutableOutputInfo<Label> labels,
            float smoothing,
            boolean sigmoid,
            Map<String, Float> classWeights) {
        this.labels = labels;
        this.smoothing = smoothing;
        this.sigmoid = sigmoid;
        this.classWeights = Map.copyOf(classWeights);
    }

    @Override
    public HeadKind kind() {
        return sigmoid ? HeadKind.SIGMOID : HeadKind.SOFTMAX;
    }

    @Override
    public int outputs() {
        return labels.size();
    }

    @Override
    public float[] target(Label output) {
        float[] target = new float[labels.size()];
        Arrays.fill(target, smoothing / target.length);
        target[labels.getID(output)] += 1 - smoothing;
        return target;
    }

    @Override
    public float weight(Example<Label> example) {
        return example.getWeight() * classWeights.getOrDefault(example.getOutput().getLabel(), 1f);
    }

    @Override
    public double accuracy(float[] scores, Label truth) {
        int largest = 0;
        for (int id = 1; id < scores.length; id++) {
            largest = scores[id] > scores[largest] ? id : largest;
        }
        return largest == labels.getID(truth) ? 1 : 0;
    }

    @Override
    public Label unknown() {
        return LabelFactory.UNKNOWN_LABEL;
    }

    @Override
    public Map<String, Double> named(float[] scores) {
        double sum = 0;
        for (float score : scores) {
            sum += score;
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        for (int id = 0; id < scores.length; id++) {
            // The sigmoids of all classes need not add up to 1; a softmax does, apart from
            // rounding.
            double share = sum > 0 ? scores[id] / sum : 1.0 / scores.length;
            shares.put(labels.getOutput(id).getLabel(), share);
        }
        return shares;
    }

    @Override
    public Prediction<Label> prediction(float[] scores, Example<Label> example) {
        Map<String, Label> all = new LinkedHashMap<>();
        named(scores).forEach((name, share) -> all.put(name, new Label(name, share)));
        // The first of the best.
        Label best = Collections.max(all.values(), Comparator.comparingDouble(Label::getScore));
        return new Prediction<>(best, all, example.size(), example, true);
    }

    @Override
    public boolean generatesProbabilities() {
        return true;
    }

    @Override
    public HeadProto serialize() {
        return HeadProto.newBuilder()
                .setClassName(FittedLabelHead.class.getName())
                .setVersion(CURRENT_VERSION)
                .putNumbers(SIGMOID, DoublesProto.newBuilder().addValues(sigmoid ? 1 : 0).build())
                .build();
    }

    /**
     * Rebuilds the head of a loaded model; settings that matter only in training are not kept.
     *
     * @param proto from {@link #serialize}.
     * @param outputs the labels.
     * @return the head.
     * @throws IllegalArgumentException if the version is unknown.
     */
    public static FittedLabelHead deserialize(HeadProto proto, ImmutableOutputInfo<?> outputs) {
        HeadVersion.require("A label head", proto, CURRENT_VERSION);
        if (!proto.containsNumbers(SIGMOID)
                || proto.getNumbersOrThrow(SIGMOID).getValuesCount() != 1
                || !(outputs.getOutput(0) instanceof Label)) {
            throw new IllegalStateException("The label head in this model is broken");
        }
        @SuppressWarnings("unchecked") // The domain was just seen to hold labels.
        ImmutableOutputInfo<Label> labels = (ImmutableOutputInfo<Label>) outputs;
        boolean sigmoid = proto.getNumbersOrThrow(SIGMOID).getValues(0) != 0;
        return new FittedLabelHead(labels, 0, sigmoid, Map.of());
    }
}
