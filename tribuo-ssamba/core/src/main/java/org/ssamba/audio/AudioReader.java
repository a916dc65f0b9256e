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

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.ssamba.audio.decoding.AudioInput;

/**
 * Decodes audio to mono clips: WAV, FLAC, MP3, Ogg Vorbis, Opus in Ogg, WebM and MP4, AAC in MP4
 * and ADTS, AIFF and AIFF-C, AU, SPHERE. The format is recognised by content, whatever a file is
 * called.
 *
 * <p>Every sample is returned, exactly those an independent decoder would give: integers divided by
 * their full scale, several channels averaged to one, nothing resampled. Audio that is truncated or
 * damaged is an error, never a shorter clip.
 *
 * <p>A reader opens its content once and reads any number of parts. It goes on from where it
 * stands, and goes back to a place near a part, so that neither parts in order nor parts here and
 * there are decoded from the start each time: a part has the bits that it has in the whole. Not
 * thread-safe. The static methods open a file, read it and close it.
 */
public final class AudioReader implements Closeable {
    private static final URI IN_MEMORY = URI.create("memory:audio");
    private static final int HASH_BYTES = 1 << 16;

    private final AudioInput input;

    /** Null before the first read, and after a failure. */
    private DecoderPosition decoder;

    private AudioReader(AudioInput input) {
        this.input = input;
    }

    /**
     * Opens audio; nothing of it is read yet.
     *
     * @param content the bytes
     * @return a reader, to be closed
     * @throws AudioFormatException if there is nothing, or no byte in it
     */
    public static AudioReader open(AudioContent content) {
        try {
            return new AudioReader(AudioInput.open(content.toString(), content.open()));
        } catch (NoSuchFileException e) {
            throw new AudioFormatException(content.toString(), "no such file", e);
        } catch (IOException e) {
            throw unreadable(content.toString(), e);
        }
    }

    private static AudioFormatException unreadable(String name, IOException e) {
        return new AudioFormatException(name, "cannot be read: " + e, e);
    }

    /**
     * Decodes a whole file.
     *
     * @param path the file
     * @return all its samples, at its own rate
     * @throws AudioFormatException if the file is missing, empty, truncated, damaged, not audio, in
     *     an unsupported codec, without samples, or holds values that are not finite
     */
    public static AudioClip read(Path path) {
        try (AudioReader reader = open(AudioContent.of(path))) {
            return reader.read();
        }
    }

    /**
     * Decodes a file in memory, of any format: what a server was sent, for instance.
     *
     * @param file all its bytes
     * @return all its samples, at its own rate
     * @throws AudioFormatException as {@link #read(Path)} does
     */
    public static AudioClip read(byte[] file) {
        try (AudioReader reader = open(AudioContent.of(file, IN_MEMORY))) {
            return reader.read();
        }
    }

    /**
     * Decodes a file that comes as a stream, which is read to its end and not closed. The bytes are
     * in memory meanwhile.
     *
     * @param file its bytes
     * @return all its samples, at its own rate
     * @throws AudioFormatException as {@link #read(Path)} does, and if the stream cannot be read
     */
    public static AudioClip read(InputStream file) {
        try {
            return read(file.readAllBytes());
        } catch (IOException e) {
            throw unreadable("audio stream", e);
        }
    }

    /**
     * Decodes part of a file. Both times are rounded to the nearest sample. Damage behind the part
     * may go unnoticed.
     *
     * @param path the file
     * @param startSeconds time of the first sample, at least 0
     * @param durationSeconds length in seconds, positive
     * @return exactly the part, at the file's own rate
     * @throws AudioFormatException as {@link #read(Path)} does, and if the file ends before the
     *     part does
     * @throws IllegalArgumentException if the start is negative, or the duration not positive or
     *     less than one sample
     */
    public static AudioClip read(Path path, double startSeconds, double durationSeconds) {
        try (AudioReader reader = open(AudioContent.of(path))) {
            return reader.read(startSeconds, durationSeconds);
        }
    }

    /**
     * Decodes a file of any length once, window by window; memory is that of a window and a hop.
     * Damage is noticed when it is reached: earlier windows have been given out by then.
     *
     * @param path the file
     * @param windows their length and hop
     * @param consumer takes each window, in order, at the file's own rate
     * @throws AudioFormatException as {@link #read(Path)} does
     */
    public static void readWindows(
            Path path, SlidingWindow windows, Consumer<AudioWindow> consumer) {
        readWindows(AudioContent.of(path), windows, consumer);
    }

    /**
     * Decodes audio of any length once, window by window, as {@link #readWindows(Path,
     * SlidingWindow, Consumer)} does a file.
     *
     * @param content the bytes
     * @param windows their length and hop
     * @param consumer takes each window, in order, at the audio's own rate
     * @throws AudioFormatException as {@link #read(Path)} does
     */
    public static void readWindows(
            AudioContent content, SlidingWindow windows, Consumer<AudioWindow> consumer) {
        try (AudioReader reader = open(content)) {
            WindowReceiver receiver = new WindowReceiver(windows, reader.input.path(), consumer);
            reader.decode(rate -> SampleRange.ALL, receiver);
            receiver.finish();
        }
    }

    /**
     * Decodes everything.
     *
     * @return all samples, at their own rate
     * @throws AudioFormatException as {@link #read(Path)} does
     */
    public AudioClip read() {
        ClipReceiver receiver = new ClipReceiver(input.path());
        decode(rate -> SampleRange.ALL, receiver);
        return receiver.clip();
    }

    /**
     * Decodes a part, as {@link #read(Path, double, double)} does.
     *
     * @param startSeconds time of the first sample, at least 0
     * @param durationSeconds length in seconds, positive
     * @return exactly the part
     * @throws AudioFormatException as {@link #read(Path, double, double)} does
     * @throws IllegalArgumentException as {@link #read(Path, double, double)} does
     */
    public AudioClip read(double startSeconds, double durationSeconds) {
        ClipReceiver receiver = new ClipReceiver(input.path());
        decode(rate -> part(startSeconds, durationSeconds, rate), receiver);
        return receiver.clip();
    }

    /**
     * Decodes the beginning, or everything if that is shorter. Damage behind it may go unnoticed.
     *
     * @param seconds how much at most, rounded to the nearest sample
     * @return the first samples, at their own rate
     * @throws AudioFormatException as {@link #read(Path)} does
     */
    public AudioClip readBeginning(double seconds) {
        ClipReceiver receiver = new ClipReceiver(input.path());
        decode(rate -> SampleRange.beginning(seconds, rate), receiver);
        return receiver.clip();
    }

    /**
     * Decodes audio of any length, keeping none of it, and checks it as {@link #read()} does.
     *
     * @return how long it is
     * @throws AudioFormatException as {@link #read(Path)} does
     */
    public AudioExtent measure() {
        AudioExtent.Counter counter = new AudioExtent.Counter(input.path());
        decode(rate -> SampleRange.ALL, counter);
        AudioExtent extent = counter.extent();
        AudioLevels.warnOf(input.path(), counter.peak(), decoder.channelPeak());
        return extent;
    }

    /**
     * Decodes a part window by window, as {@link #readWindows(Path, SlidingWindow, Consumer)} does
     * a whole file.
     *
     * @param startSeconds time of the first sample, at least 0
     * @param durationSeconds length of the part in seconds, positive
     * @param windows their length and hop
     * @param consumer takes each window; its start counts from that of the part
     * @throws AudioFormatException as {@link #read(Path, double, double)} does
     * @throws IllegalArgumentException as {@link #read(Path, double, double)} does
     */
    public void readWindows(
            double startSeconds,
            double durationSeconds,
            SlidingWindow windows,
            Consumer<AudioWindow> consumer) {
        WindowReceiver receiver = new WindowReceiver(windows, input.path(), consumer);
        decode(rate -> part(startSeconds, durationSeconds, rate), receiver);
        receiver.finish();
    }

    /** How many bytes there are. */
    public long bytes() {
        return input.size();
    }

    /**
     * The hash of all bytes.
     *
     * @return a SHA-256, 64 lower-case hexadecimal digits
     * @throws AudioFormatException if they cannot be read
     */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(HASH_BYTES);
            for (long at = 0; at < input.size(); at += bytes.limit()) {
                bytes.limit((int) Math.min(HASH_BYTES, input.size() - at));
                input.fill(bytes, at);
                digest.update(bytes.array(), 0, bytes.limit());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        } catch (IOException e) {
            throw unreadable(input.path(), e);
        }
    }

    private SampleRange part(double startSeconds, double durationSeconds, int rate) {
        try {
            return SampleRange.ofSeconds(startSeconds, durationSeconds, rate);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(input.path() + ": " + e.getMessage(), e);
        }
    }

    private void decode(IntFunction<SampleRange> range, SampleReceiver receiver) {
        boolean done = false;
        try {
            if (decoder == null) {
                decoder = new DecoderPosition(input);
            }
            int rate = decoder.sampleRate();
            SampleRange wanted = range.apply(rate);
            receiver.begin(rate);
            decoder.decode(wanted, receiver);
            done = true;
        } catch (IOException e) {
            throw unreadable(input.path(), e);
        } finally {
            if (!done) {
                decoder = null;
            }
        }
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw unreadable(input.path(), e);
        }
    }
}
