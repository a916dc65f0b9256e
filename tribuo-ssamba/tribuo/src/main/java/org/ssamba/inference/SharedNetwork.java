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
package org.ssamba.inference;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ssamba.compute.Backend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.ClipLoader;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.OwnLengthRunner;
import org.ssamba.training.SupervisedNetwork;

/**
 * A network on a device, opened at first use and again after {@link #close}. Thread-safe: calls of
 * several threads share batches.
 */
final class SharedNetwork implements AutoCloseable {
    private final EncoderConfig config;
    private final Function<EncoderConfig, SupervisedNetwork> networks;
    private final float[] weights;
    private final FrontEnd frontEnd;
    private Supplier<Backend> device;
    private int batchSize;
    private final SharedBatches<ClipLoader> batches =
            new SharedBatches<>(calls -> runNow(new JoinedClips(calls)));
    private final SharedBatches<HeldSpectrograms> ownLengthBatches =
            new SharedBatches<>(calls -> runNow(HeldSpectrograms.joined(calls)));
    private InferenceRunner runner;
    private OwnLengthRunner ownLengthRunner;

    /** As {@link ClipInference} takes them. */
    SharedNetwork(
            EncoderConfig config,
            Function<EncoderConfig, SupervisedNetwork> networks,
            float[] weights,
            FrontEnd frontEnd,
            Supplier<Backend> device,
            int batchSize) {
        this.config = config;
        this.networks = networks;
        this.weights = weights;
        this.frontEnd = frontEnd;
        this.device = device;
        setBatchSize(batchSize);
    }

    synchronized void setDevice(Supplier<Backend> newDevice) {
        Objects.requireNonNull(newDevice, "device");
        close();
        device = newDevice;
    }

    synchronized Supplier<Backend> device() {
        return device;
    }

    synchronized void setBatchSize(int clips) {
        if (clips < 1) {
            throw new IllegalArgumentException("A batch has at least one clip, not " + clips);
        }
        close();
        batchSize = clips;
    }

    synchronized int batchSize() {
        return batchSize;
    }

    /** Clips that the device runs at once. */
    synchronized int batch() {
        return runner().batch();
    }

    /**
     * Runs clips of the encoder's length.
     *
     * @param clips at least one.
     * @param most clips a batch that calls share.
     * @return scores or embeddings by clip.
     */
    float[][] run(ClipLoader clips, int most) {
        return batches.run(clips, most);
    }

    /** Runs each clip at its own length: scores or embeddings by clip. */
    float[][] run(HeldSpectrograms clips) {
        return ownLengthBatches.run(clips, batchSize());
    }

    private synchronized float[][] runNow(ClipLoader clips) {
        return values(runner().run(clips));
    }

    private InferenceRunner runner() {
        if (runner == null) {
            runner =
                    new InferenceRunner(
                            device.get(),
                            networks.apply(config),
                            weights,
                            frontEnd.normalization(),
                            batchSize);
        }
        return runner;
    }

    private synchronized float[][] runNow(HeldSpectrograms clips) {
        if (ownLengthRunner == null) {
            ownLengthRunner =
                    new OwnLengthRunner(
                            device.get(),
                            config,
                            networks,
                            weights,
                            frontEnd.normalization(),
                            batchSize);
        }
        return values(ownLengthRunner.run(clips, clips.frames()));
    }

    private static float[][] values(InferenceRunner.Result result) {
        return result.scores() == null ? result.embeddings() : result.scores();
    }

    @Override
    public synchronized void close() {
        if (runner != null) {
            runner.close();
            runner = null;
        }
        if (ownLengthRunner != null) {
            ownLengthRunner.close();
            ownLengthRunner = null;
        }
    }
}
