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
import java.util.Locale;
import java.util.logging.Logger;

/**
 * What seems to be missing of an MP4 in fragments, which any number of whole ones can be. It may be
 * that the stream was like that, so it is a warning.
 */
final class Mp4Gaps {
    private static final Logger logger = Logger.getLogger(Mp4Gaps.class.getName());

    /** Writers round lengths, and leave out the encoder's delay or not. */
    private static final double ROUNDED_SECONDS = 0.5;

    private Mp4Gaps() {}

    /** Warns of gaps between fragments, and of an end before that which the header says. */
    static void warn(
            Mp4Boxes boxes, Mp4Boxes.Box movie, Mp4Samples samples, Mp4Edits.TimeScales scales)
            throws IOException {
        double there = samples.duration() / (double) scales.track();
        double between = samples.missing() / (double) scales.track();
        double said = seconds(boxes, movie, scales.movie());
        if (between > 0) {
            log(boxes, "between its MP4 fragments are gaps of %.2f s, which are left out", between);
        } else if (said - there > ROUNDED_SECONDS) {
            log(
                    boxes,
                    "its MP4 header says that it is %.2f s longer; fragments may be missing",
                    said - there);
        }
    }

    private static void log(Mp4Boxes boxes, String problem, double seconds) {
        logger.warning(
                () -> boxes.input().path() + ": " + String.format(Locale.ROOT, problem, seconds));
    }

    /** What the header says of the sound; NaN if it does not, or also of something else. */
    private static double seconds(Mp4Boxes boxes, Mp4Boxes.Box movie, long scale)
            throws IOException {
        Mp4Boxes.Box fragments = boxes.find(movie, "mvex");
        Mp4Boxes.Box length = fragments == null ? null : boxes.find(fragments, "mehd");
        long tracks =
                boxes.between(movie.body(), movie.end()).stream()
                        .filter(box -> box.type().equals("trak"))
                        .count();
        if (length == null || tracks > 1) {
            return Double.NaN;
        }
        ByteBuffer content = boxes.content(length);
        return (content.get(0) == 1 ? content.getLong(4) : content.getInt(4) & 0xffffffffL)
                / (double) scale;
    }
}
