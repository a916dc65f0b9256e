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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;

/** What one machine learns from a corpus that many have prepared. */
class PrepareJobTest {
    private static final int CLIPS = 7;

    @TempDir private static Path folder;
    private static Path audio;
    private static Path prepared;

    @BeforeAll
    static void prepare() throws IOException {
        assertFalse(LocalSpark.SPARK.sparkContext().isStopped());
        audio = folder.resolve("audio");
        for (int i = 0; i < CLIPS; i++) {
            Tones.write(audio.resolve("voice " + i % 2), i, 0.5 + 0.3 * i);
        }
        prepared = folder.resolve("prepared");
        Path listed = folder.resolve("listed");
        Files.createDirectories(listed);
        copy(audio, listed);
        Files.writeString(listed.resolve("broken.wav"), "no audio");
        String relative = Path.of("").toAbsolutePath().relativize(listed).toString();
        assertEquals(0, Jobs.run("prepare", relative, prepared.toString(), "--unit", "3"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static PretrainedEncoder pretrained(AudioCorpus corpus, Path cache) {
        EncoderShape shape = EncoderShape.tiny().size(32, 2).frames(100).patches(128, 4);
        PretrainingRecipe recipe = new PretrainingRecipe().maskedPatches(5).steps(3).batchSize(4);
        return SSAMBAPretrainer.builder(shape)
                .recipe(recipe)
                .cacheDirectory(cache)
                .build()
                .pretrain(corpus);
    }

    private static void assertSame(PretrainedEncoder expected, PretrainedEncoder found) {
        assertEquals(expected.frontEnd(), found.frontEnd());
        Map<String, float[]> weights = found.weights();
        expected.weights()
                .forEach((name, values) -> assertArrayEquals(values, weights.get(name), name));
    }

    @Test
    void pretrainingLearnsTheBitsThatItLearnsFromTheFolder() {
        AudioCorpus files = new AudioCorpus(audio);
        AudioCorpus shards = AudioCorpus.ofShards(prepared.resolve("shards"));
        assertEquals(CLIPS, shards.size());
        assertEquals(files.references().orderHash(), shards.references().orderHash());
        assertSame(pretrained(files, null), pretrained(shards, null));
        assertSame(
                pretrained(files, folder.resolve("cache-of-files")),
                pretrained(shards, folder.resolve("cache-of-shards")));
    }

    @Test
    void whatWasPreparedIsNotComputedAgain() throws IOException {
        // Sound in place of which there is none any more, in shards whose sizes did not change.
        Path silent = folder.resolve("silent");
        copy(prepared.resolve("shards"), silent);
        try (Stream<Path> files = Files.list(silent)) {
            for (Path shard : files.filter(file -> file.toString().endsWith(".tar")).toList()) {
                Files.write(shard, new byte[(int) Files.size(shard)]);
            }
        }
        AudioCorpus shards = AudioCorpus.ofShards(silent);
        assertEquals(CLIPS, shards.size());
        assertSame(
                pretrained(new AudioCorpus(audio), folder.resolve("cache-of-sound")),
                pretrained(shards, folder.resolve("cache-of-silence")));
    }

    @Test
    void aTableSaysWhatIsWhereAndWhatIsNot() {
        List<Row> rows =
                LocalSpark.collect(
                        LocalSpark.SPARK
                                .read()
                                .parquet(prepared.resolve("clips").toString())
                                .orderBy("path"));
        assertEquals(CLIPS + 1, rows.size());
        assertTrue(rows.get(0).<String>getAs("error").contains("broken.wav"));
        Row clip = rows.get(1);
        assertEquals("voice 0/tone 000.wav", clip.getAs("entry"));
        assertEquals(8000L, clip.<Long>getAs("samples"));
        assertTrue(Files.exists(prepared.resolve("shards").resolve(clip.<String>getAs("shard"))));
    }
}
