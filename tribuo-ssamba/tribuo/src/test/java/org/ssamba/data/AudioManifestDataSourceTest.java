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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.data.LabelledClips.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;

/** Rows of a manifest, and the labels in them. */
class AudioManifestDataSourceTest {
    @TempDir Path temporary;
    private LabelledClips clips;

    @BeforeEach
    void someClips() throws IOException {
        clips = new LabelledClips(temporary);
    }

    @Test
    void aManifestGivesSegmentsGroupsAndSplits() throws IOException {
        List<Example<Label>> examples =
                examples(
                        clips.labelled(
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
                        () -> clips.labelled(header, "high/b.wav,x,,", row),
                        row);
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().contains("clips.csv, line 3"), e.getMessage());
        AudioManifest manifest =
                AudioManifest.builder(clips.manifest(header, "high/b.wav,x,,", row))
                        .root(clips.folder)
                        .build();
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
                            () -> clips.labelled("path,label", "high/b.wav,x", row),
                            row);
            assertEquals(3, e.line());
        }
        assertThrows(ManifestException.class, () -> clips.labelled("path,tag", "high/b.wav,x"));
    }

    @Test
    void severalLabelsBecomeAMultiLabel() throws IOException {
        AudioManifest manifest =
                AudioManifest.builder(
                                clips.manifest(
                                        "path,label",
                                        "high/b.wav,dog; cat",
                                        "low/c.wav,dog",
                                        "low/anna/a.WAV,a|b"))
                        .root(clips.folder)
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
                AudioManifest.builder(clips.manifest("path,label", "high/b.wav,x", "low/c.wav,"))
                        .root(clips.folder)
                        .build();
        List<MultiLabel> outputs = new ArrayList<>();
        new AudioManifestDataSource<>(tags, new MultiLabelFactory())
                .forEach(example -> outputs.add(example.getOutput()));
        assertEquals(Set.of("x"), outputs.get(0).getNameSet());
        assertEquals(Set.of(), outputs.get(1).getNameSet());
        // A manifest without labels says nothing of any clip.
        AudioManifest unlabelled =
                AudioManifest.builder(clips.manifest("path", "high/b.wav"))
                        .root(clips.folder)
                        .build();
        ManifestException e =
                assertThrows(
                        ManifestException.class,
                        () -> new AudioManifestDataSource<>(unlabelled, new MultiLabelFactory()));
        assertTrue(e.getMessage().contains("column 'label'"), e.getMessage());
    }

    @Test
    void aCommaInOneOfSeveralLabelsIsRefusedAndNotTakenApart() throws IOException {
        AudioManifest tags =
                AudioManifest.builder(clips.manifest("path,label", "high/b.wav,\"speech, male\""))
                        .root(clips.folder)
                        .build();
        ManifestException inManifest =
                assertThrows(
                        ManifestException.class,
                        () -> new AudioManifestDataSource<>(tags, new MultiLabelFactory()));
        assertEquals(2, inManifest.line());
        Wav.tone(clips.folder.resolve("speech, male/d.wav"), 300, 0.1);
        AudioFormatException inFolder =
                assertThrows(
                        AudioFormatException.class,
                        () ->
                                new AudioDirectoryDataSource<>(
                                        clips.folder, new MultiLabelFactory()));
        assertEquals(clips.folder.resolve("speech, male").toString(), inFolder.path());
        // One label a clip may have any name.
        assertEquals(
                "speech, male",
                examples(clips.directory(UnreadableAudio.FAIL)).get(3).getOutput().getLabel());
    }
}
