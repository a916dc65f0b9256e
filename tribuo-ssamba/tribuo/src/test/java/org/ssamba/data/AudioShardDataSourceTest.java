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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.settings.SettingException;
import org.tribuo.Example;
import org.tribuo.classification.LabelFactory;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.provenance.DataSourceProvenance;

/** Clips in tar shards have the labels that lie beside them. */
class AudioShardDataSourceTest {
    private static final LabelFactory LABELS = new LabelFactory();

    @TempDir Path folder;
    private Path clip;

    @BeforeEach
    void aClip() throws IOException {
        clip = folder.resolve("clip.wav");
        Wav.tone(clip, 440, 0.1);
    }

    private Path shard(String name, Shards tar) throws IOException {
        Path file = folder.resolve("shards").resolve(name);
        tar.write(file);
        tar.close();
        return file;
    }

    /** Of three clips in two archives, with a label in each of the ways. */
    private List<Path> shards() throws IOException {
        Shards first =
                new Shards()
                        .add("a/0.json", "{\"label\": \"dog\", \"by\": {\"speaker\": 12}}")
                        .add("a/0.cls", "3\n")
                        .add("a/0.txt", " Dog\u00a0bark \n")
                        .add("a/0.wav", clip)
                        .add("a/0.left.wav", clip)
                        .add("b/0.wav", clip)
                        .add("b/0.json", "{\"label\": \"cat\", \"by\": {\"speaker\": 13}}")
                        .add("b/0.cls", "4")
                        .add("b/0.txt", "Cat");
        Shards second =
                new Shards()
                        .add("a/0.wav", clip)
                        .add(
                                "a/0.json",
                                "{\"label\": [\"cat\", \"dog\"], \"by\": {\"speaker\": 12}}")
                        .add("a/0.cls", "3")
                        .add("a/0.TXT", "dog\ncat");
        shard("part-0.tar", first);
        shard("part-1.tar", second);
        return List.of(folder.resolve("shards"));
    }

    private static List<String> outputs(AudioShardDataSource<?> source) {
        return StreamSupport.stream(source.spliterator(), false)
                .map(example -> example.getOutput().toString())
                .toList();
    }

    private static List<Object> metadata(AudioShardDataSource<?> source, String key) {
        return StreamSupport.stream(source.spliterator(), false)
                .map(example -> example.getMetadataValue(key).orElse(""))
                .toList();
    }

    @Test
    void aClassIsReadFromTheFileBesideTheClip() throws IOException {
        AudioShardDataSource<?> source = new AudioShardDataSource<>(shards(), LABELS, "cls");
        assertEquals(List.of("3", "3", "4", "3"), outputs(source));
        assertEquals(
                List.of(
                        "part-0.tar!/a/0.wav",
                        "part-0.tar!/a/0.left.wav",
                        "part-0.tar!/b/0.wav",
                        "part-1.tar!/a/0.wav"),
                metadata(source, Example.NAME));
        assertEquals(List.of("", "", "", ""), metadata(source, AudioExamples.GROUP_KEY));
        for (Example<?> example : source) {
            assertArrayEquals(
                    VerifiedAudio.read(AudioReference.ofFile(clip)).samples(),
                    VerifiedAudio.read(AudioReference.of(example)).samples());
        }
    }

    @Test
    void fieldsOfJsonAndLinesMayBeSeveralLabels() throws IOException {
        MultiLabelFactory several = new MultiLabelFactory();
        AudioShardDataSource<?> fields =
                new AudioShardDataSource<>(
                        shards(), several, "json.label", "json.by.speaker", UnreadableAudio.FAIL);
        assertEquals(
                several.generateOutput(Set.of("cat", "dog")).toString(), outputs(fields).get(3));
        assertEquals(List.of("12", "12", "13", "12"), metadata(fields, AudioExamples.GROUP_KEY));
        AudioShardDataSource<?> lines = new AudioShardDataSource<>(shards(), several, "txt");
        assertEquals(outputs(fields).get(3), outputs(lines).get(3));
        assertTrue(outputs(lines).get(0).contains("Dog bark"), outputs(lines)::toString);
    }

    @Test
    void otherLabelsAreOtherData() throws IOException {
        List<String> hashes = new ArrayList<>();
        for (String label : List.of("3", "3", "4")) {
            Shards tar = new Shards().add("0.wav", clip).add("0.cls", label);
            AudioShardDataSource<?> source =
                    new AudioShardDataSource<>(List.of(shard("part.tar", tar)), LABELS, "cls");
            hashes.add(
                    ((ConfiguredObjectProvenance) source.getProvenance())
                            .getInstanceValues()
                            .get(DataSourceProvenance.RESOURCE_HASH)
                            .toString());
        }
        assertEquals(hashes.get(0), hashes.get(1));
        assertNotEquals(hashes.get(0), hashes.get(2));
    }

    @ParameterizedTest
    @CsvSource({
        "cls, a/1.wav, has no a/1.cls beside it",
        "json.label, a/1.json, says nothing about json.label",
        "json.number, a/1.json, is not JSON with a text",
        "txt, a/1.txt, is not a text in UTF-8",
    })
    void aClipWithoutALabelIsNamedOrSkipped(String label, String named, String reason)
            throws IOException {
        Shards tar =
                new Shards()
                        .add("a/0.wav", clip)
                        .add("a/0.cls", "3")
                        .add("a/0.txt", "3")
                        .add("a/0.json", "{\"label\": 3, \"number\": 3}")
                        .add("a/1.wav", clip)
                        .add("a/1.txt", new byte[] {(byte) 0xff})
                        .add("a/1.json", "{\"number\": {}}");
        List<Path> shards = List.of(shard("part.tar", tar));
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> new AudioShardDataSource<>(shards, LABELS, label));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().contains(named), e.getMessage());
        AudioShardDataSource<?> source =
                new AudioShardDataSource<>(shards, LABELS, label, "", UnreadableAudio.SKIP);
        assertEquals(List.of("3"), outputs(source));
        assertEquals(1, source.skipped().size());
    }

    @Test
    void aPlaceThatIsNoneIsRefused() throws IOException {
        List<Path> shards = shards();
        for (String place : List.of("", "json", "json.", ".cls", "a.b")) {
            assertThrows(
                    SettingException.class,
                    () -> new AudioShardDataSource<>(shards, LABELS, place),
                    place);
        }
    }
}
