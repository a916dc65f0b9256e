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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ComputeDevice;
import org.ssamba.PretrainedEncoder;
import org.ssamba.audio.AudioReader;
import org.ssamba.features.AudioEmbedder;

/** Embeddings of a column of clips, as a stage of Spark ML. */
class AudioEmbeddingsTest {
    private static final int CLIPS = 9;

    @TempDir private static Path folder;
    private static List<Path> clips;
    private static PretrainedEncoder encoder;
    private static Path encoderFile;

    @BeforeAll
    static void clipsAndEncoder() throws IOException {
        Path audio = folder.resolve("audio");
        clips =
                IntStream.range(0, CLIPS)
                        .mapToObj(i -> Tones.write(audio, i, 0.6 + 0.3 * i))
                        .toList();
        encoder = Tones.encoder(audio);
        encoderFile = folder.resolve("encoder.ssamba");
        encoder.save(encoderFile);
    }

    private static AudioEmbeddings stage() {
        return new AudioEmbeddings().setEncoder(encoderFile.toString()).setBatchSize(4);
    }

    private static double[][] vectors(Dataset<Row> rows, String column) {
        return LocalSpark.collect(rows).stream()
                .map(row -> ((Vector) row.getAs(column)).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void theyAreThoseOfTheEmbedder() {
        double[][] found =
                vectors(stage().transform(LocalSpark.paths(2, clips.stream())), "embedding");
        try (AudioEmbedder embedder =
                AudioEmbedder.builder(encoder)
                        .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                        .build()) {
            for (int i = 0; i < CLIPS; i++) {
                float[] expected = embedder.embed(clips.get(i));
                assertEquals(expected.length, found[i].length);
                for (int k = 0; k < expected.length; k++) {
                    assertEquals(expected[k], found[i][k], 1e-5, "clip " + i);
                }
            }
        }
    }

    @Test
    void aPartitionHasTheSameBitsWhateverRunsBesideIt() {
        Dataset<Row> rows = LocalSpark.paths(2, clips.stream());
        double[][] once = vectors(stage().transform(rows), "embedding");
        double[][] again = vectors(stage().transform(rows), "embedding");
        List<double[]> alone = new ArrayList<>();
        for (List<Path> half : List.of(clips.subList(0, 4), clips.subList(4, CLIPS))) {
            alone.addAll(
                    List.of(
                            vectors(
                                    stage().transform(LocalSpark.paths(1, half.stream())),
                                    "embedding")));
        }
        assertArrayEquals(once, again);
        assertArrayEquals(once, alone.toArray(double[][]::new));
    }

    @Test
    void whatCannotBeReadIsSaidInItsRow() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.wav"), "no audio at all");
        List<Path> some = List.of(clips.get(0), broken, clips.get(1), folder.resolve("gone.wav"));
        Dataset<Row> rows = LocalSpark.paths(1, some.stream());
        List<Row> kept = LocalSpark.collect(stage().transform(rows));
        assertEquals(4, kept.size());
        assertNull(kept.get(0).getAs("error"));
        assertNotNull(kept.get(2).getAs("embedding"));
        assertNull(kept.get(1).getAs("embedding"));
        assertTrue(kept.get(1).<String>getAs("error").contains("broken.wav"));
        assertTrue(kept.get(3).<String>getAs("error").contains("no such file"));
        assertEquals(2, stage().setHandleInvalid("skip").transform(rows).count());
        Dataset<Row> strict = stage().setHandleInvalid("error").transform(rows);
        Exception e = assertThrows(Exception.class, strict::collect);
        assertTrue(causes(e).contains("broken.wav"), causes(e));
    }

    @Test
    void clipsSecondsAndErrorsAreCounted() {
        ClipCounters counters = ClipCounters.in(LocalSpark.SPARK.sparkContext());
        List<Path> some = List.of(clips.get(0), folder.resolve("gone.wav"), clips.get(1));
        Dataset<Row> rows = stage().transform(LocalSpark.paths(1, some.stream()), counters);
        LocalSpark.collect(rows);
        assertEquals(2L, counters.clips().value());
        assertEquals(1L, counters.errors().value());
        assertEquals(0.6 + 0.9, counters.seconds().value(), 1e-3);
    }

    private static String causes(Throwable e) {
        return e == null ? "" : e.getClass() + ": " + e.getMessage() + "\n" + causes(e.getCause());
    }

    @Test
    void bytesAndPathsGiveTheSame() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Path clip : clips) {
            rows.add(RowFactory.create(clip.toUri().toString(), Files.readAllBytes(clip)));
        }
        StructType schema =
                new StructType()
                        .add("uri", DataTypes.StringType)
                        .add("content", DataTypes.BinaryType);
        Dataset<Row> both = LocalSpark.rows(rows, schema, 1);
        assertArrayEquals(
                vectors(stage().setInputCol("uri").transform(both), "embedding"),
                vectors(stage().setInputCol("content").transform(both), "embedding"));
    }

    @Test
    void sparksOwnListingOfFilesIsACorpus() {
        Dataset<Row> files =
                LocalSpark.SPARK
                        .read()
                        .format("binaryFile")
                        .load(folder.resolve("audio").toString())
                        .select("path")
                        .coalesce(1);
        Dataset<Row> embedded = stage().transform(files);
        assertEquals(CLIPS, embedded.where("error is null").count());
    }

    @Test
    void partsOfFilesAreClips() {
        Path whole = clips.get(CLIPS - 1);
        StructType schema =
                new StructType()
                        .add("path", DataTypes.StringType)
                        .add("from", DataTypes.DoubleType)
                        .add("length", DataTypes.FloatType);
        List<Row> parts =
                List.of(
                        RowFactory.create(whole.toString(), 0.5, 1f),
                        RowFactory.create(whole.toString(), 1.25, null),
                        RowFactory.create(whole.toString(), null, null),
                        RowFactory.create(whole.toString(), 2.0, 99f),
                        RowFactory.create(whole.toString(), 99.0, null),
                        RowFactory.create(whole.toString(), -1.0, 1f));
        List<Row> rows =
                LocalSpark.collect(
                        stage().setStartCol("from")
                                .setDurationCol("length")
                                .transform(LocalSpark.rows(parts, schema, 1)));
        try (AudioEmbedder embedder =
                AudioEmbedder.builder(encoder)
                        .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                        .build()) {
            float[] part = embedder.embed(AudioReader.read(whole, 0.5, 1));
            double[] found = ((Vector) rows.get(0).getAs("embedding")).toArray();
            for (int k = 0; k < part.length; k++) {
                assertEquals(part[k], found[k], 1e-5);
            }
        }
        assertNotNull(rows.get(1).getAs("embedding"));
        assertNotNull(rows.get(2).getAs("embedding"));
        assertEquals(
                whole + ": start of 99.0 s is not before its end, at 3.0 s",
                rows.get(4).getAs("error"));
        String negative = rows.get(5).getAs("error");
        assertEquals(whole + ": start of -1.0 s is not at least 0", negative);
        assertNotNull(rows.get(3).getAs("error"));
    }

    @Test
    void aSecondHasAVectorOfItsOwn() {
        List<Row> rows =
                LocalSpark.collect(
                        stage().setPooling("per_second")
                                .setOutputType("array")
                                .transform(LocalSpark.paths(1, clips.stream())));
        for (int i = 0; i < CLIPS; i++) {
            List<?> seconds = rows.get(i).getList(rows.get(i).fieldIndex("embedding"));
            assertEquals(Math.max(1, Math.round(0.6 + 0.3 * i)), seconds.size());
        }
    }

    @Test
    void aSavedPipelineNeedsNoOtherFileAndCanBeSavedOverItself() throws IOException {
        Path moved = folder.resolve("moved.ssamba");
        Files.copy(encoderFile, moved);
        AudioEmbeddings stage =
                stage().setEncoder(moved.toString())
                        .setPooling("class_token")
                        .setOutputCol("features");
        Dataset<Row> rows = LocalSpark.paths(1, clips.stream());
        PipelineModel pipeline = new Pipeline().setStages(new PipelineStage[] {stage}).fit(rows);
        double[][] before = vectors(pipeline.transform(rows), "features");
        String saved = folder.resolve("pipeline").toString();
        pipeline.save(saved);
        Files.delete(moved);
        PipelineModel.load(saved).write().overwrite().save(saved);
        PipelineModel loaded = PipelineModel.load(saved);
        assertArrayEquals(before, vectors(loaded.transform(rows), "features"));
        assertEquals(stage.uid(), loaded.stages()[0].uid());
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingRuns() {
        Dataset<Row> rows = LocalSpark.paths(1, clips.stream());
        assertMessage("encoder", () -> new AudioEmbeddings().transform(rows));
        assertMessage("no column 'clip'", () -> stage().setInputCol("clip").transform(rows));
        assertMessage("'path' already", () -> stage().setOutputCol("path").transform(rows));
        assertMessage(
                "pooling cannot be 'MEAN'. It is: which tokens", () -> stage().setPooling("MEAN"));
        assertMessage("mean, class_token, per_second", () -> stage().setPooling("MEAN"));
        assertMessage("batchSize cannot be '0'", () -> stage().setBatchSize(0));
        assertMessage("encoder cannot be null", () -> stage().setEncoder((String) null));
        assertMessage("encoder cannot be null", () -> stage().setEncoder((PretrainedEncoder) null));
        assertMessage("errorCol cannot be null", () -> stage().setErrorCol(null));
        assertMessage(
                "nothing.ssamba",
                () ->
                        stage().setEncoder(folder.resolve("nothing.ssamba").toString())
                                .transform(rows));
    }

    @Test
    void aDamagedEncoderIsNamedByWhereItWas() throws IOException {
        byte[] bytes = Files.readAllBytes(encoderFile);
        Path damaged =
                Files.write(
                        folder.resolve("damaged.ssamba"), Arrays.copyOf(bytes, bytes.length / 2));
        Dataset<Row> rows = LocalSpark.paths(1, clips.stream());
        AudioEmbeddings stage = stage().setEncoder(damaged.toString());
        RuntimeException e = assertThrows(RuntimeException.class, () -> stage.transform(rows));
        assertTrue(e.getMessage().startsWith("The encoder " + damaged), e.getMessage());
        assertFalse(
                e.getMessage().replace(damaged.toString(), "").contains(".ssamba"), e.getMessage());
    }

    private static void assertMessage(String part, Runnable call) {
        RuntimeException e = assertThrows(RuntimeException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
