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
package org.ssamba.audio.matroska;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ssamba.audio.decoding.AudioInput;

/**
 * An audio track of a WebM or Matroska file, as its header describes it.
 *
 * <p>Source of the format: RFC 9559.
 *
 * @param number what its blocks are marked with
 * @param codec "A_OPUS", for instance
 * @param setup the codec's own header, maybe empty
 * @param delay nanoseconds at the start that do not count
 * @param prefix what comes before the bytes of each packet
 */
record MatroskaTrack(long number, String codec, byte[] setup, long delay, byte[] prefix) {
    private static final int ENTRY = 0xae;
    private static final int NUMBER = 0xd7;
    private static final int TYPE = 0x83;
    private static final int CODEC = 0x86;
    private static final int SETUP = 0x63a2;
    private static final int DELAY = 0x56aa;
    private static final int ENCODINGS = 0x6d80;
    private static final int ENCODING = 0x6240;
    private static final int COMPRESSION = 0x5034;
    private static final int ALGORITHM = 0x4254;
    private static final int SETTINGS = 0x4255;
    private static final int ENCRYPTION = 0x5035;
    private static final int AUDIO = 2;

    /** Leaves out what is the same at the start of each packet. */
    private static final int STRIPPED = 3;

    /**
     * Reads an entry of the list of tracks.
     *
     * @return the track, or null if it is not audio
     */
    static MatroskaTrack parse(AudioInput input, Ebml ebml, Ebml.Element entry) throws IOException {
        if (entry.id() != ENTRY) {
            return null;
        }
        long number = 0;
        long type = 0;
        String codec = "";
        byte[] setup = {};
        long delay = 0;
        byte[] prefix = {};
        for (Ebml.Element child : ebml.children(entry)) {
            switch (child.id()) {
                case NUMBER -> number = ebml.unsigned(child);
                case TYPE -> type = ebml.unsigned(child);
                case CODEC ->
                        codec =
                                new String(ebml.bytes(child), StandardCharsets.ISO_8859_1)
                                        .replace("\0", "");
                case SETUP -> setup = ebml.bytes(child);
                case DELAY -> delay = ebml.unsigned(child);
                case ENCODINGS -> prefix = prefix(input, ebml, child);
                default -> {
                    // names, languages, defaults
                }
            }
        }
        return type == AUDIO ? new MatroskaTrack(number, codec, setup, delay, prefix) : null;
    }

    private static byte[] prefix(AudioInput input, Ebml ebml, Ebml.Element encodings)
            throws IOException {
        byte[] prefix = {};
        for (Ebml.Element encoding : ebml.children(encodings)) {
            for (Ebml.Element kind :
                    encoding.id() == ENCODING ? ebml.children(encoding) : List.<Ebml.Element>of()) {
                if (kind.id() == ENCRYPTION) {
                    throw input.unread("an encrypted track in Matroska");
                }
                if (kind.id() == COMPRESSION) {
                    prefix = stripped(input, ebml, kind);
                }
            }
        }
        return prefix;
    }

    private static byte[] stripped(AudioInput input, Ebml ebml, Ebml.Element compression)
            throws IOException {
        long algorithm = 0;
        byte[] prefix = {};
        for (Ebml.Element child : ebml.children(compression)) {
            if (child.id() == ALGORITHM) {
                algorithm = ebml.unsigned(child);
            } else if (child.id() == SETTINGS) {
                prefix = ebml.bytes(child);
            }
        }
        if (algorithm != STRIPPED) {
            throw input.unread("a compressed track in Matroska");
        }
        return prefix;
    }
}
