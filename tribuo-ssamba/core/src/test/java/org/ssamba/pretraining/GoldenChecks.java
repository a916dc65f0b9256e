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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import org.ssamba.checkpoint.Goldens;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.compute.Backend;
import org.ssamba.compute.DType;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.ParameterView;
import org.ssamba.encoder.Pooling;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.training.Adam;
import org.ssamba.training.InferencePlan;
import org.ssamba.training.SupervisedNetwork;

/**
 * The reference values of docs/model.md, section 11, computed on any backend. Each method returns
 * the error of each value by name: the largest difference over the largest reference.
 */
public final class GoldenChecks {
    /** The 4-layer encoder of width 48 the reference values were computed with. */
    public static final EncoderConfig MINI =
            new EncoderConfig(48, 4, 16, 4, 128, 128, 16, 16, 16, 16);

    private final Backend backend;
    private final ToDoubleBiFunction<float[], float[]> measure;
    private final Map<String, NamedTensor> golden = Goldens.load("mini.npz");
    private final Map<String, float[]> weights = new LinkedHashMap<>();

    /**
     * Checks on a backend.
     *
     * @param backend what to check; left open.
     */
    public GoldenChecks(Backend backend) {
        this(backend, GoldenChecks::error);
    }

    /**
     * Checks on a backend with another measure of error.
     *
     * @param backend what to check; left open.
     * @param measure the error of an array (first) against the reference (second).
     */
    public GoldenChecks(Backend backend, ToDoubleBiFunction<float[], float[]> measure) {
        this.backend = backend;
        this.measure = measure;
        try {
            PyTorchCheckpoint.read(Goldens.path("mini.pth"))
                    .forEach(
                            (name, tensor) -> {
                                if (tensor.dtype().isFloating()) {
                                    weights.put(
                                            name.replaceFirst("^module\\.", ""), tensor.floats());
                                }
                            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Errors by name, and the values themselves where a test wants them. */
    private void compare(
            Map<String, Double> errors, String name, float[] actual, float[] expected) {
        errors.put(name, measure.applyAsDouble(actual, expected));
    }

    /**
     * The error of an array.
     *
     * @param actual what was computed.
     * @param expected the reference.
     * @return max|actual - expected| / max|expected|; infinite for another length, NaN stays NaN.
     */
    public static double error(float[] actual, float[] expected) {
        if (actual.length != expected.length) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = 0;
        double scale = 0;
        for (int i = 0; i < actual.length; i++) {
            difference = Math.max(difference, Math.abs((double) actual[i] - expected[i]));
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        return difference / scale;
    }

    /**
     * The error of an array by Euclidean norms.
     *
     * @param actual what was computed.
     * @param expected the reference.
     * @return ‖actual - expected‖ / ‖expected‖.
     */
    public static double normError(float[] actual, float[] expected) {
        double difference = 0;
        double scale = 0;
        for (int i = 0; i < actual.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            scale += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / scale);
    }

    /**
     * Both kinds of pooling with their logits, the first layer alone, the last layer alone.
     *
     * @return errors by name.
     */
    public Map<String, Double> inference() {
        Map<String, Double> errors = new TreeMap<>();
        Map<String, float[]> all = new LinkedHashMap<>(weights);
        for (String part : new String[] {"0.weight", "0.bias", "1.weight", "1.bias"}) {
            all.put("mlp_head." + part, golden.get("param.mlp_head." + part).floats());
        }
        for (Pooling.Kind kind : Pooling.Kind.values()) {
            boolean mean = kind == Pooling.Kind.MEAN;
            SupervisedNetwork network =
                    SupervisedNetwork.withHead(
                            MINI, Pooling.clip(kind, MINI), 10, HeadKind.SQUARED);
            float[][] results =
                    infer(network, arena(network.layout(), all), golden.get("x").floats(), 2);
            compare(
                    errors,
                    mean ? "logits" : "logits_cls",
                    results[1],
                    golden.get(mean ? "logits" : "logits_cls").floats());
            if (mean) {
                compare(errors, "pooled", results[0], golden.get("pooled").floats());
            }
        }
        errors.putAll(singleLayers());
        return errors;
    }

    private float[][] infer(SupervisedNetwork network, float[] arena, float[] x, int clips) {
        InferencePlan plan = InferencePlan.of(network, clips);
        try (ModelMemory memory = backend.allocate(arena.length, Adam.STATE_VALUES, false);
                Program program = backend.compile(plan.plan(), memory)) {
            memory.write(Region.PARAMETERS, 0, arena);
            Slot slot = program.newSlot();
            slot.write(plan.spectrogram(), 0, x);
            program.run(slot);
            return new float[][] {values(slot, plan.embeddings()), values(slot, plan.scores())};
        }
    }

    /** A pair adds the sum of its layers: with the other's output projection at 0 one is alone. */
    private Map<String, Double> singleLayers() {
        Map<String, Double> errors = new TreeMap<>();
        ParameterLayout layout = new ParameterLayout();
        Encoder encoder = new Encoder(MINI, layout);
        Plan.Builder builder = new Plan.Builder("layers alone");
        Tensor x = builder.input("x", DType.FLOAT32, 2, MINI.frames(), MINI.mels());
        Encoder.Forward pass = encoder.forward(builder, x, null, Encoder.Mode.inference());
        Tensor tokens = builder.expose(pass.stages().tokens());
        Tensor[] hidden = {
            builder.expose(pass.stages().hidden(0)), builder.expose(pass.stages().hidden(1))
        };
        Tensor residual = builder.expose(pass.stages().residual(1));
        Plan plan = builder.build();
        try (ModelMemory memory = backend.allocate(layout.size(), Adam.STATE_VALUES, false);
                Program program = backend.compile(plan, memory)) {
            Slot slot = program.newSlot();
            slot.floats(x).put(0, golden.get("x").floats());
            for (int layer : new int[] {0, 3}) {
                float[] arena = arena(layout, weights);
                ParameterView other =
                        layout.view("v.layers." + (layer ^ 1) + ".mixer.out_proj.weight");
                if (layer == 3) {
                    // The first pair must be whole for the last one to read the right residual.
                    other.write(new float[other.size()], arena);
                    memory.write(Region.PARAMETERS, 0, arena);
                    program.run(slot);
                    compare(
                            errors,
                            "last_hidden",
                            reversed(values(slot, hidden[1])),
                            golden.get("last_hidden").floats());
                    float[] twice = reversed(values(slot, residual));
                    for (int i = 0; i < twice.length; i++) {
                        twice[i] /= 2;
                    }
                    compare(errors, "last_residual", twice, golden.get("last_residual").floats());
                } else {
                    other.write(new float[other.size()], arena);
                    memory.write(Region.PARAMETERS, 0, arena);
                    program.run(slot);
                    compare(
                            errors,
                            "layer0_hidden",
                            values(slot, hidden[0]),
                            golden.get("layer0_hidden").floats());
                    compare(
                            errors,
                            "layer0_residual",
                            values(slot, tokens),
                            golden.get("layer0_residual").floats());
                }
            }
        }
        return errors;
    }

    private static float[] reversed(float[] tokens) {
        int d = MINI.width();
        int l = MINI.tokens();
        float[] reversed = new float[tokens.length];
        for (int row = 0; row < tokens.length / d; row++) {
            int mirrored = row / l * l + l - 1 - row % l;
            System.arraycopy(tokens, row * d, reversed, mirrored * d, d);
        }
        return reversed;
    }

    /**
     * The joint loss with independent masks: metrics and the gradient of every parameter.
     *
     * @return errors by name; for the gradient that is truly 0, its largest value.
     */
    public Map<String, Double> pretraining() {
        Map<String, Double> errors = new TreeMap<>();
        PretrainingPlan.Network network = new PretrainingPlan.Network(MINI);
        PretrainingPlan plan =
                PretrainingPlan.gradientsOnly(network, shape(), backend.scanChunk(MINI.tokens()));
        try (ModelMemory memory =
                        backend.allocate(network.layout().size(), Adam.STATE_VALUES, true);
                Program program = backend.compile(plan.plan(), memory)) {
            memory.write(Region.PARAMETERS, 0, arena(network.layout(), weights));
            Slot slot = program.newSlot();
            fill(plan, slot);
            program.run(slot);
            PretrainingMetrics metrics = plan.metrics(slot);
            scalar(errors, "acc", metrics.accuracy());
            scalar(errors, "nce", metrics.contrast());
            scalar(errors, "mse", metrics.error());
            scalar(errors, "loss", metrics.loss());
            float[] gradients = new float[network.layout().size()];
            memory.read(Region.GRADIENTS, 0, gradients);
            for (ParameterView view : network.layout().views()) {
                float[] actual = view.read(gradients);
                if (view.name().equals("cpredlayer.2.bias")) {
                    float largest = 0;
                    for (float value : actual) {
                        largest = Math.max(largest, Math.abs(value));
                    }
                    errors.put("grad." + view.name(), (double) largest);
                } else {
                    compare(
                            errors,
                            "grad." + view.name(),
                            actual,
                            golden.get("grad." + view.name()).floats());
                }
            }
        }
        return errors;
    }

    private static PretrainingPlan.Shape shape() {
        return new PretrainingPlan.Shape(2, 24, Objective.JOINT, true, false);
    }

    private void fill(PretrainingPlan plan, Slot slot) {
        slot.write(plan.passes().get(0).spectrogram(), 0, golden.get("x").floats());
        String[] masks = {"masks_discriminative", "masks_generative"};
        for (int pass = 0; pass < 2; pass++) {
            int[] indices = golden.get(masks[pass]).ints();
            for (int clip = 0; clip < 2; clip++) {
                PatchMask.write(
                        java.util.Arrays.copyOfRange(indices, clip * 24, (clip + 1) * 24),
                        clip,
                        slot.ints(plan.passes().get(pass).mask().indices()),
                        slot.ints(plan.passes().get(pass).mask().rank()),
                        MINI.patches());
            }
        }
    }

    private void scalar(Map<String, Double> errors, String name, double actual) {
        double expected = golden.get(name).floats()[0];
        errors.put(name, Math.abs(actual - expected) / Math.abs(expected));
    }

    /**
     * Six steps of AdamW at a rate of 1e-3 with the same masks.
     *
     * @return the largest relative error of any metric, by step.
     */
    public Map<String, Double> trajectory() {
        Map<String, Double> errors = new TreeMap<>();
        PretrainingPlan.Network network = new PretrainingPlan.Network(MINI);
        PretrainingPlan plan =
                new PretrainingPlan(
                        network, shape(), backend.scanChunk(MINI.tokens()), Adam.pretraining());
        double[] rows = golden.get("adamw_lr1e-3_acc_nce_mse_loss").doubles();
        try (ModelMemory memory =
                        backend.allocate(network.layout().size(), Adam.STATE_VALUES, true);
                Program program = backend.compile(plan.plan(), memory)) {
            memory.write(Region.PARAMETERS, 0, arena(network.layout(), weights));
            Slot slot = program.newSlot();
            fill(plan, slot);
            slot.floats(plan.optimizer().rate()).put(0, 1e-3f);
            for (int step = 0; step < 6; step++) {
                program.run(slot);
                PretrainingMetrics metrics = plan.metrics(slot);
                double[] actual = {
                    metrics.accuracy(), metrics.contrast(), metrics.error(), metrics.loss()
                };
                double worst = 0;
                for (int i = 0; i < 4; i++) {
                    double expected = rows[4 * step + i];
                    worst = Math.max(worst, Math.abs(actual[i] - expected) / expected);
                }
                errors.put("step " + step, worst);
            }
        }
        return errors;
    }

    /**
     * The encoder adapted to shorter and longer clips.
     *
     * @return errors of positions and logits.
     */
    public Map<String, Double> adapted() {
        Map<String, Double> errors = new TreeMap<>();
        adapted(
                errors,
                "T96",
                "mini_finetune_T96_stride10.npz",
                MINI.withFrames(96).withStride(10, 10));
        adapted(errors, "T256", "mini_finetune_T256_stride16.npz", MINI.withFrames(256));
        return errors;
    }

    private void adapted(
            Map<String, Double> errors, String name, String file, EncoderConfig config) {
        Map<String, NamedTensor> reference = Goldens.load(file);
        SupervisedNetwork network =
                SupervisedNetwork.withHead(
                        config, Pooling.clip(Pooling.Kind.MEAN, config), 7, HeadKind.SQUARED);
        float[] arena = WeightTransfer.into(network.layout(), config, MINI, weights, 1);
        ParameterLayout layout = network.layout();
        compare(
                errors,
                name + " positions",
                layout.view("v.pos_embed").read(arena),
                reference.get("pos_embed").floats());
        layout.view("mlp_head.0.weight").write(reference.get("head_norm_weight").floats(), arena);
        layout.view("mlp_head.0.bias").write(reference.get("head_norm_bias").floats(), arena);
        layout.view("mlp_head.1.weight").write(reference.get("head_weight").floats(), arena);
        layout.view("mlp_head.1.bias").write(reference.get("head_bias").floats(), arena);
        NamedTensor x = reference.get("x");
        float[][] results = infer(network, arena, x.floats(), x.shape()[0]);
        compare(errors, name + " logits", results[1], reference.get("logits").floats());
    }

    private static float[] arena(ParameterLayout layout, Map<String, float[]> named) {
        float[] arena = new float[layout.size()];
        for (ParameterView view : layout.views()) {
            view.write(named.get(view.name()), arena);
        }
        return arena;
    }

    private static float[] values(Slot slot, Tensor tensor) {
        FloatBuffer buffer = slot.floats(tensor);
        float[] values = new float[(int) tensor.size()];
        buffer.get(0, values);
        return values;
    }
}
