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
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.Arrays;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.regression.Regressor;

/**
 * One or more numbers by mean squared error.
 *
 * <p>With {@code standardize} each dimension is learned as {@code (value - mean) / deviation}, so
 * that all count equally, whatever their units; mean and standard deviation are those of the
 * training data, weighted by the examples' weights and divided by the sum of the weights. A
 * dimension that never varies is predicted as that constant. Variances of the training regressors
 * are not used.
 */
public final class RegressorHead implements OutputHead<Regressor> {
    @Config(description = "Whether each dimension is learned with mean 0 and deviation 1.")
    private boolean standardize = true;

    /** Standardised dimensions; also used by OLCUT. */
    public RegressorHead() {}

    /**
     * A head.
     *
     * @param standardize whether each dimension is learned with mean 0 and deviation 1.
     */
    public RegressorHead(boolean standardize) {
        this.standardize = standardize;
    }

    @Override
    public Class<Regressor> getTypeWitness() {
        return Regressor.class;
    }

    /**
     * Computes means and deviations of the training data.
     *
     * @throws IllegalArgumentException if a value is not finite, or no example has a weight above
     *     0.
     */
    @Override
    public FittedHead<Regressor> fit(
            Dataset<Regressor> examples, ImmutableOutputInfo<Regressor> outputs) {
        int dimensions = outputs.size();
        double[] means = new double[dimensions];
        double[] deviations = new double[dimensions];
        Arrays.fill(deviations, 1);
        FittedRegressorHead plain = new FittedRegressorHead(outputs, means, deviations);
        double[][] values = new double[examples.size()][];
        float[] weights = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            Example<Regressor> example = examples.getExample(i);
            values[i] = plain.values(example.getOutput());
            weights[i] = example.getWeight();
            requireNumbers(i, values[i], plain);
        }
        if (!standardize) {
            requireFloats(values, plain);
            return plain;
        }
        for (int d = 0; d < dimensions; d++) {
            int dimension = d;
            double[] column = Arrays.stream(values).mapToDouble(row -> row[dimension]).toArray();
            means[d] = mean(column, weights);
            deviations[d] = deviation(column, weights, means[d]);
        }
        return new FittedRegressorHead(outputs, means, deviations);
    }

    private static void requireNumbers(int example, double[] values, FittedRegressorHead head) {
        for (int d = 0; d < values.length; d++) {
            if (!Double.isFinite(values[d])) {
                throw new IllegalArgumentException(
                        "Training example "
                                + example
                                + " has the value "
                                + values[d]
                                + " in the dimension "
                                + head.name(d)
                                + "; only finite numbers can be learned");
            }
        }
    }

    /** The network computes in single precision. */
    private static void requireFloats(double[][] values, FittedRegressorHead head) {
        for (int i = 0; i < values.length; i++) {
            for (int d = 0; d < values[i].length; d++) {
                if (Float.isInfinite((float) values[i][d])) {
                    throw new IllegalArgumentException(
                            "Training example "
                                    + i
                                    + " has the value "
                                    + values[i][d]
                                    + " in the dimension "
                                    + head.name(d)
                                    + ", which is too large to be learned as it is: use"
                                    + " standardize, or another unit");
                }
            }
        }
    }

    private static double mean(double[] values, float[] weights) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            if (weights[i] > 0) {
                least = Math.min(least, values[i]);
                greatest = Math.max(greatest, values[i]);
            }
            sum += weights[i] * values[i];
            total += weights[i];
        }
        if (!(total > 0)) {
            throw new IllegalArgumentException("No training example has a weight above 0");
        }
        // Rounding must not move the mean of a constant, nor give it a deviation.
        return least == greatest ? least : sum / total;
    }

    private static double deviation(double[] values, float[] weights, double mean) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - mean;
            sum += weights[i] * difference * difference;
            total += weights[i];
        }
        double deviation = Math.sqrt(sum / total);
        if (!Double.isFinite(deviation)) {
            throw new IllegalArgumentException(
                    "The training values around " + mean + " are too large to be standardised");
        }
        return deviation;
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "OutputHead");
    }

    @Override
    public String toString() {
        return "RegressorHead(standardize=" + standardize + ")";
    }
}
