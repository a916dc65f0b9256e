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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.ssamba.audio.LogMelSpectrogram;

class EmbeddingsTest {
    private final Embeddings corners =
            Embeddings.of(new float[][] {{2, 0}, {0, 3}, {5, 5}, {-1, 0}, {0, 0}});

    @Test
    void similarityIsTheCosineWhateverTheLengths() {
        INDArray similarities = corners.similarities();
        assertEquals(1, similarities.getDouble(0, 0), 1e-6);
        assertEquals(0, similarities.getDouble(0, 1), 1e-6);
        assertEquals(Math.sqrt(0.5), similarities.getDouble(0, 2), 1e-6);
        assertEquals(-1, similarities.getDouble(3, 0), 1e-6);
        assertEquals(0, similarities.getDouble(4, 4), 1e-6);
    }

    @Test
    void theNearestComesFirst() {
        List<Embeddings.Match> found = corners.nearest(new float[] {0.1f, 9}, 2);
        assertEquals(List.of(1, 2), found.stream().map(Embeddings.Match::clip).toList());
        assertEquals(1, found.get(0).similarity(), 1e-3);
    }

    @Test
    void principalComponentsLieAlongTheDirectionOfLargestVariance() {
        // Points along (3, 4)/5 with standard deviation 10, and 0.1 across, far from the origin.
        Random random = new Random(1);
        float[][] rows = new float[200][];
        double[] along = new double[rows.length];
        double mean = 0;
        for (int i = 0; i < rows.length; i++) {
            along[i] = 10 * random.nextGaussian();
            double across = 0.1 * random.nextGaussian();
            rows[i] =
                    new float[] {
                        (float) (70 + 0.6 * along[i] - 0.8 * across),
                        (float) (-30 + 0.8 * along[i] + 0.6 * across)
                    };
            mean += along[i] / rows.length;
        }
        INDArray components = Embeddings.of(rows).principalComponents(2);
        double sign = Math.signum(components.getDouble(0, 0) * (along[0] - mean));
        for (int i = 0; i < rows.length; i++) {
            assertEquals(along[i] - mean, sign * components.getDouble(i, 0), 0.05);
            assertEquals(0, components.getDouble(i, 1), 0.5);
        }
    }

    @Test
    void aSpectrogramKeepsItsFramesAndMelBins() {
        float[] values = {1, 2, 3, 4, 5, 6};
        INDArray array = SpectrogramArrays.of(LogMelSpectrogram.of(values, 3, 2));
        assertArrayEquals(new long[] {3, 2}, array.shape());
        assertEquals(4, array.getDouble(1, 1));
    }

    @Test
    void raggedOrAbsentEmbeddingsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Embeddings.of(new float[0][]));
        assertThrows(
                IllegalArgumentException.class, () -> Embeddings.of(new float[][] {{1, 2}, {1}}));
        assertThrows(
                IllegalArgumentException.class, () -> corners.nearest(new float[] {1, 2, 3}, 1));
        assertThrows(IllegalArgumentException.class, () -> corners.principalComponents(3));
    }
}
