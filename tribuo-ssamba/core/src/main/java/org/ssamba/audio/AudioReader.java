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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Decodes audio files to mono clips: WAV, FLAC, Ogg Vorbis, MP3, AIFF and AIFF-C, AU. The format is
 * recognised by content, whatever the file is called.
 *
 * <p>Every sample of the file is returned, exactly those an independent decoder would give:
 * integers divided by their full scale, several channels averaged to one, nothing resampled. A file
 * that is truncated or damaged is an error, never a shorter clip.
 */
public final class AudioReader {
    private static final int HEAD_BYTES = 16;
    private static final int ID3_HEADER = 10;
    private static final int ID3 = 0x494433;

    private AudioReader() {}

    /**
     * Decodes a whole file.
     *
     * @param path the file
     * @return all its samples, at its own rate
     * @throws AudioFormatException if the file is missing, empty, truncated, damaged, not audio, in
     *     an unsupported codec, without samples, or holds values that are not finite
     */
    public static AudioClip read(Path path) {
        ClipReceiver receiver = new ClipReceiver(path.toString());
        decode(path, input -> new MonoSink(input, receiver));
        return receiver.clip();
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
        ClipReceiver receiver = new ClipReceiver(path.toString());
        decode(path, part(path, receiver, startSeconds, durationSeconds));
        return receiver.clip();
    }

    /**
     * Decodes a whole file of any length, keeping none of it, and checks it as {@link #read(Path)}
     * does.
     *
     * @param path the file
     * @return how long it is
     * @throws AudioFormatException as {@link #read(Path)} does
     */
    public static AudioExtent measure(Path path) {
        AudioExtent.Counter counter = new AudioExtent.Counter(path.toString());
        decode(path, input -> new MonoSink(input, counter));
        return counter.extent();
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
        WindowReceiver receiver = new WindowReceiver(windows, path.toString(), consumer);
        decode(path, input -> new MonoSink(input, receiver));
        receiver.finish();
    }

    /**
     * Decodes part of a file window by window, as {@link #readWindows(Path, SlidingWindow,
     * Consumer)} does all of it.
     *
     * @param path the file
     * @param startSeconds time of the first sample, at least 0
     * @param durationSeconds length of the part in seconds, positive
     * @param windows their length and hop
     * @param consumer takes each window; its start counts from that of the part
     * @throws AudioFormatException as {@link #read(Path, double, double)} does
     * @throws IllegalArgumentException as {@link #read(Path, double, double)} does
     */
    public static void readWindows(
            Path path,
            double startSeconds,
            double durationSeconds,
            SlidingWindow windows,
            Consumer<AudioWindow> consumer) {
        WindowReceiver receiver = new WindowReceiver(windows, path.toString(), consumer);
        decode(path, part(path, receiver, startSeconds, durationSeconds));
        receiver.finish();
    }

    private static Function<AudioInput, MonoSink> part(
            Path path, SampleReceiver receiver, double startSeconds, double durationSeconds) {
        if (!(startSeconds >= 0) || !(durationSeconds > 0)) {
            throw new IllegalArgumentException(
                    path + ": cannot read " + durationSeconds + " s from " + startSeconds + " s");
        }
        return input -> new MonoSink(input, receiver, startSeconds, durationSeconds);
    }

    private static void decode(Path path, Function<AudioInput, MonoSink> sink) {
        try (AudioInput input = AudioInput.open(path)) {
            decode(input, sink.apply(input));
        } catch (IOException e) {
            throw new AudioFormatException(path.toString(), "cannot be read: " + e, e);
        }
    }

    private static void decode(AudioInput input, MonoSink sink) throws IOException {
        ByteBuffer head = input.read(0, HEAD_BYTES, ByteOrder.BIG_ENDIAN);
        if (WavFormat.matches(head)) {
            WavFormat.decode(input, sink);
        } else if (AiffFormat.matches(head)) {
            AiffFormat.decode(input, sink);
        } else if (AuFormat.matches(head)) {
            AuFormat.decode(input, sink);
        } else if (VorbisFormat.matches(head)) {
            VorbisFormat.decode(input, sink);
        } else {
            long start = behindId3(input);
            if (FlacFormat.matches(input.read(start, HEAD_BYTES, ByteOrder.BIG_ENDIAN))) {
                FlacFormat.decode(input, start, sink);
            } else if (MpegFormat.matches(input, start)) {
                MpegFormat.decode(input, start, sink);
            } else {
                throw input.fail(
                        "is not audio in a known format (WAV, FLAC, Ogg Vorbis, MP3, AIFF, AU)");
            }
        }
        sink.finish();
    }

    /** The position behind the ID3v2 tags at the start of the file, 0 where there are none. */
    private static long behindId3(AudioInput input) throws IOException {
        long at = 0;
        while (true) {
            ByteBuffer tag = input.read(at, ID3_HEADER, ByteOrder.BIG_ENDIAN);
            if (tag.limit() < ID3_HEADER || tag.getInt(0) >>> 8 != ID3) {
                return at;
            }
            // Four bytes of seven bits; a footer is announced by a flag.
            int size = 0;
            for (int i = 6; i < ID3_HEADER; i++) {
                size = size << 7 | tag.get(i) & 0x7f;
            }
            boolean footer = (tag.get(5) & 0x10) != 0;
            at += ID3_HEADER + size + (footer ? ID3_HEADER : 0);
        }
    }
}
