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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ssamba.encoder.HeadKind;
import org.ssamba.protos.DoublesProto;
import org.ssamba.protos.HeadProto;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;

/** A {@link MultiLabelHead} with its labels; class i of the network is label i of the domain. */
public final class FittedMultiLabelHead implements FittedHead<MultiLabel> {
    private static final int CURRENT_VERSION = 0;
    private static final String THRESHOLD = "threshold";

    private final ImmutableOutputInfo<MultiLabel> labels;
    private final double threshold;
    private final float smoothing;
    private final Map<String, Float> classWeights;
    private final Map<String, Integer> ids = new LinkedHashMap<>();

    FittedMultiLabelHead(
            ImmutableOutputInfo<MultiLabel> labels,
            double threshold,
            float smoothing,
            Map<String, Float> classWeights) {
        this.labels = labels;
        this.threshold = threshold;
        this.smoothing = smoothing;
        this.classWeights = Map.copyOf(classWeights);
        for (int id = 0; id < labels.size(); id++) {
            ids.put(labels.getOutput(id).getLabelString(), id);
        }
    }

    @Override
    public HeadKind kind() {
        return HeadKind.SIGMOID;
    }

    @Override
    public int outputs() {
        return labels.size();
    }

    /**
     * 1 for each label of the output and 0 for the others, smoothed; scores of the output's labels
     * are ignored.
     *
     * @throws IllegalArgumentException if a label is not in the domain.
     */
    @Override
    public float[] target(MultiLabel output) {
        float[] target = new float[labels.size()];
        Arrays.fill(target, smoothing / 2);
        for (String name : output.getNameSet()) {
            Integer id = ids.get(name);
            if (id == null) {
                throw new IllegalArgumentException(
                        "The label " + name + " is none of " + ids.keySet());
            }
            target[id] = 1 - smoothing / 2;
        }
        return target;
    }

    @Override
    public float weight(Example<MultiLabel> example) {
        double factor =
                example.getOutput().getNameSet().stream()
                        .mapToDouble(name -> classWeights.getOrDefault(name, 1f))
                        .average()
                        .orElse(1);
        return (float) (example.getWeight() * factor);
    }

    /** 1 if exactly the true labels would be predicted (subset accuracy), else 0. */
    @Override
    public double accuracy(float[] scores, MultiLabel truth) {
        for (Map.Entry<String, Integer> label : ids.entrySet()) {
            if (predicted(scores[label.getValue()]) != truth.contains(label.getKey())) {
                return 0;
            }
        }
        return 1;
    }

    private boolean predicted(float score) {
        return score >= threshold;
    }

    @Override
    public MultiLabel unknown() {
        return MultiLabelFactory.UNKNOWN_MULTILABEL;
    }

    @Override
    public Map<String, Double> named(float[] scores) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        ids.forEach((name, id) -> probabilities.put(name, (double) scores[id]));
        return probabilities;
    }

    /**
     * The labels whose probability reaches the threshold, possibly none; the scores contain all
     * labels by name, each a {@code MultiLabel} of one label with its probability, as in Tribuo's
     * own multi-label models.
     */
    @Override
    public Prediction<MultiLabel> prediction(float[] scores, Example<MultiLabel> example) {
        Set<Label> chosen = new HashSet<>();
        Map<String, MultiLabel> all = new LinkedHashMap<>();
        ids.forEach(
                (name, id) -> {
                    Label label = new Label(name, scores[id]);
                    all.put(name, new MultiLabel(label));
                    if (predicted(scores[id])) {
                        chosen.add(label);
                    }
                });
        return new Prediction<>(new MultiLabel(chosen), all, example.size(), example, true);
    }

    @Override
    public boolean generatesProbabilities() {
        return true;
    }

    @Override
    public HeadProto serialize() {
        return HeadProto.newBuilder()
                .setClassName(FittedMultiLabelHead.class.getName())
                .setVersion(CURRENT_VERSION)
                .putNumbers(THRESHOLD, DoublesProto.newBuilder().addValues(threshold).build())
                .build();
    }

    /**
     * Rebuilds the head of a loaded model; settings that matter only in training are not kept.
     *
     * @param proto from {@link #serialize}.
     * @param outputs the labels.
     * @return the head.
     * @throws IllegalArgumentException if the version is unknown.
     * @throws IllegalStateException if the message is broken.
     */
    public static FittedMultiLabelHead deserialize(
            HeadProto proto, ImmutableOutputInfo<?> outputs) {
        HeadVersion.require("A multi-label head", proto, CURRENT_VERSION);
        double threshold =
                proto.getNumbersOrDefault(THRESHOLD, DoublesProto.getDefaultInstance())
                                        .getValuesCount()
                                == 1
                        ? proto.getNumbersOrThrow(THRESHOLD).getValues(0)
                        : Double.NaN;
        if (!(threshold >= 0 && threshold <= 1) || !(outputs.getOutput(0) instanceof MultiLabel)) {
            throw new IllegalStateException("The multi-label head in this model is broken");
        }
        @SuppressWarnings("unchecked") // The domain was just seen to hold sets of labels.
        ImmutableOutputInfo<MultiLabel> labels = (ImmutableOutputInfo<MultiLabel>) outputs;
        return new FittedMultiLabelHead(labels, threshold, 0, Map.of());
    }
}
