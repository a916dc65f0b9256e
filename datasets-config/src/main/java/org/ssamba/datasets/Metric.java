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

import com.oracle.labs.mlrg.olcut.config.Configurable;
import java.util.Map;
import org.ssamba.SSAMBAModel;
import org.tribuo.MutableDataset;
import org.tribuo.Output;

/**
 * Judges a model.
 *
 * @param <T> the type of output.
 */
public interface Metric<T extends Output<T>> extends Configurable {
    /**
     * Whether the outputs of the test clips must all occur in training.
     *
     * @return false if the metric does not evaluate those outputs.
     */
    default boolean needsKnownOutputs() {
        return true;
    }

    /**
     * Judges a model on clips it has not seen.
     *
     * @param model the model.
     * @param test the clips.
     * @param fold the fold that the clips belong to.
     * @return scores by name, the one to compare first; shares in percent.
     */
    Map<String, Double> scores(SSAMBAModel<T> model, MutableDataset<T> test, FoldRun fold);
}
