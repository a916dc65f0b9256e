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

import org.ssamba.work.DeviceUse;
import org.ssamba.work.WorkerPool;

/**
 * A machine that runs plans: the CPU or an NVIDIA GPU. Safe for use by several threads; the
 * programs it compiles are not, each belongs to one caller at a time.
 */
public interface Backend extends AutoCloseable {
    /**
     * What the backend runs on, for messages and provenance.
     *
     * @return device, precision and library versions.
     */
    DeviceInfo device();

    /**
     * How activations are kept.
     *
     * @return the precision.
     */
    Precision precision();

    /**
     * The host's threads for this backend: what loads clips for it. On the CPU they are those that
     * compute, so their number bounds both.
     *
     * @return the pool, closed with the backend.
     */
    WorkerPool workers();

    /**
     * How many cards share the work: a training plan has a share for each.
     *
     * @return 1 for most backends.
     */
    default int cards() {
        return 1;
    }

    /**
     * How many tokens lie between two states that a training forward scan stores for its backward
     * scan.
     *
     * @param tokens the length of the sequence.
     * @return at least 1.
     */
    int scanChunk(int tokens);

    /**
     * Memory for one model.
     *
     * @param parameters how many float32 weights.
     * @param stateValues how many values of {@link Region#STATE}.
     * @param trainable whether gradients and moments are needed too.
     * @return zero-filled memory, to be closed by the caller.
     * @throws OutOfDeviceMemoryException if there is not enough.
     */
    ModelMemory allocate(long parameters, int stateValues, boolean trainable);

    /**
     * The working memory a plan would take, without taking it.
     *
     * @param plan what would run.
     * @return bytes, inputs, outputs and constants included.
     */
    long requiredBytes(Plan plan);

    /**
     * The memory that is free for work now.
     *
     * @return bytes.
     */
    long availableBytes();

    /**
     * How much of its machine is used now.
     *
     * @return memory and utilisation.
     */
    DeviceUse use();

    /**
     * How many clips a pass of inference should take at once: more would hardly be faster, whatever
     * the memory.
     *
     * @param tokens of a clip.
     * @param channels of its inner layers, E.
     * @return at least 1.
     */
    int clipsAtOnce(int tokens, int channels);

    /**
     * Prepares a plan to run.
     *
     * @param plan what to run.
     * @param memory the model it runs on; its size must cover every offset in the plan.
     * @return the program, to be closed by the caller before the memory.
     * @throws OutOfDeviceMemoryException if the plan does not fit; nothing has been run then.
     */
    Program compile(Plan plan, ModelMemory memory);

    /**
     * Closes the backend for good: its programs and memory are freed, its threads end. Nothing may
     * run meanwhile. Every later use of the backend, or of what it has handed out, is an {@link
     * IllegalStateException} that names the backend; closing again does nothing.
     */
    @Override
    void close();
}
