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
package org.ssamba.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationData;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioGroupSplitter;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.data.AudioReference;
import org.ssamba.data.ChangedAudioException;
import org.ssamba.data.Wav;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;
import org.tribuo.test.Helpers;

class AudioFeatureDataSourceTest {
    private static final int BINS = 4;
    private static final int CLIPS = 6;

    @TempDir Path temporary;
    private Path folder;
    private Path cache;
    private AudioDirectoryDataSource<Label> clips;
    private final CountingExtractor<Label> extractor = new CountingExtractor<>(BINS);

    @BeforeEach
    void someTones() throws IOException {
        folder = temporary.resolve("clips");
        cache = temporary.resolve("cache");
        for (int i = 0; i < CLIPS; i++) {
            String label = i % 2 == 0 ? "low" : "high";
            Wav.tone(folder.resolve(label).resolve(i + ".wav"), 300 + 100 * i, 0.1);
        }
        clips = new AudioDirectoryDataSource<>(folder, new LabelFactory());
    }

    private AudioFeatureDataSource<Label> cached() {
        return new AudioFeatureDataSource<>(clips, extractor, cache);
    }

    private static List<Example<Label>> examples(DataSource<Label> source) {
        List<Example<Label>> examples = new ArrayList<>();
        source.forEach(examples::add);
        return examples;
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.toString().endsWith(".features")).sorted().toList();
        }
    }

    @Test
    void clipsBecomeExamplesWithFeaturesInTheSameOrder() {
        List<Example<Label>> audio = examples(clips);
        List<Example<Label>> made = examples(new AudioFeatureDataSource<>(clips, extractor));
        assertEquals(CLIPS, made.size());
        for (int i = 0; i < CLIPS; i++) {
            assertEquals(audio.get(i).getOutput(), made.get(i).getOutput());
            assertEquals(audio.get(i).getMetadata(), made.get(i).getMetadata());
            assertEquals(extractor.extract(audio.get(i)), made.get(i));
        }
    }

    @Test
    void startAndEndAreTold() {
        List<String> told = new ArrayList<>();
        WorkListener.setStandard(
                (work, event) -> {
                    if (!(event instanceof WorkEvent.Progress)) {
                        told.add(work.name() + " " + event.pace().done() + "/" + work.clips());
                    }
                });
        try {
            examples(cached());
        } finally {
            WorkListener.setStandard(null);
        }
        assertEquals(List.of("features 0/" + CLIPS, "features " + CLIPS + "/" + CLIPS), told);
    }

    @Test
    void iteratingAgainComputesNothingAndGivesFreshExamples() {
        AudioFeatureDataSource<Label> source = new AudioFeatureDataSource<>(clips, extractor);
        List<Example<Label>> first = examples(source);
        first.get(0).setMetadataValue("mine", "x");
        first.get(0).set(new org.tribuo.Feature("MEAN=001", 99));
        List<Example<Label>> second = examples(source);
        assertEquals(CLIPS, extractor.computed.get());
        assertFalse(second.get(0).containsMetadata("mine"));
        assertNotEquals(99, second.get(0).lookup("MEAN=001").getValue());
    }

    @Test
    void anotherSourceFindsTheFeaturesOnDisk() throws IOException {
        List<Example<Label>> first = examples(cached());
        assertEquals(CLIPS, entries().size());
        assertEquals(first, examples(cached()));
        assertEquals(CLIPS, extractor.computed.get());
    }

    @Test
    void whatTheExtractorComputesAndTheAudioDecideTheEntry() throws IOException {
        examples(cached());
        examples(new AudioFeatureDataSource<>(clips, new CountingExtractor<>(BINS + 1), cache));
        assertEquals(2 * CLIPS, entries().size());

        Wav.disturb(folder.resolve("low/0.wav"));
        clips = new AudioDirectoryDataSource<>(folder, new LabelFactory());
        examples(cached());
        assertEquals(CLIPS + 1, extractor.computed.get());
    }

    @Test
    void partsOfOneFileAreKeptApart() throws IOException {
        Path manifest = temporary.resolve("parts.csv");
        Files.writeString(
                manifest,
                "path,label,start,duration\nlow/0.wav,a,0,0.05\nlow/0.wav,b,0.0413,0.05\n");
        AudioManifestDataSource<Label> parts =
                new AudioManifestDataSource<>(
                        AudioManifest.builder(manifest).root(folder).build(), new LabelFactory());
        List<Example<Label>> made = examples(new AudioFeatureDataSource<>(parts, extractor, cache));
        assertNotEquals(
                made.get(0).lookup("MEAN=001").getValue(),
                made.get(1).lookup("MEAN=001").getValue());
        assertEquals(made, examples(new AudioFeatureDataSource<>(parts, extractor, cache)));
        assertEquals(2, extractor.computed.get());
    }

    @Test
    void damagedEntriesAreComputedAgainAndNeverBelieved() throws IOException {
        List<Example<Label>> expected = examples(cached());
        List<Path> entries = entries();
        byte[] whole = Files.readAllBytes(entries.get(0));
        flip(entries.get(0), whole.length / 2);
        Files.write(entries.get(1), Arrays.copyOf(whole, whole.length - 8));
        Files.write(entries.get(2), new byte[0]);
        // Whole, but of another clip.
        Files.copy(
                entries.get(3), entries.get(4), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals(expected, examples(cached()));
        assertEquals(CLIPS + 4, extractor.computed.get());
        assertEquals(expected, examples(cached()));
        assertEquals(CLIPS + 4, extractor.computed.get(), "what was repaired is found");
    }

    private static void flip(Path file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void everyByteOfAnEntryIsChecked() throws Exception {
        String name = "0123456789abcdef".repeat(4);
        FeatureRows features = new FeatureRows(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        byte[] packed = PackedFeatures.pack(name, features);
        assertTrue(
                Arrays.deepEquals(features.rows(), PackedFeatures.unpack(name, 2, packed).rows()));
        for (int i = 0; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= 4;
            assertThrows(
                    PackedFeatures.CorruptException.class,
                    () -> PackedFeatures.unpack(name, 2, damaged),
                    "byte " + i);
        }
        assertThrows(
                PackedFeatures.CorruptException.class,
                () -> PackedFeatures.unpack(name, 3, packed));
    }

    @Test
    void manySourcesMayShareADirectory() throws Exception {
        List<Example<Label>> expected = examples(new AudioFeatureDataSource<>(clips, extractor));
        ForkJoinPool pool = new ForkJoinPool(4);
        try {
            List<List<Example<Label>>> all =
                    pool.submit(
                                    () ->
                                            IntStream.range(0, 8)
                                                    .parallel()
                                                    .mapToObj(i -> examples(cached()))
                                                    .toList())
                            .get();
            all.forEach(each -> assertEquals(expected, each));
        } finally {
            pool.shutdown();
        }
        assertEquals(CLIPS, entries().size());
        try (Stream<Path> files = Files.walk(cache)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
        }
    }

    @Test
    void filesThatChangeOrVanishAreErrors() throws IOException {
        Wav.disturb(folder.resolve("low/0.wav"));
        AudioFeatureDataSource<Label> changed = cached();
        assertThrows(ChangedAudioException.class, () -> examples(changed));
        Files.delete(folder.resolve("low/0.wav"));
        AudioFormatException e = assertThrows(AudioFormatException.class, () -> examples(changed));
        assertTrue(e.getMessage().contains("0.wav"), e.getMessage());
    }

    @Test
    void samplesThatLieInNoFileAreCachedToo() {
        List<Example<Label>> carried = new ArrayList<>();
        for (Example<Label> clip : clips) {
            carried.add(
                    AudioExamples.create(
                            clip.getOutput(),
                            org.ssamba.audio.AudioReader.read(AudioReference.of(clip).path())));
        }
        ListSource source = new ListSource(carried);
        List<Example<Label>> first =
                examples(new AudioFeatureDataSource<>(source, extractor, cache));
        assertEquals(first, examples(new AudioFeatureDataSource<>(source, extractor, cache)));
        assertEquals(CLIPS, extractor.computed.get());
    }

    @Test
    void weightsOfExamplesAreKeptComputedOrCached() {
        List<Example<Label>> weighted = examples(clips);
        for (int i = 0; i < CLIPS; i++) {
            weighted.get(i).setWeight(0.5f + i);
        }
        ListSource source = new ListSource(weighted);
        for (int run = 0; run < 2; run++) {
            List<Example<Label>> made =
                    examples(new AudioFeatureDataSource<>(source, extractor, cache));
            for (int i = 0; i < CLIPS; i++) {
                assertEquals(0.5f + i, made.get(i).getWeight());
                assertEquals(0.5f + i, extractor.extract(weighted.get(i)).getWeight());
            }
        }
    }

    @Test
    void groupsStillSplit() throws IOException {
        Path manifest = temporary.resolve("groups.csv");
        Files.writeString(
                manifest,
                "path,label,group\nlow/0.wav,low,anna\nhigh/1.wav,high,bert\n"
                        + "low/2.wav,low,carl\n");
        AudioManifestDataSource<Label> grouped =
                new AudioManifestDataSource<>(
                        AudioManifest.builder(manifest).root(folder).build(), new LabelFactory());
        AudioGroupSplitter<Label> split =
                new AudioGroupSplitter<>(
                        new AudioFeatureDataSource<>(grouped, extractor), java.util.Set.of("bert"));
        MutableDataset<Label> train = new MutableDataset<>(split.getTrain());
        assertEquals(2, train.size());
        assertEquals(2 * BINS, train.getFeatureMap().size());
        Helpers.testProvenanceMarshalling(train.getProvenance());
    }

    @Test
    void provenanceHoldsSourceAndExtractorAndRebuildsTheSame() {
        AudioFeatureDataSource<Label> source =
                new AudioFeatureDataSource<>(clips, new LogMelStatisticsExtractor<>(BINS), cache);
        ConfiguredDataSourceProvenance provenance =
                (ConfiguredDataSourceProvenance) source.getProvenance();
        assertEquals(provenance, source.getProvenance());
        Helpers.testProvenanceMarshalling(provenance);
        assertEquals(clips.getProvenance(), provenance.getConfiguredParameters().get("source"));
        assertEquals(
                new LogMelStatisticsExtractor<>(BINS).contentHash(),
                provenance
                        .getInstanceValues()
                        .get(AudioFeatureProvenance.EXTRACTOR_HASH)
                        .getValue());

        List<ConfigurationData> configuration = ProvenanceUtil.extractConfiguration(provenance);
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(configuration);
        @SuppressWarnings("unchecked")
        DataSource<Label> rebuilt =
                (DataSource<Label>) manager.lookup(configuration.get(0).getName());
        assertEquals(AudioFeatureDataSource.class, rebuilt.getClass());
        assertEquals(examples(source), examples(rebuilt));
    }

    @Test
    void aConfigurationFileBuildsTheSameSource() throws IOException {
        Path configuration =
                Files.writeString(
                        temporary.resolve("features.xml"),
                        """
                        <config>
                          <component name="features"
                              type="org.ssamba.features.AudioFeatureDataSource">
                            <property name="source" value="clips"/>
                            <property name="extractor" value="statistics"/>
                            <property name="cacheDirectory" value="%s"/>
                          </component>
                          <component name="clips"
                              type="org.ssamba.data.AudioDirectoryDataSource">
                            <property name="directory" value="%s"/>
                            <property name="outputFactory" value="labels"/>
                          </component>
                          <component name="statistics"
                              type="org.ssamba.features.LogMelStatisticsExtractor">
                            <property name="melBins" value="%d"/>
                          </component>
                          <component name="labels"
                              type="org.tribuo.classification.LabelFactory"/>
                        </config>
                        """
                                .formatted(cache, folder, BINS));
        ConfigurationManager manager = new ConfigurationManager(configuration.toString());
        @SuppressWarnings("unchecked")
        DataSource<Label> source = (DataSource<Label>) manager.lookup("features");
        assertEquals(examples(cached()), examples(source));
        assertEquals(CLIPS, entries().size());
    }
}
