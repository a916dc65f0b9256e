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
package org.ssamba.encoder;

/**
 * Position embeddings of one patch grid turned into those of another (docs/model.md, section 9):
 * each axis is cut in the middle where it shrinks, interpolated where it grows.
 */
public final class PositionEmbedding {
    private PositionEmbedding() {}

    /**
     * Adapts learned positions to another input length or stride.
     *
     * @param positions (1 + f·t, D) of {@code from}, the class position first.
     * @param from the encoder the positions were learned with.
     * @param to an encoder of the same width.
     * @return (1 + f·t, D) of {@code to}.
     */
    public static float[] adapt(float[] positions, EncoderConfig from, EncoderConfig to) {
        int d = from.width();
        if (to.width() != d || positions.length != from.tokens() * d) {
            throw new IllegalArgumentException(
                    "Positions of "
                            + from.tokens()
                            + " tokens of width "
                            + d
                            + " were expected, for an encoder of the same width");
        }
        Axis rows = axis(from.gridRows(), to.gridRows());
        Axis columns = axis(from.gridColumns(), to.gridColumns());
        float[] adapted = new float[to.tokens() * d];
        System.arraycopy(positions, 0, adapted, 0, d);
        int at = d;
        for (int row = 0; row < to.gridRows(); row++) {
            for (int column = 0; column < to.gridColumns(); column++) {
                for (int i = 0; i < d; i++) {
                    double low = between(positions, from, rows.low[row], columns, column, i);
                    double high = between(positions, from, rows.high[row], columns, column, i);
                    adapted[at++] = (float) (low + rows.weight[row] * (high - low));
                }
            }
        }
        return adapted;
    }

    private static double between(
            float[] positions, EncoderConfig from, int row, Axis columns, int column, int i) {
        int start = 1 + row * from.gridColumns();
        double low = positions[(start + columns.low[column]) * from.width() + i];
        double high = positions[(start + columns.high[column]) * from.width() + i];
        return low + columns.weight[column] * (high - low);
    }

    /** For each new index: two old indices and the weight of the second. */
    private record Axis(int[] low, int[] high, double[] weight) {}

    private static Axis axis(int from, int to) {
        int[] low = new int[to];
        int[] high = new int[to];
        double[] weight = new double[to];
        for (int i = 0; i < to; i++) {
            if (to <= from) {
                low[i] = from / 2 - to / 2 + i;
                high[i] = low[i];
            } else {
                // Centres of cells on centres of cells: corners are not aligned.
                double centre = Math.max(0, (i + 0.5) * from / to - 0.5);
                low[i] = (int) centre;
                high[i] = Math.min(low[i] + 1, from - 1);
                weight[i] = centre - low[i];
            }
        }
        return new Axis(low, high, weight);
    }
}
