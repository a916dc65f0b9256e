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
import java.io.IOException;

/** A kind of training on a fold, and the evaluation of its result. */
public interface Task extends Configurable {
    /**
     * Whether training starts from an encoder: one that the user names, one that the experiment's
     * pretrainer makes, or fresh weights.
     *
     * @return false if the task makes the encoder itself.
     */
    default boolean startsFromEncoder() {
        return true;
    }

    /**
     * Reads the clips, requests the encoder that training starts from ({@link
     * FoldRun#makeEncoder}), trains on the training clips, saves the result as a whole or not at
     * all in the fold's folder, and evaluates it on the test clips.
     *
     * @param fold the clips, and the folder for results.
     * @return scores and facts.
     * @throws IOException if the result cannot be saved.
     */
    Outcome run(FoldRun fold) throws IOException;
}
