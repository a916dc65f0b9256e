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
package org.ssamba;

import java.util.ArrayList;
import java.util.List;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.encoder.RandomStreams;
import org.ssamba.head.FittedHead;
import org.ssamba.training.FineTuningRun;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.LabelledClips;
import org.ssamba.training.Normalization;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Output;

/** Training examples as clips with targets, some of them held out to judge epochs by. */
final class TrainingSplit<T extends Output<T>> {
    private final LabelledClips training;
    private final LabelledClips validation;
    private final Normalization normalization;
    private final FittedHead<T> head;

    private TrainingSplit(
            LabelledClips training,
            LabelledClips validation,
            Normalization normalization,
            FittedHead<T> head) {
        this.training = training;
        this.validation = validation;
        this.normalization = normalization;
        this.head = head;
    }

    static <T extends Output<T>> TrainingSplit<T> of(
            Dataset<T> examples,
            FittedHead<T> head,
            SpectrogramSource source,
            int frames,
            double validationShare,
            long seed) {
        List<Example<T>> order = new ArrayList<>(examples.getData());
        int held = (int) (validationShare * order.size());
        if (held > 0) {
            RandomStreams.shuffle(order, RandomStreams.stream(seed, "held out", 0, 0));
        }
        if (held == order.size()) {
            throw new IllegalArgumentException("All examples would be held out for validation");
        }
        List<Example<T>> rest = order.subList(held, order.size());
        SpectrogramClips clips = SpectrogramClips.ofExamples(source, frames, rest);
        return new TrainingSplit<>(
                labelled(rest, clips, head),
                held == 0
                        ? null
                        : labelled(
                                order.subList(0, held),
                                SpectrogramClips.ofExamples(source, frames, order.subList(0, held)),
                                head),
                SpectrogramStores.normalization(clips),
                head);
    }

    private static <T extends Output<T>> LabelledClips labelled(
            List<Example<T>> examples, SpectrogramClips clips, FittedHead<T> head) {
        float[][] targets = new float[examples.size()][];
        float[] weights = new float[examples.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = head.target(examples.get(i).getOutput());
            weights[i] = head.weight(examples.get(i));
        }
        return new LabelledClips(clips, targets, weights);
    }

    LabelledClips training() {
        return training;
    }

    Normalization normalization() {
        return normalization;
    }

    FrontEnd frontEnd(LogMelConfig logMel) {
        return new FrontEnd(logMel, normalization);
    }

    /** Judges by the loss on the clips held out; null if there are none. */
    FineTuningRun.Validator validator() {
        return validation == null ? null : this::judge;
    }

    private FineTuningRun.Judgement judge(InferenceRunner runner) {
        float[][] scores = runner.run(validation.clips()).scores();
        double loss = 0;
        int right = 0;
        for (int i = 0; i < scores.length; i++) {
            float[] target = validation.targets()[i];
            loss += HeldOutLoss.of(head.kind(), scores[i], target);
            right += largest(scores[i]) == largest(target) ? 1 : 0;
        }
        boolean classes = head.generatesProbabilities();
        return new FineTuningRun.Judgement(
                loss / scores.length, classes ? (double) right / scores.length : Double.NaN);
    }

    private static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }
}
