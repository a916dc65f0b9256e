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
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ssamba.settings.SettingException;
import org.tribuo.Dataset;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.multilabel.MultiLabel;

/**
 * Any number of classes, or none: each is trained by its own sigmoid cross-entropy, as in audio
 * tagging.
 *
 * <p>A clip's share in the loss is its example's weight times the mean weight of its labels, or
 * times 1 if it has none.
 */
public final class MultiLabelHead implements OutputHead<MultiLabel> {
    @Config(description = "The probability from which a label is predicted, in [0, 1].")
    private double threshold = 0.5;

    @Config(
            description =
                    "How far targets are moved from 0 and 1 towards a half, in [0, 1): they are"
                            + " half of this and 1 less half of this.")
    private float labelSmoothing = 0f;

    @Config(description = "The weight of each class in the loss; 1 for classes not listed.")
    private Map<String, Float> classWeights = new HashMap<>();

    /** A threshold of one half, without smoothing; also used by OLCUT. */
    public MultiLabelHead() {}

    /**
     * A head with another threshold.
     *
     * @param threshold the probability from which a label is predicted, in [0, 1].
     * @throws PropertyException if it is out of range.
     */
    public MultiLabelHead(double threshold) {
        this(threshold, 0f, Map.of());
    }

    /**
     * A head with all settings.
     *
     * @param threshold the probability from which a label is predicted, in [0, 1].
     * @param labelSmoothing how far targets are moved towards a half, in [0, 1).
     * @param classWeights the weight of each class in the loss; 1 for classes not listed.
     * @throws PropertyException if a number is out of range.
     * @throws NullPointerException if the map of class weights is null.
     */
    public MultiLabelHead(double threshold, float labelSmoothing, Map<String, Float> classWeights) {
        this.threshold = threshold;
        this.labelSmoothing = labelSmoothing;
        this.classWeights = new HashMap<>(Objects.requireNonNull(classWeights, "classWeights"));
        postConfig();
    }

    @Override
    public void postConfig() {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new SettingException("threshold", "must be in [0, 1], not " + threshold);
        }
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new SettingException(
                    "labelSmoothing", "must be in [0, 1), not " + labelSmoothing);
        }
        ClassWeights.checkNumbers(classWeights);
    }

    @Override
    public Class<MultiLabel> getTypeWitness() {
        return MultiLabel.class;
    }

    @Override
    public FittedHead<MultiLabel> fit(
            Dataset<MultiLabel> examples, ImmutableOutputInfo<MultiLabel> outputs) {
        if (outputs.size() == 0) {
            throw new IllegalArgumentException(
                    "No training example has any label: there is nothing to learn");
        }
        ClassWeights.checkLabels(
                classWeights,
                outputs.getDomain().stream()
                        .map(MultiLabel::getLabelString)
                        .collect(Collectors.toSet()));
        return new FittedMultiLabelHead(outputs, threshold, labelSmoothing, classWeights);
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "OutputHead");
    }

    @Override
    public String toString() {
        return "MultiLabelHead(threshold="
                + threshold
                + ",labelSmoothing="
                + labelSmoothing
                + ",classWeights="
                + new TreeMap<>(classWeights)
                + ")";
    }
}
