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
package org.ssamba.spark;

import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.data.ClipAudio;

/**
 * The clip that a row names.
 *
 * @param content its file
 * @param start where it begins, in seconds
 * @param duration its length in seconds; NaN up to the end of the file
 */
record RowClip(AudioContent content, double start, double duration) {
    /** Whole files up to this length are decoded once and held; longer ones are read in pieces. */
    private static final double HELD_SECONDS = 60;

    /** A clip that was decoded, or measured, and its length. */
    record Loaded(ClipAudio audio, double seconds) {
        static Loaded of(AudioClip clip) {
            return new Loaded(ClipAudio.of(clip), clip.durationSeconds());
        }
    }

    /**
     * Decodes it.
     *
     * @param held whether long files, too, are to be held in memory
     * @throws AudioFormatException if it cannot be read
     */
    Loaded load(boolean held) {
        try (AudioReader reader = AudioReader.open(content)) {
            if (!Double.isNaN(duration)) {
                return Loaded.of(reader.read(start, duration));
            }
            if (start != 0) {
                double end = reader.measure().seconds();
                if (start >= end) {
                    throw new AudioFormatException(
                            content.toString(),
                            "start of " + start + " s is not before its end, at " + end + " s");
                }
                return Loaded.of(reader.read(start, end - start));
            }
            if (held) {
                return Loaded.of(reader.read());
            }
            AudioClip beginning = reader.readBeginning(HELD_SECONDS);
            return beginning.durationSeconds() < HELD_SECONDS
                    ? Loaded.of(beginning)
                    : new Loaded(ClipAudio.of(content), reader.measure().seconds());
        } catch (IllegalArgumentException e) {
            // The reader names the file first, and so does the exception.
            String name = content.toString();
            throw new AudioFormatException(name, e.getMessage().replace(name + ": ", ""), e);
        }
    }
}
