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
package org.ssamba.inference;

import org.ssamba.audio.AudioWindow;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.ClipAudio;
import org.ssamba.head.FittedHead;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.Prediction;

/**
 * What a model predicts for a window of a clip.
 *
 * @param <T> the type of output.
 * @param startSeconds where the window begins, from the start of the clip.
 * @param endSeconds where it ends.
 * @param prediction of the window alone; its example refers to the window, or carries it.
 */
public record WindowPrediction<T extends Output<T>>(
        double startSeconds, double endSeconds, Prediction<T> prediction) {

    /** What the scores of a window of an example's clip mean. */
    public static <T extends Output<T>> WindowPrediction<T> of(
            Example<T> example,
            ClipAudio clip,
            AudioWindow window,
            float[] scores,
            FittedHead<T> head) {
        double start = window.startSeconds();
        double end = window.endSeconds();
        T output = example.getOutput();
        Example<T> part =
                clip.reference() != null
                        ? AudioExamples.create(output, clip.part(start, end - start).reference())
                        : AudioExamples.create(output, window.clip());
        return new WindowPrediction<>(start, end, head.prediction(scores, part));
    }

    /** What the scores of a live second mean; its example carries what was seen. */
    static <T extends Output<T>> WindowPrediction<T> of(
            LiveSeconds.Second live, FittedHead<T> head) {
        return new WindowPrediction<>(
                live.second(),
                live.second() + 1,
                head.prediction(
                        live.values(), AudioExamples.create(head.unknown(), live.latest())));
    }
}
