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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads the rows of a manifest; every error names the line. Does not look at the audio files. */
final class ManifestReader {
    private final Path manifest;
    private final Path root;
    private final ManifestColumns columns;
    private final LabelText text;
    private String fileHash;
    private List<String> header;
    private ManifestTimes times;

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
        this.text = new LabelText(manifest);
    }

    /** SHA-256 of the bytes that {@link #read} parsed. */
    String fileHash() {
        return fileHash;
    }

    /** Whether the manifest that {@link #read} parsed has the column of labels. */
    boolean labelled() {
        return header.contains(columns.label());
    }

    List<ListedClip> read() {
        long line = 0;
        try {
            byte[] bytes = Files.readAllBytes(manifest);
            fileHash = Sha256.builder().bytes(bytes).hex();
            ManifestText all = ManifestText.of(manifest, bytes, columns.path());
            line = all.linesBefore() + 1;
            try (CSVParser parser = all.parser()) {
                Iterator<CSVRecord> records = parser.iterator();
                header = records.hasNext() ? header(records.next()) : List.of();
                requireColumns(line);
                times = ManifestTimes.of(manifest, header, columns, line);
                List<ListedClip> clips = new ArrayList<>();
                line++;
                while (records.hasNext()) {
                    CSVRecord record = records.next();
                    // The parser stands at the end of the record, which quotes may stretch.
                    long end = all.linesBefore() + parser.getCurrentLineNumber();
                    if (!record.stream().allMatch(String::isBlank)) {
                        clips.add(clip(record, end - lineBreaksIn(record)));
                    }
                    line = end + 1;
                }
                if (clips.isEmpty()) {
                    throw new ManifestException(manifest, 0, "has a header but no rows");
                }
                return clips;
            }
        } catch (NoSuchFileException e) {
            throw new ManifestException(manifest, 0, "no such file", e);
        } catch (UncheckedIOException e) {
            throw new ManifestException(
                    manifest, line, e.getCause().getMessage() + "; check the quotes", e);
        } catch (IOException e) {
            throw new ManifestException(manifest, line, "cannot be read: " + e, e);
        }
    }

    private static List<String> header(CSVRecord record) {
        return record.stream().map(String::strip).toList();
    }

    /** A column must exist if it is the path's or was given a name of its own. */
    private void requireColumns(long line) {
        ManifestColumns standard = ManifestColumns.STANDARD;
        require(columns.path(), "", line);
        require(columns.label(), standard.label(), line);
        require(columns.start(), standard.start(), line);
        require(columns.duration(), standard.duration(), line);
        require(columns.end(), standard.end(), line);
        require(columns.split(), standard.split(), line);
        require(columns.group(), standard.group(), line);
        for (String name : header) {
            if (!name.isEmpty() && header.indexOf(name) != header.lastIndexOf(name)) {
                throw new ManifestException(manifest, line, "has two columns '" + name + "'");
            }
        }
    }

    private void require(String name, String optional, long line) {
        if (!name.isEmpty() && !name.equals(optional) && !header.contains(name)) {
            List<String> quoted = header.stream().map(column -> "'" + column + "'").toList();
            throw new ManifestException(
                    manifest,
                    line,
                    "has no column '"
                            + name
                            + "'; its columns are "
                            + String.join(", ", quoted)
                            + " (separated by commas, semicolons, tabs or bars)");
        }
    }

    private ListedClip clip(CSVRecord record, long line) {
        requireConsistent(record, line);
        String name = value(record, columns.path());
        if (name == null) {
            throw new ManifestException(manifest, line, "the path is empty");
        }
        ListedClip.Part part = times.part(column -> value(record, column), line);
        try {
            Path path = root.resolve(name).normalize();
            Path normalRoot = root.normalize();
            return new ListedClip(
                    path,
                    path.startsWith(normalRoot)
                            ? AudioFolder.slashed(normalRoot.relativize(path))
                            : name,
                    part,
                    text.of(value(record, columns.label())),
                    text.of(value(record, columns.group())),
                    text.of(value(record, columns.split())),
                    line,
                    null);
        } catch (InvalidPathException e) {
            throw new ManifestException(
                    manifest,
                    line,
                    "'"
                            + name
                            + "' is not a path: "
                            + e.getReason()
                            + " (names of files are encoded as "
                            + System.getProperty("sun.jnu.encoding")
                            + "; LANG=C.UTF-8 in the environment allows all letters)",
                    e);
        }
    }

    /** Values may be too many or too few where the header has no names for them, if empty. */
    private void requireConsistent(CSVRecord record, long line) {
        for (int i = 0; i < Math.max(header.size(), record.size()); i++) {
            boolean unnamed = i >= header.size() || header.get(i).isEmpty();
            boolean fits =
                    i >= header.size() ? record.get(i).isBlank() : i < record.size() || unnamed;
            if (!fits) {
                throw new ManifestException(
                        manifest,
                        line,
                        "has "
                                + record.size()
                                + " values, but the header names "
                                + header.size()
                                + " columns; put values that contain a separator in quotes");
            }
        }
    }

    /** A value, or null if it is empty or the column is absent. */
    private String value(CSVRecord record, String column) {
        int index = column.isEmpty() ? -1 : header.indexOf(column);
        String value = index < 0 ? "" : record.get(index).strip();
        return value.isEmpty() ? null : value;
    }

    private static long lineBreaksIn(CSVRecord record) {
        return record.stream().flatMapToInt(String::chars).filter(c -> c == '\n').count();
    }
}
