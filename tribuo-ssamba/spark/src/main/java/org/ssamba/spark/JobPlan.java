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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The units of a job, each a file of a few hundred or thousand rows that one task works on, written
 * once: a job that goes on has the same ones, in the same order, with the same bits.
 */
final class JobPlan {
    /** The column that says which unit a row is of. */
    static final String UNIT = "unit";

    private final SparkSession spark;
    private final FileSystem files;
    private final Path folder;

    private JobPlan(SparkSession spark, FileSystem files, Path folder) {
        this.spark = spark;
        this.files = files;
        this.folder = folder;
    }

    /** A session in which each file is a partition, neither split nor joined with others. */
    static SparkSession session(SparkSession spark) {
        SparkSession session = spark.newSession();
        session.conf().set("spark.sql.files.maxPartitionBytes", Long.toString(1L << 40));
        session.conf().set("spark.sql.files.openCostInBytes", Long.toString(1L << 40));
        session.conf().set("spark.sql.sources.partitionColumnTypeInference.enabled", "false");
        session.conf().set("spark.sql.files.maxRecordsPerFile", "0");
        return session;
    }

    /**
     * The plan that a folder holds, or a new one, which is there when it is whole. Of two jobs that
     * plan at the same time the later one takes the plan of the other.
     *
     * @param spark from {@link #session}
     * @param folder of the plan
     * @param clips what a new one is of
     * @param together rows a unit, at most
     * @throws UncheckedIOException if it cannot be written or read
     */
    static JobPlan in(SparkSession spark, Path folder, Supplier<Dataset<Row>> clips, int together) {
        try {
            FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
            if (!files.exists(folder)) {
                spark.sparkContext().setJobDescription("Planning units of " + together + " clips");
                Path draft = folder.suffix("-" + UUID.randomUUID());
                try {
                    write(clips.get(), together, draft);
                    if (!files.exists(folder) && !files.rename(draft, folder)) {
                        throw new IOException(draft + " cannot be renamed to it");
                    }
                } finally {
                    files.delete(draft, true);
                }
            }
            return new JobPlan(spark, files, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be planned in: " + e.getMessage(), e);
        }
    }

    private static void write(Dataset<Row> clips, int together, Path folder) {
        if (List.of(clips.columns()).contains(UNIT)) {
            throw new IllegalArgumentException(
                    "The table of clips has a column '"
                            + UNIT
                            + "', which a job makes: rename it, or leave it out");
        }
        clips.withColumn(UNIT, functions.expr(unit(together)))
                .write()
                .partitionBy(UNIT)
                .parquet(folder.toString());
    }

    /** Units never go across partitions, so that no row moves: the lower 33 bits count rows. */
    private static String unit(int together) {
        return "format_string('%06d-%06d', spark_partition_id(), cast("
                + "(monotonically_increasing_id() & 8589934591L) div "
                + together
                + " as int))";
    }

    /** The names of all units, in order. */
    List<String> units() {
        try {
            Set<String> units = new TreeSet<>();
            for (FileStatus status : files.listStatus(folder)) {
                String name = status.getPath().getName();
                if (name.startsWith(UNIT + "=")) {
                    units.add(name.substring(UNIT.length() + 1));
                }
            }
            return List.copyOf(units);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** The rows of units, each unit a partition. */
    Dataset<Row> rows(List<String> units) {
        List<String> paths = new ArrayList<>(units.size());
        units.forEach(unit -> paths.add(new Path(folder, UNIT + "=" + unit).toString()));
        return spark.read()
                .option("basePath", folder.toString())
                .parquet(paths.toArray(String[]::new));
    }
}
