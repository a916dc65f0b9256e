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

import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioReference;
import org.ssamba.data.Shards;
import org.tribuo.DataSource;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.test.Helpers;

/** A corpus of several parts: folders, manifests, shards and labelled clips. */
class PretrainingFromPartsTest {
    private static final int CLIPS = 8;

    @TempDir Path folder;
    private Path clips;

    @BeforeEach
    void writeTones() throws IOException {
        clips = folder.resolve("whole");
        for (int clip = 0; clip < CLIPS; clip++) {
            ToneExamples.writeWav(
                    clips.resolve("a/" + clip + ".wav"), ToneExamples.tone(clip % 2 == 0, clip));
        }
    }

    private Path clip(int number) {
        return clips.resolve("a/" + number + ".wav");
    }

    /** The same clips in the same order, of four origins. */
    private AudioCorpus parts() throws IOException {
        Path first = Files.createDirectories(folder.resolve("clips"));
        Files.copy(clip(0), first.resolve("x.wav"));
        Files.copy(clip(1), first.resolve("y.wav"));
        Path tones = Files.createDirectories(folder.resolve("labelled/tone"));
        Files.copy(clip(4), tones.resolve("2.wav"));
        Files.copy(clip(5), tones.resolve("3.wav"));
        DataSource<Label> source =
                new AudioDirectoryDataSource<>(tones.getParent(), new LabelFactory());
        AudioManifest rows =
                new AudioManifest(
                        Files.writeString(
                                folder.resolve("rows.csv"),
                                "path\nwhole/a/2.wav\nwhole/a/3.wav\n"));
        try (Shards tar = new Shards()) {
            tar.add("6.wav", clip(6)).add("6.txt", "a tone").add("7.wav", clip(7));
            tar.write(folder.resolve("shards/0.tar"));
        }
        // docs/pretraining.md: begin
        AudioCorpus joined =
                AudioCorpus.of(
                        new AudioCorpus(folder.resolve("clips")),
                        new AudioCorpus(rows),
                        AudioCorpus.of(source), // a data source or a data set, without its labels
                        AudioCorpus.ofShards(folder.resolve("shards")));
        // docs/pretraining.md: end
        return joined;
    }

    @Test
    void whereClipsComeFromDoesNotChangeABit() throws IOException {
        AudioCorpus whole = new AudioCorpus(clips);
        AudioCorpus parts = parts();
        assertEquals(CLIPS, parts.size());
        assertEquals(whole.references().orderHash(), parts.references().orderHash());
        assertEquals(whole.seconds(), parts.seconds(), 1e-9);
        SSAMBAPretrainer pretrainer =
                SSAMBAPretrainer.builder(EncoderShape.tiny().size(16, 2).frames(48))
                        .recipe(
                                new PretrainingRecipe()
                                        .steps(4)
                                        .batchSize(4)
                                        .maskedPatches(6)
                                        .validation(2, 0.3))
                        .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                        .seed(7)
                        .build();
        assertArrayEquals(pretrainer.pretrain(whole).arena(), pretrainer.pretrain(parts).arena());
    }

    @Test
    void provenanceRebuildsTheParts() throws IOException {
        Files.createDirectories(folder.resolve("b"));
        Files.copy(clip(1), folder.resolve("b/1.wav"));
        try (Shards tar = new Shards()) {
            tar.add("6.wav", clip(6)).write(folder.resolve("one.tar"));
        }
        AudioCorpus corpus =
                AudioCorpus.of(
                        new AudioCorpus(folder.resolve("b")),
                        AudioCorpus.ofShards(folder.resolve("one.tar")));
        Helpers.testProvenanceMarshalling(corpus.getProvenance());
        List<ConfigurationData> configuration =
                ProvenanceUtil.extractConfiguration(corpus.getProvenance());
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(configuration);
        AudioCorpus rebuilt = (AudioCorpus) manager.lookup(configuration.get(0).getName());
        assertEquals(
                List.<AudioReference>copyOf(corpus.references()),
                List.<AudioReference>copyOf(rebuilt.references()));
        assertEquals(corpus.getProvenance(), rebuilt.getProvenance());
    }
}
