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

/** Is told how a run goes, on the thread that trains. */
public interface TrainingListener {
    /**
     * A finished step.
     *
     * @param phase "pretraining" or "fine-tuning".
     * @param step steps done, from 1.
     * @param steps how many there will be.
     * @param clips clips in the step.
     * @param loss the loss of the step.
     * @param accuracy masked-patch accuracy in pretraining; NaN where there is none.
     * @param rate the learning rate of the step.
     */
    record Step(
            String phase,
            long step,
            long steps,
            int clips,
            double loss,
            double accuracy,
            double rate) {}

    /**
     * A validation on clips held out.
     *
     * @param phase "pretraining" or "fine-tuning".
     * @param step steps done before it.
     * @param loss the mean loss.
     * @param accuracy masked-patch accuracy, or the share of right predictions; NaN where there is
     *     none.
     */
    record Validation(String phase, long step, double loss, double accuracy) {}

    /**
     * A step has ended.
     *
     * @param step how it went.
     */
    default void step(Step step) {}

    /**
     * A validation has ended.
     *
     * @param validation how it went.
     */
    default void validation(Validation validation) {}

    /**
     * A phase has ended, normally or not.
     *
     * @param phase "pretraining" or "fine-tuning".
     */
    default void finished(String phase) {}

    /** Hears nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /**
     * Tells several.
     *
     * @param listeners in order.
     * @return one listener for all.
     */
    static TrainingListener all(TrainingListener... listeners) {
        TrainingListener[] each = listeners.clone();
        return new TrainingListener() {
            @Override
            public void step(Step step) {
                for (TrainingListener listener : each) {
                    listener.step(step);
                }
            }

            @Override
            public void validation(Validation validation) {
                for (TrainingListener listener : each) {
                    listener.validation(validation);
                }
            }

            @Override
            public void finished(String phase) {
                for (TrainingListener listener : each) {
                    listener.finished(phase);
                }
            }
        };
    }
}
