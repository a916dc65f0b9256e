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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.SSAMBAModel;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/** Predictions of a column of clips, as a stage of Spark ML and in SQL. */
class AudioClassifierTest {
    private static final int CLIPS = 8;

    @TempDir private static Path folder;
    private static List<Path> clips;
    private static Path file;
    private static SSAMBAModel<Label> model;

    @BeforeAll
    static void train() throws IOException {
        clips =
                IntStream.range(0, CLIPS)
                        .mapToObj(i -> Tones.write(folder.resolve("audio"), i, 0.6 + 0.2 * i))
                        .toList();
        model = Tones.classifier(folder.resolve("labelled"));
        file = folder.resolve("model.tribuo");
        model.serializeToFile(file);
    }

    private static AudioClassifier stage() {
        return new AudioClassifier().setModel(file.toString());
    }

    @Test
    void labelsAndScoresAreThoseOfTheModel() {
        List<Row> rows = LocalSpark.collect(stage().transform(LocalSpark.paths(2, clips.stream())));
        for (int i = 0; i < CLIPS; i++) {
            Prediction<Label> expected = model.predict(clips.get(i));
            assertEquals(expected.getOutput().getLabel(), rows.get(i).getAs("label"));
            Map<String, Double> scores = scores(rows.get(i));
            assertEquals(expected.getOutputScores().keySet(), scores.keySet());
            expected.getOutputScores()
                    .forEach(
                            (name, label) ->
                                    assertEquals(label.getScore(), scores.get(name), 1e-5));
        }
    }

    private static Map<String, Double> scores(Row row) {
        return row.getJavaMap(row.fieldIndex("scores"));
    }

    @Test
    void onlyTheHighestScoresAreKeptOnRequest() {
        Row row =
                LocalSpark.collect(
                                stage().setTopScores(1)
                                        .transform(LocalSpark.paths(1, clips.stream().limit(1))))
                        .get(0);
        assertEquals(List.of(row.<String>getAs("label")), List.copyOf(scores(row).keySet()));
    }

    @Test
    void aSavedStageIsLoadedWithItsModel() throws IOException {
        Path moved = Files.copy(file, folder.resolve("moved.tribuo"));
        String saved = folder.resolve("stage").toString();
        stage().setModel(moved.toString()).setLabelCol("said").save(saved);
        Files.delete(moved);
        Dataset<Row> rows =
                AudioClassifier.load(saved).transform(LocalSpark.paths(1, clips.stream()));
        assertEquals(0, rows.where("said is null").count());
    }

    @Test
    void sqlHasFunctionsOfClipsAndOfTheirParts() throws IOException {
        AudioFunctions.register(LocalSpark.SPARK, "classify", stage());
        AudioFunctions.register(
                LocalSpark.SPARK,
                "embed",
                new AudioEmbeddings().setEncoder(model.encoder()).setOutputType("array"));
        StructType schema =
                new StructType()
                        .add("path", DataTypes.StringType)
                        .add("content", DataTypes.BinaryType);
        List<Row> listed =
                List.of(
                        RowFactory.create(
                                clips.get(7).toString(), Files.readAllBytes(clips.get(7))),
                        RowFactory.create(folder.resolve("gone.wav").toString(), new byte[0]));
        LocalSpark.rows(listed, schema, 1).createOrReplaceTempView("clips");
        List<Row> rows =
                LocalSpark.collect(
                        LocalSpark.SPARK.sql(
                                "select said.label, said.scores['high'], said.error,"
                                        + " size(embed(content).embedding),"
                                        + " classify_part(path, 0.5, 1.0).label from (select *,"
                                        + " classify(path) said from clips)"));
        assertEquals(model.predict(clips.get(7)).getOutput().getLabel(), rows.get(0).get(0));
        assertTrue(rows.get(0).getDouble(1) > 0);
        assertNull(rows.get(0).get(2));
        assertEquals(model.config().width(), rows.get(0).get(3));
        assertNotNull(rows.get(0).get(4));
        assertNull(rows.get(1).get(0));
        assertTrue(rows.get(1).getString(2).contains("gone.wav"));
        Row wrong =
                LocalSpark.collect(
                                LocalSpark.SPARK.sql(
                                        "select classify_part(path, 'a', 1).error from clips"))
                        .get(0);
        assertEquals(
                clips.get(7) + ": start of 'a' is not a number of seconds", wrong.getString(0));
    }

    @Test
    void whatIsNoModelOfClipsIsRefusedOnTheDriver() throws IOException {
        Path other = Files.writeString(folder.resolve("other.tribuo"), "something else");
        Dataset<Row> rows = LocalSpark.paths(1, clips.stream());
        AudioClassifier stage = stage().setModel(other.toString());
        RuntimeException e = assertThrows(RuntimeException.class, () -> stage.transform(rows));
        assertTrue(e.getMessage().contains("other.tribuo"), e.getMessage());
        model.encoder().save(other);
        AudioClassifier encoder = stage().setModel(other.toString());
        e = assertThrows(RuntimeException.class, () -> encoder.transform(rows));
        assertTrue(e.getMessage().contains("it is a pretrained encoder"), e.getMessage());
    }
}
