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
package org.ssamba.audio.ogg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.opus.OpusHead;

/** Ogg: finds out what its streams hold, and reads the first one of Vorbis or Opus. */
public final class OggFormat {
    private OggFormat() {}

    public static boolean matches(ByteBuffer head) {
        return head.limit() >= 4 && head.getInt(0) == OggPages.CAPTURE;
    }

    public static AudioDecoder open(AudioInput input) throws IOException {
        OggPages pages = new OggPages(input);
        OggPages.Page first = pages.begin(VorbisFormat.MAGIC, OpusHead.MAGIC);
        if (first.startsWith(VorbisFormat.MAGIC)) {
            return VorbisFormat.open(input, pages, first);
        }
        if (first.startsWith(OpusHead.MAGIC)) {
            return OggOpus.open(input, pages, first);
        }
        throw input.unread(codec(first) + " in Ogg");
    }

    private static String codec(OggPages.Page first) {
        if (first.startsWith("\u007fFLAC")) {
            return "FLAC";
        }
        if (first.startsWith("Speex")) {
            return "Speex";
        }
        byte[] packet = first.packets().isEmpty() ? new byte[0] : first.packets().get(0);
        String start =
                new String(packet, 0, Math.min(8, packet.length), StandardCharsets.ISO_8859_1);
        return "'" + start.strip() + "'";
    }
}
