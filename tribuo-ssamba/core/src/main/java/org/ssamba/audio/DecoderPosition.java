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
package org.ssamba.audio;

import java.io.IOException;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;

/** A decoder and where it stands: parts that lie behind each other are decoded without seeking. */
final class DecoderPosition {
    private final AudioInput input;
    private final AudioDecoder decoder;

    /** The first sample of the decoder's last block, and how many it has. */
    private long blockStart;

    private int blockCount;

    DecoderPosition(AudioInput input) throws IOException {
        this.input = input;
        this.decoder = KnownFormat.open(input);
        this.blockStart = decoder.seek(0);
    }

    /** Samples a second, at least 1. */
    int sampleRate() {
        long rate = decoder.sampleRate();
        if (rate <= 0 || rate > Integer.MAX_VALUE) {
            throw input.fail("sample rate " + rate + " Hz; it must be positive");
        }
        return (int) rate;
    }

    /**
     * Gives out the samples of a part.
     *
     * @throws AudioFormatException if the audio ends before the part does.
     */
    void decode(SampleRange wanted, SampleReceiver receiver) throws IOException {
        long at = wanted.start();
        if (at < blockStart || at > blockStart + blockCount) {
            blockStart = decoder.seek(at);
            blockCount = 0;
        }
        while (at < wanted.end()) {
            if (at >= blockStart + blockCount) {
                blockStart += blockCount;
                blockCount = decoder.next();
                if (blockCount == 0) {
                    break;
                }
            }
            int from = (int) Math.min(blockCount, at - blockStart);
            int to = (int) Math.min(blockCount, wanted.end() - blockStart);
            if (from < to) {
                receiver.accept(decoder.block(), from, to);
                at = blockStart + to;
            }
        }
        if (at < wanted.end() && !wanted.orLess()) {
            throw input.fail(
                    (wanted.end() - wanted.start()) / (double) sampleRate()
                            + " s from "
                            + wanted.start() / (double) sampleRate()
                            + " s reach beyond its end at "
                            + blockStart / (double) sampleRate()
                            + " s");
        }
    }

    /** The decoder's {@link AudioDecoder#channelPeak}. */
    float channelPeak() {
        return decoder.channelPeak();
    }
}
