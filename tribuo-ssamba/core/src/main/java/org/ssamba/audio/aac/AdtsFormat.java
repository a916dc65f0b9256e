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
package org.ssamba.audio.aac;

import java.io.IOException;
import java.util.Arrays;
import java.util.logging.Logger;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.AudioPackets;
import org.ssamba.audio.decoding.AudioTags;
import org.ssamba.audio.decoding.PacketDecoder;
import org.ssamba.audio.decoding.PagedBytes;

/**
 * AAC in ADTS: frames one after the other. They do not say how long the whole is, nor what an
 * encoder put around the sound: all of it is read, as other decoders do.
 */
public final class AdtsFormat implements AudioPackets<Long> {
    private static final Logger logger = Logger.getLogger(AdtsFormat.class.getName());
    private static final int LOW_COMPLEXITY = 2;

    /** So many frames, each where the one before ends, do not come about by chance. */
    private static final int CERTAIN = 3;

    private final AudioInput input;
    private final PagedBytes data;
    private final AudioTags tags;
    private final AdtsFrame first;
    private final long start;
    private long position;

    private AdtsFormat(AudioInput input, PagedBytes data, AdtsFrame first, long start) {
        this.input = input;
        this.data = data;
        this.tags = new AudioTags(data);
        this.first = first;
        this.start = start;
        this.position = start;
    }

    /**
     * Opens ADTS, if it begins at a position or behind the tags there.
     *
     * @return a decoder, or null
     */
    public static AudioDecoder open(AudioInput input, long position) throws IOException {
        PagedBytes data = new PagedBytes(input);
        long at = new AudioTags(data).behind(position);
        AdtsFrame frame = frame(data, at);
        return frame != null && certain(data, at, frame) ? open(input, data, frame, at) : null;
    }

    /**
     * Opens ADTS in a file that was cut out of a stream, behind the rest of a frame.
     *
     * @return a decoder, or null
     */
    public static AudioDecoder find(AudioInput input, long position) throws IOException {
        PagedBytes data = new PagedBytes(input);
        for (long at = position; at < position + AdtsFrame.LONGEST; at++) {
            AdtsFrame frame = frame(data, at);
            if (frame != null && at + frame.bytes() < input.size() && certain(data, at, frame)) {
                logger.warning(
                        input.path()
                                + ": was cut out of a stream; the "
                                + (at - position)
                                + " bytes before its first whole AAC frame are left out");
                return open(input, data, frame, at);
            }
        }
        return null;
    }

    private static AudioDecoder open(
            AudioInput input, PagedBytes data, AdtsFrame frame, long start) {
        if (frame.type() != LOW_COMPLEXITY) {
            throw input.unread("AAC of another profile than low complexity");
        }
        AacConfig config = new AacConfig(frame.rateIndex(), AacBands.rate(frame.rateIndex()));
        return new PacketDecoder<>(
                input,
                new AdtsFormat(input, data, frame, start),
                new AacCodec(input, config),
                config.sampleRate());
    }

    private static AdtsFrame frame(PagedBytes data, long at) throws IOException {
        return AdtsFrame.parse(data.read(at, AdtsFrame.HEADER));
    }

    /** Whether frames follow a frame, or the end of the file does. */
    private static boolean certain(PagedBytes data, long position, AdtsFrame frame)
            throws IOException {
        long at = position;
        AdtsFrame next = frame;
        for (int i = 1; i < CERTAIN; i++) {
            at += next.bytes();
            if (at + AdtsFrame.HEADER > data.size()) {
                return true;
            }
            next = frame(data, at);
            if (!frame.continuedBy(next)) {
                return new AudioTags(data).behind(at) > at;
            }
        }
        return true;
    }

    @Override
    public Packet next() throws IOException {
        long at = tags.behind(position);
        if (at >= data.size()) {
            return null;
        }
        AdtsFrame frame = frame(data, at);
        if (frame == null && data.size() - at >= AdtsFrame.HEADER) {
            throw input.fail("is damaged: no AAC frame at byte " + at);
        }
        if (frame == null || at + frame.bytes() > data.size()) {
            throw input.fail("is truncated: it ends inside the AAC frame at byte " + at);
        }
        if (!first.continuedBy(frame)) {
            throw input.fail("changes its profile, rate or channels at byte " + at);
        }
        if (frame.blocks() > 1) {
            throw input.unread("AAC in ADTS with several blocks a frame");
        }
        position = at + frame.bytes();
        byte[] bytes = data.read(at, frame.bytes());
        byte[] packet = Arrays.copyOfRange(bytes, frame.header(), bytes.length);
        return new Packet(packet, AacCodec.FRAME, 0, AacCodec.FRAME, at == start);
    }

    @Override
    public Long mark() {
        return position;
    }

    @Override
    public void reset(Long mark) {
        position = mark;
    }
}
