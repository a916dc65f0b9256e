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
package org.ssamba.audio.mpeg;

import java.nio.ByteBuffer;
import org.ssamba.audio.decoding.PagedBytes;

/**
 * What the frame before the audio of an MP3 says: a Xing or Info tag with LAME's extension, or
 * Fraunhofer's VBRI. The number of frames is a hint: where frames follow each other, they count.
 *
 * <p>Source: "MP3 Info Tag revision 1 specification" of the LAME project.
 *
 * @param frames number of audio frames, 0 where it does not say
 * @param delay samples the encoder put in front, -1 where it does not say
 * @param padding samples the encoder put behind
 */
record MpegEncoderTag(long frames, int delay, int padding) {
    private static final int XING_FRAMES = 1;
    private static final int XING_BYTES = 2;
    private static final int XING_TABLE = 4;
    private static final int XING_QUALITY = 8;
    private static final int VBRI = MpegFrame.HEADER + 32;

    /** How much of a frame shows whether it may be a tag. */
    static final int MARKED_BYTES = VBRI + 4;

    /** Whether a frame may be a tag, by its first bytes. */
    static boolean marked(byte[] data, MpegFrame frame) {
        int xing = frame.sideInfoEnd();
        return frame.layer() == 3
                && (PagedBytes.startsWith(data, VBRI, "VBRI")
                        || PagedBytes.startsWith(data, xing, "Xing")
                        || PagedBytes.startsWith(data, xing, "Info"));
    }

    /** The tag in a frame's bytes, or null if the frame holds audio. */
    static MpegEncoderTag find(byte[] data, MpegFrame frame) {
        if (!marked(data, frame) || frame.bytes() > data.length) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(data);
        if (PagedBytes.startsWith(data, VBRI, "VBRI")) {
            return VBRI + 18 > data.length
                    ? null
                    : new MpegEncoderTag(bytes.getInt(VBRI + 14) & 0xffffffffL, -1, 0);
        }
        int xing = frame.sideInfoEnd();
        if (xing + 8 > frame.bytes()) {
            return null;
        }
        int flags = bytes.getInt(xing + 4);
        int next = xing + 8;
        long frames = 0;
        if ((flags & XING_FRAMES) != 0 && next + 4 <= bytes.limit()) {
            frames = bytes.getInt(next) & 0xffffffffL;
            next += 4;
        }
        next += (flags & XING_BYTES) != 0 ? 4 : 0;
        next += (flags & XING_TABLE) != 0 ? 100 : 0;
        next += (flags & XING_QUALITY) != 0 ? 4 : 0;
        boolean lame =
                PagedBytes.startsWith(data, next, "LAME")
                        || PagedBytes.startsWith(data, next, "Lavf")
                        || PagedBytes.startsWith(data, next, "Lavc");
        if (!lame || next + 24 > bytes.limit()) {
            return new MpegEncoderTag(frames, -1, 0);
        }
        int gap = bytes.getInt(next + 20) & 0xffffff; // two 12-bit numbers in bytes 21 to 23
        return new MpegEncoderTag(frames, gap >> 12, gap & 0xfff);
    }
}
