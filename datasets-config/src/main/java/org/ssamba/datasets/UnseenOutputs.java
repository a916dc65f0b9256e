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
import java.util.Set;
import org.tribuo.Output;
import org.tribuo.OutputInfo;

/** Outputs of test clips that no training clip has, so that no model could predict them. */
final class UnseenOutputs {
    private static final int NAMED = 5;

    private UnseenOutputs() {}

    /** Refuses such outputs before anything is trained. */
    static <T extends Output<T>> void refuse(
            FoldRun fold, OutputInfo<T> training, OutputInfo<T> test) {
        Set<T> known = training.getDomain();
        List<String> unseen =
                test.getDomain().stream()
                        .filter(output -> !known.contains(output))
                        .map(Output::toString)
                        .sorted()
                        .toList();
        if (!unseen.isEmpty()) {
            throw new IllegalArgumentException(
                    fold.folder().resolve(FoldRun.TEST)
                            + ": no training clip of the fold has "
                            + String.join(", ", unseen.subList(0, Math.min(NAMED, unseen.size())))
                            + (unseen.size() > NAMED ? ", …" : "")
                            + "; take those clips out, or divide the data otherwise");
        }
    }
}
