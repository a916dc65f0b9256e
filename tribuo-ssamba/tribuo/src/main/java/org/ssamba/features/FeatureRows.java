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
package org.ssamba.features;

/**
 * The features of one clip: a row for each segment of time, in order, or a single row.
 *
 * @param rows (segments, features), at least one row, all of one length, all values finite; not
 *     copied and not to be changed
 */
public record FeatureRows(double[][] rows) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming the row that is empty, of another length or not
     *     finite
     */
    public FeatureRows {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("a clip has at least one row of features");
        }
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != rows[0].length) {
                throw new IllegalArgumentException(
                        "row " + row + " has " + rows[row].length + " features, not as the first");
            }
            for (double value : rows[row]) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("row " + row + " holds " + value);
                }
            }
        }
    }

    /**
     * A clip with one row.
     *
     * @param row its features
     * @return the features
     */
    public static FeatureRows single(double[] row) {
        return new FeatureRows(new double[][] {row});
    }

    /**
     * How many rows.
     *
     * @return at least 1
     */
    public int segments() {
        return rows.length;
    }

    /**
     * How many features a row.
     *
     * @return at least 1
     */
    public int width() {
        return rows[0].length;
    }

    /**
     * One row for the whole clip: the mean of all rows.
     *
     * @return (features), a copy
     */
    public double[] mean() {
        double[] mean = new double[width()];
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i];
            }
        }
        if (rows.length > 1) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] /= rows.length;
            }
        }
        return mean;
    }
}
