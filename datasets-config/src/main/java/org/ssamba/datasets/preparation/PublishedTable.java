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
package org.ssamba.datasets.preparation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A list published with a data set, as rows of named values. Every error names the line. */
final class PublishedTable {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Path file;
    private final List<Row> rows = new ArrayList<>();

    private PublishedTable(Path file) {
        this.file = file;
    }

    /** A CSV file that begins with the names of its columns, some of which are required. */
    static PublishedTable withHeader(Path file, String... columns) {
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        return new PublishedTable(file).read(format, List.of(columns), false);
    }

    /** A file of values without a header line; {@code columns} names them from the left. */
    static PublishedTable withoutHeader(Path file, CSVFormat format, String... columns) {
        CSVFormat named = format.builder().setHeader(columns).get();
        return new PublishedTable(file).read(named, List.of(columns), false);
    }

    /** The same, but rows may have other numbers of values: missing ones are empty. */
    static PublishedTable ragged(Path file, CSVFormat format, String... columns) {
        CSVFormat named = format.builder().setHeader(columns).get();
        return new PublishedTable(file).read(named, List.of(columns), true);
    }

    /** Values between spaces or tabs, in which quotation marks have no meaning. */
    static CSVFormat separatedBy(char delimiter) {
        return CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setQuote(null).get();
    }

    private PublishedTable read(CSVFormat format, List<String> columns, boolean ragged) {
        long line = 1;
        try (Reader reader = withoutByteOrderMark(file);
                CSVParser parser = CSVParser.parse(reader, format)) {
            for (String column : columns) {
                if (!parser.getHeaderNames().contains(column)) {
                    throw new DatasetException(
                            file,
                            1,
                            "has no column '" + column + "', only " + parser.getHeaderNames());
                }
            }
            for (CSVRecord record : parser) {
                line = parser.getCurrentLineNumber();
                if (!ragged && !record.isConsistent()) {
                    throw new DatasetException(
                            file,
                            line,
                            "has "
                                    + record.size()
                                    + " values where "
                                    + parser.getHeaderNames().size()
                                    + " belong");
                }
                rows.add(new Row(this, record, line));
            }
        } catch (NoSuchFileException e) {
            throw new DatasetException(
                    file, "is missing; name the folder that the data set was unpacked into");
        } catch (CharacterCodingException e) {
            throw new DatasetException(file, "is not encoded in UTF-8");
        } catch (UncheckedIOException | IllegalArgumentException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new DatasetException(file, "is not encoded in UTF-8");
            }
            String why = (e.getCause() == null ? e : e.getCause()).getMessage();
            throw new DatasetException(file, "is no table behind line " + line + ": " + why);
        } catch (IOException e) {
            throw new DatasetException(file, e);
        }
        if (rows.isEmpty()) {
            throw new DatasetException(file, "lists nothing");
        }
        return this;
    }

    /** Spreadsheets begin UTF-8 files with a byte order mark. */
    private static Reader withoutByteOrderMark(Path file) throws IOException {
        BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        try {
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            reader.close();
            throw e;
        }
    }

    List<Row> rows() {
        return rows;
    }

    /** One row. */
    static final class Row {
        private final PublishedTable table;
        private final CSVRecord record;
        private final long line;

        private Row(PublishedTable table, CSVRecord record, long line) {
            this.table = table;
            this.record = record;
            this.line = line;
        }

        /** A value without surrounding space; empty if the row is too short for it. */
        String get(String column) {
            return record.isSet(column) ? record.get(column).strip() : "";
        }

        /** A whole number from {@code from} to {@code to}. */
        int number(String column, int from, int to) {
            String text = get(column);
            if (text.matches("\\d{1,9}")) {
                int value = Integer.parseInt(text);
                if (value >= from && value <= to) {
                    return value;
                }
            }
            throw wrong(column + " '" + text + "' is no whole number from " + from + " to " + to);
        }

        DatasetException wrong(String reason) {
            return new DatasetException(table.file, line, reason);
        }
    }
}
