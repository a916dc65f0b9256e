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
package org.ssamba.data;

import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.SlidingWindow;

/**
 * Reads what references name, and makes sure that it is that: every read compares size and time of
 * the file, and its bytes are hashed once in a process, or again when size or time are others.
 * During a pass, which is any work that reads many clips, the files read last stay open, so that
 * the parts of one, in whatever order, do not begin at its start each time. Thread-safe.
 */
public final class VerifiedAudio {
    /** Files open at once; a decoder takes a tenth of a megabyte, or one for Vorbis. */
    private static final int MOST_OPEN = 64;

    /** In order of use, the least recent first; guarded by itself, as are the passes. */
    private static final LinkedHashMap<URI, OpenFile> FILES = new LinkedHashMap<>(16, 0.75f, true);

    private static int passes;

    private VerifiedAudio() {}

    /**
     * Decodes a clip.
     *
     * @param clip part of a file
     * @return its waveform, at the file's own rate
     * @throws AudioFormatException if the file cannot be used
     * @throws ChangedAudioException if the file is not the one referred to
     */
    public static AudioClip read(AudioReference clip) {
        OpenFile file = file(clip);
        synchronized (file) {
            return file.use(
                    clip, reader -> reader.read(clip.startSeconds(), clip.durationSeconds()));
        }
    }

    /**
     * Cuts a clip of any length into windows, of which only one is in memory at a time.
     *
     * @param clip part of a file
     * @param windows their length and hop
     * @param consumer takes each, in order
     * @throws AudioFormatException if the file cannot be used
     * @throws ChangedAudioException if the file is not the one referred to
     */
    public static void forEachWindow(
            AudioReference clip, SlidingWindow windows, Consumer<AudioWindow> consumer) {
        // The consumer may wait for others who read the same file: they must not wait for this.
        file(clip)
                .use(
                        clip,
                        reader -> {
                            reader.readWindows(
                                    clip.startSeconds(), clip.durationSeconds(), windows, consumer);
                            return null;
                        });
    }

    /**
     * Does work during which files stay open; when it ends, and no other such work goes on, they
     * are closed.
     *
     * @param <R> what comes of it
     * @param work reads clips
     * @return what comes of it
     */
    public static <R> R duringPass(Supplier<R> work) {
        synchronized (FILES) {
            passes++;
        }
        try {
            return work.get();
        } finally {
            endPass();
        }
    }

    private static void endPass() {
        List<OpenFile> ended = List.of();
        synchronized (FILES) {
            passes--;
            if (passes == 0) {
                ended = new ArrayList<>(FILES.values());
                FILES.clear();
            }
        }
        ended.forEach(OpenFile::close);
    }

    private static OpenFile file(AudioReference clip) {
        OpenFile file;
        OpenFile oldest = null;
        synchronized (FILES) {
            if (passes == 0) {
                file = new OpenFile(clip.content());
                file.close();
                return file;
            }
            file = FILES.computeIfAbsent(clip.uri(), uri -> new OpenFile(clip.content()));
            if (FILES.size() > MOST_OPEN) {
                Iterator<OpenFile> least = FILES.values().iterator();
                oldest = least.next();
                least.remove();
            }
        }
        if (oldest != null) {
            oldest.close();
        }
        return file;
    }

    /** A file and, while nobody reads it, its reader. */
    private static final class OpenFile {
        private final AudioContent content;
        private AudioContent.Version version;
        private AudioReader idle;
        private boolean closed;

        OpenFile(AudioContent content) {
            this.content = content;
        }

        <R> R use(AudioReference clip, Function<AudioReader, R> work) {
            AudioReader reader = take(clip);
            boolean done = false;
            try {
                R result = work.apply(reader);
                done = true;
                return result;
            } finally {
                if (done) {
                    giveBack(reader);
                } else {
                    reader.close();
                }
            }
        }

        /** A reader of the file that is there now, which is the one referred to. */
        private synchronized AudioReader take(AudioReference clip) {
            AudioContent.Version now = AudioFile.version(content);
            if (idle != null && !now.equals(version)) {
                idle.close();
                idle = null;
            }
            AudioReader reader = idle == null ? AudioReader.open(content) : idle;
            idle = null;
            version = now;
            try {
                KnownAudio.require(clip, reader, now);
                return reader;
            } catch (RuntimeException e) {
                reader.close();
                throw e;
            }
        }

        private synchronized void giveBack(AudioReader reader) {
            if (closed || idle != null) {
                reader.close();
            } else {
                idle = reader;
            }
        }

        /** Closes the reader, and from now on those that are given back. */
        synchronized void close() {
            closed = true;
            if (idle != null) {
                idle.close();
                idle = null;
            }
        }
    }
}
