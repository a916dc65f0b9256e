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
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.ConfigurableDataSource;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.test.Helpers;

class AudioDataSourceTest {
    @TempDir Path temporary;
    private Path folder;

    @BeforeEach
    void someClips() throws IOException {
        folder = temporary.resolve("clips");
        Wav.tone(folder.resolve("high/b.wav"), 2000, 0.2);
        Wav.tone(folder.resolve("low/anna/a.WAV"), 200, 0.1);
        Wav.tone(folder.resolve("low/c.wav"), 210, 0.3);
        Files.writeString(folder.resolve("README.md"), "not audio");
        Wav.tone(folder.resolve("low/.hidden.wav"), 200, 0.1);
    }

    private Path manifest(String... lines) throws IOException {
        return Files.writeString(temporary.resolve("clips.csv"), String.join("\n", lines) + "\n");
    }

    private AudioManifestDataSource<Label> labelled(String... lines) throws IOException {
        AudioManifest manifest = AudioManifest.builder(manifest(lines)).root(folder).build();
        return new AudioManifestDataSource<>(manifest, new LabelFactory());
    }

    private AudioDirectoryDataSource<Label> directory(UnreadableAudio policy) {
        return new AudioDirectoryDataSource<>(folder, new LabelFactory(), policy);
    }

    private static List<Example<Label>> examples(DataSource<Label> source) {
        List<Example<Label>> examples = new ArrayList<>();
        source.forEach(examples::add);
        return examples;
    }

    private static Object value(DataSource<?> source, String key) {
        DataSourceProvenance provenance = source.getProvenance();
        return ((ConfiguredDataSourceProvenance) provenance)
                .getInstanceValues()
                .get(key)
                .getValue();
    }

    private static String hash(DataSource<?> source) {
        return (String) value(source, DataSourceProvenance.RESOURCE_HASH);
    }

    @Test
    void aFolderPerLabelGivesSortedLabelledReferences() {
        List<Example<Label>> examples = examples(directory(UnreadableAudio.FAIL));
        assertEquals(
                List.of("high/b.wav", "low/anna/a.WAV", "low/c.wav"),
                examples.stream().map(e -> e.getMetadataValue(Example.NAME).get()).toList());
        assertEquals(
                List.of("high", "low", "low"),
                examples.stream().map(e -> e.getOutput().getLabel()).toList());
        assertEquals(
                AudioReference.ofFile(folder.resolve("low/c.wav")),
                AudioReference.of(examples.get(2)));
        assertEquals(300, AudioReference.of(examples.get(2)).durationMs());
    }

    @Test
    void everyIterationMakesFreshExamples() {
        AudioDirectoryDataSource<Label> source = directory(UnreadableAudio.FAIL);
        examples(source).get(0).setMetadataValue("mine", "x");
        assertEquals(false, examples(source).get(0).containsMetadata("mine"));
    }

    @Test
    void aClipBesideTheLabelsFoldersIsAnError() throws IOException {
        Path stray = Wav.tone(folder.resolve("stray.wav"), 200, 0.1);
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> directory(UnreadableAudio.SKIP));
        assertEquals(stray.toString(), e.path());
    }

    /**
     * A notebook that is stopped while files are read does not go on with fewer of them. Files are
     * read by several threads: the one that is stopped may have none to read, and nothing is lost.
     */
    @RepeatedTest(20)
    void anInterruptedThreadSkipsNoFiles() {
        int all = directory(UnreadableAudio.SKIP).size();
        Thread.currentThread().interrupt();
        try {
            AudioDirectoryDataSource<Label> source = directory(UnreadableAudio.SKIP);
            assertEquals(List.of(), source.skipped());
            assertEquals(all, source.size());
        } catch (AudioFormatException e) {
            assertTrue(e.reason().contains("ClosedByInterrupt"), e.reason());
        } finally {
            assertTrue(Thread.interrupted(), "whoever asked can still see it");
        }
    }

    @Test
    void foldersWithoutAudioAndMissingOnesAreErrors() throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        LabelFactory labels = new LabelFactory();
        for (Path bad : List.of(empty, temporary.resolve("none"), folder.resolve("README.md"))) {
            AudioFormatException e =
                    assertThrows(
                            AudioFormatException.class,
                            () -> new AudioDirectoryDataSource<>(bad, labels));
            assertEquals(bad.toString(), e.path());
        }
    }

    @Test
    void unusableFilesFailOrAreSkippedAndReported() throws IOException {
        Files.writeString(folder.resolve("low/broken.wav"), "no audio at all");
        Wav.tone(folder.resolve("high/click.wav"), 300, 0.01);
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> directory(UnreadableAudio.FAIL));
        assertEquals(folder.resolve("high/click.wav").toString(), e.path());
        assertTrue(e.getMessage().contains("1 more"), e.getMessage());

        AudioDirectoryDataSource<Label> source = directory(UnreadableAudio.SKIP);
        assertEquals(3, source.size());
        assertEquals(
                List.of("high/click.wav", "low/broken.wav"),
                source.skipped().stream().map(SkippedAudio::name).toList());
        assertTrue(source.skipped().get(0).reason().contains("0.01 s long"));
        assertEquals(2, value(source, "num-skipped"));
        assertEquals(3, value(source, "num-clips"));
    }

    @Test
    void theHashTellsContentAndNothingElse() throws IOException {
        String first = hash(directory(UnreadableAudio.FAIL));
        assertEquals(first, hash(directory(UnreadableAudio.FAIL)));
        assertEquals(
                hash(labelled("path,label", "high/b.wav,x", "low/c.wav,x", "low/anna/a.WAV,x")),
                hash(labelled("path,label", "low/c.wav,y", "low/anna/a.WAV,y", "high/b.wav,y")));

        Path moved = temporary.resolve("moved");
        Files.move(folder, moved);
        assertEquals(first, hash(new AudioDirectoryDataSource<>(moved, new LabelFactory())));
        Files.move(moved, folder);
        Wav.disturb(folder.resolve("low/c.wav"));
        assertNotEquals(first, hash(directory(UnreadableAudio.FAIL)));
    }

    @Test
    void aManifestGivesSegmentsGroupsAndSplits() throws IOException {
        List<Example<Label>> examples =
                examples(
                        labelled(
                                "path,label,start,duration,group,split",
                                "low/c.wav,first,0,0.125,anna,train",
                                "low/c.wav,second,0.125,,bert,test"));
        AudioReference first = AudioReference.of(examples.get(0));
        AudioReference second = AudioReference.of(examples.get(1));
        assertEquals(0, first.startMs());
        assertEquals(125, first.durationMs());
        assertEquals(125, second.startMs());
        assertEquals(175, second.durationMs());
        assertEquals(first.sha256(), second.sha256());
        assertEquals("bert", examples.get(1).getMetadataValue(AudioExamples.GROUP_KEY).get());
        assertEquals("train", examples.get(0).getMetadataValue(AudioExamples.SPLIT_KEY).get());
        assertEquals("second", examples.get(1).getOutput().getLabel());
    }

    @Test
    void unusableRowsNameTheManifestsLine() throws IOException {
        assertUnusable("no such file", "low/none.wav,x,,");
        assertUnusable("beyond the end", "low/c.wav,x,0.2,0.2");
        assertUnusable("holds no sample", "low/c.wav,x,7,");
        assertUnusable("0.01 s long", "low/c.wav,x,,0.01");
    }

    private void assertUnusable(String reason, String row) throws IOException {
        String header = "path,label,start,duration";
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> labelled(header, "high/b.wav,x,,", row),
                        row);
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().contains("clips.csv, line 3"), e.getMessage());
        AudioManifest manifest =
                AudioManifest.builder(manifest(header, "high/b.wav,x,,", row)).root(folder).build();
        AudioManifestDataSource<Label> skipping =
                new AudioManifestDataSource<>(manifest, new LabelFactory(), UnreadableAudio.SKIP);
        assertEquals(1, skipping.size());
        assertTrue(skipping.skipped().get(0).name().contains("line 3"));
        assertTrue(skipping.skipped().get(0).reason().contains(reason));
    }

    @Test
    void labelsThatAreMissingOrDoNotFitNameTheLine() throws IOException {
        for (String row : List.of("low/c.wav,", "low/c.wav,a|b", "low/c.wav,a|")) {
            ManifestException e =
                    assertThrows(
                            ManifestException.class,
                            () -> labelled("path,label", "high/b.wav,x", row),
                            row);
            assertEquals(3, e.line());
        }
        assertThrows(ManifestException.class, () -> labelled("path,tag", "high/b.wav,x"));
    }

    @Test
    void severalLabelsBecomeAMultiLabel() throws IOException {
        AudioManifest manifest =
                AudioManifest.builder(
                                manifest(
                                        "path,label",
                                        "high/b.wav,dog; cat",
                                        "low/c.wav,dog",
                                        "low/anna/a.WAV,a|b"))
                        .root(folder)
                        .labelSeparator(";")
                        .build();
        List<Set<String>> labels = new ArrayList<>();
        for (Example<MultiLabel> example :
                new AudioManifestDataSource<>(manifest, new MultiLabelFactory())) {
            labels.add(example.getOutput().getNameSet());
        }
        assertEquals(List.of(Set.of("dog", "cat"), Set.of("dog"), Set.of("a|b")), labels);
    }

    @Test
    void anEmptyLabelIsAClipWithoutLabelsOfAMultiLabel() throws IOException {
        AudioManifest tags =
                AudioManifest.builder(manifest("path,label", "high/b.wav,x", "low/c.wav,"))
                        .root(folder)
                        .build();
        List<MultiLabel> outputs = new ArrayList<>();
        new AudioManifestDataSource<>(tags, new MultiLabelFactory())
                .forEach(example -> outputs.add(example.getOutput()));
        assertEquals(Set.of("x"), outputs.get(0).getNameSet());
        assertEquals(Set.of(), outputs.get(1).getNameSet());
        // A manifest without labels says nothing of any clip.
        AudioManifest unlabelled =
                AudioManifest.builder(manifest("path", "high/b.wav")).root(folder).build();
        ManifestException e =
                assertThrows(
                        ManifestException.class,
                        () -> new AudioManifestDataSource<>(unlabelled, new MultiLabelFactory()));
        assertTrue(e.getMessage().contains("column 'label'"), e.getMessage());
    }

    @Test
    void aCommaInOneOfSeveralLabelsIsRefusedAndNotTakenApart() throws IOException {
        AudioManifest tags =
                AudioManifest.builder(manifest("path,label", "high/b.wav,\"speech, male\""))
                        .root(folder)
                        .build();
        ManifestException inManifest =
                assertThrows(
                        ManifestException.class,
                        () -> new AudioManifestDataSource<>(tags, new MultiLabelFactory()));
        assertEquals(2, inManifest.line());
        Wav.tone(folder.resolve("speech, male/d.wav"), 300, 0.1);
        AudioFormatException inFolder =
                assertThrows(
                        AudioFormatException.class,
                        () -> new AudioDirectoryDataSource<>(folder, new MultiLabelFactory()));
        assertEquals(folder.resolve("speech, male").toString(), inFolder.path());
        // One label a clip may have any name.
        assertEquals(
                "speech, male",
                examples(directory(UnreadableAudio.FAIL)).get(3).getOutput().getLabel());
    }

    @Test
    void aFolderWhoseNameIsNoNumberIsNamed() {
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> new AudioDirectoryDataSource<>(folder, new RegressionFactory()));
        assertEquals(folder.resolve("high").toString(), e.path());
    }

    @Test
    void provenanceSurvivesMarshallingAndRebuildsTheSource() throws IOException {
        Files.writeString(folder.resolve("low/broken.wav"), "no audio at all");
        AudioManifest manifest =
                AudioManifest.builder(
                                manifest(
                                        "file,label,group",
                                        "high/b.wav,x,anna",
                                        "low/c.wav,y,bert",
                                        "low/broken.wav,z,bert"))
                        .root(folder)
                        .pathColumn("file")
                        .groups("bert")
                        .build();
        assertRebuilt(
                new AudioManifestDataSource<>(manifest, new LabelFactory(), UnreadableAudio.SKIP));
        assertRebuilt(directory(UnreadableAudio.SKIP));
    }

    private static <S extends ConfigurableDataSource<Label>> void assertRebuilt(S source) {
        Helpers.testProvenanceMarshalling(source.getProvenance());
        List<ConfigurationData> configuration =
                ProvenanceUtil.extractConfiguration(source.getProvenance());
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(configuration);
        DataSource<?> rebuilt = (DataSource<?>) manager.lookup(configuration.get(0).getName());
        assertSame(source, rebuilt);
    }

    private static void assertSame(DataSource<?> expected, DataSource<?> actual) {
        assertEquals(expected.getClass(), actual.getClass());
        List<Example<?>> examples = new ArrayList<>();
        expected.forEach(examples::add);
        List<Example<?>> others = new ArrayList<>();
        actual.forEach(others::add);
        assertEquals(examples, others);
        assertEquals(withoutTime(expected), withoutTime(actual));
        ConfiguredDataSourceProvenance one =
                (ConfiguredDataSourceProvenance) expected.getProvenance();
        ConfiguredDataSourceProvenance other =
                (ConfiguredDataSourceProvenance) actual.getProvenance();
        assertEquals(one.getConfiguredParameters(), other.getConfiguredParameters());
    }

    private static Map<String, PrimitiveProvenance<?>> withoutTime(DataSource<?> source) {
        return ((ConfiguredDataSourceProvenance) source.getProvenance())
                .getInstanceValues().entrySet().stream()
                        .filter(
                                value ->
                                        !value.getKey()
                                                .equals(
                                                        DataSourceProvenance
                                                                .DATASOURCE_CREATION_TIME))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void configurationFilesBuildTheSameSources() throws IOException {
        Path file = manifest("path,label,group", "high/b.wav,x;y,anna", "low/c.wav,y;z,bert");
        Path configuration =
                Files.writeString(
                        temporary.resolve("sources.xml"),
                        """
                        <config>
                          <component name="labels" type="org.tribuo.classification.LabelFactory"/>
                          <component name="folder"
                              type="org.ssamba.data.AudioDirectoryDataSource">
                            <property name="directory" value="%1$s"/>
                            <property name="outputFactory" value="labels"/>
                            <property name="unreadableAudio" value="SKIP"/>
                          </component>
                          <component name="list" type="org.ssamba.data.AudioManifest">
                            <property name="path" value="%2$s"/>
                            <property name="root" value="%1$s"/>
                            <propertylist name="excludedGroups"><item>anna</item></propertylist>
                          </component>
                          <component name="listed"
                              type="org.ssamba.data.AudioManifestDataSource">
                            <property name="manifest" value="list"/>
                            <property name="outputFactory" value="labels"/>
                          </component>
                        </config>
                        """
                                .formatted(folder, file));
        ConfigurationManager manager = new ConfigurationManager(configuration.toString());
        assertSame(directory(UnreadableAudio.SKIP), (DataSource<?>) manager.lookup("folder"));
        AudioManifest manifest =
                AudioManifest.builder(file).root(folder).excludedGroups("anna").build();
        assertSame(
                new AudioManifestDataSource<>(manifest, new LabelFactory()),
                (DataSource<?>) manager.lookup("listed"));
    }

    @Test
    void configurationErrorsKeepTheirCause() throws IOException {
        Path configuration =
                Files.writeString(
                        temporary.resolve("sources.xml"),
                        """
                        <config>
                          <component name="list" type="org.ssamba.data.AudioManifest">
                            <property name="path" value="/no/such/file.csv"/>
                          </component>
                        </config>
                        """);
        ConfigurationManager manager = new ConfigurationManager(configuration.toString());
        PropertyException e = assertThrows(PropertyException.class, () -> manager.lookup("list"));
        assertTrue(e.getCause().getMessage().contains("no such file"), e.toString());
    }
}
