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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Half a second of noisy tones, low or high: a task that a small network learns in seconds. */
public final class ToneExamples {
    public static final int RATE = 16_000;
    public static final LabelFactory LABELS = new LabelFactory();

    private ToneExamples() {}

    /** A tone of about 500 Hz, or about 2500 Hz, in noise. */
    public static float[] tone(boolean high, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double frequency = (high ? 2500 : 500) * (0.9 + 0.2 * random.nextDouble());
        float[] samples = new float[RATE / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] =
                    (float)
                            (0.3 * Math.sin(2 * Math.PI * frequency * i / RATE)
                                    + 0.05 * (random.nextDouble() - 0.5));
        }
        return samples;
    }

    /** Examples that carry their samples. */
    public static MutableDataset<Label> carried(int count, long seed) {
        List<Example<Label>> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean high = i % 2 == 1;
            examples.add(
                    AudioExamples.create(
                            new Label(high ? "high" : "low"),
                            AudioClip.of(tone(high, seed + i), RATE)));
        }
        return dataset(examples);
    }

    /** Examples that refer to WAV files in a folder, one sub-folder a label. */
    public static MutableDataset<Label> inFiles(Path folder, int count, long seed) {
        List<Example<Label>> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean high = i % 2 == 1;
            String label = high ? "high" : "low";
            Path file = folder.resolve(label).resolve(i + ".wav");
            writeWav(file, tone(high, seed + i));
            examples.add(AudioExamples.create(new Label(label), AudioReference.ofFile(file)));
        }
        return dataset(examples);
    }

    public static MutableDataset<Label> dataset(List<Example<Label>> examples) {
        return new MutableDataset<>(
                new ListDataSource<>(
                        examples, LABELS, new SimpleDataSourceProvenance("tones", LABELS)));
    }

    /** 16-bit mono WAV. */
    public static void writeWav(Path file, float[] samples) {
        ByteBuffer bytes =
                ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes()).putInt(36 + 2 * samples.length).put("WAVEfmt ".getBytes());
        bytes.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        bytes.putShort((short) 2).putShort((short) 16);
        bytes.put("data".getBytes()).putInt(2 * samples.length);
        for (float sample : samples) {
            bytes.putShort((short) Math.round(32767 * sample));
        }
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
