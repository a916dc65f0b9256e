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

import java.util.List;
import org.ssamba.datasets.preparation.Clip;

/**
 * A division of the clips.
 *
 * @param name names the test clips; must be usable as a folder's name.
 * @param train clips to train on.
 * @param test clips to test on; empty in pretraining only.
 */
public record Fold(String name, List<Clip> train, List<Clip> test) {
    /** Copies the lists. */
    public Fold {
        train = List.copyOf(train);
        test = List.copyOf(test);
        if (name.isBlank() || name.startsWith(".") || name.matches(".*[/\\\\:].*")) {
            throw new IllegalArgumentException(
                    "a fold cannot be called '" + name + "': it names a folder");
        }
        if (train.isEmpty()) {
            throw new IllegalArgumentException("fold " + name + " leaves nothing to train on");
        }
    }
}
