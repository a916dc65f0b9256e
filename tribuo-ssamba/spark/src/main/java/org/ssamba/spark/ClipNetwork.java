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
package org.ssamba.spark;

import java.util.List;
import org.ssamba.data.ClipAudio;

/** An encoder or a model on a device. One thread at a time uses it. */
interface ClipNetwork extends AutoCloseable {
    /**
     * Runs clips as one batch, or as several of the network's own.
     *
     * @param clips at least one
     * @return for each the values of the columns that are added to its row
     * @throws org.ssamba.audio.AudioFormatException if one cannot be read
     */
    List<Object[]> run(List<ClipAudio> clips);

    /** Frees the device's memory. */
    @Override
    void close();
}
