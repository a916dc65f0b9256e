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

import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.classification.Label;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;

/**
 * Linear regression with one column for each class and an L2 penalty, solved exactly: {@code W =
 * (XᵀX + λI)⁻¹ Xᵀ Y}; the class with the largest score is predicted. This is the baseline of the
 * tables.
 */
final class RidgeClassifier {
    private final ImmutableOutputInfo<Label> classes;
    private final double[][] weights;

    /** The share of each class: the regression's prediction for features of 0. */
    private final double[] bias;

    /**
     * Solves for the weights.
     *
     * @param features of mean 0, in the same order in every example.
     * @param penalty λ for each training example, positive.
     */
    RidgeClassifier(Dataset<Label> features, double penalty) {
        classes = features.getOutputIDInfo();
        int inputs = row(features.getExample(0)).length;
        bias = new double[classes.size()];
        double[][] gram = new double[inputs][inputs];
        double[][] cross = new double[classes.size()][inputs];
        for (Example<Label> example : features) {
            double[] x = row(example);
            int label = classes.getID(example.getOutput());
            bias[label] += 1.0 / features.size();
            for (int i = 0; i < inputs; i++) {
                cross[label][i] += x[i];
                for (int j = 0; j < inputs; j++) {
                    gram[i][j] += x[i] * x[j];
                }
            }
        }
        for (int i = 0; i < inputs; i++) {
            gram[i][i] += penalty * features.size();
        }
        DenseMatrix.CholeskyFactorization factors =
                DenseMatrix.createDenseMatrix(gram)
                        .choleskyFactorization()
                        .orElseThrow(
                                () -> new ArithmeticException("The ridge needs a larger penalty"));
        // One class at a time: Tribuo 4.3.2 solves correctly for a vector, but not for a matrix.
        weights = new double[classes.size()][];
        for (int label = 0; label < weights.length; label++) {
            weights[label] = factors.solve(DenseVector.createDenseVector(cross[label])).toArray();
        }
    }

    private static double[] row(Example<Label> example) {
        double[] values = new double[example.size()];
        int i = 0;
        for (Feature feature : example) {
            values[i] = feature.getValue();
            i++;
        }
        return values;
    }

    private Label predict(double[] x) {
        int best = 0;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int label = 0; label < classes.size(); label++) {
            double score = bias[label];
            for (int i = 0; i < x.length; i++) {
                score += x[i] * weights[label][i];
            }
            if (score > bestScore) {
                bestScore = score;
                best = label;
            }
        }
        return classes.getOutput(best);
    }

    /** The share of examples whose label is predicted. */
    double accuracy(Dataset<Label> features) {
        int right = 0;
        for (Example<Label> example : features) {
            right += example.getOutput().equals(predict(row(example))) ? 1 : 0;
        }
        return (double) right / features.size();
    }
}
