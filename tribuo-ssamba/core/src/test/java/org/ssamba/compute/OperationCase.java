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
package org.ssamba.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.ssamba.compute.op.Copy;
import org.ssamba.compute.op.Operation;

/**
 * One small plan with random operands, run on a backend and compared with a reference in double
 * precision.
 *
 * <p>Operands are multiples of 1/64 below 2: exact in bfloat16, so a backend that keeps activations
 * in it starts from the very numbers of the reference.
 */
final class OperationCase {
    /** Elements of one tensor whose derivatives are taken; more are sampled. */
    private static final int DERIVATIVES = 150;

    private final Backend backend;
    private final double tolerance;
    private final Plan.Builder plan;
    private final Random random;
    private final Map<Tensor, double[]> values = new IdentityHashMap<>();
    private final Map<Tensor, Tensor> sources = new IdentityHashMap<>();
    private final Map<Tensor, double[]> shared = new LinkedHashMap<>();
    private final Map<Tensor, double[]> expected = new LinkedHashMap<>();
    private final Map<Tensor, Double> rowTolerance = new HashMap<>();
    private long parameters;
    private int stateValues;

    OperationCase(Backend backend, double tolerance, String name) {
        this.backend = backend;
        this.tolerance = tolerance;
        this.plan = new Plan.Builder(name);
        this.random = new Random(name.hashCode());
    }

    Backend backend() {
        return backend;
    }

    /** A random float32 operand, given by the host. */
    Tensor floats(String name, int... shape) {
        Tensor tensor = plan.input(name, DType.FLOAT32, shape);
        values.put(tensor, random(tensor.size()));
        sources.put(tensor, tensor);
        return tensor;
    }

    /** A random operand in the precision of activations. */
    Tensor activation(String name, int... shape) {
        Tensor source = floats(name + " source", shape);
        Tensor tensor = plan.work(name, DType.ACTIVATION, shape);
        plan.add(new Copy(source, tensor));
        values.put(tensor, values.get(source));
        return tensor;
    }

    /** Integers given by the host. */
    Tensor ints(String name, int[] content, int... shape) {
        Tensor tensor = plan.input(name, DType.INT32, shape);
        values.put(tensor, Arrays.stream(content).asDoubleStream().toArray());
        sources.put(tensor, tensor);
        return tensor;
    }

    /** A random weight of the model. */
    Tensor weight(String name, int... shape) {
        Tensor tensor = plan.shared(Region.PARAMETERS, name, parameters, shape);
        parameters += (tensor.size() + 63) / 64 * 64;
        double[] content = random(tensor.size());
        values.put(tensor, content);
        shared.put(tensor, content);
        return tensor;
    }

    /** What lies beside a weight in another region, random too. */
    Tensor beside(Tensor weight, Region region) {
        Tensor tensor =
                plan.shared(region, region + " " + weight.name(), weight.offset(), weight.shape());
        double[] content = random(tensor.size());
        values.put(tensor, content);
        shared.put(tensor, content);
        return tensor;
    }

    Tensor state(String name, double... content) {
        Tensor tensor = plan.shared(Region.STATE, name, stateValues, content.length);
        stateValues += content.length;
        values.put(tensor, content);
        shared.put(tensor, content);
        return tensor;
    }

    /** Where the gradient of a weight goes, over random numbers. */
    Gradient gradient(Tensor weight, boolean accumulate) {
        return new Gradient(beside(weight, Region.GRADIENTS), accumulate);
    }

    /** A tensor that the operation under test writes. */
    Tensor result(String name, DType type, int... shape) {
        return plan.work(name, type, shape);
    }

    /** The numbers of an operand; changing them before the run changes the operand. */
    double[] of(Tensor tensor) {
        return values.get(tensor);
    }

    void add(Operation operation) {
        plan.add(operation);
    }

    /** What a tensor must hold at this point of the plan; not-a-number is not compared. */
    void expect(Tensor tensor, double[] want) {
        assertEquals(tensor.size(), want.length, () -> "the reference for " + tensor);
        expected.put(plan.expose(tensor), want.clone());
    }

    /**
     * What a tensor must be near to by Euclidean norms, for several operations in a row, whose
     * roundings add up where terms cancel: a third of the tolerance as a whole, the tolerance in
     * each row. The tolerance is the backend's, or the least if that is larger.
     */
    void expectRows(Tensor tensor, double[] want, double leastTolerance) {
        Tensor output = plan.expose(tensor);
        expected.put(output, want.clone());
        rowTolerance.put(output, Math.max(tolerance, leastTolerance));
    }

    void expect(Gradient gradient, double[] want) {
        double[] total = want.clone();
        if (gradient.accumulate()) {
            for (int i = 0; i < total.length; i++) {
                total[i] += of(gradient.tensor())[i];
            }
        }
        expect(gradient.tensor(), total);
    }

    /** Derivatives of a loss by its operand, by central differences in double precision. */
    double[] derivative(DoubleSupplier loss, Tensor by) {
        double[] x = of(by);
        double[] derivative = new double[x.length];
        double step = 1e-5;
        for (int i = 0; i < x.length; i++) {
            if (x.length > DERIVATIVES && random.nextInt(x.length) >= DERIVATIVES) {
                derivative[i] = Double.NaN;
                continue;
            }
            double centre = x[i];
            x[i] = centre + step;
            double above = loss.getAsDouble();
            x[i] = centre - step;
            double below = loss.getAsDouble();
            x[i] = centre;
            derivative[i] = (above - below) / (2 * step);
        }
        return derivative;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Runs the plan twice and compares both results; they have the same bits. */
    void check() {
        Plan built = plan.build();
        try (ModelMemory memory =
                        backend.allocate(Math.max(1, parameters), Math.max(1, stateValues), true);
                Program program = backend.compile(built, memory)) {
            Slot slot = program.newSlot();
            Map<Tensor, FloatBuffer> first = new LinkedHashMap<>();
            for (int run = 0; run < 2; run++) {
                shared.forEach(
                        (tensor, content) ->
                                memory.write(tensor.region(), tensor.offset(), narrow(content)));
                for (Tensor input : built.inputs()) {
                    fill(slot, input);
                }
                program.run(slot);
                expected.forEach((tensor, want) -> compare(tensor, slot.floats(tensor), want));
                for (Tensor tensor : expected.keySet()) {
                    FloatBuffer now = slot.floats(tensor);
                    FloatBuffer before =
                            first.computeIfAbsent(
                                    tensor, t -> FloatBuffer.allocate(now.capacity()).put(now));
                    assertEquals(0, before.rewind().compareTo(now.rewind()), tensor::toString);
                }
            }
        }
    }

    private void fill(Slot slot, Tensor input) {
        double[] content = of(sources.get(input));
        for (int i = 0; i < content.length; i++) {
            if (input.type() == DType.INT32) {
                slot.ints(input).put(i, (int) content[i]);
            } else {
                slot.floats(input).put(i, (float) content[i]);
            }
        }
    }

    private static void compareRows(Tensor tensor, FloatBuffer got, double[] want, double allowed) {
        int width = tensor.extent(tensor.shape().length - 1);
        int rows = want.length / width;
        double[] errors = new double[rows];
        double[] sizes = new double[rows];
        for (int i = 0; i < want.length; i++) {
            errors[i / width] += Math.pow(got.get(i) - want[i], 2);
            sizes[i / width] += want[i] * want[i];
        }
        double size = Arrays.stream(sizes).sum();
        double error = Math.sqrt(Arrays.stream(errors).sum() / size);
        assertTrue(error <= allowed / 3, () -> tensor + " is off by " + error);
        for (int row = 0; row < rows; row++) {
            double one = Math.sqrt(errors[row] / (sizes[row] + size / rows));
            int at = row;
            assertTrue(one <= allowed, () -> tensor + " row " + at + " is off by " + one);
        }
    }

    private void compare(Tensor tensor, FloatBuffer got, double[] want) {
        if (rowTolerance.containsKey(tensor)) {
            compareRows(tensor, got, want, rowTolerance.get(tensor));
            return;
        }
        double square = 0;
        int counted = 0;
        for (double v : want) {
            if (!Double.isNaN(v)) {
                square += v * v;
                counted++;
            }
        }
        double scale = Math.sqrt(square / Math.max(1, counted)) + 1e-3;
        for (int i = 0; i < want.length; i++) {
            if (Double.isNaN(want[i])) {
                continue;
            }
            double allowed = tolerance * (scale + Math.abs(want[i]));
            double value = got.get(i);
            int at = i;
            assertTrue(
                    Math.abs(value - want[i]) <= allowed,
                    () ->
                            tensor
                                    + " element "
                                    + at
                                    + ": "
                                    + value
                                    + " instead of "
                                    + want[at]
                                    + " (within "
                                    + allowed
                                    + ")");
        }
    }

    private double[] random(long size) {
        return random.ints(size, -127, 128).mapToDouble(v -> v / 64.0).toArray();
    }

    private static float[] narrow(double[] content) {
        float[] narrow = new float[content.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) content[i];
        }
        return narrow;
    }
}
