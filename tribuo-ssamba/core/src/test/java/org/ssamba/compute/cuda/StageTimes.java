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
package org.ssamba.compute.cuda;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.Adam;
import org.ssamba.training.InferencePlan;
import org.ssamba.training.SupervisedNetwork;
import org.ssamba.training.SupervisedPlan;

/**
 * Prints where the time of an inference pass or a fine-tuning step goes: microseconds of each
 * kernel and product, alone on the card, summed over the pairs and the parts of a step. To be run
 * by hand on a machine with a GPU.
 *
 * <p>Arguments: any number of size, clips, patches, such as {@code tiny 4 22016}; inference, and
 * after the word {@code training} steps.
 */
public final class StageTimes {
    private static final int REPEATS = 10;
    private static final int RUNS = 5;
    private static final int OUTPUTS = 527;

    private StageTimes() {}

    /**
     * Prints a table for each shape.
     *
     * @param arguments size, clips, patches, and so on.
     */
    public static void main(String[] arguments) {
        boolean training = false;
        for (int i = 0; i + 2 < arguments.length; i += 3) {
            if (arguments[i].equals("training")) {
                training = true;
                i++;
            }
            EncoderConfig size =
                    switch (arguments[i]) {
                        case "tiny" -> EncoderConfig.tiny();
                        case "small" -> EncoderConfig.small();
                        default -> EncoderConfig.base();
                    };
            int clips = Integer.parseInt(arguments[i + 1]);
            int patches = Integer.parseInt(arguments[i + 2]);
            System.out.println(arguments[i] + " " + clips + " x " + patches);
            EncoderConfig config = size.withFrames(2 * patches);
            if (training) {
                printStep(config, clips);
            } else {
                SupervisedNetwork network =
                        SupervisedNetwork.embedding(
                                config, Pooling.clip(Pooling.Kind.MEAN, config));
                InferencePlan plan = InferencePlan.of(network, clips);
                print(plan.plan(), List.of(plan.spectrogram()), network, 1, false);
            }
        }
    }

    private static void printStep(EncoderConfig config, int clips) {
        SupervisedNetwork network =
                SupervisedNetwork.withHead(
                        config, Pooling.clip(Pooling.Kind.MEAN, config), OUTPUTS, HeadKind.SOFTMAX);
        SupervisedPlan plan =
                SupervisedPlan.of(
                        network,
                        clips,
                        new Encoder.Mode(config.pairs(), ScanShape.CHUNK, false),
                        Adam.fineTuning(),
                        gradient -> 1);
        List<Tensor> inputs = plan.parts().stream().map(SupervisedPlan.Part::spectrogram).toList();
        print(plan.plan(), inputs, network, Adam.STATE_VALUES, true);
    }

    private static void print(
            Plan plan, List<Tensor> inputs, SupervisedNetwork network, int state, boolean step) {
        float[] weights = network.layout().initialWeights(1);
        try (CudaBackend backend = CudaBackend.open(Precision.BFLOAT16);
                ModelMemory memory = backend.allocate(weights.length, state, step);
                Program program = backend.compile(plan, memory)) {
            memory.write(Region.PARAMETERS, 0, weights);
            Slot slot = program.newSlot();
            inputs.forEach(input -> fill(slot, input));
            program.run(slot);
            System.out.println(program.bytes() / 1_000_000 + " MB");
            CudaDevice device = ((CudaProgram) program).device();
            Map<String, double[]> sums = new LinkedHashMap<>();
            for (Stage stage : ((CudaProgram) program).stages()) {
                String operation = stage.operation().getClass().getSimpleName();
                double[] sum =
                        sums.computeIfAbsent(operation + ": " + stage.name(), k -> new double[2]);
                sum[0]++;
                sum[1] += microseconds(device, List.of(stage));
            }
            sums.forEach(
                    (name, sum) ->
                            System.out.printf("%9.1f us, %3.0f times: %s%n", sum[1], sum[0], name));
            System.out.printf(
                    "%9.1f us, all one after the other%n",
                    microseconds(device, ((CudaProgram) program).stages()));
        }
    }

    /** The median time of stages in one graph. */
    private static double microseconds(CudaDevice device, List<Stage> stages) {
        int repeats = stages.size() == 1 ? REPEATS : 1;
        long graph =
                device.capture(
                        stream -> {
                            for (int i = 0; i < repeats; i++) {
                                stages.forEach(stage -> stage.enqueue(device, stream));
                            }
                        });
        double[] times = new double[RUNS];
        for (int run = -1; run < RUNS; run++) {
            long start = System.nanoTime();
            device.driver.launchGraph(graph, device.work);
            device.driver.synchronize(device.work);
            if (run >= 0) {
                times[run] = (System.nanoTime() - start) / 1e3 / repeats;
            }
        }
        device.driver.destroyGraph(graph);
        Arrays.sort(times);
        return times[RUNS / 2];
    }

    private static void fill(Slot slot, Tensor input) {
        Random random = new Random(1);
        float[] values = new float[Math.toIntExact(input.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 * random.nextGaussian());
        }
        slot.write(input, 0, values);
    }
}
