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
package org.ssamba.split;

import java.util.List;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.head.FittedHead;
import org.ssamba.training.Clips;
import org.ssamba.training.FineTuningRun;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.LabelledClips;
import org.tribuo.Example;
import org.tribuo.Output;

/** Training examples as clips with targets, some of them held out to judge epochs by. */
public record TrainingSplit<T extends Output<T>>(
        LabelledClips training,
        LabelledClips validation,
        List<Example<T>> heldOut,
        SpectrogramClips audio,
        FittedHead<T> head)
        implements SupervisedClips {
    /**
     * Makes clips with targets.
     *
     * @param <T> the type of output.
     * @param examples both sides.
     * @param head makes targets.
     * @param source of spectrograms.
     * @param frames of the network.
     * @param randomParts whether another part of a long clip is taken each time.
     * @return the clips.
     */
    public static <T extends Output<T>> TrainingSplit<T> of(
            ExampleSplit<T> examples,
            FittedHead<T> head,
            SpectrogramSource source,
            int frames,
            boolean randomParts) {
        SpectrogramClips training =
                SpectrogramClips.ofExamples(source, frames, examples.training());
        SpectrogramClips validation =
                SpectrogramClips.ofExamples(source, frames, examples.validation());
        return new TrainingSplit<>(
                labelled(training, examples.training(), head).withRandomParts(randomParts),
                labelled(validation, examples.validation(), head),
                examples.validation(),
                training,
                head);
    }

    private static <T extends Output<T>> LabelledClips labelled(
            Clips clips, List<Example<T>> examples, FittedHead<T> head) {
        return new LabelledClips(
                clips,
                clip -> head.target(examples.get(clip).getOutput()),
                weights(examples, head));
    }

    /** The share of each example in the loss. */
    public static <T extends Output<T>> float[] weights(
            List<Example<T>> examples, FittedHead<T> head) {
        float[] weights = new float[examples.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = head.weight(examples.get(i));
        }
        return weights;
    }

    /** Judges by the loss on the clips held out; null if there are none. */
    @Override
    public FineTuningRun.Validator validator() {
        return heldOut.isEmpty() ? null : this::judge;
    }

    /** The loss is weighted as in training, the accuracy is not. */
    private FineTuningRun.Judgement judge(InferenceRunner runner) {
        float[][] scores = runner.run(validation.clips()).scores();
        double accuracy = 0;
        for (int i = 0; i < scores.length; i++) {
            accuracy += head.accuracy(scores[i], heldOut.get(i).getOutput());
        }
        return new FineTuningRun.Judgement(
                HeldOutLoss.mean(head.kind(), scores, validation), accuracy / scores.length);
    }
}
