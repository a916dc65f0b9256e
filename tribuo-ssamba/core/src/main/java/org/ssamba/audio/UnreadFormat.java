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
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ssamba.audio.decoding.AudioInput;

/** Names formats that are not read, with the way round, wherever a file in one turns up. */
public final class UnreadFormat {
    private static final int HEAD_BYTES = 64;

    /** By extension. */
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("wma", "WMA"),
                    Map.entry("amr", "AMR"),
                    Map.entry("caf", "Apple's CAF"),
                    Map.entry("w64", "Sony Wave64"),
                    Map.entry("wv", "WavPack"),
                    Map.entry("ape", "Monkey's Audio"),
                    Map.entry("mpc", "Musepack"),
                    Map.entry("tta", "True Audio"),
                    Map.entry("dsf", "DSD"),
                    Map.entry("ac3", "AC-3"),
                    Map.entry("spx", "Speex"),
                    Map.entry("mid", "MIDI, which holds no sound,"));

    /** ZIP, gzip, bzip2, xz, 7-Zip, RAR. */
    private static final List<String> COMPRESSED =
            List.of(
                    "PK\u0003\u0004",
                    "\u001f\u008b",
                    "BZh",
                    "\u00fd7zXZ",
                    "7z\u00bc\u00af",
                    "Rar!\u001a");

    private UnreadFormat() {}

    /**
     * What to say of a file whose extension says that its format is not read.
     *
     * @param name the file's name
     * @return a sentence that names the format and the way round; empty for all other files
     */
    public static Optional<String> ofName(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(NAMES.get(extension))
                .map(format -> AudioInput.unread(format, name));
    }

    /** Refuses a file whose bytes say that its format is not read. */
    static void refuse(AudioInput input, long start) throws IOException {
        byte[] head = input.read(start, HEAD_BYTES, ByteOrder.BIG_ENDIAN).array();
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String format = format(text);
        if (format != null) {
            throw input.unread(format);
        }
        String other = noAudio(text);
        if (other != null) {
            throw input.fail("is not audio but " + other);
        }
    }

    private static String format(String head) {
        int sync =
                head.length() < 3 ? 0 : head.charAt(0) << 16 | head.charAt(1) << 8 | head.charAt(2);
        if ((sync & 0xfff6_00) == 0xfff0_00) {
            return "AAC in ADTS that is damaged";
        }
        if ((sync & 0xffe0_f0) == 0xffe0_00 && (sync >> 9 & 3) != 0) {
            return "MPEG audio of free-format bit rate";
        }
        if (head.startsWith("\u0030\u0026\u00b2\u0075")) {
            return "WMA";
        }
        if (head.startsWith("#!AMR")) {
            return "AMR";
        }
        if (head.startsWith("caff")) {
            return "Apple's CAF";
        }
        if (head.startsWith("riff\u002e\u0091\u00cf\u0011")) {
            return "Sony Wave64";
        }
        if (head.startsWith("wvpk")) {
            return "WavPack";
        }
        if (head.startsWith("MAC ")) {
            return "Monkey's Audio";
        }
        if (head.startsWith("MPCK") || head.startsWith("MP+")) {
            return "Musepack";
        }
        if (head.startsWith("TTA1")) {
            return "True Audio";
        }
        if (head.startsWith("DSD ") || head.startsWith("FRM8")) {
            return "DSD";
        }
        if (head.startsWith("Creative Voice File")) {
            return "Creative's VOC";
        }
        if (head.startsWith("ajkg")) {
            return "Shorten";
        }
        if (head.startsWith(".ra\u00fd")) {
            return "RealAudio";
        }
        if (head.startsWith(".RMF")) {
            return "RealMedia";
        }
        if (head.startsWith("FLV\u0001")) {
            return "Flash video";
        }
        return head.startsWith("\u000b\u0077") ? "AC-3" : null;
    }

    private static String noAudio(String head) {
        if (head.startsWith("version https://git-lfs")) {
            return "a pointer of Git LFS; `git lfs pull` gets the audio";
        }
        if (head.startsWith("/annex/objects/") || head.startsWith("../.git/annex/")) {
            return "a pointer of git-annex; `git annex get` gets the audio";
        }
        if (COMPRESSED.stream().anyMatch(head::startsWith)) {
            return "a compressed file or an archive; unpack it";
        }
        if (head.startsWith("MThd")) {
            return "MIDI, which holds no sound";
        }
        if (head.startsWith("\u0000\u0005\u0016\u0007")) {
            return "what macOS keeps beside a file (AppleDouble); the audio has the name without"
                    + " `._`";
        }
        boolean marked = head.startsWith("\u00ef\u00bb\u00bf");
        String text = marked ? head.substring(3) : head;
        boolean wave = text.startsWith("WAVE", wave(text));
        if (head.contains("\u00ef\u00bf\u00bd") && wave) {
            return "a WAV file that was read as text and saved again, which cannot be undone; get"
                    + " it again in binary";
        }
        if (head.startsWith("HTTP/")) {
            return "a server's answer with its headers in front; save the body alone";
        }
        if (marked && wave) {
            return "a WAV file behind a byte order mark, which a program for text put there; get"
                    + " it again in binary, or `tail -c +4` takes the mark off";
        }
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype")
                || start.startsWith("<html")
                || start.startsWith("<?xml")
                || start.startsWith("{\"")) {
            return "a web page or a server's answer, which a failed download leaves";
        }
        if (start.startsWith("#extm3u") || start.startsWith("[playlist]")) {
            return "a playlist; name the files in it";
        }
        return start.startsWith("uklgr") || start.startsWith("data:audio/")
                ? "audio in base 64; decode it first"
                : null;
    }

    /** Where RIFF's form type stands in a file whose bytes may have become longer. */
    private static int wave(String head) {
        return head.startsWith("RIFF") ? Math.max(0, head.indexOf("WAVE")) : 0;
    }
}
