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
package org.ssamba.display;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.ssamba.audio.AudioClip;

/** A thing to be shown, for a browser and for a terminal. */
public sealed interface Item {
    /**
     * What a terminal shows.
     *
     * @return one or more lines
     */
    String text();

    /**
     * The type of {@link #content}.
     *
     * @return {@code image/png} or {@code text/html}
     */
    String mimeType();

    /**
     * What a notebook shows.
     *
     * @return HTML, or a PNG in base 64
     */
    String content();

    /**
     * A picture.
     *
     * @param image the picture
     */
    record Picture(BufferedImage image) implements Item {
        @Override
        public String text() {
            return "Picture of " + image.getWidth() + " by " + image.getHeight() + " pixels";
        }

        @Override
        public String mimeType() {
            return "image/png";
        }

        @Override
        public String content() {
            return Base64.getEncoder().encodeToString(png());
        }

        byte[] png() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                ImageIO.write(image, "png", bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }

    /**
     * A sound.
     *
     * @param clip the sound
     */
    record Sound(AudioClip clip) implements Item {
        @Override
        public String text() {
            return String.format(Locale.ROOT, "Sound of %.2f s", clip.durationSeconds());
        }

        @Override
        public String mimeType() {
            return "text/html";
        }

        /** A player that holds the sound itself. */
        @Override
        public String content() {
            return "<audio controls src=\"data:audio/wav;base64,"
                    + Base64.getEncoder().encodeToString(WavBytes.of(clip))
                    + "\"></audio>";
        }
    }

    /**
     * A table.
     *
     * @param header the names of the columns
     * @param rows as they are printed
     */
    record Table(List<String> header, List<List<String>> rows) implements Item {
        static Table of(List<String> header, List<? extends List<?>> rows) {
            for (List<?> row : rows) {
                if (row.size() != header.size()) {
                    throw new IllegalArgumentException(
                            "A table with the columns "
                                    + header
                                    + " cannot have the row "
                                    + row
                                    + ": it has "
                                    + row.size()
                                    + " cells");
                }
            }
            return new Table(
                    List.copyOf(header),
                    rows.stream().map(row -> row.stream().map(Table::cell).toList()).toList());
        }

        private static String cell(Object value) {
            return value instanceof Double || value instanceof Float
                    ? String.format(Locale.ROOT, "%.3f", ((Number) value).doubleValue())
                    : String.valueOf(value);
        }

        /** Columns of equal width, two spaces apart. */
        @Override
        public String text() {
            int[] widths = new int[header.size()];
            for (int column = 0; column < widths.length; column++) {
                widths[column] = header.get(column).length();
                for (List<String> row : rows) {
                    widths[column] = Math.max(widths[column], row.get(column).length());
                }
            }
            StringBuilder lines = new StringBuilder(line(header, widths));
            rows.forEach(row -> lines.append('\n').append(line(row, widths)));
            return lines.toString();
        }

        private static String line(List<String> cells, int[] widths) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(cells.get(column));
                line.append(" ".repeat(widths[column] - cells.get(column).length() + 2));
            }
            return line.toString().stripTrailing();
        }

        @Override
        public String mimeType() {
            return "text/html";
        }

        @Override
        public String content() {
            return "<table><thead>"
                    + row("th", header)
                    + "</thead><tbody>"
                    + rows.stream().map(row -> row("td", row)).collect(Collectors.joining())
                    + "</tbody></table>";
        }

        private static String row(String tag, List<String> cells) {
            return cells.stream()
                    .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                    .collect(Collectors.joining("", "<tr>", "</tr>"));
        }

        private static String escaped(String cell) {
            return cell.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    }
}
