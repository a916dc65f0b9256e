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

import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import org.tribuo.Dataset;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Output;

/**
 * What a network is trained to predict, and how. The type of the head decides the type of the
 * trainer and of the model.
 *
 * @param <T> the type of output.
 */
public interface OutputHead<T extends Output<T>>
        extends Configurable, Provenancable<ConfiguredObjectProvenance> {
    /**
     * The type of output, as in {@code OutputFactory}.
     *
     * @return the class of outputs.
     */
    Class<T> getTypeWitness();

    /**
     * Fits the head to the training data.
     *
     * @param examples the training data.
     * @param outputs its output domain.
     * @return the fitted head.
     * @throws IllegalArgumentException if the data cannot be learned from.
     */
    FittedHead<T> fit(Dataset<T> examples, ImmutableOutputInfo<T> outputs);

    /**
     * How many examples the rarest class has.
     *
     * @param examples the training data.
     * @return 0 unless each output is one of several classes.
     */
    default long scarcest(Dataset<T> examples) {
        return 0;
    }

    /**
     * This head with weights that make up for rare classes, for a trainer that was not told how to
     * train.
     *
     * @param examples the training data.
     * @return this head if it has weights already, knows no classes, or needs none.
     */
    default OutputHead<T> balanced(Dataset<T> examples) {
        return this;
    }
}
