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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work on a corpus: what it takes, what it leaves, and how it goes on. */
class JobsTest {
    private static final int CLIPS = 10;

    @TempDir private static Path folder;
    private static Path audio;
    private static List<Path> clips;
    private static Path encoder;

    @BeforeAll
    static void corpus() throws IOException {
        assertFalse(LocalSpark.SPARK.sparkContext().isStopped());
        audio = folder.resolve("audio");
        clips =
                IntStream.range(0, CLIPS)
                        .mapToObj(i -> Tones.write(audio.resolve("voice " + i % 2), i, 1))
                        .toList();
        // A name that would be another one if it were taken for a URI.
        Path odd = audio.resolve("voice 1").resolve("20% of %41 + #1?.wav");
        clips = new ArrayList<>(clips);
        clips.set(CLIPS - 1, Files.move(clips.get(CLIPS - 1), odd));
        encoder = folder.resolve("encoder.ssamba");
        Tones.encoder(audio).save(encoder);
        Files.writeString(audio.resolve("notes.txt"), "not audio");
        Files.writeString(audio.resolve("broken.wav"), "not audio either");
    }

    private static int embed(Path input, Object output, String... more) {
        List<String> args = new ArrayList<>(List.of("embed", input.toString(), output.toString()));
        args.addAll(List.of("--encoder", encoder.toString()));
        args.addAll(List.of(more));
        if (!args.contains("--unit")) {
            args.addAll(List.of("--unit", "4"));
        }
        return Jobs.run(args.toArray(String[]::new));
    }

    private static List<String> table(Path output) {
        Dataset<Row> rows = LocalSpark.SPARK.read().parquet(output.toString());
        return LocalSpark.collect(rows.orderBy("path")).stream().map(Row::mkString).toList();
    }

    private static List<Path> files(Path output) throws IOException {
        try (Stream<Path> files = Files.list(output)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
        }
    }

    @Test
    void aJobThatLostPartOfItsWorkDoesThatPartAgain() throws IOException {
        Path output = folder.resolve("resumed");
        assertEquals(0, embed(audio, output));
        List<String> whole = table(output);
        assertEquals(CLIPS + 1, whole.size());
        assertEquals(1, whole.stream().filter(row -> row.contains("broken.wav:")).count());
        List<Path> files = files(output);
        assertEquals(3, files.size());
        Files.delete(files.get(1));
        Files.delete(output.resolve("_SUCCESS"));
        assertNotEquals(whole, table(output));
        assertEquals(0, embed(audio, output));
        assertEquals(whole, table(output));
        List<Path> after = files(output);
        assertTrue(after.contains(files.get(0)) && after.contains(files.get(2)), "kept");
        assertEquals(0, embed(audio, output));
        assertEquals(after, files(output));
    }

    @Test
    void aListAndATableGiveTheSameEmbeddings() throws IOException {
        Path list =
                Files.writeString(
                        folder.resolve("clips.txt"),
                        clips.stream().map(Path::toString).collect(Collectors.joining("\n")));
        Path csv =
                Files.writeString(
                        folder.resolve("clips.csv"),
                        "path,speaker,seconds\n"
                                + clips.stream()
                                        .map(clip -> clip + ",theo,1.0\n")
                                        .collect(Collectors.joining()));
        assertEquals(0, embed(list, folder.resolve("of-list")));
        assertEquals(0, embed(csv, folder.resolve("of-table"), "--duration", "seconds"));
        List<String> listed = embeddings(folder.resolve("of-list"));
        assertEquals(CLIPS, listed.size());
        assertEquals(listed, embeddings(folder.resolve("of-table")));
        Dataset<Row> kept = LocalSpark.SPARK.read().parquet(folder.resolve("of-table").toString());
        assertEquals(CLIPS, kept.where("speaker = 'theo'").count());
        assertNotEquals(0, embed(list, folder.resolve("of-list"), "--pooling", "class_token"));
    }

    private static List<String> embeddings(Path output) {
        return LocalSpark.collect(
                        LocalSpark.SPARK
                                .read()
                                .parquet(output.toString())
                                .orderBy("path")
                                .select("embedding"))
                .stream()
                .map(Row::mkString)
                .toList();
    }

    @Test
    void unitsThatTwoRunsDidAreThereOnce() throws IOException {
        Path output = folder.resolve("twice");
        assertEquals(0, embed(audio, output));
        List<String> whole = table(output);
        Path file = files(output).get(0);
        Files.copy(file, output.resolve("part-00007-of-another-run.snappy.parquet"));
        assertNotEquals(whole, table(output));
        assertEquals(0, embed(audio, output));
        assertEquals(whole, table(output));
    }

    @Test
    void anotherRunThatCleansAndAddsAtTheSameTimeLeavesNothingTwice() throws IOException {
        LocalSpark.SPARK
                .sparkContext()
                .hadoopConfiguration()
                .set("fs.shared.impl", SharedFileSystem.class.getName());
        Path output = folder.resolve("shared");
        assertEquals(0, embed(audio, "shared://" + output));
        List<String> whole = table(output);
        Path file = files(output).get(0);
        for (String name : List.of(SharedFileSystem.GONE, SharedFileSystem.AGAIN)) {
            Files.copy(file, output.resolve("part-9" + name + "snappy.parquet"));
        }
        assertEquals(0, embed(audio, "shared://" + output));
        assertEquals(whole, table(output));
        assertEquals(3, files(output).size());
    }

    @Test
    void columnsOfACsvStayTextExceptTimes() throws IOException {
        Path csv =
                Files.writeString(
                        folder.resolve("agents.csv"),
                        "path,speaker,from,length\n" + clips.get(0) + ",007,,0.5\n");
        Path output = folder.resolve("agents");
        assertEquals(0, embed(csv, output, "--start", "from", "--duration", "length"));
        Row row = LocalSpark.collect(LocalSpark.SPARK.read().parquet(output.toString())).get(0);
        assertEquals("007", row.getAs("speaker"));
        assertEquals(0.5, row.<Double>getAs("length"));
        assertNull(row.getAs("error"));
        Files.writeString(csv, "path,from\n" + clips.get(0) + ",soon\n");
        assertSaid("'soon'", () -> embed(csv, folder.resolve("soon"), "--start", "from"));
    }

    @Test
    void whatAJobMadeIsTheInputOfAnother() throws IOException {
        Path first = folder.resolve("embedded");
        assertEquals(0, embed(audio, first));
        Path model = folder.resolve("model.tribuo");
        Tones.classifier(folder.resolve("labelled")).serializeToFile(model);
        Path second = folder.resolve("classified");
        assertEquals(
                0,
                Jobs.run(
                        "classify",
                        first.toString(),
                        second.toString(),
                        "--model",
                        model.toString()));
        Dataset<Row> both = LocalSpark.SPARK.read().parquet(second.toString());
        assertEquals(CLIPS, both.where("embedding is not null and label is not null").count());
        assertEquals(1, both.where("error is not null").count());
    }

    @Test
    void prepareAsksForPathsWhereItIsGivenBytes() {
        Path table = folder.resolve("bytes.parquet");
        LocalSpark.SPARK
                .read()
                .format("binaryFile")
                .load(clips.get(0).toString())
                .write()
                .parquet(table.toString());
        String[] args = {
            "prepare", table.toString(), folder.resolve("of-bytes").toString(), "--path", "content"
        };
        assertSaid("column 'content'", () -> Jobs.run(args));
    }

    @Test
    void aJobThatGoesOnSaysWhatItsInputHasMore() throws IOException {
        Path list = Files.writeString(folder.resolve("some.txt"), clips.get(0) + "\n");
        Path output = folder.resolve("some");
        assertEquals(0, embed(list, output));
        assertSaid("units of 9 clips", () -> embed(list, output, "--unit", "9"));
        Files.writeString(list, clips.get(0) + "\n" + clips.get(1) + "\n" + clips.get(2) + "\n");
        assertSaid(0, "2 clips that were not there", () -> embed(list, output));
        Files.delete(list);
        assertSaid(0, "goes on with the clips that were planned", () -> embed(list, output));
        assertEquals(1, table(output).size());
    }

    /** That a command fails with a sentence in which something is. */
    private static void assertSaid(String part, IntSupplier command) {
        assertSaid(1, part, command);
    }

    private static void assertSaid(int code, String part, IntSupplier command) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            assertEquals(code, command.getAsInt());
        } finally {
            System.setErr(before);
        }
        List<String> lines =
                said.toString(UTF_8).lines().filter(line -> line.contains(part)).toList();
        assertEquals(1, lines.size(), said.toString(UTF_8));
        assertFalse(said.toString(UTF_8).contains("\tat "), said.toString(UTF_8));
    }

    @Test
    void aPlanThatAnotherRunMadeMeanwhileIsTaken() {
        org.apache.hadoop.fs.Path plan =
                new org.apache.hadoop.fs.Path(folder.resolve("plans/_plan").toUri());
        SparkSession session = JobPlan.session(LocalSpark.SPARK);
        Dataset<Row> rows = LocalSpark.paths(1, clips.stream());
        List<String> units = new ArrayList<>();
        JobPlan later =
                JobPlan.in(
                        session,
                        plan,
                        () -> {
                            units.addAll(JobPlan.in(session, plan, () -> rows, 2).units());
                            return rows;
                        },
                        5);
        assertEquals(5, units.size());
        assertEquals(units, later.units());
        assertEquals(CLIPS, later.rows(units).count());
    }

    @Test
    void aJobThatFoundNoClipsLeavesTheFolderToAnother() throws IOException {
        Path output = folder.resolve("mistyped");
        assertEquals(1, embed(folder.resolve("audioo"), output));
        assertEquals(0, embed(clips.get(0), output));
        assertEquals(1, table(output).size());
        assertEquals(1, embed(audio, output));
    }

    @Test
    void aFolderWithATableOfSomethingElseIsRefused() throws IOException {
        Path output = folder.resolve("other-table");
        LocalSpark.paths(1, clips.stream()).write().parquet(output.toString());
        assertEquals(1, embed(audio, output));
        assertEquals(CLIPS, table(output).size());
        assertFalse(Files.exists(output.resolve("_job")));
    }

    @Test
    void aTableOfUnitsIsRefusedAndAPathThatIsMissingIsAnError() throws IOException {
        Path csv = Files.writeString(folder.resolve("gaps.csv"), "path,speaker\n,theo\n");
        Path prepared = folder.resolve("gaps");
        assertEquals(0, Jobs.run("prepare", csv.toString(), prepared.toString()));
        assertTrue(table(prepared.resolve("clips")).get(0).contains("names no audio"));
        Files.writeString(csv, "path,unit\n" + clips.get(0) + ",mm\n");
        assertEquals(1, embed(csv, folder.resolve("units")));
    }

    @Test
    void whatIsNotUnderstoodIsAnExitCode() {
        assertEquals(2, Jobs.run("embed", audio.toString()));
        assertEquals(2, Jobs.run());
        assertEquals(1, embed(folder.resolve("nowhere"), folder.resolve("nothing")));
        assertEquals(1, embed(audio, folder.resolve("strict"), "--strict"));
    }
}
