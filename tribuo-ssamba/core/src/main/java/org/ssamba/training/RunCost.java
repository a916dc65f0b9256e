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
package org.ssamba.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Region;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.work.WorkReport;

/**
 * Says what a run will cost before its first step: steps are tried and timed, and leave no trace.
 */
public final class RunCost {
    /** Shorter runs are over before it would matter. */
    private static final long FEWEST_STEPS = 10;

    /** What would last less even at the speed of the first step is not timed more closely. */
    private static final double SHORT_SECONDS = 10;

    /** Time for steps after the first, which is the slowest: code is compiled, audio decoded. */
    private static final double LEAST_TRIAL_SECONDS = 2;

    /** A run that seems long is tried longer: on a busy machine it often is not that long. */
    private static final double TRIAL_SHARE = 0.01;

    private static final double MOST_TRIAL_SECONDS = 10;

    /** From here on it is worth saying what would be faster. */
    private static final double LONG_SECONDS = 60;

    private static final double VERY_LONG_SECONDS = 600;

    /** The tokens of five seconds by whole frames. */
    private static final int MANY_TOKENS = 256;

    /** Weights, gradients and both moments. */
    private static final int REGIONS = 4;

    private static final int PIECE = 1 << 16;

    private final Backend backend;
    private final ModelMemory memory;
    private final StepLoop loop;

    /**
     * A run to be estimated.
     *
     * @param backend where it runs.
     * @param memory of the model, as it is before the first step; its moments and state are 0.
     * @param loop over the program of a step.
     */
    public RunCost(Backend backend, ModelMemory memory, StepLoop loop) {
        this.backend = backend;
        this.memory = memory;
        this.loop = loop;
    }

    /**
     * Tries steps, undoes them, and reports.
     *
     * @param steps of the whole run.
     * @param plan of a step, for the memory it takes.
     * @param config of the encoder.
     * @param weights at the start of the run.
     * @param filler writes the inputs of a step.
     * @param report is told.
     */
    public void tell(
            long steps,
            Plan plan,
            EncoderConfig config,
            float[] weights,
            StepLoop.Filler filler,
            WorkReport report) {
        if (steps < FEWEST_STEPS) {
            return;
        }
        double seconds = steps * secondsPerStep(steps, filler);
        undo(weights);
        long model = (long) weights.length * REGIONS * Float.BYTES;
        report.estimate(seconds, backend.requiredBytes(plan) + model, faster(seconds, config));
    }

    private double secondsPerStep(long steps, StepLoop.Filler filler) {
        double each = seconds(1, filler);
        double spent = 0;
        for (int round = 1;
                spent < trialSeconds(each * steps) && each * steps > SHORT_SECONDS;
                round *= 2) {
            int count = (int) Math.min(round, steps);
            double took = seconds(count, filler);
            // What else the machine does makes steps slower, never faster.
            each = Math.min(each, took / count);
            spent += took;
        }
        return each;
    }

    private static double trialSeconds(double expected) {
        return Math.min(MOST_TRIAL_SECONDS, Math.max(LEAST_TRIAL_SECONDS, TRIAL_SHARE * expected));
    }

    private double seconds(int steps, StepLoop.Filler filler) {
        long start = System.nanoTime();
        loop.run(0, steps, filler, (slot, step) -> {});
        return (System.nanoTime() - start) / 1e9;
    }

    private void undo(float[] weights) {
        memory.write(Region.PARAMETERS, 0, weights);
        float[] zeros = new float[PIECE];
        for (Region region : List.of(Region.FIRST_MOMENTS, Region.SECOND_MOMENTS)) {
            for (int offset = 0; offset < weights.length; offset += PIECE) {
                int count = Math.min(PIECE, weights.length - offset);
                memory.write(region, offset, Arrays.copyOf(zeros, count));
            }
        }
        memory.write(Region.STATE, 0, new float[Adam.STATE_VALUES]);
    }

    /** What would make a long run much faster; empty if nothing would. */
    private String faster(double seconds, EncoderConfig config) {
        List<String> ways = new ArrayList<>();
        Map<String, String> details = backend.device().details();
        if (seconds > LONG_SECONDS && backend.device().backend().equals("cpu")) {
            if ("portable".equals(details.get("kernels"))) {
                ways.add("starting Java with --add-modules jdk.incubator.vector (3 times)");
            }
            if (String.valueOf(details.get("matrix product")).contains("Java")) {
                ways.add("libtorch for matrix products (docs/getting-started.md)");
            }
            if (seconds > VERY_LONG_SECONDS) {
                ways.add("an NVIDIA GPU");
            }
        }
        if (seconds > VERY_LONG_SECONDS && config.tokens() > MANY_TOKENS) {
            ways.add(
                    "fewer patches than the "
                            + config.patches()
                            + " of a clip (EncoderShape.forClips, or a shorter length)");
        }
        return String.join("; ", ways);
    }
}
