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
package org.ssamba.spark;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;

/**
 * Where a row says which clip it is.
 *
 * @param input number of the column of paths, URIs or bytes
 * @param start number of the column of seconds where the clip begins; -1 for none
 * @param duration number of the column of its length in seconds; -1 for none
 */
record ClipColumns(int input, int start, int duration) implements Serializable {
    private static final URI BYTES = URI.create("memory:content");

    /** Schemes whose URIs say more than which file it is. */
    private static final Set<String> PARTS = Set.of("tar", "jar");

    /**
     * The clip of a row.
     *
     * @throws AudioFormatException if it cannot be told, with what is wrong
     */
    RowClip clip(Row row, Configuration configuration) {
        double begin = seconds(row, start, "start");
        double length = seconds(row, duration, "duration");
        return new RowClip(
                content(row.get(input), configuration), Double.isNaN(begin) ? 0 : begin, length);
    }

    private double seconds(Row row, int column, String what) {
        if (column < 0 || row.isNullAt(column)) {
            return Double.NaN;
        }
        if (row.get(column) instanceof Number number) {
            return number.doubleValue();
        }
        Object audio = row.get(input);
        throw new AudioFormatException(
                audio instanceof byte[] ? BYTES.toString() : String.valueOf(audio),
                what + " of '" + row.get(column) + "' is not a number of seconds");
    }

    static AudioContent content(Object value, Configuration configuration) {
        if (value instanceof byte[] bytes) {
            return AudioContent.of(bytes, BYTES);
        }
        if (value == null) {
            throw new AudioFormatException("row", "names no audio: its value is null");
        }
        return at(value.toString(), configuration);
    }

    private static AudioContent at(String text, Configuration configuration) {
        try {
            if (PARTS.stream().anyMatch(scheme -> text.startsWith(scheme + ":"))) {
                return AudioContent.at(URI.create(text));
            }
            Path path = path(text);
            return of(
                    path.toUri().getScheme() == null
                            ? FileSystem.get(configuration).makeQualified(path)
                            : path,
                    text,
                    configuration);
        } catch (IllegalArgumentException | IOException e) {
            throw new AudioFormatException(text, "is neither a path nor a URI: " + e, e);
        }
    }

    /**
     * The file that a text names: as a URI where it is one, else as it is written. Spark's own
     * sources give paths with a scheme that are no URIs, with spaces for instance.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Path path(String text) {
        try {
            URI uri = new URI(text);
            boolean file = uri.getFragment() == null && uri.getQuery() == null;
            return uri.isAbsolute() && !uri.isOpaque() && file ? new Path(uri) : new Path(text);
        } catch (URISyntaxException e) {
            return new Path(text);
        }
    }

    private static AudioContent of(Path path, String text, Configuration configuration) {
        if ("file".equals(path.toUri().getScheme())) {
            return AudioContent.of(java.nio.file.Path.of(path.toUri().getPath()));
        }
        return HadoopContent.of(path, configuration)
                .orElseThrow(
                        () ->
                                new AudioFormatException(
                                        text, "no file system is known by the scheme of this URI"));
    }
}
