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
package org.ssamba.cli;

import org.ssamba.head.LabelHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.OutputHead;
import org.ssamba.head.RegressorHead;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * What is predicted of a clip.
 *
 * @param <T> the type of output.
 * @param outputs reads it from text.
 * @param head learns it.
 */
record Predicted<T extends Output<T>>(OutputFactory<T> outputs, OutputHead<T> head) {
    /** As it is named on the command line. */
    enum Kind {
        /** One of several labels. */
        LABELS,
        /** A set of labels, divided by bars ({@code |}) in the column label. */
        TAGS,
        /** Numbers, {@code name=value}. */
        NUMBERS,
        /** One of several labels for each second. */
        SECONDS
    }

    static final Predicted<Label> LABELS = new Predicted<>(new LabelFactory(), new LabelHead());
    static final Predicted<MultiLabel> TAGS =
            new Predicted<>(new MultiLabelFactory(), new MultiLabelHead());
    static final Predicted<Regressor> NUMBERS =
            new Predicted<>(new RegressionFactory(), new RegressorHead());

    /** What a clip has one of. */
    static Predicted<?> of(Kind kind) {
        return switch (kind) {
            case LABELS -> LABELS;
            case TAGS -> TAGS;
            case NUMBERS -> NUMBERS;
            case SECONDS ->
                    throw new IllegalArgumentException("Seconds are predicted by sequences");
        };
    }

    /**
     * Reads outputs of the kind that a model predicts.
     *
     * @param output any of the model's.
     */
    @SuppressWarnings("unchecked") // A factory of the output's own class.
    static <T extends Output<T>> OutputFactory<T> outputsLike(T output) {
        OutputFactory<?> factory =
                output instanceof Label
                        ? LABELS.outputs()
                        : output instanceof MultiLabel ? TAGS.outputs() : NUMBERS.outputs();
        return (OutputFactory<T>) factory;
    }
}
