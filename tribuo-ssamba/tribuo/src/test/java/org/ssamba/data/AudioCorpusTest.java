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
package org.ssamba.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.DataSource;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.test.Helpers;

class AudioCorpusTest {
    @TempDir Path temporary;
    private Path folder;

    @BeforeEach
    void someClips() throws IOException {
        folder = temporary.resolve("clips");
        Wav.tone(folder.resolve("b/2.wav"), 2000, 0.2);
        Wav.tone(folder.resolve("1.wav"), 200, 0.1);
    }

    @Test
    void aFolderIsTakenWithTheFoldersInIt() {
        AudioCorpus corpus = new AudioCorpus(folder);
        assertEquals(
                List.of(
                        AudioReference.ofFile(folder.resolve("1.wav")),
                        AudioReference.ofFile(folder.resolve("b/2.wav"))),
                corpus.references());
        assertEquals(0.3, corpus.seconds(), 1e-9);
    }

    @Test
    void aManifestNeedsNoLabels() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("list.csv"), "path,split\n1.wav,train\nb/2.wav,test\n");
        AudioManifest manifest = AudioManifest.builder(file).splits("train").build();
        assertEquals(
                List.of(AudioReference.ofFile(folder.resolve("1.wav"))),
                new AudioCorpus(manifest).references());
    }

    @Test
    void theClipsOfADatasetAreTakenWithoutOutputs() throws IOException {
        Files.move(folder.resolve("1.wav"), folder.resolve("b/1.wav"));
        MutableDataset<Label> dataset =
                new MutableDataset<>(new AudioDirectoryDataSource<>(folder, new LabelFactory()));
        AudioCorpus corpus = AudioCorpus.of(dataset);
        assertEquals(new AudioCorpus(folder).references(), corpus.references());
        String before = corpus.contentHash();
        dataset.shuffle(true);
        assertEquals(before, AudioCorpus.of(dataset).contentHash());
        Helpers.testProvenanceMarshalling(corpus.getProvenance());

        dataset.add(AudioExamples.create(new Label("b"), AudioClip.of(new float[4000], Wav.RATE)));
        assertThrows(AudioFormatException.class, () -> AudioCorpus.of(dataset));
    }

    @Test
    void itIsNoDataSource() {
        assertEquals(false, DataSource.class.isAssignableFrom(AudioCorpus.class));
    }

    @Test
    void unusableFilesFailOrAreSkippedAndReported() throws IOException {
        Files.createFile(folder.resolve("empty.wav"));
        assertThrows(AudioFormatException.class, () -> new AudioCorpus(folder));
        AudioCorpus corpus = new AudioCorpus(folder, UnreadableAudio.SKIP);
        assertEquals(2, corpus.size());
        assertEquals("empty.wav", corpus.skipped().get(0).name());
    }

    @Test
    void nothingUsableIsAnErrorEvenWhenSkipping() throws IOException {
        Path bad = temporary.resolve("bad");
        Files.createDirectory(bad);
        Files.createFile(bad.resolve("empty.wav"));
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> new AudioCorpus(bad, UnreadableAudio.SKIP));
        assertTrue(e.getMessage().contains("no usable clip"), e.getMessage());
    }

    @Test
    void theHashChangesWithAByte() throws IOException {
        String before = new AudioCorpus(folder).contentHash();
        assertEquals(before, new AudioCorpus(folder).contentHash());
        Wav.disturb(folder.resolve("b/2.wav"));
        assertNotEquals(before, new AudioCorpus(folder).contentHash());
    }

    @Test
    void theHashTellsPartsOfOneFileApart() throws IOException {
        Set<String> hashes = new HashSet<>();
        for (String start : List.of("0", "0.05")) {
            Path list = folder.resolve("from" + start + ".csv");
            Files.writeString(list, "path,label,start,duration\n1.wav,a," + start + ",0.05\n");
            AudioManifest manifest = new AudioManifest(list);
            hashes.add(new AudioCorpus(manifest).contentHash());
            MutableDataset<Label> dataset =
                    new MutableDataset<>(
                            new AudioManifestDataSource<>(manifest, new LabelFactory()));
            hashes.add(AudioCorpus.of(dataset).contentHash());
            assertEquals(
                    AudioCorpus.of(dataset).contentHash(),
                    new ExampleClips(dataset.getData()).contentHash());
        }
        assertEquals(4, hashes.size(), hashes::toString);
    }

    @Test
    void provenanceRebuildsTheCorpus() throws IOException {
        assertRebuilt(new AudioCorpus(folder, UnreadableAudio.SKIP));
        Path file = Files.writeString(folder.resolve("list.csv"), "path\nb/2.wav\n");
        assertRebuilt(new AudioCorpus(new AudioManifest(file)));
    }

    private static void assertRebuilt(AudioCorpus corpus) {
        Helpers.testProvenanceMarshalling(corpus.getProvenance());
        Helpers.testConfigurableRoundtrip(corpus);
        List<ConfigurationData> configuration =
                ProvenanceUtil.extractConfiguration(corpus.getProvenance());
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(configuration);
        AudioCorpus rebuilt = (AudioCorpus) manager.lookup(configuration.get(0).getName());
        assertEquals(corpus.references(), rebuilt.references());
        assertEquals(corpus.getProvenance(), rebuilt.getProvenance());
    }

    @Test
    void aCorpusOfNothingOrOfTwoThingsIsRefused() throws IOException {
        Path list = Files.writeString(folder.resolve("list.csv"), "path\nb/2.wav\n");
        Path configuration =
                Files.writeString(
                        temporary.resolve("corpora.xml"),
                        """
                        <config>
                          <component name="nothing" type="org.ssamba.data.AudioCorpus"/>
                          <component name="both" type="org.ssamba.data.AudioCorpus">
                            <property name="directory" value="%s"/>
                            <property name="manifest" value="list"/>
                          </component>
                          <component name="list" type="org.ssamba.data.AudioManifest">
                            <property name="path" value="%s"/>
                          </component>
                        </config>
                        """
                                .formatted(folder, list));
        ConfigurationManager manager = new ConfigurationManager(configuration.toString());
        assertThrows(PropertyException.class, () -> manager.lookup("nothing"));
        assertThrows(PropertyException.class, () -> manager.lookup("both"));
    }
}
