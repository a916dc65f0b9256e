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
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.TargetDataLine;

/** Audio that comes while it is looked at and need not end, such as a microphone's. */
public final class AudioStreams {
    private static final Logger logger = Logger.getLogger(AudioStreams.class.getName());

    /** A microphone's windows are skipped when so much has been recorded since. */
    private static final double MOST_BEHIND_SECONDS = 2;

    private AudioStreams() {}

    /**
     * The latest audio, again and again: each window ends a hop after the one before, and holds
     * what came last. The first ones are shorter, because not enough has come yet.
     *
     * @param input uncompressed samples, read when a window is asked for; of several channels the
     *     average is taken
     * @param windows their length and hop
     * @return windows at the stream's own rate until it ends, at which a last one ends too: as long
     *     as the others if {@link SlidingWindow#overlapEnd}, else with what came after the one
     *     before; closing it closes the input
     * @throws AudioFormatException at once if the samples are of an unknown form; later if the
     *     input cannot be read or a sample is not finite
     */
    public static Stream<AudioWindow> windows(AudioInputStream input, SlidingWindow windows) {
        return windows(input, null, windows);
    }

    /**
     * The latest audio of a microphone. It is recorded while a window is being used. If whoever
     * uses the windows falls more than two seconds behind, windows are skipped up to the latest,
     * and a warning says how many seconds. Windows tell their place, so gaps can be seen.
     *
     * @param line open; it is started
     * @param windows their length and hop
     * @return windows, as of a stream, until the line is stopped; closing them stops and closes the
     *     line, so they must be closed
     * @throws IllegalStateException if the line is not open
     * @throws AudioFormatException if the line's samples are of an unknown form
     */
    public static Stream<AudioWindow> windows(TargetDataLine line, SlidingWindow windows) {
        LineInput recorded = new LineInput(line);
        try {
            return windows(
                    new AudioInputStream(recorded, line.getFormat(), AudioSystem.NOT_SPECIFIED),
                    recorded,
                    windows);
        } catch (AudioFormatException e) {
            recorded.close();
            throw e;
        }
    }

    private static Stream<AudioWindow> windows(
            AudioInputStream input, LineInput recorded, SlidingWindow windows) {
        Latest latest = new Latest(new PcmStream(input), recorded, windows);
        return StreamSupport.stream(latest, false)
                .onClose(
                        () -> {
                            try {
                                input.close();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }

    private static final class Latest extends AbstractSpliterator<AudioWindow> {
        private final PcmStream input;

        /** What waits to be read by {@code input}; null if it is read on demand. */
        private final LineInput recorded;

        private final boolean overlapEnd;
        private final int length;
        private final int hop;

        /** What came last, up to {@code length}; behind it, room for what comes next. */
        private final float[] held;

        private int filled;
        private long read;
        private boolean ended;
        private double skippedSeconds;
        private double saidSeconds;

        Latest(PcmStream input, LineInput recorded, SlidingWindow windows) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.input = input;
            this.recorded = recorded;
            this.overlapEnd = windows.overlapEnd();
            this.hop = windows.hopAt(input.sampleRate());
            this.length = windows.lengthAt(input.sampleRate());
            this.held = new float[Math.addExact(length, hop)];
        }

        @Override
        public boolean tryAdvance(Consumer<? super AudioWindow> action) {
            int fresh = advance();
            if (fresh == 0) {
                return false;
            }
            if (recorded != null && recorded.waiting() > MOST_BEHIND_SECONDS * input.sampleRate()) {
                fresh = skipToTheLatest(fresh);
            }
            int count = ended && !overlapEnd ? fresh : filled;
            AudioClip clip = input.clip(Arrays.copyOfRange(held, length - count, length));
            action.accept(new AudioWindow(read - count, clip));
            return true;
        }

        /** Takes in a hop; at the end perhaps less, and then nothing. */
        private int advance() {
            if (ended) {
                return 0;
            }
            long lost = recorded == null ? 0 : recorded.takeLost();
            if (lost > 0) {
                read += lost;
                filled = 0;
                skipped(lost);
            }
            int fresh = input.read(held, length, hop);
            ended = fresh < hop;
            System.arraycopy(held, fresh, held, 0, length);
            read += fresh;
            filled = Math.min(length, filled + fresh);
            return fresh;
        }

        private int skipToTheLatest(int first) {
            int fresh = first;
            long before = read;
            while (!ended && recorded.waiting() >= hop) {
                fresh = advance();
            }
            skipped(read - before);
            return fresh;
        }

        /** Warns, each time that twice as much has been skipped. */
        private void skipped(long samples) {
            skippedSeconds += samples / (double) input.sampleRate();
            if (skippedSeconds >= 2 * saidSeconds) {
                saidSeconds = skippedSeconds;
                logger.warning(
                        () ->
                                String.format(
                                        Locale.ROOT,
                                        "Processing does not keep up with the microphone: %.1f s"
                                                + " have been skipped so far, the last before"
                                                + " second %.1f",
                                        skippedSeconds,
                                        read / (double) input.sampleRate()));
            }
        }
    }
}
