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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.AudioInventory;
import org.ssamba.data.ShardWriter;

/**
 * Makes a shard of a unit, on the executor's disk, and copies it to where shards are to be; gives a
 * row for each clip. A unit that is done again gives the same bytes.
 */
final class UnitShard implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    /** A clip: where it was, in which shard it is, what it is, or why it is in none. */
    static final StructType SCHEMA =
            new StructType()
                    .add(JobPlan.UNIT, DataTypes.StringType)
                    .add("path", DataTypes.StringType)
                    .add("shard", DataTypes.StringType)
                    .add("entry", DataTypes.StringType)
                    .add("sha256", DataTypes.StringType)
                    .add("samples", DataTypes.LongType)
                    .add("sample_rate", DataTypes.IntegerType)
                    .add("error", DataTypes.StringType);

    private final String root;
    private final String shards;
    private final int mels;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final ClipCounters counters;

    /**
     * Shards of a corpus.
     *
     * @param root the folder that names of entries are relative to, if clips are in it
     * @param shards the folder of shards
     * @param mels bins of spectrograms
     */
    UnitShard(
            String root,
            String shards,
            int mels,
            Broadcast<SerializableConfiguration> hadoop,
            ClipCounters counters) {
        this.root = root;
        this.shards = shards;
        this.mels = mels;
        this.hadoop = hadoop;
        this.counters = counters;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws IOException {
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        Configuration configuration = hadoop.value().value();
        java.nio.file.Path folder = Files.createTempDirectory("ssamba-shard");
        try {
            return write(rows, folder, configuration).iterator();
        } finally {
            delete(folder);
        }
    }

    private List<Row> write(
            Iterator<Row> rows, java.nio.file.Path folder, Configuration configuration)
            throws IOException {
        List<Row> table = new ArrayList<>();
        Set<String> names = new HashSet<>();
        boolean last = TaskAttempts.isLast(TaskContext.get());
        java.nio.file.Path archive = null;
        ShardWriter writer = null;
        try {
            while (rows.hasNext()) {
                Row row = rows.next();
                String unit = row.getString(0);
                if (writer == null) {
                    archive = folder.resolve("shard-" + unit + ".tar");
                    writer = new ShardWriter(archive, LogMelConfig.standard().withMelBins(mels));
                }
                table.add(clip(unit, row.getString(1), archive, writer, names, last));
            }
        } finally {
            if (writer != null) {
                writer.close();
            }
        }
        // The shard itself last: a shard that is there is whole.
        for (String suffix : List.of(".index", ".prepared", "")) {
            move(archive.resolveSibling(archive.getFileName() + suffix), configuration);
        }
        return table;
    }

    private Row clip(
            String unit,
            String path,
            java.nio.file.Path archive,
            ShardWriter writer,
            Set<String> names,
            boolean last) {
        try {
            // First, since what names no file has no name either.
            AudioContent content = ClipColumns.content(path, hadoop.value().value());
            String name = name(path, names);
            AudioInventory.Facts facts = writer.add(name, content);
            counters.read(facts.extent().seconds());
            return RowFactory.create(
                    unit,
                    path,
                    archive.getFileName().toString(),
                    name,
                    facts.sha256(),
                    facts.extent().samples(),
                    facts.extent().sampleRate(),
                    null);
        } catch (AudioFormatException e) {
            if (!last && StorageException.caused(e)) {
                throw e;
            }
            counters.failed();
            return RowFactory.create(unit, path, null, null, null, null, null, e.getMessage());
        }
    }

    /** The path in the folder of the corpus, or else all of it; each name once. */
    private String name(String path, Set<String> names) {
        String plain = plain(path);
        String folder = plain(root) + "/";
        String name = plain.startsWith(folder) ? plain.substring(folder.length()) : plain;
        name = name.replaceFirst("^/+", "").replace("..", "__");
        int point = name.lastIndexOf('.');
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique =
                    point < 0
                            ? name + "-" + i
                            : name.substring(0, point) + "-" + i + name.substring(point);
        }
        return unique;
    }

    private static String plain(String path) {
        return ClipColumns.path(path).toUri().getPath().replaceFirst("/+$", "");
    }

    private void move(java.nio.file.Path file, Configuration configuration) throws IOException {
        Path target = new Path(shards, file.getFileName().toString());
        Path part = new Path(shards, "_" + UUID.randomUUID() + "-" + target.getName());
        FileSystem files = target.getFileSystem(configuration);
        files.copyFromLocalFile(true, true, new Path(file.toUri()), part);
        files.delete(target, false);
        if (!files.rename(part, target)) {
            throw new IOException(part + " cannot be renamed to " + target);
        }
    }

    private static void delete(java.nio.file.Path folder) {
        try (var files = Files.list(folder)) {
            for (java.nio.file.Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be deleted", e);
        }
    }
}
