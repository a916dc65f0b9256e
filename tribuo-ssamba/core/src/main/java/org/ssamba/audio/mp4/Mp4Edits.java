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
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which samples of an MP4 track count: those that its edit list shows, or that iTunes' note of an
 * encoder's delay and padding leaves.
 *
 * @param start the first
 * @param end one past the last
 */
record Mp4Edits(long start, long end) {
    /** Of times in the file: of the whole, and of the track. */
    record TimeScales(long movie, long track) {}

    /**
     * Finds out.
     *
     * @param movie the box of all headers
     * @param track the box of the track's
     */
    static Mp4Edits parse(
            Mp4Boxes boxes,
            Mp4Boxes.Box movie,
            Mp4Boxes.Box track,
            Mp4Coding coding,
            Mp4Samples samples,
            TimeScales scales)
            throws IOException {
        Mp4Edits noted = noted(boxes, movie, (long) samples.count() * coding.frame());
        if (noted != null) {
            return noted;
        }
        double rate = coding.sampleRate() / (double) scales.track();
        long end = lasts(coding, samples, rate);
        Mp4Boxes.Box edits = boxes.find(track, "edts");
        Mp4Boxes.Box list = edits == null ? null : boxes.find(edits, "elst");
        if (list == null) {
            return new Mp4Edits(coding.preSkip(), end);
        }
        ByteBuffer table = boxes.content(list);
        boolean wide = table.get(0) == 1;
        int count = table.getInt(4);
        long start = -1;
        for (int i = 0; i < count; i++) {
            int at = 8 + (wide ? 20 : 12) * i;
            long duration = wide ? table.getLong(at) : table.getInt(at) & 0xffffffffL;
            long time = wide ? table.getLong(at + 8) : table.getInt(at + 4);
            if (time < 0) {
                continue; // a pause before the sound begins, for the picture's sake
            }
            if (start >= 0) {
                throw boxes.input()
                        .fail("unsupported: an MP4 track that is put together of parts; cut it");
            }
            start = Math.round(time * rate);
            double shown = time + duration * (double) scales.track() / scales.movie();
            // Durations of the movie are often rounded to milliseconds.
            double tick = scales.track() / (double) scales.movie() + 1;
            if (duration > 0 && shown < samples.duration() - tick) {
                end = Math.round(shown * rate);
            }
        }
        return new Mp4Edits(Math.max(0, start), end);
    }

    /** How many samples last as long as the tables say, which may shorten the last packet. */
    private static long lasts(Mp4Coding coding, Mp4Samples samples, double rate) {
        long decoded = (long) samples.count() * coding.frame();
        long lasts = Math.round(samples.duration() * rate);
        return samples.duration() == 0 || lasts < decoded - 2L * coding.frame()
                ? Long.MAX_VALUE
                : lasts;
    }

    /** By iTunes' note, if it fits the number of decoded samples; otherwise null. */
    private static Mp4Edits noted(Mp4Boxes boxes, Mp4Boxes.Box movie, long decoded)
            throws IOException {
        Mp4Boxes.Box user = boxes.find(movie, "udta");
        Mp4Boxes.Box meta = user == null ? null : boxes.find(user, "meta");
        if (meta == null) {
            return null;
        }
        Mp4Boxes.Box items = null;
        for (Mp4Boxes.Box box : boxes.between(meta.body() + 4, meta.end())) {
            items = box.type().equals("ilst") ? box : items;
        }
        List<Mp4Boxes.Box> notes =
                items == null ? List.of() : boxes.between(items.body(), items.end());
        for (Mp4Boxes.Box note : notes) {
            if (note.type().equals("----") && note.end() - note.body() < 1000) {
                String text = new String(boxes.content(note).array(), StandardCharsets.ISO_8859_1);
                int at = text.indexOf("data", Math.max(0, text.indexOf("iTunSMPB")));
                if (text.contains("iTunSMPB") && at >= 0 && at + 12 < text.length()) {
                    return noted(text.substring(at + 12).strip().split(" "), decoded);
                }
            }
        }
        return null;
    }

    /** From the second number on: delay, padding and samples, hexadecimal. */
    private static Mp4Edits noted(String[] numbers, long decoded) {
        try {
            long delay = Long.parseLong(numbers[1], 16);
            long padding = Long.parseLong(numbers[2], 16);
            long samples = Long.parseLong(numbers[3], 16);
            boolean fits = delay >= 0 && samples > 0 && delay + samples + padding == decoded;
            return fits ? new Mp4Edits(delay, delay + samples) : null;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return null; // not such a note
        }
    }
}
