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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.AudioFeatureExtractor;
import org.ssamba.features.LogMelStatisticsExtractor;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

/**
 * Files made where numbers are written with other digits, as in Egypt, are the same as anywhere.
 */
class ArabicDigitsTest {
    private static final Locale EGYPT = Locale.forLanguageTag("ar-EG");
    private static final Pattern OTHER_DIGITS = Pattern.compile("(?![0-9])\\p{Nd}");
    private static final Locale BEFORE = Locale.getDefault();

    @TempDir static Path folder;
    private static GuideTones tones;

    @BeforeAll
    static void train() throws IOException {
        Locale.setDefault(EGYPT);
        assertEquals("٠٧", "%02d".formatted(7), "this Java has no digits of Egypt");
        tones = new GuideTones(folder);
    }

    @BeforeEach
    void inEgypt() {
        Locale.setDefault(EGYPT);
    }

    @AfterAll
    static void elsewhere() {
        Locale.setDefault(BEFORE);
    }

    @Test
    void aModelOfEgyptIsSavedAsAnywhereAndPredictsTheSame() throws IOException {
        assertFalse(
                OTHER_DIGITS.matcher(tones.model.getProvenance().toString()).find(),
                tones.model.getProvenance().toString());
        PretrainedEncoder encoder = PretrainedEncoder.load(tones.encoder);
        assertSameBytesElsewhere(tones.model::serializeToFile);
        assertSameBytesElsewhere(tones.model::saveSafetensors);
        assertSameBytesElsewhere(encoder::save);
        assertSameBytesElsewhere(encoder::saveSafetensors);
        assertSameBytesElsewhere(encoder::savePyTorch);
        Path file = folder.resolve("model.tribuo");
        tones.model.serializeToFile(file);
        Example<Label> clip = tones.test.getExample(0);
        Label expected = tones.model.predict(clip).getOutput();
        Locale.setDefault(Locale.ENGLISH);
        Model<Label> loaded = Model.deserializeFromFile(file).castModel(Label.class);
        assertEquals(expected, loaded.predict(clip).getOutput());
    }

    /** Writes a file. */
    private interface Saving {
        void to(Path file) throws IOException;
    }

    private static void assertSameBytesElsewhere(Saving saving) throws IOException {
        Path here = folder.resolve("here");
        Path elsewhere = folder.resolve("elsewhere");
        saving.to(here);
        Locale.setDefault(Locale.ENGLISH);
        saving.to(elsewhere);
        Locale.setDefault(EGYPT);
        assertArrayEquals(Files.readAllBytes(elsewhere), Files.readAllBytes(here));
    }

    @Test
    void aClassifierOfEmbeddingsTrainedInEgyptFindsItsFeaturesElsewhere() throws IOException {
        try (SSAMBAFeatureExtractor<Label> embeddings =
                new SSAMBAFeatureExtractor<>(tones.encoder)) {
            assertUsableElsewhere(embeddings, () -> new SSAMBAFeatureExtractor<>(tones.encoder));
        }
        assertUsableElsewhere(
                new LogMelStatisticsExtractor<>(16), () -> new LogMelStatisticsExtractor<>(16));
    }

    private static void assertUsableElsewhere(
            AudioFeatureExtractor<Label> here, Supplier<AudioFeatureExtractor<Label>> elsewhere)
            throws IOException {
        Path file = folder.resolve("classifier.tribuo");
        new LogisticRegressionTrainer().train(features("train", here)).serializeToFile(file);
        Locale.setDefault(Locale.ENGLISH);
        Model<Label> loaded = Model.deserializeFromFile(file).castModel(Label.class);
        Example<Label> clip = features("test", elsewhere.get()).getExample(0);
        assertEquals(clip.size(), loaded.predict(clip).getNumActiveFeatures());
        Locale.setDefault(EGYPT);
    }

    private static MutableDataset<Label> features(
            String clips, AudioFeatureExtractor<Label> extractor) {
        return new MutableDataset<>(
                new AudioFeatureDataSource<>(
                        new AudioDirectoryDataSource<>(folder.resolve(clips), ToneExamples.LABELS),
                        extractor));
    }
}
