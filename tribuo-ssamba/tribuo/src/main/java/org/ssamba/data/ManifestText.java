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

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The text of a manifest from its header on, as pandas and spreadsheets write it: in UTF-8 or, with
 * a byte order mark, UTF-16; separated by commas, semicolons, tabs or bars, which the header or a
 * line {@code sep=;} before it tells.
 *
 * @param text begins with the header
 * @param linesBefore how many lines of the file come before the header
 * @param separator stands between values
 */
record ManifestText(String text, int linesBefore, char separator) {
    private static final char BYTE_ORDER_MARK = 0xFEFF;
    private static final String SEPARATORS = ",;\t|";
    private static final Pattern BLANK_LINE = Pattern.compile("\\h*\\R");
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\"?sep=([^\"\\r\\n])\"?\\h*\\R", Pattern.CASE_INSENSITIVE);

    /**
     * Decodes a manifest.
     *
     * @param manifest the file, for messages
     * @param bytes of the file
     * @param pathColumn a column that the header must have
     * @throws ManifestException if the encoding is another
     */
    static ManifestText of(Path manifest, byte[] bytes, String pathColumn) {
        String all = decoded(manifest, bytes);
        int at = !all.isEmpty() && all.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
        int lines = 0;
        Character separator = null;
        while (true) {
            Matcher blank = BLANK_LINE.matcher(all).region(at, all.length());
            Matcher named = SEPARATOR_LINE.matcher(all).region(at, all.length());
            if (separator == null && named.lookingAt()) {
                separator = named.group(1).charAt(0);
                at = named.end();
            } else if (blank.lookingAt()) {
                at = blank.end();
            } else {
                break;
            }
            lines++;
        }
        String text = all.substring(at);
        return new ManifestText(
                text, lines, separator != null ? separator : separator(text, pathColumn));
    }

    private static String decoded(Path manifest, byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        Charset charset =
                mark == 0xFEFF || mark == 0xFFFE ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.indexOf('\0') == 0 || text.indexOf('\0') == 1) {
                throw new ManifestException(
                        manifest,
                        0,
                        "seems to be UTF-16 without a byte order mark; save it in UTF-8");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new ManifestException(
                    manifest, 0, "is not encoded in " + charset + "; save it in UTF-8", e);
        }
    }

    /** The first separator that leaves a column of the wanted name; a comma if none does. */
    private static char separator(String text, String pathColumn) {
        String header = text.lines().findFirst().orElse("");
        for (char separator : SEPARATORS.toCharArray()) {
            try (CSVParser parser = CSVParser.parse(header, format(separator))) {
                List<CSVRecord> records = parser.getRecords();
                if (!records.isEmpty() && records.get(0).toList().contains(pathColumn)) {
                    return separator;
                }
            } catch (IOException | UncheckedIOException e) {
                // Quotes that do not fit this separator: reading the rows says so.
                continue;
            }
        }
        return ',';
    }

    private static CSVFormat format(char separator) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(separator)
                .setIgnoreSurroundingSpaces(true)
                .get();
    }

    /** A parser of the header and the rows; to be closed. */
    CSVParser parser() throws IOException {
        return CSVParser.parse(new StringReader(text), format(separator));
    }
}
