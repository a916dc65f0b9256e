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
package org.ssamba.compute.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A product {@code (m, k)·(n, k)ᵀ}, of rows that are further apart than they are long. */
class MatrixProductTest {
    private static final int MOST = 40;
    private static final int INNER = 70;
    private static final int COLUMNS = 35;
    private static final int GAP = 3;
    private static final float UNTOUCHED = -77;

    private final SplittableRandom random = new SplittableRandom(1);
    private final FloatBuffer a = random(MOST * (INNER + GAP));
    private final FloatBuffer b = random(COLUMNS * INNER);

    @ParameterizedTest
    @ValueSource(strings = {"blas", "djl", "java"})
    void valuesAreThoseOfTheFormula(String library) {
        for (int rows : new int[] {1, 2, 3, 4, 17}) {
            float[] c = product(library, rows);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < COLUMNS; j++) {
                    double sum = 0;
                    for (int p = 0; p < INNER; p++) {
                        sum += a.get(i * (INNER + GAP) + p) * (double) b.get(j * INNER + p);
                    }
                    assertEquals(sum, c[i * (COLUMNS + GAP) + j], 1e-5, rows + " rows");
                }
            }
            for (int i = 0; i < c.length; i++) {
                if (i >= rows * (COLUMNS + GAP) || i % (COLUMNS + GAP) >= COLUMNS) {
                    assertEquals(UNTOUCHED, c[i], "beyond " + rows + " rows");
                }
            }
        }
    }

    /** So that a clip has the same scores, whatever clips are in a batch with it. */
    @ParameterizedTest
    @ValueSource(strings = {"blas", "java"})
    void aRowDoesNotDependOnHowManyThereAre(String library) {
        float[] all = product(library, MOST);
        for (int rows = 1; rows < MOST; rows++) {
            float[] some = product(library, rows);
            for (int i = 0; i < rows; i++) {
                assertArrayEquals(row(all, i), row(some, i), "row " + i + " of " + rows);
            }
        }
    }

    private static float[] row(float[] c, int row) {
        int first = row * (COLUMNS + GAP);
        return Arrays.copyOfRange(c, first, first + COLUMNS);
    }

    private float[] product(String library, int rows) {
        MatrixProduct product = MatrixProducts.choose(library).product();
        product.prepareThread();
        FloatBuffer c = floats(MOST * (COLUMNS + GAP));
        float[] values = new float[c.capacity()];
        Arrays.fill(values, UNTOUCHED);
        c.put(0, values);
        product.bind(
                        new MatrixProduct.Layout(
                                a,
                                INNER + GAP,
                                false,
                                b,
                                INNER,
                                true,
                                c,
                                COLUMNS + GAP,
                                INNER,
                                false))
                .multiply(0, 0, 0, rows, COLUMNS, new Scratch());
        c.get(0, values);
        return values;
    }

    private FloatBuffer random(int size) {
        FloatBuffer values = floats(size);
        for (int i = 0; i < size; i++) {
            values.put(i, (float) (random.nextDouble() - 0.5));
        }
        return values;
    }

    private static FloatBuffer floats(int size) {
        return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }
}
