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
package org.ssamba.audio.decoding;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** Streams of one rate, one after the other in a file; only one is open at a time. */
public final class JoinedDecoder implements AudioDecoder {
    /**
     * A stream.
     *
     * @param start its first sample in the whole
     * @param decoder opens it
     */
    public record Part(long start, Supplier<AudioDecoder> decoder) {}

    private final List<Part> parts;
    private int index = -1;
    private AudioDecoder current;

    /** Of the streams before the current one. */
    private float channelPeak;

    public JoinedDecoder(List<Part> parts) throws IOException {
        this.parts = parts;
        seek(0);
    }

    @Override
    public long sampleRate() {
        return current.sampleRate();
    }

    @Override
    public long seek(long sample) throws IOException {
        int wanted = parts.size() - 1;
        while (wanted > 0 && parts.get(wanted).start() > sample) {
            wanted--;
        }
        open(wanted);
        return parts.get(index).start() + current.seek(sample - parts.get(index).start());
    }

    private void open(int wanted) {
        if (wanted != index) {
            channelPeak = current == null ? 0 : channelPeak();
            current = parts.get(wanted).decoder().get();
            index = wanted;
        }
    }

    @Override
    public int next() throws IOException {
        int count = current.next();
        while (count == 0 && index + 1 < parts.size()) {
            open(index + 1);
            current.seek(0);
            count = current.next();
        }
        return count;
    }

    @Override
    public float channelPeak() {
        return Math.max(channelPeak, current.channelPeak());
    }

    @Override
    public float[] block() {
        return current.block();
    }
}
