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
package org.ssamba.pretraining;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterView;
import org.ssamba.encoder.RandomStreams;
import org.ssamba.training.Adam;
import org.ssamba.training.DropPath;

/**
 * Widths, depths, states, patches and lengths that nobody publishes: the gradient of every
 * parameter against central differences of the loss along it, with drop-path and both ways of
 * masking.
 */
class AnyShapeTest {
    /** A shape, clips, masked patches, masks of their own. */
    record Case(EncoderConfig config, int clips, int masked, boolean independent) {}

    static List<Case> cases() {
        return List.of(
                // Odd everything: width 7, three states, K = 2, 3 x 7 overlapping patches.
                new Case(new EncoderConfig(7, 2, 3, 2, 11, 23, 5, 4, 3, 3), 2, 5, true),
                // Six layers, more states than channels, K = 5.
                new Case(new EncoderConfig(6, 6, 18, 5, 16, 16, 4, 4, 4, 4), 1, 7, false),
                // Patches as high as the spectrogram, K = 1, one state.
                new Case(new EncoderConfig(20, 4, 1, 1, 12, 37, 12, 2, 12, 2), 3, 4, false),
                // A single patch.
                new Case(new EncoderConfig(9, 2, 4, 4, 8, 8, 8, 8, 8, 8), 2, 1, false));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAreTheSlopesOfTheLoss(Case shape) {
        EncoderConfig config = shape.config();
        PretrainingPlan.Network network = new PretrainingPlan.Network(config);
        PretrainingPlan plan =
                PretrainingPlan.gradientsOnly(
                        network,
                        new PretrainingPlan.Shape(
                                shape.clips(),
                                shape.masked(),
                                Objective.JOINT,
                                shape.independent(),
                                true),
                        3);
        int size = network.layout().size();
        try (Backend backend = CpuBackend.create();
                ModelMemory memory = backend.allocate(size, Adam.STATE_VALUES, true);
                Program program = backend.compile(plan.plan(), memory)) {
            Slot slot = program.newSlot();
            fill(plan, slot, config, shape);
            float[] weights = perturbed(network.layout().initialWeights(3));
            awayFromKinks(network, weights);
            loss(weights, plan, program, slot, memory);
            float[] gradients = new float[size];
            memory.read(Region.GRADIENTS, 0, gradients);
            List<String> wrong = new ArrayList<>();
            for (ParameterView view : network.layout().views()) {
                double slope = 0;
                float[] gradient = view.read(gradients);
                for (float value : gradient) {
                    slope += (double) value * value;
                }
                slope = Math.sqrt(slope);
                double measured =
                        slopeAlong(view, gradient, slope, weights, plan, program, slot, memory);
                // Float32 losses of about 10 leave a few 1e-4 of noise in a slope.
                if (Math.abs(measured - slope) > 0.02 * slope + 2e-3) {
                    wrong.add(view.name() + ": " + slope + " but measured " + measured);
                }
            }
            assertTrue(wrong.isEmpty(), String.join("\n", wrong));
        }
    }

    private static double slopeAlong(
            ParameterView view,
            float[] gradient,
            double norm,
            float[] weights,
            PretrainingPlan plan,
            Program program,
            Slot slot,
            ModelMemory memory) {
        if (norm == 0) {
            return 0;
        }
        double step = 5e-3;
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            float[] moved = weights.clone();
            float[] values = view.read(moved);
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) ((side == 0 ? step : -step) * gradient[i] / norm);
            }
            view.write(values, moved);
            losses[side] = loss(moved, plan, program, slot, memory);
        }
        return (losses[0] - losses[1]) / (2 * step);
    }

    private static double loss(
            float[] weights, PretrainingPlan plan, Program program, Slot slot, ModelMemory memory) {
        memory.write(Region.PARAMETERS, 0, weights);
        program.run(slot);
        return plan.metrics(slot).loss();
    }

    /** Norms of exactly 1, skips of 1 and zero biases would hide mistakes. */
    private static float[] perturbed(float[] weights) {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (0.2 * (random.nextDouble() - 0.5));
        }
        return weights;
    }

    /** No rectifier changes sides within a step: half of them are always on, half always off. */
    private static void awayFromKinks(PretrainingPlan.Network network, float[] weights) {
        for (String head : new String[] {"cpredlayer", "gpredlayer"}) {
            ParameterView bias = network.layout().view(head + ".0.bias");
            float[] values = bias.read(weights);
            for (int i = 0; i < values.length; i++) {
                values[i] = i % 2 == 0 ? 4 : -4;
            }
            bias.write(values, weights);
        }
    }

    private static void fill(PretrainingPlan plan, Slot slot, EncoderConfig config, Case shape) {
        SplittableRandom random = new SplittableRandom(5);
        Tensor spectrogram = plan.passes().get(0).spectrogram();
        for (int i = 0; i < spectrogram.size(); i++) {
            slot.floats(spectrogram).put(i, (float) (random.nextDouble() - 0.5));
        }
        for (PretrainingPlan.Pass pass : plan.passes()) {
            String name = pass.mask().indices().name();
            for (int clip = 0; clip < shape.clips(); clip++) {
                PatchMask.write(
                        PatchMask.draw(
                                config, shape.masked(), RandomStreams.stream(1, name, 0, clip)),
                        clip,
                        slot.ints(pass.mask().indices()),
                        slot.ints(pass.mask().rank()),
                        config.patches());
            }
            DropPath.write(slot, pass.forward().dropScales(), config, 1, name, 0, 0);
        }
    }
}
