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
package org.ssamba.datasets;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The outcome of a fold.
 *
 * @param scores by name, the one to compare first; shares are in percent.
 * @param facts facts about model, data and device, by name.
 */
public record Outcome(Map<String, Double> scores, Map<String, String> facts) {
    /** Copies both, in order. */
    public Outcome {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
