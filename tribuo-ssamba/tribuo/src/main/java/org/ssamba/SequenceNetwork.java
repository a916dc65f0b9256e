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
package org.ssamba;

import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.split.SequenceSplit;
import org.ssamba.training.SupervisedNetwork;

/**
 * A network that scores each second of its input.
 *
 * @param config the encoder.
 * @param pooling how tokens make up seconds.
 * @param network has a segment for each of {@link #seconds}, and perhaps some for the padding.
 */
record SequenceNetwork(
        EncoderConfig config, SecondsPooling pooling, HeadKind headKind, SupervisedNetwork network)
        implements ModelNetwork {
    private static final double FRAME_SHIFT_MS = 10;

    /**
     * Makes the network.
     *
     * @throws IllegalArgumentException if the encoder does not read whole seconds.
     */
    static SequenceNetwork of(
            EncoderConfig config,
            LogMelConfig logMel,
            SecondsPooling pooling,
            int outputs,
            HeadKind kind) {
        if (pooling.seconds(config) == 0) {
            throw new IllegalArgumentException(
                    "An encoder of "
                            + config.frames()
                            + " frames is too short for "
                            + pooling
                            + ": it needs 100 frames for each second, PUBLISHED_SCENES at least"
                            + " 6000");
        }
        if (logMel.frameShiftMs() != FRAME_SHIFT_MS) {
            throw new IllegalArgumentException(
                    "Seconds need a front end with a frame every 10 ms, not every "
                            + logMel.frameShiftMs()
                            + " ms");
        }
        return new SequenceNetwork(
                config,
                pooling,
                kind,
                SupervisedNetwork.withHead(config, pooling.of(config), outputs, kind));
    }

    @Override
    public SupervisedNetwork resized(EncoderConfig other) {
        return SupervisedNetwork.withHead(
                other, pooling.of(other), network.head().outputs(), headKind);
    }

    /** Seconds of a clip that go in at once; longer clips go in one window after the other. */
    int seconds() {
        return pooling.seconds(config);
    }

    /** Embeddings that come out: at least as many as seconds. */
    int segments() {
        return network.pooling().segments();
    }

    /** What goes in at once. */
    SequenceSplit.Input input() {
        return new SequenceSplit.Input(config.frames(), seconds(), segments());
    }

    /** Consecutive windows of whole seconds, the last with what is left. */
    SlidingWindow windows(LogMelConfig logMel) {
        int length = Math.multiplyExact(seconds(), logMel.sampleRate());
        return new SlidingWindow(length, length, logMel.sampleRate(), false);
    }
}
