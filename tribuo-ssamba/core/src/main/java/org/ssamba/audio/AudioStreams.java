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
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sound.sampled.AudioInputStream;

/**
 * Audio that comes while it is looked at and need not end, such as a microphone's: {@code new
 * AudioInputStream(targetDataLine)}.
 */
public final class AudioStreams {
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
        return StreamSupport.stream(new Latest(new PcmStream(input), windows), false)
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
        private final boolean overlapEnd;
        private final int length;
        private final int hop;

        /** What came last, up to {@code length}; behind it, room for what comes next. */
        private final float[] held;

        private int filled;
        private long read;
        private boolean ended;

        Latest(PcmStream input, SlidingWindow windows) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.input = input;
            this.overlapEnd = windows.overlapEnd();
            this.hop = windows.hopAt(input.sampleRate());
            this.length = windows.lengthAt(input.sampleRate());
            this.held = new float[Math.addExact(length, hop)];
        }

        @Override
        public boolean tryAdvance(Consumer<? super AudioWindow> action) {
            if (ended) {
                return false;
            }
            int fresh = input.read(held, length, hop);
            ended = fresh < hop;
            if (fresh == 0) {
                return false;
            }
            System.arraycopy(held, fresh, held, 0, length);
            read += fresh;
            filled = Math.min(length, filled + fresh);
            int count = ended && !overlapEnd ? fresh : filled;
            AudioClip clip = input.clip(Arrays.copyOfRange(held, length - count, length));
            action.accept(new AudioWindow(read - count, clip));
            return true;
        }
    }
}
