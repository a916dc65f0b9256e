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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;
import org.tribuo.classification.Label;

/** The lines of the guide's part on clusters are those that run here. */
class ScaleGuideTest {
    private static final Path GUIDE = Path.of("../../docs/scale.md");
    private static final Path SOURCE =
            Path.of("src/test/java/org/ssamba/spark/ScaleGuideTest.java");
    private static final String PART = "## From a laptop to a cluster";
    private static final Pattern SHOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern RUN =
            Pattern.compile(
                    "// docs/scale.md: begin\\n(.*?) *// docs/scale.md: end", Pattern.DOTALL);

    @TempDir private static Path folder;
    private static FileSystem files;
    private static org.apache.hadoop.fs.Path before;
    private static Dataset<Row> clips;
    private static Path audio;

    /** Names without a folder are those of the test's own. */
    @BeforeAll
    static void inAFolder() throws IOException {
        files = FileSystem.get(LocalSpark.SPARK.sparkContext().hadoopConfiguration());
        before = files.getWorkingDirectory();
        files.setWorkingDirectory(new org.apache.hadoop.fs.Path(folder.toUri()));
        audio = folder.resolve("audio");
        List<Path> written = IntStream.range(0, 6).mapToObj(i -> Tones.write(audio, i, 2)).toList();
        clips = LocalSpark.paths(1, written.stream());
        SSAMBAModel<Label> model = Tones.classifier(folder.resolve("labelled"));
        model.serializeToFile(folder.resolve("model.tribuo"));
        model.encoder().save(folder.resolve("encoder.ssamba"));
    }

    @AfterAll
    static void asBefore() {
        files.setWorkingDirectory(before);
    }

    private static List<String> blocks(Pattern pattern, String text) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String lines = matcher.group(1).stripTrailing().stripIndent().strip();
            // The guide has dots at line ends, for whoever pastes into a shell.
            blocks.add(lines.replaceAll("\\n( *)\\.", ".\n$1"));
        }
        return blocks;
    }

    @Test
    void theGuideShowsTheLinesThatRun() throws IOException {
        String guide = Files.readString(GUIDE);
        List<String> shown = blocks(SHOWN, guide.substring(guide.indexOf(PART)));
        assertEquals(4, shown.size());
        assertTrue(guide.contains("<version>" + LocalSpark.SPARK.version() + "</version>"));
        assertEquals(shown, blocks(RUN, Files.readString(SOURCE)));
    }

    @Test
    void stagesPipelinesAndFunctions() throws IOException {
        SparkSession spark = LocalSpark.SPARK;
        // docs/scale.md: begin
        AudioEmbeddings embeddings =
                new AudioEmbeddings().setEncoder("encoder.ssamba").setInputCol("path");
        Dataset<Row> embedded = embeddings.transform(clips);
        embedded.where("error is not null").select("path", "error").show();
        // docs/scale.md: end
        assertEquals(0, embedded.where("error is not null").count());
        Dataset<Row> labelled =
                clips.withColumn("label", functions.expr("double(right(path, 5) < '3')"));
        // docs/scale.md: begin
        Pipeline pipeline =
                new Pipeline()
                        .setStages(
                                new PipelineStage[] {
                                    embeddings,
                                    new LogisticRegression()
                                            .setFeaturesCol("embedding")
                                            .setMaxIter(5)
                                });
        PipelineModel fitted = pipeline.fit(labelled);
        fitted.write().overwrite().save("pipeline");
        PipelineModel.load("pipeline").transform(clips).select("path", "prediction").show();
        // docs/scale.md: end
        // docs/scale.md: begin
        AudioClassifier classifier = new AudioClassifier().setModel("model.tribuo").setTopScores(3);
        classifier.transform(clips).select("path", "label", "scores").show();

        AudioFunctions.register(spark, "classify", classifier);
        AudioFunctions.register(spark, "embed", embeddings);
        clips.createOrReplaceTempView("clips");
        spark.sql("select path, classify(path).label, embed(path).embedding from clips").show();
        spark.sql("select classify_part(path, 0.5, 1.0).scores from clips").show();
        // docs/scale.md: end
    }

    @Test
    void pretrainingFromWhatWasPrepared() {
        Path prepared = folder.resolve("prepared");
        assertEquals(0, Jobs.run("prepare", audio.toString(), prepared.toString()));
        EncoderShape shape = EncoderShape.tiny().size(32, 2).frames(100).patches(128, 4);
        PretrainingRecipe recipe = new PretrainingRecipe().maskedPatches(5).steps(1).batchSize(2);
        // docs/scale.md: begin
        AudioCorpus corpus = AudioCorpus.ofShards(prepared.resolve("shards"));
        PretrainedEncoder encoder =
                SSAMBAPretrainer.builder(shape)
                        .recipe(recipe)
                        .cacheDirectory(folder.resolve("spectrograms"))
                        .build()
                        .pretrain(corpus);
        // docs/scale.md: end
        assertNotNull(encoder.frontEnd());
    }
}
