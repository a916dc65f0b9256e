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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;

/** Clips with a label for each second. */
class AudioSequencesTest {
    private static final LabelFactory LABELS = new LabelFactory();

    @TempDir static Path folder;
    private static AudioReference reference;

    @BeforeAll
    static void writeThreeSecondsAndABit() throws Exception {
        reference = AudioReference.ofFile(Wav.tone(folder.resolve("a.wav"), 440, 3.2));
        Wav.tone(folder.resolve("b.wav"), 440, 1.6);
    }

    private static List<Label> labels(String... names) {
        return List.of(names).stream().map(Label::new).toList();
    }

    private static List<String> names(SequenceExample<Label> sequence) {
        return StreamSupport.stream(sequence.spliterator(), false)
                .map(second -> second.getOutput().getLabel())
                .toList();
    }

    @Test
    void eachSecondRefersToItsPartOfTheFile() {
        SequenceExample<Label> sequence = AudioSequences.create(reference, labels("x", "y", "z"));
        assertEquals(3, sequence.size());
        AudioReference second = AudioReference.of(sequence.get(1));
        assertEquals(1, second.startSeconds());
        assertEquals(1, second.durationSeconds());
        ClipAudio clip = AudioSequences.clip(sequence);
        assertEquals(3, clip.seconds());
        assertEquals(0, clip.reference().startMs());
        SequenceExample<Label> half =
                AudioSequences.create(reference.part(1000, 1600), labels("x", "y"));
        assertEquals(1600, AudioSequences.clip(half).reference().durationMs());
        assertEquals(1000, AudioSequences.clip(half).reference().startMs());
    }

    @Test
    void carriedSecondsJoinToTheClip() {
        float[] samples = new float[2600];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i / 2600f;
        }
        SequenceExample<Label> sequence =
                AudioSequences.create(AudioClip.of(samples, 1000), labels("x", "y", "z"));
        assertArrayEquals(samples, AudioSequences.clip(sequence.copy()).waveform().samples());
    }

    @Test
    void aWrongNumberOfLabelsIsRefused() {
        for (List<Label> wrong : List.of(labels("x", "y"), labels("x", "y", "z", "x"))) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> AudioSequences.create(reference, wrong));
            assertTrue(e.getMessage().contains("has 3 seconds to label, but " + wrong.size()));
        }
    }

    @Test
    void elementsThatAreNotConsecutiveSecondsAreRefused() throws Exception {
        SequenceExample<Label> whole = AudioSequences.create(reference, labels("x", "y", "z"));
        AudioReference other = AudioReference.ofFile(folder.resolve("b.wav"));
        Label label = new Label("x");
        List<List<Example<Label>>> broken =
                List.of(
                        List.of(whole.get(0), whole.get(2)),
                        List.of(whole.get(1), whole.get(0)),
                        List.of(whole.get(0), AudioExamples.create(label, other.part(1000, 600))),
                        List.of(
                                AudioExamples.create(label, reference.part(0, 900)),
                                AudioExamples.create(label, reference.part(1000, 1000))),
                        List.of(AudioExamples.create(label, reference.part(0, 2000))));
        for (List<Example<Label>> elements : broken) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> AudioSequences.clip(new SequenceExample<>(elements)));
            assertTrue(e.getMessage().startsWith("Element "), e.getMessage());
        }
    }

    private static AudioSequenceDataSource<Label> source(SecondLabels kind, String... rows)
            throws Exception {
        Path manifest = Files.write(folder.resolve("manifest.csv"), List.of(rows));
        return new AudioSequenceDataSource<>(new AudioManifest(manifest), LABELS, kind);
    }

    @Test
    void manifestsListALabelForEachSecond() throws Exception {
        AudioSequenceDataSource<Label> source =
                source(
                        SecondLabels.LISTED,
                        "path,label,start,duration,group",
                        "a.wav,x|y|z,,,g1",
                        "a.wav,y|z,1,2,g2");
        List<SequenceExample<Label>> all = new ArrayList<>();
        source.forEach(all::add);
        assertEquals(List.of("x", "y", "z"), names(all.get(0)));
        assertEquals(List.of("y", "z"), names(all.get(1)));
        assertEquals(1000, AudioSequences.clip(all.get(1)).reference().startMs());
        assertEquals(
                "g2", all.get(1).get(1).getMetadataValue(AudioExamples.GROUP_KEY).orElseThrow());
        assertEquals(5, new MutableSequenceDataset<>(source).getFlatDataset().size());
        ManifestException e =
                assertThrows(
                        ManifestException.class,
                        () -> source(SecondLabels.LISTED, "path,label", "a.wav,x|y"));
        assertTrue(e.getMessage().contains("gives 2 labels"), e.getMessage());
        ManifestException empty =
                assertThrows(
                        ManifestException.class,
                        () -> source(SecondLabels.LISTED, "path,label", "a.wav,x||z"));
        assertTrue(empty.getMessage().contains("an empty part"), empty.getMessage());
    }

    @Test
    void manifestsLabelRanges() throws Exception {
        AudioSequenceDataSource<Label> source =
                source(
                        SecondLabels.RANGES,
                        "path,label,start,duration",
                        "a.wav,late,1.4,",
                        "b.wav,only,,",
                        "a.wav,early,0,1.4");
        List<SequenceExample<Label>> all = new ArrayList<>();
        source.forEach(all::add);
        // The middle of the second second, 1.5 s, lies behind the border.
        assertEquals(List.of("early", "late", "late"), names(all.get(0)));
        assertEquals(List.of("only", "only"), names(all.get(1)));
        for (String[] wrong :
                new String[][] {{"a.wav,x,0,1", "a.wav,y,2,1"}, {"a.wav,x,0,1.5", "a.wav,y,1,2"}}) {
            ManifestException e =
                    assertThrows(
                            ManifestException.class,
                            () ->
                                    source(
                                            SecondLabels.RANGES,
                                            "path,label,start,duration",
                                            wrong[0],
                                            wrong[1]));
            assertTrue(
                    e.getMessage().contains("gap") || e.getMessage().contains("overlaps"),
                    e.getMessage());
        }
    }

    @Test
    void provenanceGivesBackTheSource() throws Exception {
        AudioSequenceDataSource<Label> source =
                source(SecondLabels.LISTED, "path,label", "b.wav,x|y");
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(ProvenanceUtil.extractConfiguration(source.getProvenance()));
        AudioSequenceDataSource<?> rebuilt =
                manager.lookupAll(AudioSequenceDataSource.class).get(0);
        assertEquals(1, rebuilt.size());
    }
}
