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
import static org.ssamba.data.LabelledClips.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.regression.RegressionFactory;

/** A folder for each label. */
class AudioDirectoryDataSourceTest {
    @TempDir Path temporary;
    private LabelledClips clips;

    @BeforeEach
    void someClips() throws IOException {
        clips = new LabelledClips(temporary);
    }

    @Test
    void aFolderPerLabelGivesSortedLabelledReferences() {
        List<Example<Label>> examples = examples(clips.directory(UnreadableAudio.FAIL));
        assertEquals(
                List.of("high/b.wav", "low/anna/a.WAV", "low/c.wav"),
                examples.stream().map(e -> e.getMetadataValue(Example.NAME).get()).toList());
        assertEquals(
                List.of("high", "low", "low"),
                examples.stream().map(e -> e.getOutput().getLabel()).toList());
        assertEquals(
                AudioReference.ofFile(clips.folder.resolve("low/c.wav")),
                AudioReference.of(examples.get(2)));
        assertEquals(300, AudioReference.of(examples.get(2)).durationMs());
    }

    @Test
    void everyIterationMakesFreshExamples() {
        AudioDirectoryDataSource<Label> source = clips.directory(UnreadableAudio.FAIL);
        examples(source).get(0).setMetadataValue("mine", "x");
        assertEquals(false, examples(source).get(0).containsMetadata("mine"));
    }

    /**
     * A notebook that is stopped while files are read does not go on with fewer of them. Files are
     * read by several threads: the one that is stopped may have none to read, and nothing is lost.
     */
    @RepeatedTest(20)
    void anInterruptedThreadSkipsNoFiles() {
        int all = clips.directory(UnreadableAudio.SKIP).size();
        Thread.currentThread().interrupt();
        try {
            AudioDirectoryDataSource<Label> source = clips.directory(UnreadableAudio.SKIP);
            assertEquals(List.of(), source.skipped());
            assertEquals(all, source.size());
        } catch (CancellationException e) {
            // Asked to stop, and stopped.
        } finally {
            assertTrue(Thread.interrupted(), "whoever asked can still see it");
        }
    }

    @Test
    void foldersWithoutAudioAndMissingOnesAreErrors() throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        LabelFactory labels = new LabelFactory();
        for (Path bad :
                List.of(empty, temporary.resolve("none"), clips.folder.resolve("README.md"))) {
            AudioFormatException e =
                    assertThrows(
                            AudioFormatException.class,
                            () -> new AudioDirectoryDataSource<>(bad, labels));
            assertEquals(bad.toString(), e.path());
        }
    }

    @Test
    void unusableFilesFailOrAreSkippedAndReported() throws IOException {
        Files.writeString(clips.folder.resolve("low/broken.wav"), "no audio at all");
        Wav.tone(clips.folder.resolve("high/click.wav"), 300, 0.01);
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class, () -> clips.directory(UnreadableAudio.FAIL));
        assertEquals(clips.folder.resolve("high/click.wav").toString(), e.path());
        assertTrue(e.getMessage().contains("1 other clip"), e.getMessage());

        AudioDirectoryDataSource<Label> source = clips.directory(UnreadableAudio.SKIP);
        assertEquals(3, source.size());
        assertEquals(
                List.of("high/click.wav", "low/broken.wav"),
                source.skipped().stream().map(SkippedAudio::name).toList());
        assertTrue(source.skipped().get(0).reason().contains("0.01 s long"));
        assertEquals(2, value(source, "num-skipped"));
        assertEquals(3, value(source, "num-clips"));
    }

    @Test
    void aFolderWhoseNameIsNoNumberIsNamed() {
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () ->
                                new AudioDirectoryDataSource<>(
                                        clips.folder, new RegressionFactory()));
        assertEquals(clips.folder.resolve("high").toString(), e.path());
    }
}
