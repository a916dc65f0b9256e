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
package org.ssamba.consumer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.head.LabelHead;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;

/** What a first program does: trains on a folder of clips, saves, loads, evaluates. */
public final class TwoPitches {
    private static final int RATE = 16000;

    private TwoPitches() {}

    /**
     * Prints the accuracy of the loaded model.
     *
     * @param args an empty folder.
     * @throws IOException if clips or model cannot be written.
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Path clips = folder.resolve("clips");
        for (int pitch : new int[] {300, 2000}) {
            Path label = Files.createDirectories(clips.resolve(Integer.toString(pitch)));
            for (int clip = 0; clip < 8; clip++) {
                writeTone(label.resolve(clip + ".wav"), pitch, clip);
            }
        }
        var data = new MutableDataset<>(new AudioDirectoryDataSource<>(clips, new LabelFactory()));
        var shape = new EncoderShape().size(16, 2).frames(32).patches(16, 16);
        var recipe = new FineTuningRecipe().epochs(8).batchSize(4).learningRate(3e-3);
        Path saved = folder.resolve("model.tribuo");
        new SSAMBATrainer<>(new LabelHead(), shape, recipe).train(data).serializeToFile(saved);

        var model = Model.deserializeFromFile(saved).castModel(Label.class);
        System.out.println(new LabelEvaluator().evaluate(model, data).accuracy());
    }

    private static void writeTone(Path file, int pitch, int seed) throws IOException {
        Random random = new Random(seed);
        byte[] samples = new byte[RATE]; // Half a second of 16 bits.
        for (int i = 0; i < samples.length / 2; i++) {
            double tone = Math.sin(2 * Math.PI * pitch * i / RATE);
            short value = (short) (15000 * tone + 2000 * random.nextGaussian());
            samples[2 * i] = (byte) value;
            samples[2 * i + 1] = (byte) (value >> 8);
        }
        var format = new AudioFormat(RATE, 16, 1, true, false);
        var bytes = new ByteArrayInputStream(samples);
        try (var stream = new AudioInputStream(bytes, format, samples.length / 2)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
        }
    }
}
