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
import java.util.Random;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterView;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.SupervisedNetwork;
import org.ssamba.training.SupervisedPlan;

/**
 * Compares the gradients of a whole network in bfloat16 with those in float32, by norms over all
 * parameters and over the worst kind of parameter, and the bits of two runs. To be run by hand on a
 * machine with a GPU.
 *
 * <p>Arguments: any number of size, clips, patches, such as {@code tiny 5 100}.
 */
public final class GradientCheck {
    private static final int OUTPUTS = 5;
    private static final double TOLERANCE = 5e-2;

    private GradientCheck() {}

    /**
     * Prints a line for each shape; fails if gradients in bfloat16 are off, or differ in a second
     * run.
     *
     * @param arguments size, clips, patches, and so on.
     */
    public static void main(String[] arguments) {
        boolean good = true;
        for (int i = 0; i + 2 < arguments.length; i += 3) {
            EncoderConfig size =
                    switch (arguments[i]) {
                        case "tiny" -> EncoderConfig.tiny();
                        case "small" -> EncoderConfig.small();
                        default -> EncoderConfig.base();
                    };
            int clips = Integer.parseInt(arguments[i + 1]);
            int patches = Integer.parseInt(arguments[i + 2]);
            EncoderConfig config = size.withFrames(2 * patches);
            SupervisedNetwork network =
                    SupervisedNetwork.withHead(
                            config,
                            Pooling.clip(Pooling.Kind.MEAN, config),
                            OUTPUTS,
                            HeadKind.SOFTMAX);
            float[] want = gradients(network, clips, Precision.FLOAT32);
            float[] got = gradients(network, clips, Precision.BFLOAT16);
            boolean same = Arrays.equals(got, gradients(network, clips, Precision.BFLOAT16));
            double all = error(got, want, 0, want.length);
            String worst = "";
            double most = 0;
            for (ParameterView view : network.layout().views()) {
                double one = error(view.read(got), view.read(want), 0, view.size());
                if (!(one <= most)) {
                    most = one;
                    worst = view.name();
                }
            }
            System.out.printf(
                    "%s %d x %d: error %.2e, at most %.2e (%s), same bits %s%n",
                    arguments[i], clips, patches, all, most, worst, same);
            good &= all <= TOLERANCE && same;
        }
        System.exit(good ? 0 : 1);
    }

    private static double error(float[] got, float[] want, int from, int to) {
        double difference = 0;
        double size = 0;
        for (int i = from; i < to; i++) {
            difference += Math.pow(got[i] - want[i], 2);
            size += want[i] * want[i];
        }
        return Math.sqrt(difference / (size + 1e-30));
    }

    private static float[] gradients(SupervisedNetwork network, int clips, Precision precision) {
        int pairs = network.encoder().config().pairs();
        float[] weights = network.layout().initialWeights(1);
        Random random = new Random(1);
        for (int i = 0; i < weights.length; i++) {
            weights[i] += (float) (0.01 * random.nextGaussian());
        }
        try (CudaBackend backend = CudaBackend.open(precision)) {
            SupervisedPlan plan =
                    SupervisedPlan.of(
                            network,
                            clips,
                            new Encoder.Mode(pairs, backend.scanChunk(1), false),
                            null,
                            gradient -> 1);
            try (ModelMemory memory = backend.allocate(weights.length, 1, true);
                    Program program = backend.compile(plan.plan(), memory)) {
                memory.write(Region.PARAMETERS, 0, weights);
                Slot slot = program.newSlot();
                for (SupervisedPlan.Part part : plan.parts()) {
                    float[] noise = new float[Math.toIntExact(part.spectrogram().size())];
                    for (int i = 0; i < noise.length; i++) {
                        noise[i] = (float) random.nextGaussian();
                    }
                    slot.write(part.spectrogram(), 0, noise);
                    for (int clip = 0; clip < part.spectrogram().extent(0); clip++) {
                        slot.floats(part.targets()).put(clip * OUTPUTS + clip % OUTPUTS, 1);
                        slot.floats(part.weights()).put(clip, 1f / clips);
                    }
                }
                program.run(slot);
                float[] gradients = new float[weights.length];
                memory.read(Region.GRADIENTS, 0, gradients);
                return gradients;
            }
        }
    }
}
