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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.encoder.HeadKind;
import org.ssamba.protos.DoublesProto;
import org.ssamba.protos.HeadProto;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * A {@link RegressorHead} with its dimensions; output i of the network is dimension i of the
 * domain. A {@link Regressor} sorts its dimensions by name, which need not be the same order.
 */
public final class FittedRegressorHead implements FittedHead<Regressor> {
    private static final int CURRENT_VERSION = 0;
    private static final String MEANS = "means";
    private static final String DEVIATIONS = "deviations";

    private final String[] names;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final double[] means;
    private final double[] deviations;

    /** Both arrays are in the order of the domain's IDs; a deviation of 0 means a constant. */
    FittedRegressorHead(
            ImmutableOutputInfo<Regressor> dimensions, double[] means, double[] deviations) {
        this.names = new String[dimensions.size()];
        for (int id = 0; id < names.length; id++) {
            names[id] = dimensions.getOutput(id).getNames()[0];
            ids.put(names[id], id);
        }
        this.means = means.clone();
        this.deviations = deviations.clone();
    }

    @Override
    public HeadKind kind() {
        return HeadKind.SQUARED;
    }

    @Override
    public int outputs() {
        return names.length;
    }

    /**
     * The mean that is added to each of the network's values.
     *
     * @return in the order of the domain's IDs.
     */
    public double[] means() {
        return means.clone();
    }

    /**
     * The factor of each of the network's values before the mean is added.
     *
     * @return in the order of the domain's IDs; 0 for a constant.
     */
    public double[] deviations() {
        return deviations.clone();
    }

    String name(int dimension) {
        return names[dimension];
    }

    /** The values of an output in the domain's order. */
    double[] values(Regressor output) {
        double[] values = new double[names.length];
        String[] given = output.getNames();
        for (int i = 0; i < given.length; i++) {
            Integer id = ids.get(given[i]);
            if (id == null || given.length != names.length) {
                throw new IllegalArgumentException(
                        "An output has the dimensions "
                                + Arrays.toString(given)
                                + " where "
                                + ids.keySet()
                                + " are learned");
            }
            values[id] = output.getValues()[i];
        }
        return values;
    }

    @Override
    public float[] target(Regressor output) {
        double[] values = values(output);
        float[] target = new float[values.length];
        for (int i = 0; i < target.length; i++) {
            target[i] = deviations[i] > 0 ? (float) ((values[i] - means[i]) / deviations[i]) : 0;
        }
        return target;
    }

    @Override
    public float weight(Example<Regressor> example) {
        return example.getWeight();
    }

    @Override
    public Regressor unknown() {
        return RegressionFactory.UNKNOWN_REGRESSOR;
    }

    @Override
    public Map<String, Double> named(float[] scores) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            values.put(names[i], means[i] + deviations[i] * scores[i]);
        }
        return values;
    }

    @Override
    public Prediction<Regressor> prediction(float[] scores, Example<Regressor> example) {
        double[] values = named(scores).values().stream().mapToDouble(v -> v).toArray();
        return new Prediction<>(new Regressor(names, values), example.size(), example);
    }

    @Override
    public boolean generatesProbabilities() {
        return false;
    }

    @Override
    public HeadProto serialize() {
        return HeadProto.newBuilder()
                .setClassName(FittedRegressorHead.class.getName())
                .setVersion(CURRENT_VERSION)
                .putNumbers(MEANS, message(means))
                .putNumbers(DEVIATIONS, message(deviations))
                .build();
    }

    private static DoublesProto message(double[] values) {
        return DoublesProto.newBuilder()
                .addAllValues(Arrays.stream(values).boxed().toList())
                .build();
    }

    /**
     * Rebuilds the head of a loaded model.
     *
     * @param proto from {@link #serialize}.
     * @param outputs the dimensions.
     * @return the head.
     * @throws IllegalArgumentException if the version is unknown.
     * @throws IllegalStateException if the message is broken.
     */
    public static FittedRegressorHead deserialize(HeadProto proto, ImmutableOutputInfo<?> outputs) {
        HeadVersion.require("A regression head", proto, CURRENT_VERSION);
        List<Double> means = numbers(proto, MEANS);
        List<Double> deviations = numbers(proto, DEVIATIONS);
        if (means.size() != outputs.size()
                || deviations.size() != outputs.size()
                || !means.stream().allMatch(Double::isFinite)
                || !deviations.stream().allMatch(value -> Double.isFinite(value) && value >= 0)
                || !(outputs.getOutput(0) instanceof Regressor)) {
            throw new IllegalStateException("The regression head in this model is broken");
        }
        @SuppressWarnings("unchecked") // The domain was just seen to hold numbers.
        ImmutableOutputInfo<Regressor> dimensions = (ImmutableOutputInfo<Regressor>) outputs;
        return new FittedRegressorHead(
                dimensions,
                means.stream().mapToDouble(Double::doubleValue).toArray(),
                deviations.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static List<Double> numbers(HeadProto proto, String name) {
        return proto.getNumbersOrDefault(name, DoublesProto.getDefaultInstance()).getValuesList();
    }
}
