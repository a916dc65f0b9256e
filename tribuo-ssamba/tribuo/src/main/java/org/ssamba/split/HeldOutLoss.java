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

import org.ssamba.encoder.HeadKind;
import org.ssamba.training.LabelledClips;

/** The loss of a head's scores on clips held out, as in training. */
final class HeldOutLoss {
    /** Keeps the logarithm of a probability that was rounded to 0 finite. */
    private static final double LEAST = 1e-12;

    private HeldOutLoss() {}

    /** The mean over clips by their weights; over all alike if none has any. */
    static double mean(HeadKind kind, float[][] scores, LabelledClips clips) {
        double weighted = 0;
        double weights = 0;
        double plain = 0;
        for (int i = 0; i < scores.length; i++) {
            double loss = of(kind, scores[i], clips.targets().apply(i));
            weighted += clips.weights()[i] * loss;
            weights += clips.weights()[i];
            plain += loss;
        }
        return weights > 0 ? weighted / weights : plain / scores.length;
    }

    static double of(HeadKind kind, float[] scores, float[] target) {
        double loss = 0;
        for (int i = 0; i < scores.length; i++) {
            double p = scores[i];
            double t = target[i];
            loss +=
                    switch (kind) {
                        case SOFTMAX -> -t * Math.log(Math.max(p, LEAST));
                        case SIGMOID ->
                                -(t * Math.log(Math.max(p, LEAST))
                                                + (1 - t) * Math.log(Math.max(1 - p, LEAST)))
                                        / scores.length;
                        case SQUARED -> (p - t) * (p - t) / scores.length;
                    };
        }
        return loss;
    }
}
