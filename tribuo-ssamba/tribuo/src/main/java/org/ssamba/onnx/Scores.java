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
package org.ssamba.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ssamba.encoder.HeadKind;
import org.ssamba.head.FittedHead;
import org.ssamba.head.FittedLabelHead;
import org.ssamba.head.FittedRegressorHead;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.regression.Regressor;

/**
 * What the exported graph makes of a head's logits: what predictions say.
 *
 * @param kind softmax or sigmoid probabilities, or the values themselves.
 * @param shares whether the sigmoids of a clip are divided by their sum, as predictions of one
 *     label are; only with {@link HeadKind#SIGMOID}.
 * @param scale what each value is multiplied by, then
 * @param offset added to it: back to the unit of the training data; only with {@link
 *     HeadKind#SQUARED}, or empty.
 */
public record Scores(HeadKind kind, boolean shares, List<Float> scale, List<Float> offset) {
    /** Checks that the parts fit the kind. */
    public Scores {
        scale = List.copyOf(scale);
        offset = List.copyOf(offset);
        if (shares && kind != HeadKind.SIGMOID) {
            throw new IllegalArgumentException("Only sigmoids are shared out, not " + kind);
        }
        if (scale.size() != offset.size() || !scale.isEmpty() && kind != HeadKind.SQUARED) {
            throw new IllegalArgumentException(
                    "Scale and offset belong together and to values, not to " + kind);
        }
    }

    /**
     * The network's own scores.
     *
     * @param kind of the head.
     * @return probabilities or values, as the network gives them.
     */
    public static Scores of(HeadKind kind) {
        return new Scores(kind, false, List.of(), List.of());
    }

    /**
     * The scores of a head's predictions.
     *
     * @param head of a trained model.
     * @return probabilities, which add up to 1 if a clip has one label, or values.
     */
    public static Scores of(FittedHead<?> head) {
        if (head instanceof FittedRegressorHead regressor) {
            return new Scores(
                    head.kind(), false, floats(regressor.deviations()), floats(regressor.means()));
        }
        boolean sigmoids = head.kind() == HeadKind.SIGMOID;
        return new Scores(
                head.kind(), sigmoids && head instanceof FittedLabelHead, List.of(), List.of());
    }

    private static List<Float> floats(double[] values) {
        return Arrays.stream(values).mapToObj(value -> (float) value).toList();
    }

    /**
     * What the scores of a model are called.
     *
     * @param domain of the model.
     * @return labels, or the dimensions of a regression, in the order of the scores.
     */
    public static List<String> names(ImmutableOutputInfo<?> domain) {
        return IntStream.range(0, domain.size())
                .mapToObj(id -> name(domain.getOutput(id)))
                .toList();
    }

    private static String name(Output<?> output) {
        return output instanceof Regressor regressor
                ? regressor.getNames()[0]
                : output.getSerializableForm(false);
    }
}
