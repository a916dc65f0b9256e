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
import java.util.Locale;
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
 * A job that adds a stage's columns to a table of clips, unit by unit. Whatever units are in the
 * output are done: a task moves its one file there when it is whole.
 */
abstract class ClipJob implements Callable<Integer> {
    private static final String SETTINGS = "_job";
    private static final String PLAN = "_plan";

    @Parameters(
            index = "0",
            paramLabel = "CLIPS",
            description =
                    "A folder of audio files; a table, Parquet or .csv with a header, with a column"
                            + " of paths; or a text file with a path a line.")
    private String input;

    @Parameters(index = "1", paramLabel = "OUTPUT", description = "The folder of Parquet files.")
    private String output;

    @Option(names = "--path", paramLabel = "COLUMN", description = "Of paths or URIs; 'path'.")
    private String path = "path";

    @Option(names = "--start", paramLabel = "COLUMN", description = "Of seconds; none.")
    private String start = "";

    @Option(names = "--duration", paramLabel = "COLUMN", description = "Of seconds; none.")
    private String duration = "";

    @Option(
            names = "--unit",
            paramLabel = "CLIPS",
            description = "How many are done, and kept, together: ${DEFAULT-VALUE}.")
    private int together = 1000;

    @Option(
            names = "--batch",
            paramLabel = "CLIPS",
            description = "At once through the network: ${DEFAULT-VALUE}.")
    private int batch = 16;

    @Option(names = "--device", paramLabel = "AUTO|CPU|CUDA", description = "AUTO if not given.")
    private TaskDevice.Kind device = TaskDevice.Kind.AUTO;

    @Option(names = "--float32", description = "Also on a GPU.")
    private boolean float32;

    @Option(names = "--strict", description = "Fail at a clip that cannot be read.")
    private boolean strict;

    /** The stage, without what all have in common. */
    abstract AudioTransformer<?> stage();

    /** What is done, for Spark's pages. */
    abstract String work();

    private AudioTransformer<?> complete() {
        AudioTransformer<?> stage = stage();
        stage.setInputCol(path);
        stage.setStartCol(start);
        stage.setDurationCol(duration);
        stage.setBatchSize(batch);
        stage.setDevice(device.name().toLowerCase(Locale.ROOT));
        stage.setPrecision(float32 ? "float32" : "auto");
        stage.setHandleInvalid(strict ? "error" : "keep");
        return stage;
    }

    @Override
    public Integer call() throws IOException {
        SparkSession spark = SparkSession.builder().appName("ssamba " + work()).getOrCreate();
        AudioTransformer<?> stage = complete();
        Path folder = new Path(output);
        FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
        requireSame(files, new Path(folder, SETTINGS), stage.settingsText(spark) + input + "\n");
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
            run(session, stage, plan.rows(units), all, units.size());
        }
        System.out.println("Done: the " + all + " units of " + input + " are in " + output);
        return 0;
    }

    private void run(
            SparkSession session, AudioTransformer<?> stage, Dataset<Row> rows, int all, int left) {
        ClipCounters counters = ClipCounters.in(session.sparkContext());
        session.sparkContext()
                .setJobDescription(
                        work() + " " + left + " of " + all + " units of the clips in " + input);
        try {
            stage.transform(rows, counters)
                    .write()
                    .mode(SaveMode.Append)
                    // A task's file is moved when the task ends, not when all do.
                    .option("mapreduce.fileoutputcommitter.algorithm.version", "2")
                    .parquet(output);
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
    private Set<String> done(SparkSession session, FileSystem files, Path folder)
            throws IOException {
        boolean some = false;
        for (FileStatus file : files.listStatus(folder)) {
            some |= file.getPath().getName().endsWith(".parquet");
        }
        return some
                ? new HashSet<>(
                        session.read()
                                .parquet(output)
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
