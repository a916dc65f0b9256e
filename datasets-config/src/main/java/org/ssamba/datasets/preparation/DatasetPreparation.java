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
package org.ssamba.datasets.preparation;

import com.oracle.labs.mlrg.olcut.config.Configurable;
import java.nio.file.Path;

/** Reads one published data set. */
public interface DatasetPreparation extends Configurable {
    /**
     * Reads the data set's own lists and finds its audio files.
     *
     * @param folder the folder that contains the unpacked data set.
     * @param output a folder for audio that has to be created; most data sets create none.
     * @return the clips, in a fixed order.
     * @throws DatasetException if the data set is not as published; the message says where.
     */
    ClipList clips(Path folder, Path output);
}
