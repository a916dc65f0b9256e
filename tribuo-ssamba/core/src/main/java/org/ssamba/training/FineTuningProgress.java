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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.compute.ModelMemory;

/** What a fine-tuning run knows between two steps, besides the model's memory. */
final class FineTuningProgress {
    private static final String BEST = "best_weights";
    private static final String SUM = "sum_of_weights";

    /** The first step that has not run. */
    long step;

    /** Epochs that have ended and are judged. */
    int epoch;

    /** Over the steps of the epoch that has begun. */
    double lossSum;

    /** The mean over the last whole epoch. */
    double loss = Double.NaN;

    double bestLoss = Double.POSITIVE_INFINITY;
    int bestEpoch;
    int epochsSinceBest;
    float[] bestWeights;

    /** Null unless weights are averaged. */
    WeightAverage.Accumulator average;

    FineTuningProgress(WeightAverage average, int size) {
        this.average = average.active() ? new WeightAverage.Accumulator(size) : null;
    }

    boolean isExhausted(int patience) {
        return patience > 0 && epochsSinceBest >= patience;
    }

    /** Takes in what a validator found of the epoch that has just ended. */
    void judged(double found, Supplier<float[]> weights) {
        if (found < bestLoss) {
            bestLoss = found;
            bestEpoch = epoch;
            // Only weights that are the best so far are read from the device.
            bestWeights = weights.get();
            epochsSinceBest = 0;
        } else {
            epochsSinceBest++;
        }
    }

    /** All of it, with the model, to the last bit. */
    RunState state(ModelMemory memory) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("epoch", Integer.toString(epoch));
        facts.put("loss-sum", Double.toString(lossSum));
        facts.put("loss", Double.toString(loss));
        facts.put("best-loss", Double.toString(bestLoss));
        facts.put("best-epoch", Integer.toString(bestEpoch));
        facts.put("epochs-since-best", Integer.toString(epochsSinceBest));
        RunState state = RunState.of(memory, facts);
        if (bestWeights != null) {
            int[] shape = {bestWeights.length};
            state.tensors().put(BEST, NamedTensor.of(BEST, shape, bestWeights));
        }
        if (average != null) {
            facts.put("averaged", Integer.toString(average.count()));
            double[] sum = average.sum();
            state.tensors().put(SUM, NamedTensor.of(SUM, new int[] {sum.length}, sum));
        }
        state.facts().putAll(facts);
        return state;
    }

    /** What {@link #state} wrote; the model is put back, too. */
    void restore(RunState state, ModelMemory memory) {
        state.restore(memory);
        Map<String, String> facts = state.facts();
        step = Long.parseLong(facts.get("step"));
        epoch = Integer.parseInt(facts.get("epoch"));
        lossSum = Double.parseDouble(facts.get("loss-sum"));
        loss = Double.parseDouble(facts.get("loss"));
        bestLoss = Double.parseDouble(facts.get("best-loss"));
        bestEpoch = Integer.parseInt(facts.get("best-epoch"));
        epochsSinceBest = Integer.parseInt(facts.get("epochs-since-best"));
        bestWeights = state.tensors().containsKey(BEST) ? state.floats(BEST) : null;
        if (average != null) {
            average =
                    new WeightAverage.Accumulator(
                            state.tensors().get(SUM).doubles(),
                            Integer.parseInt(facts.get("averaged")));
        }
    }
}
