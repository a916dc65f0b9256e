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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A job that makes a table of a table of clips, unit by unit. Whatever units are in the output are
 * done: a task moves its one file there when it is whole.
 */
abstract class CorpusJob implements Callable<Integer> {
    static final String SETTINGS = "_job";
    private static final String PLAN = "_plan";

    @Parameters(
            index = "0",
            paramLabel = "CLIPS",
            description =
                    "A folder of audio files, or one; a table, Parquet or .csv with a header, with"
                            + " a column of paths; or a text file with a path a line.")
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

    /** The columns of seconds. */
    List<String> times() {
        return List.of();
    }

    /**
     * What is used of a table of clips, before units are planned of it.
     *
     * @throws IllegalArgumentException if the work cannot be done of it
     */
    abstract Dataset<Row> accepted(Dataset<Row> clips);

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
        Path mine = new Path(folder, SETTINGS);
        String settings = settings(spark) + input + "\nunits of " + together + " clips\n";
        boolean goesOn = files.exists(new Path(folder, PLAN));
        if (!goesOn) {
            begin(files, mine, settings);
        }
        SparkSession session = JobPlan.session(spark);
        JobPlan plan = JobPlan.in(session, new Path(folder, PLAN), () -> clips(session), together);
        requireSame(files, mine, settings);
        List<String> units = new ArrayList<>(plan.units());
        if (goesOn && !units.isEmpty()) {
            warnOfNew(session, plan.rows(units));
        }
        int all = units.size();
        units.removeAll(done(session, files, folder));
        if (!units.isEmpty()) {
            run(session, plan.rows(units), folder, all, units.size());
            units.removeAll(done(session, files, folder));
        }
        if (!units.isEmpty()) {
            throw new UncheckedIOException(
                    units.size()
                            + " of "
                            + all
                            + " units are missing in "
                            + output
                            + ": another run has worked in this folder. Give the same command again"
                            + " when it has ended",
                    new IOException(folder.toString()));
        }
        System.out.println("Done: the " + all + " units of " + input + " are in " + output);
        return 0;
    }

    private Dataset<Row> clips(SparkSession session) {
        return accepted(new JobInput(session, together).read(input, path, times()));
    }

    /**
     * A plan is of the input as it was: says how many clips are in that now and not in the plan.
     */
    private void warnOfNew(SparkSession session, Dataset<Row> planned) {
        List<Column> named = new ArrayList<>(List.of(functions.col(path)));
        times().forEach(time -> named.add(functions.col(time)));
        Column[] columns = named.toArray(Column[]::new);
        if (!planned.select(columns[0]).schema().apply(0).dataType().equals(DataTypes.StringType)) {
            // Bytes are not read for it.
            return;
        }
        Dataset<Row> now;
        try {
            now = clips(session);
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage() + "; goes on with the clips that were planned");
            return;
        }
        long more = now.select(columns).except(planned.select(columns)).count();
        if (more > 0) {
            System.err.println(
                    input
                            + " has "
                            + more
                            + (more == 1 ? " clip that was" : " clips that were")
                            + " not there when "
                            + output
                            + " was begun, and will not be in it: give them a new folder");
        }
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

    /**
     * The units that are in the output, each once. One that is there twice was done by two runs at
     * once, or by a task that outlived its driver: the file whose name comes first stays, in all
     * runs, so that none deletes what another keeps. It is read until nothing is there twice, since
     * another run may have added to it, or deleted from it, meanwhile.
     */
    private static Set<String> done(SparkSession session, FileSystem files, Path folder)
            throws IOException {
        Map<String, String> kept = new TreeMap<>();
        boolean twice = JobInput.holdsParquet(files, folder);
        while (twice) {
            kept.clear();
            twice = false;
            for (Row row :
                    session.read()
                            .schema(new StructType().add(JobPlan.UNIT, DataTypes.StringType))
                            .option("ignoreMissingFiles", true)
                            .parquet(folder.toString())
                            .select(JobPlan.UNIT, "_metadata.file_name")
                            .distinct()
                            .orderBy("file_name")
                            .collectAsList()) {
                if (kept.putIfAbsent(row.getString(0), row.getString(1)) != null) {
                    files.delete(new Path(folder, row.getString(1)), false);
                    twice = true;
                }
            }
        }
        return kept.keySet();
    }

    /** Says whose a folder is from now on. */
    private void begin(FileSystem files, Path file, String settings) throws IOException {
        files.mkdirs(file.getParent());
        if (JobInput.holdsParquet(files, file.getParent())) {
            throw new IllegalArgumentException(
                    file.getParent() + " holds a table of something else; choose another folder");
        }
        try (OutputStream out = files.create(file, true)) {
            out.write(settings.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A folder holds the work of one job: refuses another's. */
    private void requireSame(FileSystem files, Path file, String settings) throws IOException {
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
