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
package org.ssamba.work;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happens to a piece of {@link Work}. There is one {@link Started}, then any number of the
 * others, then one {@link Ended}. Later versions may have further kinds of events: ignore those
 * that you do not know.
 */
public sealed interface WorkEvent {
    /**
     * How far the work has come, and how fast.
     *
     * @return the state at the time of the event.
     */
    Pace pace();

    /**
     * The numbers of training that the event brings, as {@link MetricsFile} names its columns.
     *
     * @return in a fixed order; empty for events that bring none.
     */
    default Map<String, Double> metrics() {
        return Map.of();
    }

    /** Numbers by name, without those that there are not. */
    private static Map<String, Double> named(Object... namesAndValues) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            double value = ((Number) namesAndValues[i + 1]).doubleValue();
            if (!Double.isNaN(value)) {
                metrics.put((String) namesAndValues[i], value);
            }
        }
        return metrics;
    }

    /**
     * How far work has come, and how fast.
     *
     * @param done steps done, those of earlier processes included.
     * @param seconds since the work was started in this process.
     * @param clipsPerSecond the mean over some ten seconds before; 0 until a step is done, or a
     *     second one in work that goes on from a saved state.
     */
    record Pace(long done, double seconds, double clipsPerSecond) {
        /**
         * How long the rest will take at this rate.
         *
         * @param work whose pace this is.
         * @return seconds; NaN until the rate is known.
         */
        public double secondsLeft(Work work) {
            return clipsPerSecond > 0
                    ? (work.steps() - done) * (double) work.batch() / clipsPerSecond
                    : Double.NaN;
        }
    }

    /**
     * The work begins.
     *
     * @param pace {@code pace.done()} is the step that it goes on from: 0 unless it was begun by an
     *     earlier process.
     */
    record Started(Pace pace) implements WorkEvent {}

    /**
     * What a run of training will cost, by steps that were tried before the first.
     *
     * @param pace how far: nothing is done yet.
     * @param seconds that the whole run is expected to take.
     * @param bytes of memory that it takes on its device.
     * @param faster what would make it much faster; empty if it is short, or nothing would.
     */
    record Estimate(Pace pace, double seconds, long bytes, String faster) implements WorkEvent {}

    /**
     * Work without losses has come further. Reported a few times a second at most.
     *
     * @param pace how far, and how fast.
     */
    record Progress(Pace pace) implements WorkEvent {}

    /**
     * A step of training has ended.
     *
     * @param pace how far, and how fast.
     * @param loss the loss of the step.
     * @param accuracy masked-patch accuracy in pretraining; NaN where there is none.
     * @param rate the learning rate of the step.
     */
    record Step(Pace pace, double loss, double accuracy, double rate) implements WorkEvent {
        @Override
        public Map<String, Double> metrics() {
            return named(
                    "clips_per_second",
                    pace.clipsPerSecond(),
                    "loss",
                    loss,
                    "accuracy",
                    accuracy,
                    "rate",
                    rate);
        }
    }

    /**
     * All clips have been seen once more in fine-tuning.
     *
     * @param pace how far, and how fast.
     * @param epoch which epoch has ended, from 1.
     * @param loss the mean loss over its steps.
     */
    record Epoch(Pace pace, int epoch, double loss) implements WorkEvent {}

    /**
     * A validation on clips held out has ended.
     *
     * @param pace how far, and how fast.
     * @param loss the mean loss.
     * @param accuracy masked-patch accuracy, or the share of right predictions; NaN where there is
     *     none.
     */
    record Validation(Pace pace, double loss, double accuracy) implements WorkEvent {
        @Override
        public Map<String, Double> metrics() {
            return named("validation_loss", loss, "validation_accuracy", accuracy);
        }
    }

    /**
     * An encoder was judged, as it is by now, by a task that it is not trained for.
     *
     * @param pace how far, and how fast.
     * @param accuracy the share of right predictions.
     * @param macroRecall the mean over labels of the share of their clips that are recognised; NaN
     *     where there is none.
     */
    record Probe(Pace pace, double accuracy, double macroRecall) implements WorkEvent {
        @Override
        public Map<String, Double> metrics() {
            return named("probe_accuracy", accuracy, "probe_macro_recall", macroRecall);
        }
    }

    /**
     * How much of its device training uses; reported about every ten seconds.
     *
     * @param pace how far, and how fast.
     * @param device memory and utilisation.
     */
    record Usage(Pace pace, DeviceUse device) implements WorkEvent {
        @Override
        public Map<String, Double> metrics() {
            return named(
                    "memory_bytes", device.bytes(), "device_utilization", device.utilization());
        }
    }

    /**
     * The state of the work was saved: a process killed from now on goes on from here.
     *
     * @param pace how far, and how fast.
     * @param file what was written.
     */
    record Checkpoint(Pace pace, Path file) implements WorkEvent {}

    /**
     * The work has ended, normally or not. What it had to save is saved.
     *
     * @param pace how far, and how fast.
     * @param failure what ended it; null if it ended normally.
     */
    record Ended(Pace pace, Throwable failure) implements WorkEvent {}
}
