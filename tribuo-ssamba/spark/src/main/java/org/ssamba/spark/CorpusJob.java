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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A job that makes a table of a table of clips, unit by unit. Whatever units are in the output are
 * done: a task moves its one file there when it is whole.
 */
abstract class CorpusJob implements Callable<Integer> {
    private static final String SETTINGS = "_job";
    private static final String PLAN = "_plan";

    @Parameters(
            index = "0",
            paramLabel = "CLIPS",
            description =
                    "A folder of audio files; a table, Parquet or .csv with a header, with a column"
                            + " of paths; or a text file with a path a line.")
    private String input;

    @Parameters(index = "1", paramLabel = "OUTPUT", description = "The folder of what is made.")
    private String output;

    @Option(names = "--path", paramLabel = "COLUMN", description = "Of paths or URIs; 'path'.")
    private String path = "path";

    @Option(
            names = "--unit",
            paramLabel = "CLIPS",
            description = "How many are done, and kept, together: ${DEFAULT-VALUE}.")
    private int together = 1000;

    /** What is done, for Spark's pages. */
    abstract String work();

    /** All that decides the table, a line. */
    abstract String settings(SparkSession spark);

    /** The table that is made of units, each of which is a partition. */
    abstract Dataset<Row> table(Dataset<Row> units, ClipCounters counters);

    /** The folder of the table's files; in it is also what the job needs to go on. */
    String tableFolder(String folder) {
        return folder;
    }

    final String path() {
        return path;
    }

    final String input() {
        return input;
    }

    final String output() {
        return output;
    }

    @Override
    public Integer call() throws IOException {
        SparkSession spark = SparkSession.builder().appName("ssamba " + work()).getOrCreate();
        Path folder = new Path(tableFolder(output));
        FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
        requireSame(files, new Path(folder, SETTINGS), settings(spark) + input + "\n");
        SparkSession session = JobPlan.session(spark);
        JobPlan plan =
                JobPlan.in(
                        session,
                        new Path(folder, PLAN),
                        () -> new JobInput(session, together).read(input, path),
                        together);
        List<String> units = new ArrayList<>(plan.units());
        int all = units.size();
        units.removeAll(done(session, files, folder));
        if (!units.isEmpty()) {
            run(session, plan.rows(units), folder, all, units.size());
        }
        System.out.println("Done: the " + all + " units of " + input + " are in " + output);
        return 0;
    }

    private void run(SparkSession session, Dataset<Row> rows, Path folder, int all, int left) {
        ClipCounters counters = ClipCounters.in(session.sparkContext());
        session.sparkContext()
                .setJobDescription(
                        work() + " " + left + " of " + all + " units of the clips in " + input);
        try {
            table(rows, counters)
                    .write()
                    .mode(SaveMode.Append)
                    // A task's file is moved when the task ends, not when all do.
                    .option("mapreduce.fileoutputcommitter.algorithm.version", "2")
                    .parquet(folder.toString());
        } finally {
            session.sparkContext().setJobDescription(null);
            System.out.println(
                    counters.clips().value()
                            + " clips of "
                            + Math.round(counters.seconds().value())
                            + " s, "
                            + counters.errors().value()
                            + " that cannot be read");
        }
    }

    /** The units that are in the output. */
    private static Set<String> done(SparkSession session, FileSystem files, Path folder)
            throws IOException {
        boolean some = false;
        for (FileStatus file : files.listStatus(folder)) {
            some |= file.getPath().getName().endsWith(".parquet");
        }
        return some
                ? new HashSet<>(
                        session.read()
                                .parquet(folder.toString())
                                .select(JobPlan.UNIT)
                                .distinct()
                                .as(Encoders.STRING())
                                .collectAsList())
                : Set.of();
    }

    /** A folder holds the work of one job: refuses another's, or says whose it is from now on. */
    private void requireSame(FileSystem files, Path file, String settings) throws IOException {
        if (!files.exists(file)) {
            files.mkdirs(file.getParent());
            try (OutputStream out = files.create(file, false)) {
                out.write(settings.getBytes(StandardCharsets.UTF_8));
            }
            return;
        }
        String before;
        try (InputStream in = files.open(file)) {
            before = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!before.equals(settings)) {
            throw new UncheckedIOException(
                    output
                            + " holds the work of another job: delete it or choose another folder."
                            + " It was begun with\n"
                            + before
                            + "and this job has\n"
                            + settings,
                    new IOException(file.toString()));
        }
    }
}
