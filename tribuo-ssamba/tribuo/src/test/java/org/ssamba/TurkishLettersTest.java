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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.data.AudioReference;
import org.ssamba.data.UnreadableAudio;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/**
 * Where the capital of i is İ everything works but training models, which Tribuo could not save
 * there ({@link RestrictedJvmTest}).
 */
class TurkishLettersTest {
    private static final Locale TURKEY = Locale.forLanguageTag("tr-TR");
    private static final Locale BEFORE = Locale.getDefault();

    @TempDir static Path folder;
    private static GuideTones tones;
    private static Path saved;

    @BeforeAll
    static void trainElsewhere() throws IOException {
        Locale.setDefault(Locale.ENGLISH);
        tones = new GuideTones(folder);
        saved = folder.resolve("model.tribuo");
        tones.model.serializeToFile(saved);
    }

    @BeforeEach
    void inTurkey() {
        Locale.setDefault(TURKEY);
        assertEquals("İ", "i".toUpperCase(Locale.getDefault()), "this Java has no Turkish letters");
    }

    @AfterAll
    static void elsewhere() {
        Locale.setDefault(BEFORE);
    }

    @Test
    void aModelOfElsewherePredictsAndExplainsTheSame() throws IOException {
        Model<Label> loaded = Model.deserializeFromFile(saved).castModel(Label.class);
        assertEquals(tones.model.getProvenance(), loaded.getProvenance());
        List<Prediction<Label>> expected = tones.model.predict(tones.test);
        List<Prediction<Label>> predicted = loaded.predict(tones.test);
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).getOutputScores(), predicted.get(i).getOutputScores());
        }
        var clip = tones.test.getExample(0);
        assertEquals(
                tones.model.getExcuse(clip).orElseThrow().getScores(),
                loaded.getExcuse(clip).orElseThrow().getScores());
    }

    @Test
    void anEncoderHasTheBytesOfElsewhere() throws IOException {
        PretrainedEncoder encoder =
                GuideTones.pretrainer().pretrain(new AudioCorpus(folder.resolve("train")));
        PretrainedEncoder before = PretrainedEncoder.load(tones.encoder);
        assertArrayEquals(before.arena(), encoder.arena());
        Path here = folder.resolve("here.ssamba");
        before.save(here);
        assertArrayEquals(Files.readAllBytes(tones.encoder), Files.readAllBytes(here));
        before.saveSafetensors(folder.resolve("here.safetensors"));
        PretrainedEncoder read = PretrainedEncoder.load(folder.resolve("here.safetensors"));
        assertArrayEquals(before.arena(), read.arena());
    }

    @Test
    void namesOfColumnsAndEndingsOfFilesAreFound() throws IOException {
        Path clip;
        try (Stream<Path> clips = Files.walk(folder.resolve("train"))) {
            clip = clips.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
        Path capitals = Files.createDirectories(folder.resolve("capitals/I"));
        Files.copy(clip, capitals.resolve("A.AIFF.WAV"));
        Files.copy(clip, capitals.resolve("B.AIFF"));
        assertEquals(2, new AudioCorpus(folder.resolve("capitals")).size());
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "path,label,split\ncapitals/I/B.AIFF,I,train\n");
        var source =
                new AudioManifestDataSource<>(
                        AudioManifest.builder(rows).splits("train").build(),
                        ToneExamples.LABELS,
                        UnreadableAudio.FAIL);
        var example = new MutableDataset<>(source).getExample(0);
        assertEquals("I", example.getOutput().getLabel());
        assertEquals(capitals.resolve("B.AIFF").toUri(), AudioReference.of(example).uri());
    }
}
