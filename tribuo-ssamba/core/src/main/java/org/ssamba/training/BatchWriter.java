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
package org.ssamba.training;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.work.WorkerPool;

/**
 * The only place where clips become a batch, for training, validation and inference alike: each is
 * loaded by one of the workers, normalised, and copied to its place in the spectrogram input of a
 * slot.
 */
public final class BatchWriter {
    private final WorkerPool workers;
    private final Normalization normalization;
    private final int size;

    /** Arrays for one clip each, as many as there are workers. */
    private final Queue<float[]> spare = new ConcurrentLinkedQueue<>();

    /** What comes to a place of a batch. Used by one worker. */
    @FunctionalInterface
    public interface Clip {
        /**
         * Loads the log-mel spectrogram.
         *
         * @param logMel (frames, mels), overwritten; not yet normalised.
         */
        void load(float[] logMel);

        /**
         * Changes the spectrogram once it is normalised; leaves it as it is by default.
         *
         * @param logMel (frames, mels), normalised.
         */
        default void finish(float[] logMel) {}
    }

    /**
     * A writer.
     *
     * @param workers load the clips.
     * @param config the encoder that reads the batches.
     * @param normalization of the clips.
     */
    public BatchWriter(WorkerPool workers, EncoderConfig config, Normalization normalization) {
        this.workers = workers;
        this.normalization = normalization;
        this.size = config.frames() * config.mels();
    }

    /**
     * Writes clips to the first places of a batch; further places keep what they had.
     *
     * @param slot where the input is.
     * @param spectrogram (B, frames, mels), the input.
     * @param count how many clips, at most B.
     * @param clips the clip of a place, from 0.
     */
    public void write(Slot slot, Tensor spectrogram, int count, IntFunction<? extends Clip> clips) {
        workers.forEach(
                count,
                place -> {
                    float[] taken = spare.poll();
                    float[] values = taken == null ? new float[size] : taken;
                    Clip clip = clips.apply(place);
                    clip.load(values);
                    normalization.apply(values);
                    clip.finish(values);
                    slot.write(spectrogram, place * size, values);
                    spare.add(values);
                });
    }
}
