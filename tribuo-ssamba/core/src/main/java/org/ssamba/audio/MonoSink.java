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

/**
 * Passes the wanted part of a mono waveform on while a decoder produces it from its start. Keeps
 * nothing itself.
 */
final class MonoSink {
    private final AudioInput input;
    private final SampleReceiver receiver;
    private final double startSeconds;
    private final double durationSeconds;
    private final boolean whole;

    private int sampleRate;
    private SampleRange range;
    private long position;

    /** A sink for the whole waveform. */
    MonoSink(AudioInput input, SampleReceiver receiver) {
        this(input, receiver, 0, 0, true);
    }

    /** A sink for part of the waveform. */
    MonoSink(
            AudioInput input,
            SampleReceiver receiver,
            double startSeconds,
            double durationSeconds) {
        this(input, receiver, startSeconds, durationSeconds, false);
    }

    private MonoSink(
            AudioInput input,
            SampleReceiver receiver,
            double start,
            double duration,
            boolean whole) {
        this.input = input;
        this.receiver = receiver;
        this.startSeconds = start;
        this.durationSeconds = duration;
        this.whole = whole;
    }

    /**
     * Says what will follow; a decoder calls it once, before any sample.
     *
     * @param rate samples per second, as the file claims
     */
    void begin(long rate) {
        if (rate <= 0 || rate > Integer.MAX_VALUE) {
            throw input.fail("sample rate " + rate + " Hz; it must be positive");
        }
        sampleRate = (int) rate;
        range =
                whole
                        ? SampleRange.ALL
                        : SampleRange.ofSeconds(startSeconds, durationSeconds, sampleRate);
        receiver.begin(sampleRate);
    }

    /** The first wanted sample, counted from the start of the waveform. */
    long firstWanted() {
        return range.start();
    }

    /** Whether the whole waveform is wanted. */
    boolean wantsAll() {
        return whole;
    }

    /** Whether the last wanted sample has come: the decoder may stop. */
    boolean isFull() {
        return position >= range.end();
    }

    /** Number of samples that have come or been skipped. */
    long position() {
        return position;
    }

    /** Moves on to a later sample without decoding those before, none of which may be wanted. */
    void skipTo(long sample) {
        if (sample > range.start() || sample < position) {
            throw new IllegalArgumentException("cannot skip to sample " + sample);
        }
        position = sample;
    }

    /** Takes the next sample. */
    void add(float sample) {
        if (position >= range.start() && position < range.end()) {
            receiver.accept(sample);
        }
        position++;
    }

    /**
     * To be called when the decoder has finished.
     *
     * @throws AudioFormatException if the waveform ended before the wanted part did
     */
    void finish() {
        if (!whole && !isFull()) {
            throw input.fail(
                    durationSeconds
                            + " s from "
                            + startSeconds
                            + " s reach beyond its end at "
                            + position / (double) sampleRate
                            + " s");
        }
    }
}
