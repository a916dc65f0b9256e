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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequences;
import org.tribuo.classification.Label;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;

/** A low or a high tone each second, at random: a task for trainers of sequences. */
public final class ChangingTones {
    private ChangingTones() {}

    /**
     * Clips in files, of two seconds to six: shorter and longer than {@link #SHAPE} reads at once.
     */
    public static MutableSequenceDataset<Label> inFiles(Path folder, int count) {
        List<SequenceExample<Label>> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Clip clip = clip(2 + i % 5, i);
            Path file = folder.resolve(i + ".wav");
            ToneExamples.writeWav(file, clip.samples());
            files.add(AudioSequences.create(AudioReference.ofFile(file), clip.labels()));
        }
        return dataset(files);
    }

    /** Clips that carry their samples, of three seconds and more. */
    public static MutableSequenceDataset<Label> carried(int count) {
        List<SequenceExample<Label>> carried = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Clip clip = clip(3 + i, 1000 + i);
            carried.add(
                    AudioSequences.create(
                            AudioClip.of(clip.samples(), ToneExamples.RATE), clip.labels()));
        }
        return dataset(carried);
    }

    private record Clip(float[] samples, List<Label> labels) {}

    private static Clip clip(int seconds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[seconds * ToneExamples.RATE];
        List<Label> labels = new ArrayList<>();
        for (int s = 0; s < seconds; s++) {
            boolean high = random.nextBoolean();
            labels.add(new Label(high ? "high" : "low"));
            for (int half = 0; half < 2; half++) {
                float[] tone = ToneExamples.tone(high, seed * 100 + 2 * s + half);
                System.arraycopy(
                        tone, 0, samples, s * ToneExamples.RATE + half * tone.length, tone.length);
            }
        }
        return new Clip(samples, labels);
    }

    public static MutableSequenceDataset<Label> dataset(List<SequenceExample<Label>> examples) {
        return new MutableSequenceDataset<>(
                examples,
                new SimpleDataSourceProvenance("tones", ToneExamples.LABELS),
                ToneExamples.LABELS);
    }
}
