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

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.ssamba.checkpoint.AtomicFile;

/** Manifests of {@link org.ssamba.data.AudioManifest}, with the standard columns. */
public final class ManifestFile {
    private static final String SEPARATOR = "|";

    private ManifestFile() {}

    /**
     * Writes rows, whole or not at all.
     *
     * @param manifest the file to create or replace.
     * @param root the folder that paths are relative to.
     * @param clips the rows.
     * @throws IOException if it cannot be written.
     */
    public static void write(Path manifest, Path root, List<Clip> clips) throws IOException {
        AtomicFile.write(
                manifest,
                out -> {
                    // Not closed: the stream is the caller's.
                    BufferedWriter writer =
                            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                    CSVFormat.RFC4180.printRecord(
                            writer, "path", "label", "group", "split", "start", "duration");
                    for (Clip clip : clips) {
                        CSVFormat.RFC4180.printRecord(
                                writer,
                                relative(root, clip.file()),
                                label(manifest, clip),
                                clip.group(),
                                clip.split(),
                                clip.start() == 0 ? "" : seconds(clip.start()),
                                Double.isNaN(clip.duration()) ? "" : seconds(clip.duration()));
                    }
                    writer.flush();
                });
    }

    private static String relative(Path root, Path file) {
        return file.startsWith(root)
                ? root.relativize(file).toString().replace('\\', '/')
                : file.toString();
    }

    private static String label(Path manifest, Clip clip) {
        for (String label : clip.labels()) {
            if (label.contains(SEPARATOR)) {
                throw new DatasetException(manifest, "label '" + label + "' contains " + SEPARATOR);
            }
        }
        return String.join(SEPARATOR, clip.labels());
    }

    private static String seconds(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /**
     * Reads rows.
     *
     * @param manifest the file.
     * @param root the folder that paths are relative to.
     * @param labelColumn the column to take labels from.
     * @param splitColumn the column to take splits from; empty if there is no such column.
     * @param sets splits to take; all if empty.
     * @return the clips in order; missing files are recorded.
     * @throws DatasetException if the file is not a manifest, or lists a clip twice.
     */
    public static ClipList read(
            Path manifest, Path root, String labelColumn, String splitColumn, List<String> sets) {
        ClipList clips = new ClipList(root);
        for (PublishedTable.Row row :
                PublishedTable.withHeader(manifest, "path", labelColumn).rows()) {
            if (!sets.isEmpty() && !sets.contains(row.get(splitColumn))) {
                continue;
            }
            String start = row.get("start");
            String duration = row.get("duration");
            try {
                clips.add(
                        new Clip(
                                root.resolve(row.get("path")),
                                start.isEmpty() ? 0 : Double.parseDouble(start),
                                duration.isEmpty() ? Double.NaN : Double.parseDouble(duration),
                                labels(row.get(labelColumn)),
                                row.get("group"),
                                row.get(splitColumn)),
                        row);
            } catch (NumberFormatException e) {
                throw row.wrong("start or duration is no number: " + e.getMessage());
            }
        }
        return clips;
    }

    private static List<String> labels(String cell) {
        return cell.isEmpty()
                ? List.of()
                : Arrays.stream(cell.split("\\|")).map(String::strip).toList();
    }
}
