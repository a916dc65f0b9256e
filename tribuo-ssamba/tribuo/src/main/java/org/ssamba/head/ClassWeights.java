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

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ssamba.settings.SettingException;

/** Checks the configured weights of classes. */
final class ClassWeights {
    static final String PROPERTY = "classWeights";

    private ClassWeights() {}

    /** Each weight must be a finite number that is not negative. */
    static void checkNumbers(Map<String, Float> weights) {
        weights.forEach(
                (label, weight) -> {
                    if (!(weight >= 0) || weight.isInfinite()) {
                        throw new SettingException(
                                PROPERTY,
                                "the weight of "
                                        + label
                                        + " must be a number from 0, not "
                                        + weight);
                    }
                });
    }

    /**
     * Each weight must belong to a label in the training data, so that a misspelt label is not
     * ignored.
     */
    static void checkLabels(Map<String, Float> weights, Set<String> labels) {
        Set<String> unknown = new TreeSet<>(weights.keySet());
        unknown.removeAll(labels);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    PROPERTY + " names labels that no training example has: " + unknown);
        }
    }
}
