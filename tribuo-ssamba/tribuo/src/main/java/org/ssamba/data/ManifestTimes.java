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
package org.ssamba.data;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.ssamba.data.ListedClip.Part;

/**
 * Which part of its file a row of a manifest means. Start and length are said by {@code start},
 * {@code duration} and {@code end}, or as annotation programs name them: {@code stop} for the end,
 * {@code onset} and {@code offset} for start and end, {@code offset} and {@code duration} for start
 * and length. Any other column that looks like a time is refused rather than passed over.
 *
 * @param start name of the column of starts, or null
 * @param duration name of the column of lengths, or null
 * @param end name of the column of ends, or null
 */
record ManifestTimes(Path manifest, String start, String duration, String end) {
    private static final Logger logger = Logger.getLogger(ManifestTimes.class.getName());

    /** A centisecond: times that are rounded more are another part of the file. */
    private static final BigDecimal MOST_TOLERATED = new BigDecimal("0.01");

    /** Decimal places, and digits, of the longest number that is taken for a time. */
    private static final int MOST_DIGITS = 100;

    private static final Pattern START = timeLike("start|begin|onset|offset|tmin|xmin");
    private static final Pattern END = timeLike("end|stop|offset|tmax|xmax|duration|dur");

    private static Pattern timeLike(String words) {
        return Pattern.compile(
                "((segment|seg|clip|event|time|t)[ _.-]?)?("
                        + words
                        + ")([ _.-]?(time|times|seconds?|secs?|s|milliseconds|msec|ms|samples?"
                        + "|frames?))*");
    }

    /**
     * Finds the columns.
     *
     * @param header the names of all columns
     * @param line the header's line
     * @throws ManifestException if a column looks like a time, but its meaning is not certain
     */
    static ManifestTimes of(
            Path manifest, List<String> header, ManifestColumns columns, long line) {
        ManifestColumns standard = ManifestColumns.STANDARD;
        String start = present(header, columns.start());
        String duration = present(header, columns.duration());
        String end = present(header, columns.end());
        boolean startNamed = !columns.start().equals(standard.start());
        boolean endNamed =
                !columns.end().equals(standard.end())
                        || !columns.duration().equals(standard.duration());
        if (start == null && !startNamed) {
            start = present(header, "onset");
            if (start == null && duration != null && end == null) {
                start = present(header, "offset");
            }
        }
        if (end == null && !endNamed) {
            end = present(header, "stop");
            if (end == null && Objects.equals(start, "onset") && duration == null) {
                end = present(header, "offset");
            }
        }
        for (String column : header) {
            String name = column.toLowerCase(Locale.ROOT).replaceAll("[()\\[\\]]", "").strip();
            boolean unread = !column.equals(start) && !column.equals(end);
            boolean startLike = start == null && !startNamed && START.matcher(name).matches();
            boolean endLike =
                    end == null && duration == null && !endNamed && END.matcher(name).matches();
            if (unread && (startLike || endLike)) {
                throw new ManifestException(
                        manifest,
                        line,
                        "has a column '"
                                + column
                                + "', which looks like a time of the clip but is not read. If it"
                                + " is one, in seconds, say so with startColumn, endColumn or"
                                + " durationColumn; if not, set startColumn and endColumn to \"\"");
            }
        }
        if (!Objects.equals(start, present(header, columns.start()))
                || !Objects.equals(end, present(header, columns.end()))) {
            logger.info(
                    manifest
                            + ": clips start at column "
                            + start
                            + (end == null ? ", last " + duration : " and end at " + end));
        }
        return new ManifestTimes(manifest, start, duration, end);
    }

    private static String present(List<String> header, String column) {
        return !column.isEmpty() && header.contains(column) ? column : null;
    }

    /**
     * The part that a row means.
     *
     * @param value the text in a column of that name, null if it is empty
     * @param line of the row
     * @throws ManifestException if a time is no number, or they contradict each other
     */
    Part part(Function<String, String> value, long line) {
        BigDecimal from = seconds(start, value, line);
        BigDecimal length = seconds(duration, value, line);
        BigDecimal to = seconds(end, value, line);
        BigDecimal roundedUp = lastDigit(from).add(lastDigit(length)).add(lastDigit(to));
        if (length != null && length.signum() == 0) {
            throw new ManifestException(manifest, line, "the duration is 0 s");
        }
        if (to != null) {
            BigDecimal between = from == null ? to : to.subtract(from);
            if (between.signum() <= 0) {
                throw new ManifestException(
                        manifest, line, "the end " + to + " s is not after the start " + from);
            }
            BigDecimal off = length == null ? BigDecimal.ZERO : between.subtract(length).abs();
            // Each may be off by half, if they were rounded to the nearest.
            if (off.add(off).compareTo(roundedUp) > 0) {
                throw new ManifestException(
                        manifest,
                        line,
                        "the end "
                                + to
                                + " s contradicts the duration of "
                                + length
                                + " s; leave one of them out");
            }
            length = length == null ? between : length;
        }
        return new Part(
                from == null ? 0 : from.doubleValue(),
                length == null ? Double.NaN : length.doubleValue(),
                roundedUp.doubleValue());
    }

    /** One of the last digit that is given: a time that is rounded up is off by less. */
    private static BigDecimal lastDigit(BigDecimal seconds) {
        return seconds == null || seconds.signum() == 0
                ? BigDecimal.ZERO
                : BigDecimal.ONE.movePointLeft(seconds.scale()).min(MOST_TOLERATED);
    }

    private BigDecimal seconds(String column, Function<String, String> value, long line) {
        String text = column == null ? null : value.apply(column);
        if (text == null) {
            return null;
        }
        try {
            BigDecimal seconds = new BigDecimal(text);
            // Sums of numbers with huge exponents would not fit in memory.
            if (seconds.signum() >= 0
                    && Math.abs((long) seconds.scale()) <= MOST_DIGITS
                    && seconds.precision() <= MOST_DIGITS) {
                return seconds;
            }
            throw notSeconds(column, text, line, null);
        } catch (NumberFormatException e) {
            throw notSeconds(column, text, line, e);
        }
    }

    private ManifestException notSeconds(
            String column, String text, long line, NumberFormatException cause) {
        boolean decimalComma = text.matches("\\d+,\\d+");
        return new ManifestException(
                manifest,
                line,
                column
                        + " '"
                        + text
                        + "' is not a number of seconds of at least 0"
                        + (decimalComma ? "; write " + text.replace(',', '.') : ""),
                cause);
    }
}
