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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.ssamba.data.AudioFiles;

/**
 * The clips of a job: a folder of audio files, with the folders in it; a table, in Parquet or CSV,
 * with a column of paths; or a text file with a path a line. Rows come in the same order and in the
 * same partitions whatever the cluster.
 */
final class JobInput {
    private final SparkSession spark;
    private final int together;

    /**
     * Reads inputs.
     *
     * @param spark in which a file of a table is a partition, whatever its size
     * @param together paths a partition, of folders and lists
     */
    JobInput(SparkSession spark, int together) {
        this.spark = spark;
        this.together = together;
    }

    /**
     * A table of clips.
     *
     * @param location of a folder, a table or a list
     * @param column the name of the column of paths
     * @param numbers the names of columns of numbers; all others of a CSV file stay text
     * @throws UncheckedIOException if it cannot be read, or there is no audio
     * @throws IllegalArgumentException if text is where a number has to be
     */
    Dataset<Row> read(String location, String column, List<String> numbers) {
        try {
            Path path = new Path(location);
            FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
            FileStatus status = files.getFileStatus(path);
            String name = path.getName().toLowerCase(Locale.ROOT);
            if (name.endsWith(".csv")) {
                return numeric(
                        spark.read().option("header", true).csv(location), location, numbers);
            }
            if (name.endsWith(".parquet") || status.isDirectory() && holdsParquet(files, path)) {
                Dataset<Row> table = spark.read().parquet(location);
                // What a job made says of itself which unit a row was of, and what it could not
                // read.
                return files.exists(new Path(path, CorpusJob.SETTINGS))
                        ? table.drop(JobPlan.UNIT, "error")
                        : table;
            }
            if (status.isFile() && AudioFiles.isCalledAudio(java.nio.file.Path.of(name))) {
                return paths(List.of(files.makeQualified(path).toUri().toString()), column);
            }
            return paths(
                    status.isDirectory()
                            ? audio(files, path)
                            : spark.read().textFile(location).collectAsList().stream()
                                    .filter(line -> !line.isBlank())
                                    .toList(),
                    column);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException("There is no " + location, e);
        } catch (IOException e) {
            throw new UncheckedIOException(location + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Dataset<Row> numeric(Dataset<Row> texts, String location, List<String> numbers) {
        Dataset<Row> table = texts;
        for (String name : numbers) {
            if (!List.of(texts.columns()).contains(name)) {
                continue;
            }
            Column text = functions.col("`" + name + "`");
            Column number = text.try_cast(DataTypes.DoubleType);
            List<Row> wrong =
                    texts.where(text.isNotNull().and(number.isNull()))
                            .select(text)
                            .limit(1)
                            .collectAsList();
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException(
                        location
                                + ": column '"
                                + name
                                + "' has '"
                                + wrong.get(0).getString(0)
                                + "', which is not a number of seconds");
            }
            table = table.withColumn(name, number);
        }
        return table;
    }

    static boolean holdsParquet(FileSystem files, Path folder) throws IOException {
        for (FileStatus file : files.listStatus(folder)) {
            if (file.getPath().getName().endsWith(".parquet")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> audio(FileSystem files, Path folder) throws IOException {
        // In the order of the names themselves, as on one machine; told as URIs, whatever is in
        // them.
        TreeMap<String, String> found = new TreeMap<>();
        String root = files.makeQualified(folder).toString();
        RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
        while (all.hasNext()) {
            Path file = all.next().getPath();
            String inside = file.toString().substring(root.length());
            if (!inside.contains("/.")
                    && !inside.contains("/_")
                    && AudioFiles.isCalledAudio(java.nio.file.Path.of(file.getName()))) {
                found.put(file.toString(), file.toUri().toString());
            }
        }
        if (found.isEmpty()) {
            throw new FileNotFoundException(folder + " holds no audio files");
        }
        return List.copyOf(found.values());
    }

    private Dataset<Row> paths(List<String> paths, String column) {
        List<Row> rows = new ArrayList<>(paths.size());
        paths.forEach(path -> rows.add(RowFactory.create(path)));
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(rows, Math.max(1, (rows.size() + together - 1) / together)),
                new StructType().add(column, DataTypes.StringType));
    }
}
