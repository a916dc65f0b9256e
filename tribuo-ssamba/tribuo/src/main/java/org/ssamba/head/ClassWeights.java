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

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the configured weights of classes have to be. */
final class ClassWeights {
    static final String PROPERTY = "classWeights";

    private ClassWeights() {}

    /** Each weight is a number from 0. */
    static void checkNumbers(Map<String, Float> weights) {
        weights.forEach(
                (label, weight) -> {
                    if (!(weight >= 0) || weight.isInfinite()) {
                        throw new PropertyException(
                                "",
                                PROPERTY,
                                "the weight of "
                                        + label
                                        + " must be a number from 0, not "
                                        + weight);
                    }
                });
    }

    /** Each weight is that of a label in the training data: a misspelt one is not passed over. */
    static void checkLabels(Map<String, Float> weights, Set<String> labels) {
        Set<String> unknown = new TreeSet<>(weights.keySet());
        unknown.removeAll(labels);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    PROPERTY + " names labels that no training example has: " + unknown);
        }
    }
}
