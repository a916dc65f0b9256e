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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.ssamba.features.FrozenEncoder.WIDTH;
import static org.ssamba.features.FrozenEncoder.assertRow;
import static org.ssamba.features.FrozenEncoder.clip;
import static org.ssamba.features.FrozenEncoder.lowThenHigh;
import static org.ssamba.features.FrozenEncoder.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequences;
import org.ssamba.encoder.Pooling;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.classification.Label;
import org.tribuo.sequence.SequenceExample;

/** A frozen encoder's embedding of each second, as sequences for Tribuo's trainers. */
class EmbeddedSecondsTest {
    @TempDir static Path folder;
    private static FrozenEncoder frozen;

    @BeforeAll
    static void pretrainATinyEncoder() throws IOException {
        frozen = new FrozenEncoder(folder);
    }

    @Test
    void aSequenceHasAnElementASecond() {
        AudioClip clip = clip(1.7);
        float[] seconds = frozen.embedded(Pooling.perSecond(frozen.encoder.config()), clip);
        try (SSAMBAFeatureExtractor<Label> extractor = frozen.extractor(Embedding.PER_SECOND)) {
            SequenceExample<Label> sequence = extractor.extractSequence(new Label("x"), clip);
            assertEquals(2, sequence.size());
            for (int second = 0; second < 2; second++) {
                assertEquals("x", sequence.get(second).getOutput().getLabel());
                double[] row = new double[WIDTH];
                int i = 0;
                for (Feature feature : sequence.get(second)) {
                    row[i++] = feature.getValue();
                }
                assertRow(seconds, second, row);
            }
            Example<Label> plain = extractor.extract(new Label("x"), clip);
            assertEquals(
                    (seconds[0] + seconds[WIDTH]) / 2, plain.lookup("D=0001").getValue(), 1e-5);
        }
    }

    @Test
    void paddingGivesNoSeconds() {
        try (SSAMBAFeatureExtractor<Label> extractor = frozen.extractor(Embedding.PER_SECOND)) {
            assertEquals(1, extractor.extractSequence(new Label("x"), clip(0.4)).size());
        }
    }

    @Test
    void aClipHasAsManySecondsAsItHasLabels() {
        try (SSAMBAFeatureExtractor<Label> extractor = frozen.extractor(Embedding.PER_SECOND)) {
            for (double seconds : new double[] {0.3, 1.04, 1.5, 2.24, 2.49, 2.5, 4.02, 4.6}) {
                AudioClip clip = clip(seconds);
                List<Label> labels =
                        Collections.nCopies(AudioSequences.seconds(seconds), new Label("x"));
                assertEquals(
                        AudioSequences.create(clip, labels).size(),
                        extractor.extractSequence(new Label("x"), clip).size(),
                        seconds + " s");
            }
        }
    }

    @Test
    void longClipsAreReadInPartsOfWholeSeconds() {
        AudioClip clip = clip(5.3);
        try (SSAMBAFeatureExtractor<Label> extractor = frozen.extractor(Embedding.PER_SECOND)) {
            double[][] rows = rows(extractor, clip);
            assertEquals(5, rows.length);
            // The encoder reads 2.24 s, so two seconds at a time.
            Pooling pooling = Pooling.perSecond(frozen.encoder.config());
            assertRow(frozen.embedded(pooling, clip.slice(0, 2)), 1, rows[1]);
            assertRow(frozen.embedded(pooling, clip.slice(2, 2)), 0, rows[2]);
            assertRow(frozen.embedded(pooling, clip.slice(4, 1)), 0, rows[4]);
        }
    }

    @Test
    void everySecondMayHaveItsOwnOutputAndRefersToItsAudio() {
        Path file = folder.resolve("long.wav");
        ToneExamples.writeWav(file, lowThenHigh(2.5));
        AudioReference reference = AudioReference.ofFile(file);
        try (SSAMBAFeatureExtractor<Label> extractor = frozen.extractor(Embedding.PER_SECOND)) {
            List<Label> labels = List.of(new Label("low"), new Label("high"), new Label("high"));
            SequenceExample<Label> sequence = extractor.extractSequence(labels, reference);
            for (int second = 0; second < 3; second++) {
                assertEquals(labels.get(second), sequence.get(second).getOutput());
                AudioReference part = AudioReference.of(sequence.get(second));
                assertEquals(1000.0 * second, part.startMs());
                assertEquals(second == 2 ? 500 : 1000, part.durationMs(), 1e-6);
                assertEquals(reference.sha256(), part.sha256());
            }
            Example<Label> example = AudioExamples.create(new Label("all"), reference);
            example.setWeight(2f);
            SequenceExample<Label> weighted = extractor.extractSequence(example);
            assertEquals(2f, weighted.getWeight());
            assertEquals("all", weighted.get(2).getOutput().getLabel());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> extractor.extractSequence(labels.subList(0, 2), reference));
        }
        try (SSAMBAFeatureExtractor<Label> mean = frozen.extractor(Embedding.MEAN)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> mean.extractSequence(new Label("x"), reference));
        }
    }
}
