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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;
import org.ssamba.data.AudioReference;
import org.ssamba.head.OutputHead;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Output;
import org.tribuo.OutputFactory;

/**
 * The examples of a data set, some of them held out to judge epochs by.
 *
 * @param training examples to train on, in the data set's order if none are held out.
 * @param validation examples held out, perhaps none.
 */
public record ExampleSplit<T extends Output<T>>(
        List<Example<T>> training, List<Example<T>> validation) {
    private static final Logger logger = Logger.getLogger(ExampleSplit.class.getName());

    /**
     * Holds a share of the examples out at random.
     *
     * @throws IllegalArgumentException if the share is above 0 but of no example, or of all; or if
     *     groups are to be held out and an example has none.
     */
    public static <T extends Output<T>> ExampleSplit<T> of(
            Dataset<T> examples, HeldOut what, double validationShare, long seed) {
        List<Example<T>> all = new ArrayList<>(examples.getData());
        if (validationShare == 0) {
            return new ExampleSplit<>(all, List.of());
        }
        HeldOut.Divided sides =
                what.divide(all.size(), i -> what.unit(all.get(i)), validationShare, seed);
        return new ExampleSplit<>(
                HeldOut.Divided.of(sides.training(), all),
                HeldOut.Divided.of(sides.heldOut(), all));
    }

    /**
     * The outputs that no example is left to learn from: all of theirs are held out.
     *
     * @return labels of the domain, mostly none.
     */
    public Set<T> onlyHeldOut(OutputFactory<T> outputs) {
        if (validation.isEmpty()) {
            return Set.of();
        }
        Set<T> missing = domain(validation, outputs);
        missing.removeAll(domain(training, outputs));
        return missing;
    }

    /** Says so, if there are such: training goes on, but they will not be learned. */
    public void warnOfOnlyHeldOut(OutputFactory<T> outputs) {
        Set<T> missing = onlyHeldOut(outputs);
        if (!missing.isEmpty()) {
            logger.warning(
                    () ->
                            "All examples of "
                                    + missing
                                    + " are among the "
                                    + validation.size()
                                    + " held out and cannot be learned from: lower the"
                                    + " validationShare, or add examples");
        }
    }

    private static <T extends Output<T>> Set<T> domain(
            List<Example<T>> examples, OutputFactory<T> outputs) {
        MutableOutputInfo<T> info = outputs.generateInfo();
        examples.forEach(example -> info.observe(example.getOutput()));
        return new HashSet<>(info.getDomain());
    }

    /** Refuses the unknown output; Tribuo's own count is by identity, so that copies slip by. */
    static <T extends Output<T>> void requireKnown(T output, T unknown, String example) {
        if (output.equals(unknown)) {
            throw new IllegalArgumentException(
                    "The supplied Dataset contained unknown Outputs, and this Trainer is"
                            + " supervised: "
                            + example
                            + " has "
                            + unknown);
        }
    }

    /** Refuses a weight that is no number from 0. */
    static void requireWeight(float weight, String example) {
        if (!(weight >= 0) || Float.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    example + " has the weight " + weight + "; weights are from 0 up");
        }
    }

    /**
     * Checks that a head predicts what a data set holds: a configuration file can pair any two.
     *
     * @throws IllegalArgumentException if it does not.
     */
    public static void checkType(OutputHead<?> head, OutputFactory<?> outputs) {
        if (head.getTypeWitness() != outputs.getTypeWitness()) {
            throw new IllegalArgumentException(
                    "A "
                            + head.getClass().getSimpleName()
                            + " predicts outputs of the type "
                            + head.getTypeWitness().getSimpleName()
                            + ", but those of the training data are of the type "
                            + outputs.getTypeWitness().getSimpleName()
                            + ": take another head, or another output factory in the data source");
        }
    }

    /**
     * Checks that each example can be learned from.
     *
     * @throws IllegalArgumentException if there are none, an output is unknown, or a weight is no
     *     number from 0.
     * @throws org.ssamba.data.MissingAudioReferenceException if an example refers to no audio.
     */
    public static <T extends Output<T>> void check(Dataset<T> examples) {
        if (examples.size() == 0) {
            throw new IllegalArgumentException("There are no examples to train on");
        }
        T unknown = examples.getOutputFactory().getUnknownOutput();
        List<Example<T>> data = examples.getData();
        for (int i = 0; i < data.size(); i++) {
            Example<T> example = data.get(i);
            requireKnown(example.getOutput(), unknown, "example " + i);
            requireWeight(example.getWeight(), "Example " + i);
            AudioReference.of(example);
        }
    }
}
