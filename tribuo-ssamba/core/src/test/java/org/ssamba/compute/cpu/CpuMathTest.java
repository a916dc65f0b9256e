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
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.compute.cpu.Closeness.assertClose;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CpuMathTest {
    static Stream<CpuMath> implementations() {
        return Closeness.implementations();
    }

    private interface Span {
        void apply(float[] x, int xOffset, float[] y, int yOffset, int n);
    }

    /** Every float of a dense net over the range, its error in units of the last place. */
    private static void assertWithinUlps(
            Span span, DoubleUnaryOperator exact, float low, float high, double ulps) {
        int count = 1 << 20;
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = low + (high - low) * i / (count - 1f);
        }
        float[] y = new float[count];
        span.apply(x, 0, y, 0, count);
        for (int i = 0; i < count; i++) {
            double expected = exact.applyAsDouble(x[i]);
            double error = Math.abs(y[i] - expected) / Math.ulp((float) expected);
            if (!(error <= ulps)) {
                assertTrue(false, "f(" + x[i] + ") = " + y[i] + ", off by " + error + " ulp");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void exponentialIsWithinTwoUlps(CpuMath math) {
        assertWithinUlps(math::exp, Math::exp, -87.2f, 88.2f, 2);
        assertWithinUlps(math::exp, Math::exp, -1, 1, 2);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void functionsOfTheExponentialAreWithinFourUlps(CpuMath math) {
        assertWithinUlps(math::softplus, ScanReference::softplus, -87, 100, 4);
        assertWithinUlps(math::softplus, ScanReference::softplus, -2, 2, 4);
        assertWithinUlps(math::sigmoid, x -> 1 / (1 + Math.exp(-x)), -86, 40, 4);
        assertWithinUlps(math::silu, x -> x / (1 + Math.exp(-x)), -80, 40, 4);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void slopeOfSiluMultipliesTheGradient(CpuMath math) {
        float[] x = {-100, -20, -3, -1.278f, -0.1f, 0, 0.1f, 2, 30, 100};
        float[] gradient = new float[x.length];
        Arrays.fill(gradient, 2);
        math.siluBackward(x, 0, gradient, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            double sigmoid = 1 / (1 + Math.exp(-x[i]));
            double expected = 2 * sigmoid * (1 + x[i] * (1 - sigmoid));
            assertEquals(expected, gradient[i], 5e-7, "at " + x[i]);
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void farArgumentsStayFiniteAndNotANumberStays(CpuMath math) {
        float[] x = {-1000, Float.NEGATIVE_INFINITY, 1000, Float.POSITIVE_INFINITY, Float.NaN, 0};
        float[] y = new float[x.length];
        math.exp(x, 0, y, 0, x.length);
        assertTrue(y[0] < 2e-38f && y[1] < 2e-38f, "nearly 0");
        assertTrue(y[2] > 2e38f && Float.isFinite(y[2]) && y[3] == y[2], "held");
        assertTrue(Float.isNaN(y[4]));
        assertEquals(1f, y[5]);
        math.softplus(x, 0, y, 0, x.length);
        assertEquals(1000f, y[2]);
        assertTrue(Float.isNaN(y[4]));
        math.silu(x, 0, y, 0, x.length);
        assertEquals(0f, y[0], 1e-30f);
        assertEquals(1000f, y[2]);
        assertTrue(Float.isNaN(y[4]));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void lengthOffsetAndPlaceChangeNoBit(CpuMath math) {
        Random random = new Random(1);
        float[] x = new float[1500];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (8 * random.nextGaussian());
        }
        for (Span span : new Span[] {math::exp, math::softplus, math::sigmoid, math::silu}) {
            float[] whole = new float[x.length];
            span.apply(x, 0, whole, 0, x.length);
            float[] parts = x.clone();
            for (int at = 0, n = 1; at < x.length; at += n, n = (n * 3 + 1) % 61 + 1) {
                n = Math.min(n, x.length - at);
                span.apply(parts, at, parts, at, n);
            }
            assertArrayEquals(whole, parts);
            float[] moved = new float[x.length + 7];
            span.apply(x, 0, moved, 7, x.length);
            assertArrayEquals(whole, Arrays.copyOfRange(moved, 7, moved.length));
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void productsAddToWhatIsThereAndNowhereElse(CpuMath math) {
        Random random = new Random(2);
        int[][] sizes = {{1, 1, 1}, {4, 32, 7}, {7, 50, 33}, {9, 600, 70}, {3, 5, 1}};
        for (int[] size : sizes) {
            int m = size[0];
            int n = size[1];
            int k = size[2];
            float[] a = random(random, 3 + m * (k + 2));
            float[] b = random(random, 5 + k * (n + 1));
            float[] c = random(random, 2 + m * (n + 3));
            double[] expected = new double[c.length];
            for (int i = 0; i < c.length; i++) {
                expected[i] = c[i];
            }
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    for (int l = 0; l < k; l++) {
                        expected[2 + i * (n + 3) + j] +=
                                (double) a[3 + i * (k + 2) + l] * b[5 + l * (n + 1) + j];
                    }
                }
            }
            math.multiplyAdd(m, n, k, a, 3, k + 2, b, 5, n + 1, c, 2, n + 3);
            assertClose("product", expected, c, 1e-6);
        }
        float[] y = {1, 2, 3};
        math.addProduct(new float[] {9, 2, 3}, 1, new float[] {4, 5}, 0, y, 1, 2);
        assertArrayEquals(new float[] {1, 10, 18}, y);
    }

    private static float[] random(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    @Test
    void theVectorImplementationIsTakenWhereItsModuleIsPresent() {
        boolean present = ModuleLayer.boot().findModule(CpuMath.VECTOR_MODULE).isPresent();
        assertEquals(present, CpuMath.best().name().startsWith("vector"));
        assertEquals("portable", CpuMath.portable().name());
    }
}
