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
package org.ssamba.compute;

/** The weights of one model on a backend, with its gradients, moments and optimiser state. */
public interface ModelMemory extends AutoCloseable {
    /**
     * How many weights.
     *
     * @return float32 values.
     */
    long parameters();

    /**
     * Whether gradients and moments exist.
     *
     * @return true for a trainable model.
     */
    boolean trainable();

    /**
     * Copies values to the backend, after all submitted work.
     *
     * @param region a {@linkplain Region#shared() shared} region.
     * @param offset the first index to write.
     * @param values what to write.
     */
    void write(Region region, long offset, float[] values);

    /**
     * Copies values from the backend, after all submitted work.
     *
     * @param region a {@linkplain Region#shared() shared} region.
     * @param offset the first index to read.
     * @param values filled by this call.
     */
    void read(Region region, long offset, float[] values);

    @Override
    void close();
}
