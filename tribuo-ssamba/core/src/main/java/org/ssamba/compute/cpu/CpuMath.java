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

import java.lang.reflect.InvocationTargetException;
import java.util.logging.Logger;
import org.ssamba.compute.BackendException;

/**
 * The arithmetic of the CPU backend on spans of {@code float[]}: one implementation in plain Java,
 * one with the incubating vector API. Public only because the latter lives in a package of its own.
 *
 * <p>Every function handles any length, lets NaN through, and may write where it reads ({@code y}
 * may be {@code x} at the same offset). Results of one implementation do not depend on how a span
 * is cut. An instance has room of its own for intermediate results, so each thread needs its own.
 */
public interface CpuMath {
    /** The name of the module that the vector implementation needs. */
    String VECTOR_MODULE = "jdk.incubator.vector";

    /**
     * The system property that chooses: {@code auto}, or {@code portable} for what starts within
     * milliseconds and is slower from the first second on.
     */
    String PROPERTY = "ssamba.cpu.kernels";

    /**
     * The fastest implementation this Java runtime offers.
     *
     * @return a new instance of the vector implementation where its module was added to the boot
     *     layer, of the portable one otherwise.
     */
    static CpuMath best() {
        return Best.INSTANCE.another();
    }

    /**
     * The implementation in plain Java.
     *
     * @return a new instance.
     */
    static CpuMath portable() {
        return new PortableMath();
    }

    /**
     * The same implementation for another thread.
     *
     * @return a new instance.
     */
    CpuMath another();

    /**
     * What it runs on.
     *
     * @return for example {@code "vector 512 bit"} or {@code "portable"}.
     */
    String name();

    /**
     * The channels of a scan tile that suit this implementation: a multiple of {@link #lanes}.
     *
     * @return at least 1.
     */
    int channelBlock();

    /**
     * The width to which {@link #scanBackward} reduces sums over channels.
     *
     * @return at least 1.
     */
    int lanes();

    /**
     * {@code y = eˣ}, within 2 ulp; x is held between -87.3 and 88.3, so the result is never 0 or
     * infinite.
     *
     * @param x arguments.
     * @param xOffset index of the first.
     * @param y results.
     * @param yOffset index of the first.
     * @param n how many.
     */
    void exp(float[] x, int xOffset, float[] y, int yOffset, int n);

    /**
     * {@code y = ln(1 + eˣ)}, within 4 ulp (relative, so also for very negative x).
     *
     * @param x arguments.
     * @param xOffset index of the first.
     * @param y results.
     * @param yOffset index of the first.
     * @param n how many.
     */
    void softplus(float[] x, int xOffset, float[] y, int yOffset, int n);

    /**
     * {@code y = 1 / (1 + e⁻ˣ)}, within 4 ulp.
     *
     * @param x arguments.
     * @param xOffset index of the first.
     * @param y results.
     * @param yOffset index of the first.
     * @param n how many.
     */
    void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int n);

    /**
     * {@code y = x / (1 + e⁻ˣ)}, within 4 ulp.
     *
     * @param x arguments.
     * @param xOffset index of the first.
     * @param y results.
     * @param yOffset index of the first.
     * @param n how many.
     */
    void silu(float[] x, int xOffset, float[] y, int yOffset, int n);

    /**
     * {@code gradient *= silu'(x)} with {@code silu'(x) = σ(x)·(1 + x·(1 - σ(x)))}.
     *
     * @param x where the derivative is taken.
     * @param xOffset index of the first.
     * @param gradient of the results; becomes the gradient of x.
     * @param gradientOffset index of the first.
     * @param n how many.
     */
    void siluBackward(float[] x, int xOffset, float[] gradient, int gradientOffset, int n);

    /**
     * {@code y += a·b}, element by element.
     *
     * @param a one factor.
     * @param aOffset index of the first.
     * @param b the other factor.
     * @param bOffset index of the first.
     * @param y the sum.
     * @param yOffset index of the first.
     * @param n how many.
     */
    void addProduct(float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int n);

    /**
     * A block of a matrix product, {@code c += a·b}, all row-major. Each element of c is summed
     * over k in rising order.
     *
     * @param m rows of a and c.
     * @param n columns of b and c.
     * @param k columns of a, rows of b.
     * @param a (m, k).
     * @param aOffset index of its first element.
     * @param aStride elements from row to row.
     * @param b (k, n).
     * @param bOffset index of its first element.
     * @param bStride elements from row to row.
     * @param c (m, n).
     * @param cOffset index of its first element.
     * @param cStride elements from row to row.
     */
    void multiplyAdd(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride);

    /**
     * Moves the states of a tile over its tokens and adds {@code Σ_n s_t[n]·C_t[n]} to {@code
     * tile.y}.
     *
     * @param tile reads rate, delta, input, b, c; updates state and y.
     * @param tokens how many tokens the tile holds.
     */
    void scan(ScanTile tile, int tokens);

    /**
     * The gradients of {@link #scan} with regard to everything it reads, walking back from the
     * tile's last token; see {@link ScanTile} for what is written and what is added to.
     *
     * @param tile with the state before its first token.
     * @param tokens how many tokens the tile holds.
     */
    void scanBackward(ScanTile tile, int tokens);

    /** Chooses once. */
    final class Best {
        private static final CpuMath INSTANCE = choose();

        private Best() {}

        private static CpuMath choose() {
            String kernels = System.getProperty(PROPERTY, "auto");
            if (kernels.equals("portable")) {
                return portable();
            }
            if (!kernels.equals("auto")) {
                throw new BackendException(
                        "Unknown kernels \""
                                + kernels
                                + "\" in system property "
                                + PROPERTY
                                + "; they may be auto or portable");
            }
            if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
                Logger.getLogger(CpuMath.class.getName())
                        .warning(
                                "The CPU will be about three times slower than it could be: start"
                                        + " Java with --add-modules "
                                        + VECTOR_MODULE);
                return portable();
            }
            try {
                return (CpuMath)
                        Class.forName("org.ssamba.compute.cpu.vector.VectorMath")
                                .getDeclaredConstructor()
                                .newInstance();
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(
                        "The vector implementation failed to start; remove --add-modules "
                                + VECTOR_MODULE
                                + " to run without it",
                        e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "The vector implementation is missing from the class path", e);
            }
        }
    }
}
