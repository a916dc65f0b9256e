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
package org.ssamba.audio.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;
import org.ssamba.audio.aac.AacCodec;
import org.ssamba.audio.aac.AacConfig;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.PacketCodec;
import org.ssamba.audio.opus.OpusCodec;
import org.ssamba.audio.opus.OpusHead;

/**
 * How an MP4 track is coded.
 *
 * <p>Source of the format: ISO/IEC 14496-12, 8.5.2, 14496-14, and "Encapsulation of Opus in ISO
 * Base Media File Format".
 *
 * @param codec decodes its packets
 * @param sampleRate samples per second
 * @param samples how many samples a packet has
 * @param frame how many each of them has, 0 where they differ
 * @param preSkip samples at the start that do not count where no edit list says which
 */
record Mp4Coding(
        PacketCodec codec, int sampleRate, ToIntFunction<byte[]> samples, int frame, int preSkip) {
    /** Bytes of an entry before its boxes, by version of QuickTime's sound description. */
    private static final int[] ENTRY_BYTES = {28, 44, 64};

    private static final int MPEG4_AUDIO = 0x40;
    private static final int MPEG2_AAC = 0x67;

    /** Reads a track's description. */
    static Mp4Coding parse(Mp4Boxes boxes, Mp4Boxes.Box table) throws IOException {
        AudioInput input = boxes.input();
        Mp4Boxes.Box list = boxes.need(table, "stsd");
        List<Mp4Boxes.Box> entries = boxes.between(list.body() + 8, list.end());
        if (entries.isEmpty()) {
            throw input.fail("is damaged: an MP4 track has no description");
        }
        for (Mp4Boxes.Box other : entries) {
            if (!other.type().equals(entries.get(0).type())) {
                throw input.fail("unsupported: an MP4 track that changes its codec");
            }
        }
        Mp4Boxes.Box entry = entries.get(0);
        ByteBuffer head = boxes.bytes(entry.body(), Math.min(28, entry.end() - entry.body()));
        int version = head.getShort(8);
        if (version < 0 || version >= ENTRY_BYTES.length) {
            throw input.fail("is damaged: the description of its MP4 track");
        }
        List<Mp4Boxes.Box> inside = boxes.between(entry.body() + ENTRY_BYTES[version], entry.end());
        return switch (entry.type()) {
            case "mp4a" -> aac(boxes, descriptor(boxes, inside));
            case "Opus" -> opus(boxes, inside);
            default -> throw input.unread(name(entry.type()) + " in MP4");
        };
    }

    private static String name(String type) {
        return switch (type) {
            case "alac" -> "ALAC";
            case "ac-3" -> "AC-3";
            case "ec-3" -> "E-AC-3";
            case "fLaC" -> "FLAC";
            case "samr", "sawb" -> "AMR";
            case ".mp3" -> "MP3";
            case "enca" -> "encrypted audio";
            default -> "'" + type + "'";
        };
    }

    /** The stream descriptor; QuickTime puts it into a box of its own. */
    private static Mp4Boxes.Box descriptor(Mp4Boxes boxes, List<Mp4Boxes.Box> inside)
            throws IOException {
        for (Mp4Boxes.Box box : inside) {
            Mp4Boxes.Box found =
                    switch (box.type()) {
                        case "esds" -> box;
                        case "wave" -> boxes.find(box, "esds");
                        default -> null;
                    };
            if (found != null) {
                return found;
            }
        }
        throw boxes.input().fail("is damaged: its MP4 track does not say which AAC it holds");
    }

    private static Mp4Coding aac(Mp4Boxes boxes, Mp4Boxes.Box box) throws IOException {
        AudioInput input = boxes.input();
        ByteBuffer esds = boxes.content(box).position(4);
        enter(esds, 3);
        esds.getShort();
        int flags = esds.get();
        esds.position(esds.position() + ((flags & 0x80) != 0 ? 2 : 0));
        esds.position(
                esds.position()
                        + ((flags & 0x40) != 0 ? 1 + (esds.get(esds.position()) & 0xff) : 0));
        esds.position(esds.position() + ((flags & 0x20) != 0 ? 2 : 0));
        enter(esds, 4);
        int type = esds.get() & 0xff;
        if (type != MPEG4_AUDIO && type != MPEG2_AAC) {
            String codec = type == 0x69 || type == 0x6b ? "MP3" : "audio of type " + type;
            throw input.unread(codec + " in MP4");
        }
        esds.position(esds.position() + 12);
        byte[] description = new byte[enter(esds, 5)];
        esds.get(description);
        AacConfig config = AacConfig.parse(input, description);
        return new Mp4Coding(
                new AacCodec(input, config),
                config.sampleRate(),
                packet -> AacCodec.FRAME,
                AacCodec.FRAME,
                0);
    }

    /** Goes into a descriptor; its length has seven bits a byte. */
    private static int enter(ByteBuffer bytes, int tag) {
        if (bytes.get() != tag) {
            throw new IllegalArgumentException("descriptor " + tag);
        }
        int length = 0;
        int part;
        do {
            part = bytes.get();
            length = length << 7 | part & 0x7f;
        } while (part < 0);
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("descriptor " + tag);
        }
        return length;
    }

    private static Mp4Coding opus(Mp4Boxes boxes, List<Mp4Boxes.Box> inside) throws IOException {
        AudioInput input = boxes.input();
        for (Mp4Boxes.Box box : inside) {
            if (box.type().equals("dOps")) {
                OpusHead head = OpusHead.parse(input, oggHead(boxes.content(box)));
                return new Mp4Coding(
                        new OpusCodec(input, () -> head),
                        OpusCodec.SAMPLE_RATE,
                        packet -> OpusCodec.samples(input, packet),
                        0,
                        head.preSkip());
            }
        }
        throw input.fail("is damaged: its MP4 track has no Opus header");
    }

    /** The header as it is in Ogg, which has the same fields in the other byte order. */
    private static byte[] oggHead(ByteBuffer box) {
        ByteBuffer head = ByteBuffer.allocate(8 + box.limit()).order(ByteOrder.LITTLE_ENDIAN);
        head.put(OpusHead.MAGIC.getBytes(StandardCharsets.US_ASCII));
        head.put((byte) 1).put(box.get(1));
        head.putShort(box.getShort(2)).putInt(box.getInt(4)).putShort(box.getShort(8));
        return head.put(box.position(10)).array();
    }
}
