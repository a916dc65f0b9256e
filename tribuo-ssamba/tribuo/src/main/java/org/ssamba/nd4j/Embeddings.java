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
package org.ssamba.nd4j;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;

/** Embeddings of clips side by side: how similar they are, and where they differ most. */
public final class Embeddings {
    /** Keeps vectors of zeros from dividing by zero. */
    private static final double SMALLEST_NORM = 1e-12;

    private final INDArray vectors;
    private final INDArray directions;

    private Embeddings(INDArray vectors) {
        this.vectors = vectors;
        INDArray norms = vectors.norm2(true, 1).addi(SMALLEST_NORM);
        this.directions = vectors.divColumnVector(norms);
    }

    /**
     * Copies embeddings.
     *
     * @param rows one vector per clip, all of one length; at least one.
     * @return the embeddings.
     * @throws IllegalArgumentException if there are none, or their lengths differ.
     */
    public static Embeddings of(float[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("There are no embeddings");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length || rows[i].length == 0) {
                throw new IllegalArgumentException(
                        "Embedding "
                                + i
                                + " has "
                                + rows[i].length
                                + " values, the first has "
                                + rows[0].length);
            }
        }
        return new Embeddings(Nd4j.createFromArray(rows));
    }

    /**
     * The embeddings.
     *
     * @return (clips, width), float32; changes do not change these embeddings.
     */
    public INDArray vectors() {
        return vectors.dup();
    }

    /**
     * The cosine of the angle between every two.
     *
     * @return (clips, clips), from -1 to 1.
     */
    public INDArray similarities() {
        return directions.mmul(directions.transpose());
    }

    /**
     * A clip found by a search.
     *
     * @param clip its row.
     * @param similarity the cosine of the angle to what was searched, from -1 to 1.
     */
    public record Match(int clip, double similarity) {}

    /**
     * The clips most similar to a given one.
     *
     * @param query an embedding of the same width.
     * @param count how many at most.
     * @return the most similar first; a clip that is searched itself comes first.
     * @throws IllegalArgumentException if the width is another.
     */
    public List<Match> nearest(float[] query, int count) {
        if (query.length != vectors.columns()) {
            throw new IllegalArgumentException(
                    "The embedding searched has "
                            + query.length
                            + " values, these have "
                            + vectors.columns());
        }
        INDArray column = Nd4j.createFromArray(query).reshape(query.length, 1);
        column.divi(column.norm2Number().doubleValue() + SMALLEST_NORM);
        double[] similarities = directions.mmul(column).reshape(-1).toDoubleVector();
        return IntStream.range(0, similarities.length)
                .mapToObj(clip -> new Match(clip, similarities[clip]))
                .sorted(Comparator.comparingDouble(Match::similarity).reversed())
                .limit(count)
                .toList();
    }

    /**
     * Principal component analysis: the embeddings in the directions in which they vary most.
     *
     * @param count of directions, from 1 to the width.
     * @return (clips, count), the direction of largest variance first; each direction's sign is
     *     arbitrary.
     * @throws IllegalArgumentException if there are not that many directions.
     */
    public INDArray principalComponents(int count) {
        int width = vectors.columns();
        if (count < 1 || count > width) {
            throw new IllegalArgumentException(
                    "Embeddings of width " + width + " have no " + count + " components");
        }
        INDArray centred = vectors.subRowVector(vectors.mean(0));
        // The eigenvalues come in ascending order; the array passed in becomes the eigenvectors.
        INDArray axes = centred.transpose().mmul(centred);
        double[] variances = Eigen.symmetricGeneralizedEigenvalues(axes, true).toDoubleVector();
        INDArray chosen = Nd4j.create(width, count);
        int[] order =
                IntStream.range(0, width)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -variances[i]))
                        .mapToInt(Integer::intValue)
                        .limit(count)
                        .toArray();
        for (int i = 0; i < count; i++) {
            chosen.putColumn(i, axes.getColumn(order[i]));
        }
        return centred.mmul(chosen);
    }
}
