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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioManifest;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.pretraining.Objective;
import org.ssamba.pretraining.PretrainingPlan;
import org.ssamba.training.Adam;
import org.ssamba.work.WorkEvent.Step;
import org.ssamba.work.WorkListener;

/**
 * Checks this library's promises on a GPU: the same seed gives the same bits; a run that was
 * stopped resumes to the same bits; bfloat16 learns like float32; packed spectrograms change almost
 * nothing; a batch that is too large is refused before it runs; a step that is not finite changes
 * nothing.
 */
public final class GpuFacts {
    private static final long STEPS = 500;
    private static final long SETTLED = 400;
    private static final long STOP = 300;
    private static final long INTERVAL = 200;

    private final AudioCorpus corpus;

    private GpuFacts(AudioCorpus corpus) {
        this.corpus = corpus;
    }

    /**
     * Checks and prints.
     *
     * @param arguments how many steps to take in one run, instead of the checks; none by default.
     * @throws IOException if a temporary file cannot be written.
     */
    public static void main(String[] arguments) throws IOException {
        Path manifest = DataFolder.manifest().orElse(null);
        if (manifest != null) {
            AudioManifest words =
                    AudioManifest.builder(manifest).splitColumn("set").splits("arabic_sc").build();
            GpuFacts facts = new GpuFacts(new AudioCorpus(words));
            if (arguments.length == 0) {
                facts.check();
            } else {
                facts.takeSteps(Long.parseLong(arguments[0]));
            }
        }
    }

    /** A finished run: its weights, the mean loss and the time of each of its last steps. */
    private record Run(Map<String, float[]> weights, double loss, double milliseconds) {}

    private void check() throws IOException {
        Run first = run(ComputeDevice.Numbers.BFLOAT16, null, null);
        Run second = run(ComputeDevice.Numbers.BFLOAT16, null, null);
        System.out.println("same seed, same bits: " + same(first, second));
        Path folder = Files.createTempDirectory("ssamba-facts");
        Path state = folder.resolve("state.safetensors");
        try {
            pretrainer(ComputeDevice.Numbers.BFLOAT16, STEPS, null, stopping())
                    .pretrain(corpus, state);
        } catch (CancellationException e) {
            System.out.println("stopped: " + e.getMessage());
        }
        Run resumed = run(ComputeDevice.Numbers.BFLOAT16, state, null);
        System.out.println("stopped and gone on, same bits: " + same(first, resumed));
        Run exact = run(ComputeDevice.Numbers.FLOAT32, null, null);
        System.out.printf(
                Locale.ROOT,
                "mean loss of steps %d to %d: bfloat16 %.4f, float32 %.4f, %.2f%% apart; %.2f ms"
                        + " and %.2f ms a step, fed from memory%n",
                SETTLED,
                STEPS,
                first.loss,
                exact.loss,
                100 * Math.abs(first.loss - exact.loss) / exact.loss,
                first.milliseconds,
                exact.milliseconds);
        run(ComputeDevice.Numbers.BFLOAT16, null, folder.resolve("packed"));
        Run packed = run(ComputeDevice.Numbers.BFLOAT16, null, folder.resolve("packed"));
        System.out.printf(
                Locale.ROOT,
                "packed to 8 bits: loss %.4f, %.2f%% apart; %.2f ms a step, fed from the"
                        + " filled cache%n",
                packed.loss,
                100 * Math.abs(first.loss - packed.loss) / first.loss,
                packed.milliseconds);
        tooLarge();
        notFinite();
    }

    private Run run(ComputeDevice.Numbers numbers, Path state, Path cache) {
        List<Double> losses = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        WorkListener listener =
                (work, event) -> {
                    if (event instanceof Step step) {
                        if (step.pace().done() > SETTLED) {
                            losses.add(step.loss());
                            times.add(System.nanoTime());
                        }
                    }
                };
        PretrainedEncoder encoder =
                pretrainer(numbers, STEPS, cache, listener).pretrain(corpus, state);
        double milliseconds =
                (times.get(times.size() - 1) - times.get(0)) / 1e6 / (times.size() - 1);
        double loss = losses.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return new Run(encoder.weights(), loss, milliseconds);
    }

    /** A long run; a step that is not finite is skipped, and counted. */
    private void takeSteps(long steps) {
        double[] last = {Double.NaN, 0};
        WorkListener listener =
                (work, event) -> {
                    if (event instanceof Step step) {
                        last[0] = step.loss();
                        last[1] += Double.isFinite(step.loss()) ? 0 : 1;
                    }
                };
        long start = System.nanoTime();
        pretrainer(ComputeDevice.Numbers.BFLOAT16, steps, null, listener).pretrain(corpus);
        System.out.printf(
                Locale.ROOT,
                "%d steps in %.1f s: last loss %.4f, losses that are not finite: %.0f%n",
                steps,
                (System.nanoTime() - start) / 1e9,
                last[0],
                last[1]);
    }

    private static SSAMBAPretrainer pretrainer(
            ComputeDevice.Numbers numbers, long steps, Path cache, WorkListener listener) {
        SSAMBAPretrainer pretrainer =
                SSAMBAPretrainer.builder(EncoderShape.tiny().frames(128))
                        .recipe(
                                new PretrainingRecipe()
                                        .steps(steps)
                                        .learningRate(5e-4)
                                        .maskedPatches(40)
                                        .validation(INTERVAL, 0))
                        .device(new ComputeDevice(ComputeDevice.Kind.CUDA, numbers, 0))
                        .seed(1)
                        .cacheDirectory(cache)
                        .build();
        pretrainer.setListener(listener);
        return pretrainer;
    }

    private static WorkListener stopping() {
        return (work, event) -> {
            if (event instanceof Step step) {
                if (step.pace().done() == STOP) {
                    throw new CancellationException("after step " + STOP);
                }
            }
        };
    }

    private static boolean same(Run one, Run other) {
        return one.weights.keySet().stream()
                .allMatch(name -> Arrays.equals(one.weights.get(name), other.weights.get(name)));
    }

    private static void tooLarge() {
        Backend backend =
                new ComputeDevice(ComputeDevice.Kind.CUDA, ComputeDevice.Numbers.FLOAT32, 0)
                        .backend();
        int frames = 200_000;
        PretrainingPlan.Network network;
        PretrainingPlan plan;
        do {
            network = new PretrainingPlan.Network(EncoderConfig.base().withFrames(frames));
            plan = plan(network, backend, 2, 400);
            frames *= 2;
        } while (backend.requiredBytes(plan.plan()) <= backend.availableBytes());
        try (ModelMemory memory =
                        backend.allocate(network.layout().size(), Adam.STATE_VALUES, true);
                Program program = backend.compile(plan.plan(), memory)) {
            System.out.println("was not refused: " + program.bytes());
        } catch (OutOfDeviceMemoryException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    private static PretrainingPlan plan(
            PretrainingPlan.Network network, Backend backend, int clips, int masked) {
        int tokens = network.encoder().config().tokens();
        return new PretrainingPlan(
                network,
                new PretrainingPlan.Shape(clips, masked, Objective.JOINT, false, false),
                backend.scanChunk(tokens),
                Adam.pretraining());
    }

    /** All inputs 0 but one, which is not a number; every patch index is 0, which is harmless. */
    private static void notFinite() {
        Backend backend =
                new ComputeDevice(ComputeDevice.Kind.CUDA, ComputeDevice.Numbers.BFLOAT16, 0)
                        .backend();
        PretrainingPlan.Network network =
                new PretrainingPlan.Network(EncoderConfig.tiny().withFrames(128));
        PretrainingPlan plan = plan(network, backend, 2, 1);
        float[] weights = network.layout().initialWeights(1);
        try (ModelMemory memory = backend.allocate(weights.length, Adam.STATE_VALUES, true);
                Program program = backend.compile(plan.plan(), memory)) {
            memory.write(Region.PARAMETERS, 0, weights);
            Slot slot = program.newSlot();
            slot.write(plan.passes().get(0).spectrogram(), 0, new float[] {Float.NaN});
            slot.floats(plan.optimizer().rate()).put(0, 1e-3f);
            program.run(slot);
            float[] after = new float[weights.length];
            memory.read(Region.PARAMETERS, 0, after);
            float[] state = new float[Adam.STATE_VALUES];
            memory.read(Region.STATE, 0, state);
            System.out.printf(
                    Locale.ROOT,
                    "a step that is not finite: weights unchanged %b, steps %.0f, skipped %.0f%n",
                    Arrays.equals(weights, after),
                    state[0],
                    state[1]);
        }
    }
}
