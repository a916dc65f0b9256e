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

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ssamba.settings.SettingException;
import org.tribuo.Dataset;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.classification.Label;

/** One of several classes: softmax cross-entropy, or sigmoid cross-entropy on request. */
public final class LabelHead implements OutputHead<Label> {
    /** Smaller differences in frequency need no weights. */
    private static final int UNBALANCED = 3;

    private static final Logger logger = Logger.getLogger(LabelHead.class.getName());

    @Config(description = "Share of the target spread evenly over all classes, in [0, 1).")
    private float labelSmoothing = 0f;

    @Config(
            description =
                    "Train each class by sigmoid cross-entropy, as in the recipes with mixup;"
                            + " probabilities are then the normalised sigmoids.")
    private boolean sigmoid = false;

    @Config(description = "The weight of each class in the loss; 1 for classes not listed.")
    private Map<String, Float> classWeights = new HashMap<>();

    /** Softmax cross-entropy without smoothing; also used by OLCUT. */
    public LabelHead() {}

    /**
     * A head with all settings.
     *
     * @param labelSmoothing the share of the target spread evenly over all classes, in [0, 1).
     * @param sigmoid whether classes are trained by sigmoid cross-entropy.
     * @param classWeights the weight of each class in the loss; 1 for classes not listed.
     * @throws PropertyException if a number is out of range.
     * @throws NullPointerException if the map of class weights is null.
     */
    public LabelHead(float labelSmoothing, boolean sigmoid, Map<String, Float> classWeights) {
        this.labelSmoothing = labelSmoothing;
        this.sigmoid = sigmoid;
        this.classWeights = new HashMap<>(Objects.requireNonNull(classWeights, "classWeights"));
        postConfig();
    }

    @Override
    public void postConfig() {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new SettingException(
                    "labelSmoothing", "must be in [0, 1), not " + labelSmoothing);
        }
        ClassWeights.checkNumbers(classWeights);
    }

    @Override
    public Class<Label> getTypeWitness() {
        return Label.class;
    }

    @Override
    public FittedHead<Label> fit(Dataset<Label> examples, ImmutableOutputInfo<Label> outputs) {
        if (outputs.size() < 2) {
            throw new IllegalArgumentException(
                    "A classifier needs at least two labels; the training data has "
                            + outputs.getDomain());
        }
        ClassWeights.checkLabels(
                classWeights,
                outputs.getDomain().stream().map(Label::getLabel).collect(Collectors.toSet()));
        warnOfSingles(counts(examples));
        return new FittedLabelHead(outputs, labelSmoothing, sigmoid, classWeights);
    }

    /** A single clip does not show how other clips of its label may sound. */
    private static void warnOfSingles(Map<String, Long> counts) {
        List<String> singles =
                counts.keySet().stream().filter(label -> counts.get(label) == 1).sorted().toList();
        if (!singles.isEmpty()) {
            logger.warning(
                    "Labels with only one training clip each, too few to learn how others sound: "
                            + String.join(", ", singles)
                            + "; add clips, or leave these labels out");
        }
    }

    @Override
    public long scarcest(Dataset<Label> examples) {
        return counts(examples).values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /**
     * {@inheritDoc} A class that is n times as frequent as another has 1/√n of its weight: halfway
     * between counting clips alike and counting classes alike. The mean weight of a clip is 1.
     */
    @Override
    public LabelHead balanced(Dataset<Label> examples) {
        Map<String, Long> counts = counts(examples);
        double most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        if (!classWeights.isEmpty() || most < UNBALANCED * scarcest(examples)) {
            return this;
        }
        double roots = counts.values().stream().mapToDouble(Math::sqrt).sum();
        Map<String, Float> weights = new HashMap<>();
        counts.forEach(
                (label, count) ->
                        weights.put(label, (float) (examples.size() / roots / Math.sqrt(count))));
        logger.info(
                "Chose class weights, since the most frequent label has "
                        + (long) most
                        + " clips and the rarest "
                        + scarcest(examples));
        return new LabelHead(labelSmoothing, sigmoid, weights);
    }

    private static Map<String, Long> counts(Dataset<Label> examples) {
        return examples.getData().stream()
                .collect(
                        Collectors.groupingBy(
                                example -> example.getOutput().getLabel(), Collectors.counting()));
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "OutputHead");
    }

    @Override
    public String toString() {
        return "LabelHead(labelSmoothing="
                + labelSmoothing
                + ",sigmoid="
                + sigmoid
                + ",classWeights="
                + new TreeMap<>(classWeights)
                + ")";
    }
}
