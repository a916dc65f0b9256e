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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Reads the rows of a manifest; every error names the line. Does not look at the audio files. */
final class ManifestReader {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                    .setIgnoreSurroundingSpaces(true)
                    .get();
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Path manifest;
    private final Path root;
    private final ManifestColumns columns;
    private String fileHash;
    private boolean labelled;

    /**
     * Prepares to read.
     *
     * @param manifest the CSV file
     * @param root absolute; relative paths start here
     * @param columns the columns' names
     */
    ManifestReader(Path manifest, Path root, ManifestColumns columns) {
        this.manifest = manifest;
        this.root = root;
        this.columns = columns;
    }

    /** SHA-256 of the bytes that {@link #read} parsed. */
    String fileHash() {
        return fileHash;
    }

    /** Whether the manifest that {@link #read} parsed has the column of labels. */
    boolean labelled() {
        return labelled;
    }

    List<ListedClip> read() {
        long line = 0;
        try {
            byte[] bytes = Files.readAllBytes(manifest);
            fileHash = Sha256.builder().bytes(bytes).hex();
            try (Reader reader = withoutByteOrderMark(bytes);
                    CSVParser parser = parse(reader)) {
                line = 1;
                requireColumns(parser.getHeaderNames());
                labelled = parser.getHeaderNames().contains(columns.label());
                List<ListedClip> clips = new ArrayList<>();
                Iterator<CSVRecord> records = parser.iterator();
                line = 2;
                while (records.hasNext()) {
                    CSVRecord record = records.next();
                    // The parser stands at the end of the record, which quotes may stretch.
                    long end = parser.getCurrentLineNumber();
                    clips.add(clip(record, end - lineBreaksIn(record)));
                    line = end + 1;
                }
                if (clips.isEmpty()) {
                    throw new ManifestException(manifest, 0, "has a header but no rows");
                }
                return clips;
            }
        } catch (NoSuchFileException e) {
            throw new ManifestException(manifest, 0, "no such file", e);
        } catch (CharacterCodingException e) {
            throw new ManifestException(manifest, 0, "is not encoded in UTF-8", e);
        } catch (UncheckedIOException e) {
            throw new ManifestException(
                    manifest, line, e.getCause().getMessage() + "; check the quotes", e);
        } catch (IOException e) {
            throw new ManifestException(manifest, line, "cannot be read: " + e, e);
        }
    }

    private CSVParser parse(Reader reader) throws IOException {
        try {
            return CSVParser.parse(reader, FORMAT);
        } catch (IllegalArgumentException e) {
            // The header: a name that is empty or occurs twice.
            throw new ManifestException(manifest, 1, e.getMessage(), e);
        }
    }

    private static Reader withoutByteOrderMark(byte[] bytes) throws IOException {
        PushbackReader reader =
                new PushbackReader(
                        new InputStreamReader(
                                new ByteArrayInputStream(bytes),
                                StandardCharsets.UTF_8.newDecoder()));
        int first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            reader.unread(first);
        }
        return reader;
    }

    /** A column must exist if it is the path's or was given a name of its own. */
    private void requireColumns(List<String> header) {
        ManifestColumns standard = ManifestColumns.STANDARD;
        require(header, columns.path(), "");
        require(header, columns.label(), standard.label());
        require(header, columns.start(), standard.start());
        require(header, columns.duration(), standard.duration());
        require(header, columns.split(), standard.split());
        require(header, columns.group(), standard.group());
    }

    private void require(List<String> header, String name, String optional) {
        if (!header.contains(name) && !name.equals(optional)) {
            throw new ManifestException(
                    manifest,
                    1,
                    "has no column '" + name + "'; its columns are " + String.join(", ", header));
        }
    }

    private ListedClip clip(CSVRecord record, long line) {
        if (!record.isConsistent()) {
            throw new ManifestException(
                    manifest,
                    line,
                    "has "
                            + record.size()
                            + " values, but the header names "
                            + record.getParser().getHeaderNames().size()
                            + " columns; put values that contain a comma in quotes");
        }
        String name = value(record, columns.path());
        if (name == null) {
            throw new ManifestException(manifest, line, "the path is empty");
        }
        double start = seconds(record, columns.start(), line);
        double duration = seconds(record, columns.duration(), line);
        if (duration == 0) {
            throw new ManifestException(manifest, line, "the duration is 0 s");
        }
        return clip(record, line, name, Double.isNaN(start) ? 0 : start, duration);
    }

    private ListedClip clip(
            CSVRecord record, long line, String name, double start, double duration) {
        try {
            Path path = root.resolve(name).normalize();
            Path normalRoot = root.normalize();
            return new ListedClip(
                    path,
                    path.startsWith(normalRoot)
                            ? AudioFolder.slashed(normalRoot.relativize(path))
                            : name,
                    start,
                    duration,
                    value(record, columns.label()),
                    value(record, columns.group()),
                    value(record, columns.split()),
                    line);
        } catch (InvalidPathException e) {
            throw new ManifestException(
                    manifest, line, "'" + name + "' is not a path: " + e.getReason(), e);
        }
    }

    /** A value, or null if it is empty or the column is absent. */
    private static String value(CSVRecord record, String column) {
        if (!record.isMapped(column)) {
            return null;
        }
        String value = record.get(column).strip();
        return value.isEmpty() ? null : value;
    }

    private double seconds(CSVRecord record, String column, long line) {
        String text = value(record, column);
        if (text == null) {
            return Double.NaN;
        }
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0 && !Double.isInfinite(seconds)) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw notSeconds(column, text, line, e);
        }
        throw notSeconds(column, text, line, null);
    }

    private ManifestException notSeconds(
            String column, String text, long line, NumberFormatException cause) {
        return new ManifestException(
                manifest,
                line,
                column + " '" + text + "' is not a number of seconds of at least 0",
                cause);
    }

    private static long lineBreaksIn(CSVRecord record) {
        return record.stream().flatMapToInt(String::chars).filter(c -> c == '\n').count();
    }
}
