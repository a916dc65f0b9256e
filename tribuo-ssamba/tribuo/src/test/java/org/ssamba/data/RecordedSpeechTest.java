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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.RecordedAudio;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** The Free Spoken Digit Dataset, through a manifest that lists other data sets too. */
class RecordedSpeechTest {
    private static AudioManifest.Builder digits() {
        Path manifest = RecordedAudio.folder().resolve("manifest.csv");
        return AudioManifest.builder(manifest).splitColumn("set").splits("fsdd");
    }

    @Test
    void aSpeakerIsLeftOut() {
        MutableDataset<Label> test =
                new MutableDataset<>(
                        new AudioManifestDataSource<>(
                                digits().groups("theo").build(), new LabelFactory()));
        AudioManifest training = digits().excludedGroups("theo").build();
        assertEquals(500, test.size());
        assertEquals(2000, training.size());
        Set<String> digits = new TreeSet<>();
        for (Example<Label> example : test) {
            digits.add(example.getOutput().getLabel());
        }
        assertEquals(10, digits.size());

        AudioCorpus corpus = AudioCorpus.of(test);
        CorpusStatistics statistics =
                CorpusStatistics.of(
                        new DecodingSpectrogramSource(LogMelConfig.standard()),
                        corpus.references().subList(0, 100));
        assertTrue(statistics.mean() > -16 && statistics.mean() < 5, () -> statistics.toString());
        assertTrue(
                statistics.standardDeviation() > 1 && statistics.standardDeviation() < 8,
                () -> statistics.toString());
    }
}
