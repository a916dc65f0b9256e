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
package org.ssamba.head;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import org.ssamba.encoder.HeadKind;
import org.ssamba.protos.HeadProto;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.Prediction;

/**
 * A head that knows its output domain: it turns outputs into targets of the network, and scores of
 * the network into predictions. Immutable.
 *
 * <p>An implementation has a public static method {@code deserialize(HeadProto,
 * ImmutableOutputInfo)}, by which saved models are loaded.
 *
 * @param <T> the type of output.
 */
public interface FittedHead<T extends Output<T>> {
    /**
     * The loss and the form of the scores.
     *
     * @return the kind of head.
     */
    HeadKind kind();

    /**
     * How many values the network predicts.
     *
     * @return at least 1.
     */
    int outputs();

    /**
     * The values that the network should predict for an output.
     *
     * @param output an output of the domain.
     * @return as many values as {@link #outputs}.
     */
    float[] target(T output);

    /**
     * The share of an example in the loss.
     *
     * @param example from the training data.
     * @return at least 0, 1 for most.
     */
    float weight(Example<T> example);

    /**
     * The accuracy on a clip held out, for listeners; the loss alone decides which weights are
     * kept.
     *
     * @param scores as many values as {@link #outputs}, of the form that {@link #kind} gives.
     * @param truth the true output.
     * @return 1 if the prediction is right, 0 if it is wrong; NaN, the default, if outputs are not
     *     simply right or wrong.
     */
    default double accuracy(float[] scores, T truth) {
        return Double.NaN;
    }

    /**
     * Turns the network's scores into a prediction.
     *
     * @param scores as many values as {@link #outputs}, of the form that {@link #kind} gives.
     * @param example the example that was scored.
     * @return the prediction.
     */
    Prediction<T> prediction(float[] scores, Example<T> example);

    /**
     * What stands for the true output of a clip that is only predicted.
     *
     * @return the output factory's unknown output.
     */
    T unknown();

    /**
     * The network's scores with their names, in the units of predictions.
     *
     * @param scores as many values as {@link #outputs}, of the form that {@link #kind} gives.
     * @return by the name of the label or dimension, in the order of the domain's IDs.
     */
    Map<String, Double> named(float[] scores);

    /**
     * Whether the scores of predictions are probabilities.
     *
     * @return true for classifiers.
     */
    boolean generatesProbabilities();

    /**
     * Everything except the output domain, to be saved with a model.
     *
     * @return the message.
     */
    HeadProto serialize();

    /**
     * Rebuilds a head.
     *
     * @param proto a message from {@link #serialize}.
     * @param outputs the output domain saved with it.
     * @return the head.
     * @throws IllegalStateException if the class that the message names is absent or not a head, or
     *     the message is broken.
     */
    static FittedHead<?> load(HeadProto proto, ImmutableOutputInfo<?> outputs) {
        try {
            // Files name classes: none may run code before it is known to be a head.
            Class<?> type =
                    Class.forName(proto.getClassName(), false, FittedHead.class.getClassLoader());
            if (!FittedHead.class.isAssignableFrom(type)) {
                throw new IllegalStateException(
                        "The model's head is a "
                                + proto.getClassName()
                                + ", which does not implement "
                                + FittedHead.class.getName());
            }
            return (FittedHead<?>)
                    type.getMethod("deserialize", HeadProto.class, ImmutableOutputInfo.class)
                            .invoke(null, proto, outputs);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("The model's head is broken", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The model's head is a "
                            + proto.getClassName()
                            + ", which cannot be loaded; is its library on the class path?",
                    e);
        }
    }
}
