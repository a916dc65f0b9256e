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
package org.ssamba.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.cuda.CudaBackend;
import org.ssamba.compute.cuda.CudaOptions;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterView;
import org.ssamba.encoder.Pooling;
import org.ssamba.pretraining.Objective;
import org.ssamba.pretraining.PatchMask;
import org.ssamba.pretraining.PretrainingPlan;
import org.ssamba.training.Adam;
import org.ssamba.training.InferencePlan;
import org.ssamba.training.SupervisedNetwork;
import org.ssamba.training.SupervisedPlan;

/**
 * Times inference, fine-tuning steps and joint pretraining steps on a GPU at the shapes with which
 * the published code was measured (docs/benchmarks.md). Each time is from the submission of inputs
 * in host memory to outputs in host memory, the median of seven after two warm-ups; beside it
 * stands the time of each of seven runs submitted one after the other, whose copies and work
 * overlap. Memory is everything on the device that the plan and the model take.
 *
 * <p>Arguments: precisions, sizes and parts to run, such as {@code bf16 fp32 tiny small base} and
 * {@code inference training curve}; all precisions and sizes, and the first two parts, by default.
 * The curve is inference on 4 clips by length. With {@code peer}, python3 then measures a
 * transformer on the same card (transformer_peer.py).
 */
public final class GpuBenchmark {
    private static final int WARM_UPS = 2;
    private static final int RUNS = 7;
    private static final int OUTPUTS = 527;

    /** Clips and patches of a clip. */
    private static final int[][] SHAPES = {
        {4, 22_016}, {3, 22_016}, {2, 22_016}, {1, 22_016}, {1, 512}, {64, 512}
    };

    /** Patches of the clips of the curve. */
    private static final int[] LENGTHS = {
        512, 1024, 2048, 4096, 6000, 8192, 16_384, 22_016, 32_768, 65_536
    };

    private static final List<String> PARTS = List.of("inference", "training", "curve");

    private static final int DRAWN = 1 << 16;
    private static final int SHORT_FRAMES = 128;
    private static final int LONG_FRAMES = 16_384;

    private final Backend backend;
    private final String label;

    private GpuBenchmark(Backend backend, String label) {
        this.backend = backend;
        this.label = label;
    }

    /**
     * Runs the benchmark and prints a table.
     *
     * @param arguments which precisions and sizes.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var wanted = Arrays.asList(arguments);
        boolean anyPart = anyPart(wanted);
        boolean anySize =
                !wanted.contains("tiny") && !wanted.contains("small") && !wanted.contains("base");
        for (Precision precision : new Precision[] {Precision.BFLOAT16, Precision.FLOAT32}) {
            String label = precision == Precision.BFLOAT16 ? "bf16" : "fp32";
            boolean anyPrecision = !wanted.contains("bf16") && !wanted.contains("fp32");
            if (!anyPrecision && !wanted.contains(label)) {
                continue;
            }
            try (Backend backend = CudaBackend.open(CudaOptions.of(precision))) {
                System.out.println(backend.device());
                GpuBenchmark benchmark = new GpuBenchmark(backend, label);
                for (String size : new String[] {"tiny", "small", "base"}) {
                    if (!anySize && !wanted.contains(size)) {
                        continue;
                    }
                    if (anyPart || wanted.contains("inference")) {
                        benchmark.inference(size);
                    }
                    if (anyPart || wanted.contains("training")) {
                        benchmark.training(size, config(size));
                    }
                    if (wanted.contains("curve") && !size.equals("small")) {
                        benchmark.curve(size);
                    }
                }
            }
        }
        if (wanted.contains("peer")) {
            List<String> parts = new ArrayList<>(PARTS);
            parts.removeIf(part -> !wanted.contains(part));
            peer(anyPart(wanted) ? List.of("inference", "training") : parts);
        }
    }

    private static boolean anyPart(List<String> wanted) {
        return PARTS.stream().noneMatch(wanted::contains);
    }

    /** Runs the transformer with python3, whose output is this program's. */
    private static void peer(List<String> parts) throws IOException, InterruptedException {
        Path script = Files.createTempFile("transformer_peer", ".py");
        try (InputStream in = GpuBenchmark.class.getResourceAsStream("transformer_peer.py")) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
            List<String> command = new ArrayList<>(List.of("python3", script.toString()));
            command.addAll(parts);
            Process python = new ProcessBuilder(command).inheritIO().start();
            if (python.waitFor() != 0) {
                throw new IOException("python3 with PyTorch could not measure the transformer");
            }
        } finally {
            Files.delete(script);
        }
    }

    private static EncoderConfig config(String size) {
        return switch (size) {
            case "tiny" -> EncoderConfig.tiny();
            case "small" -> EncoderConfig.small();
            default -> EncoderConfig.base();
        };
    }

    private void curve(String size) {
        for (int patches : LENGTHS) {
            row(
                    size + ", inference, 4 x " + patches,
                    () -> inference(config(size).withFrames(2 * patches), 4));
        }
    }

    private void inference(String size) {
        for (int[] shape : SHAPES) {
            if (shape[0] == 64 || !size.equals("small")) {
                row(
                        size + ", inference, " + shape[0] + " x " + shape[1],
                        () -> inference(config(size).withFrames(2 * shape[1]), shape[0]));
            }
        }
    }

    private void training(String size, EncoderConfig config) {
        row(size + ", fine-tuning step, 64 x 512", () -> fineTuning(config, 64));
        row(size + ", joint pretraining, 64 x 512", () -> pretraining(config, 64, 400, false));
        row(
                size + ", joint pretraining, 64 x 64",
                () -> pretraining(config.withFrames(SHORT_FRAMES), 64, 40, false));
        row(
                size + ", fine-tuning step, 4 x 8192",
                () -> fineTuning(config.withFrames(LONG_FRAMES), 4));
        row(
                size + ", joint pretraining, independent masks",
                () -> pretraining(config, 64, 400, true));
    }

    private interface Measurement {
        double[] take();
    }

    private void row(String name, Measurement measurement) {
        try {
            double[] result = measurement.take();
            System.out.printf(
                    Locale.ROOT,
                    "%s | %-46s | %9.3f ms | %9.3f ms | %8.0f MB%n",
                    label,
                    name,
                    result[0],
                    result[1],
                    result[2]);
        } catch (OutOfDeviceMemoryException e) {
            System.out.printf(Locale.ROOT, "%s | %-46s | %s%n", label, name, e.getMessage());
        }
    }

    private double[] inference(EncoderConfig config, int clips) {
        SupervisedNetwork network =
                SupervisedNetwork.embedding(config, Pooling.clip(Pooling.Kind.MEAN, config));
        InferencePlan plan = InferencePlan.of(network, clips);
        return time(plan.plan(), weights(network), false, slot -> noise(slot, plan.spectrogram()));
    }

    /** Fresh weights, but no position embeddings: those of the longest clips take long to draw. */
    private static float[] weights(SupervisedNetwork network) {
        float[] weights = new float[network.layout().size()];
        EncoderConfig one = network.encoder().config().withFrames(16);
        var drawn = SupervisedNetwork.embedding(one, Pooling.clip(Pooling.Kind.MEAN, one)).layout();
        float[] values = drawn.initialWeights(1);
        for (ParameterView view : drawn.views()) {
            ParameterView own = network.layout().view(view.name());
            if (own.size() == view.size()) {
                own.write(view.read(values), weights);
            }
        }
        return weights;
    }

    private double[] fineTuning(EncoderConfig config, int clips) {
        SupervisedNetwork network =
                SupervisedNetwork.withHead(
                        config, Pooling.clip(Pooling.Kind.MEAN, config), OUTPUTS, HeadKind.SOFTMAX);
        SupervisedPlan plan =
                SupervisedPlan.of(
                        network,
                        clips,
                        new Encoder.Mode(config.pairs(), backend.scanChunk(config.tokens()), false),
                        Adam.fineTuning(),
                        gradient -> 1);
        return time(
                plan.plan(),
                network.layout().initialWeights(1),
                true,
                slot -> {
                    for (SupervisedPlan.Part part : plan.parts()) {
                        noise(slot, part.spectrogram());
                        for (int clip = 0; clip < part.spectrogram().extent(0); clip++) {
                            slot.floats(part.targets()).put(clip * OUTPUTS + clip, 1);
                            slot.floats(part.weights()).put(clip, 1f / clips);
                        }
                    }
                    slot.floats(plan.optimizer().rate()).put(0, 1e-5f);
                });
    }

    private double[] pretraining(EncoderConfig config, int clips, int masked, boolean independent) {
        PretrainingPlan.Network network = new PretrainingPlan.Network(config);
        PretrainingPlan plan =
                new PretrainingPlan(
                        network,
                        new PretrainingPlan.Shape(
                                clips, masked, Objective.JOINT, independent, false),
                        backend.scanChunk(config.tokens()),
                        Adam.pretraining());
        return time(
                plan.plan(),
                network.layout().initialWeights(1),
                true,
                slot -> {
                    for (PretrainingPlan.Pass pass : plan.passes()) {
                        noise(slot, pass.spectrogram());
                        for (int clip = 0; clip < pass.spectrogram().extent(0); clip++) {
                            PatchMask.write(
                                    PatchMask.draw(config, masked, new SplittableRandom(clip)),
                                    clip,
                                    slot.ints(pass.mask().indices()),
                                    slot.ints(pass.mask().rank()),
                                    config.patches());
                        }
                    }
                    slot.floats(plan.optimizer().rate()).put(0, 1e-5f);
                });
    }

    private interface Inputs {
        void write(Slot slot);
    }

    /** Host to host, and of one run after the other with copies and work side by side. */
    private double[] time(Plan plan, float[] weights, boolean trainable, Inputs inputs) {
        try (ModelMemory memory = backend.allocate(weights.length, Adam.STATE_VALUES, trainable);
                Program program = backend.compile(plan, memory)) {
            memory.write(Region.PARAMETERS, 0, weights);
            Slot[] slots = {program.newSlot(), program.newSlot()};
            inputs.write(slots[0]);
            inputs.write(slots[1]);
            double[] alone = new double[RUNS];
            for (int run = -WARM_UPS; run < RUNS; run++) {
                long start = System.nanoTime();
                program.run(slots[0]);
                if (run >= 0) {
                    alone[run] = (System.nanoTime() - start) / 1e6;
                }
            }
            Arrays.sort(alone);
            program.submit(slots[0]);
            program.submit(slots[1]);
            program.await(slots[0]);
            long start = System.nanoTime();
            for (int run = 0; run < RUNS; run++) {
                program.submit(slots[run % 2]);
                program.await(slots[1 - run % 2]);
            }
            double each = (System.nanoTime() - start) / 1e6 / RUNS;
            program.await(slots[(RUNS - 1) % 2]);
            double model = 4.0 * weights.length * (trainable ? 4 : 1);
            if (backend.precision() == Precision.BFLOAT16) {
                model += 2.0 * weights.length;
            }
            return new double[] {alone[RUNS / 2], each, (program.bytes() + model) / 1e6};
        }
    }

    /** Random values, the same again after many: all of a long clip take long to draw. */
    private static void noise(Slot slot, Tensor tensor) {
        Random random = new Random(1);
        float[] values = new float[(int) tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < DRAWN ? (float) (0.5 * random.nextGaussian()) : values[i - DRAWN];
        }
        slot.write(tensor, 0, values);
    }
}
