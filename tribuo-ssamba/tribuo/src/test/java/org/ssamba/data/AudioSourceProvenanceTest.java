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
import static org.ssamba.data.LabelledClips.examples;
import static org.ssamba.data.LabelledClips.value;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.ConfigurableDataSource;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.ConfiguredDataSourceProvenance;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.test.Helpers;

/** What sources say of their clips, and what is built from what they say. */
class AudioSourceProvenanceTest {
    @TempDir Path temporary;
    private LabelledClips clips;

    @BeforeEach
    void someClips() throws IOException {
        clips = new LabelledClips(temporary);
    }

    private static String hash(DataSource<?> source) {
        return (String) value(source, DataSourceProvenance.RESOURCE_HASH);
    }

    @Test
    void theHashTellsContentAndNothingElse() throws IOException {
        String first = hash(clips.directory(UnreadableAudio.FAIL));
        assertEquals(first, hash(clips.directory(UnreadableAudio.FAIL)));
        assertEquals(
                hash(
                        clips.labelled(
                                "path,label", "high/b.wav,x", "low/c.wav,x", "low/anna/a.WAV,x")),
                hash(
                        clips.labelled(
                                "path,label", "low/c.wav,y", "low/anna/a.WAV,y", "high/b.wav,y")));

        Path moved = temporary.resolve("moved");
        Files.move(clips.folder, moved);
        assertEquals(first, hash(new AudioDirectoryDataSource<>(moved, new LabelFactory())));
        Files.move(moved, clips.folder);
        Wav.disturb(clips.folder.resolve("low/c.wav"));
        assertNotEquals(first, hash(clips.directory(UnreadableAudio.FAIL)));
    }

    @Test
    void provenanceSurvivesMarshallingAndRebuildsTheSource() throws IOException {
        Files.writeString(clips.folder.resolve("low/broken.wav"), "no audio at all");
        AudioManifest manifest =
                AudioManifest.builder(
                                clips.manifest(
                                        "file,label,group",
                                        "high/b.wav,x,anna",
                                        "low/c.wav,y,bert",
                                        "low/broken.wav,z,bert"))
                        .root(clips.folder)
                        .pathColumn("file")
                        .groups("bert")
                        .build();
        assertRebuilt(
                new AudioManifestDataSource<>(manifest, new LabelFactory(), UnreadableAudio.SKIP));
        assertRebuilt(clips.directory(UnreadableAudio.SKIP));
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
        Path file = clips.manifest("path,label,group", "high/b.wav,x;y,anna", "low/c.wav,y;z,bert");
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
                                .formatted(clips.folder, file));
        ConfigurationManager manager = new ConfigurationManager(configuration.toString());
        assertSame(clips.directory(UnreadableAudio.SKIP), (DataSource<?>) manager.lookup("folder"));
        AudioManifest manifest =
                AudioManifest.builder(file).root(clips.folder).excludedGroups("anna").build();
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
