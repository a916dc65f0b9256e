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

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableDataset;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.dataset.DatasetView;
import org.tribuo.dataset.MinimumCardinalityDataset;
import org.tribuo.evaluation.KFoldSplitter;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.impl.ArrayExample;
import org.tribuo.test.Helpers;

class AudioReferenceTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir Path folder;
    private AudioDirectoryDataSource<Label> source;
    private MutableDataset<Label> dataset;

    @BeforeEach
    void someClips() throws IOException {
        for (int i = 0; i < 6; i++) {
            Wav.tone(folder.resolve("low/" + i + ".wav"), 200 + i, 0.1);
            Wav.tone(folder.resolve("high/" + i + ".wav"), 2000 + i, 0.1 + 0.01 * i);
        }
        source = new AudioDirectoryDataSource<>(folder, new LabelFactory());
        dataset = new MutableDataset<>(source);
    }

    private static Set<AudioReference> references(Iterable<Example<Label>> examples) {
        Set<AudioReference> references = new HashSet<>();
        examples.forEach(example -> references.add(AudioReference.of(example)));
        return references;
    }

    @Test
    void metadataAreStringsUnderTheDocumentedKeys() {
        AudioReference reference =
                new AudioReference(URI.create("file:///a/b%20c.wav"), 1500, 62.5, HASH);
        assertEquals(
                Map.of(
                        "audio-uri", "file:///a/b%20c.wav",
                        "audio-start-ms", "1500",
                        "audio-duration-ms", "62.5",
                        "audio-sha256", HASH),
                reference.toMetadata());
        assertEquals(reference, AudioReference.of(AudioExamples.create(new Label("x"), reference)));
    }

    @Test
    void anExampleHasTheDurationAsItsOneFeature() {
        AudioReference reference = AudioReference.ofFile(folder.resolve("high/5.wav"));
        Example<Label> example = AudioExamples.create(new Label("x"), reference);
        assertEquals(1, example.size());
        assertEquals(0.15, example.lookup(AudioExamples.DURATION_FEATURE).getValue(), 1e-12);
    }

    @Test
    void aPartIsAClipOfItsOwnWithinTheWhole() {
        AudioReference whole = AudioReference.ofFile(folder.resolve("high/5.wav"));
        AudioReference part = whole.part(50, 100).part(20, 80);
        assertEquals(new AudioReference(whole.uri(), 70, 80, whole.sha256()), part);
        for (double[] outside :
                new double[][] {{-1, 10}, {100, 50.1}, {0, 151}, {Double.NaN, 10}, {10, 0}}) {
            assertThrows(IllegalArgumentException.class, () -> whole.part(outside[0], outside[1]));
        }
    }

    @Test
    void everyWayTribuoPassesExamplesOnKeepsTheReference() {
        Set<AudioReference> all = references(source);
        assertEquals(12, all.size());
        assertEquals(all, references(dataset));

        TrainTestSplitter<Label> split = new TrainTestSplitter<>(source, 0.5, 1);
        Set<AudioReference> halves = references(split.getTrain());
        assertEquals(6, halves.size());
        halves.addAll(references(split.getTest()));
        assertEquals(all, halves);

        Set<AudioReference> folds = new HashSet<>();
        new KFoldSplitter<Label>(3, 1)
                .split(dataset, true)
                .forEachRemaining(fold -> folds.addAll(references(fold.test)));
        assertEquals(all, folds);

        Dataset<Label> copies = ImmutableDataset.copyDataset(dataset);
        assertEquals(all, references(copies));
        DatasetView<Label> bootstrap = DatasetView.createBootstrapView(dataset, dataset.size(), 7);
        assertTrue(all.containsAll(references(bootstrap)));
        dataset.shuffle(true);
        assertEquals(all, references(dataset));
        assertEquals(all, references(Helpers.testDatasetSerialization(dataset)));
    }

    @Test
    void lostMetadataAreExplainedByWhatLosesThem() {
        Dataset<Label> rebuilt = new MinimumCardinalityDataset<>(dataset, 1);
        MissingAudioReferenceException e =
                assertThrows(
                        MissingAudioReferenceException.class,
                        () -> AudioReference.of(rebuilt.getExample(0)));
        assertTrue(e.getMessage().contains("MinimumCardinalityDataset"), e.getMessage());
        assertTrue(e.getMessage().contains("IndependentMultiLabelTrainer"), e.getMessage());
    }

    @Test
    void anExampleOfFeaturesIsToldFromOneThatLostItsReference() {
        Example<Label> features =
                new ArrayExample<>(new Label("x"), new String[] {"a"}, new double[] {1});
        MissingAudioReferenceException e =
                assertThrows(
                        MissingAudioReferenceException.class, () -> AudioReference.of(features));
        assertTrue(e.getMessage().contains("not made from audio"), e.getMessage());
        assertTrue(e.getMessage().contains("AudioManifestDataSource"), e.getMessage());
    }

    @Test
    void anIncompleteOrMalformedReferenceNamesThePart() {
        Map<String, Object> metadata =
                new HashMap<>(new AudioReference(URI.create("file:///a"), 0, 1, HASH).toMetadata());
        metadata.remove("audio-sha256");
        assertMessageHolds(metadata, "audio-sha256");
        metadata.put("audio-sha256", "cafe");
        assertMessageHolds(metadata, "cafe");
        metadata.put("audio-sha256", HASH);
        metadata.put("audio-duration-ms", "long");
        assertMessageHolds(metadata, "long");
        metadata.put("audio-duration-ms", "0");
        assertMessageHolds(metadata, "not positive");
    }

    private static void assertMessageHolds(Map<String, Object> metadata, String part) {
        Example<Label> example = new ArrayExample<>(new Label("x"), metadata);
        MissingAudioReferenceException e =
                assertThrows(
                        MissingAudioReferenceException.class, () -> AudioReference.of(example));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void aReferenceToNoFileOfThisMachineIsAnErrorThatNamesIt() {
        AudioReference remote = new AudioReference(URI.create("s3://bucket/a.wav"), 0, 1, HASH);
        AudioFormatException e = assertThrows(AudioFormatException.class, remote::path);
        assertTrue(e.getMessage().contains("s3://bucket/a.wav"), e.getMessage());
    }
}
