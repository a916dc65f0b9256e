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

import java.io.Serializable;
import org.ssamba.ComputeDevice;

/** Which network, and what of it: equal settings give the same values. */
sealed interface NetworkSettings extends Serializable permits EmbeddingSettings, ModelSettings {
    /**
     * Opens the network.
     *
     * @param file the bytes whose hash the settings have
     * @param device where to run
     * @param batchSize clips at once, at most
     */
    ClipNetwork open(byte[] file, ComputeDevice device, int batchSize);

    /** How many columns it gives. */
    int columns();

    /** Whether clips of any length have to be in memory. */
    boolean holdsClips();
}
