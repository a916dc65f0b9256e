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
import java.util.Arrays;
import org.ssamba.audio.aac.AdtsFormat;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.AudioTags;
import org.ssamba.audio.flac.FlacFormat;
import org.ssamba.audio.matroska.MatroskaFormat;
import org.ssamba.audio.mp4.Mp4Format;
import org.ssamba.audio.mpeg.MpegFormat;
import org.ssamba.audio.mpeg.MpegFrame;
import org.ssamba.audio.ogg.OggFormat;
import org.ssamba.audio.pcm.AiffFormat;
import org.ssamba.audio.pcm.AuFormat;
import org.ssamba.audio.pcm.SphereFormat;
import org.ssamba.audio.pcm.WavFormat;

/** Finds out by its content what format audio is in; names are not looked at. */
final class KnownFormat {
    private static final int HEAD_BYTES = 16;
    private static final int ID3_HEADER = 10;
    private static final int ID3 = 0x494433;

    private KnownFormat() {}

    /**
     * Opens a decoder at the start of the audio.
     *
     * @throws AudioFormatException if the format is not known.
     */
    static AudioDecoder open(AudioInput input) throws IOException {
        long start = behindId3(input);
        ByteBuffer head = input.read(start, HEAD_BYTES, ByteOrder.BIG_ENDIAN);
        if (WavFormat.matches(head)) {
            return WavFormat.open(input, start);
        }
        if (FlacFormat.matches(head)) {
            return FlacFormat.open(input, start);
        }
        head = input.read(0, HEAD_BYTES, ByteOrder.BIG_ENDIAN);
        if (AiffFormat.matches(head)) {
            return AiffFormat.open(input);
        }
        if (AuFormat.matches(head)) {
            return AuFormat.open(input);
        }
        if (OggFormat.matches(head)) {
            return OggFormat.open(input);
        }
        if (MatroskaFormat.matches(head)) {
            return MatroskaFormat.open(input);
        }
        if (Mp4Format.matches(head)) {
            return Mp4Format.open(input);
        }
        if (SphereFormat.matches(head)) {
            return SphereFormat.open(input);
        }
        head = input.read(start, HEAD_BYTES, ByteOrder.BIG_ENDIAN);
        boolean mpeg = MpegFrame.parse(head.array(), 0) != null;
        AudioDecoder frames = mpeg ? null : AdtsFormat.open(input, start);
        if (frames == null) {
            UnreadFormat.refuse(input, start);
            frames = MpegFormat.find(input, start);
        }
        if (frames == null) {
            frames = AdtsFormat.find(input, start);
        }
        if (frames == null && Arrays.equals(head.array(), new byte[head.limit()])) {
            throw input.fail(
                    "begins with zeros, as a file does whose download or copy was cut off, and is"
                            + " not audio; get it again");
        }
        if (frames == null) {
            throw input.fail(
                    "is not audio in a known format (WAV, FLAC, Ogg Vorbis, Opus, WebM, AAC, MP4,"
                            + " MP3, AIFF, AU, SPHERE)");
        }
        return frames;
    }

    /** The position behind the ID3v2 tags at the start of the file, 0 where there are none. */
    private static long behindId3(AudioInput input) throws IOException {
        long at = 0;
        while (true) {
            ByteBuffer tag = input.read(at, ID3_HEADER, ByteOrder.BIG_ENDIAN);
            if (tag.limit() < ID3_HEADER || tag.getInt(0) >>> 8 != ID3) {
                return at;
            }
            at += AudioTags.id3Size(tag.array());
        }
    }
}
