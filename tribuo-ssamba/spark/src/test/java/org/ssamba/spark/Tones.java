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
package org.ssamba.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.head.LabelHead;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** Clips of noisy tones in WAV files, and a small encoder of them. */
final class Tones {
    private static final int RATE = 16_000;

    private Tones() {}

    /** Sixteen-bit mono WAV of a tone whose pitch and noise the number decides. */
    static byte[] wav(int number, double seconds) {
        int samples = (int) (seconds * RATE);
        ByteBuffer file = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes()).putInt(36 + 2 * samples).put("WAVEfmt ".getBytes());
        file.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        file.putShort((short) 2).putShort((short) 16).put("data".getBytes()).putInt(2 * samples);
        SplittableRandom random = new SplittableRandom(number);
        double pitch = number % 2 == 0 ? 400 + 20 * number : 2500 + 20 * number;
        for (int i = 0; i < samples; i++) {
            double value =
                    0.3 * Math.sin(2 * Math.PI * pitch * i / RATE)
                            + 0.05 * (random.nextDouble() - 0.5);
            file.putShort((short) (32767 * value));
        }
        return file.array();
    }

    static Path write(Path folder, int number, double seconds) {
        Path file = folder.resolve("tone %03d.wav".formatted(number));
        try {
            Files.createDirectories(folder);
            return Files.write(file, wav(number, seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An encoder of one second that has learned nothing but the normalisation. */
    static PretrainedEncoder encoder(Path clips) {
        EncoderShape shape = EncoderShape.tiny().size(32, 2).frames(100).patches(128, 4);
        return new SSAMBAPretrainer(shape, new PretrainingRecipe().maskedPatches(5))
                .untrained(new AudioCorpus(clips));
    }

    /** A model that tells low tones from high ones, after a few steps. */
    static SSAMBAModel<Label> classifier(Path clips) {
        for (int i = 0; i < 8; i++) {
            write(clips.resolve(i % 2 == 0 ? "low" : "high"), i, 1);
        }
        MutableDataset<Label> labelled =
                new MutableDataset<>(new AudioDirectoryDataSource<>(clips, new LabelFactory()));
        EncoderShape shape = EncoderShape.tiny().size(32, 2).frames(100).patches(128, 4);
        FineTuningRecipe recipe = new FineTuningRecipe().epochs(1).batchSize(4);
        return new SSAMBATrainer<>(new LabelHead(), shape, recipe).train(labelled);
    }
}
