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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ssamba.ClipLength;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.encoder.Pooling;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;
import org.tribuo.classification.Label;

/** A small encoder pretrained for a moment on tones, and features from it. */
public final class FrozenEncoder {
    public static final int WIDTH = 16;
    public static final int FRAMES = 224;
    public static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);

    public final PretrainedEncoder encoder;
    public final Path file;
    private final Path folder;

    public FrozenEncoder(Path folder) throws IOException {
        this.folder = folder;
        ToneExamples.inFiles(folder.resolve("training"), 24, 1);
        ToneExamples.inFiles(folder.resolve("testing"), 12, 500);
        encoder =
                new SSAMBAPretrainer(
                                EncoderShape.tiny().size(WIDTH, 2).frames(FRAMES),
                                new PretrainingRecipe().steps(3).batchSize(4).maskedPatches(6))
                        .pretrain(new AudioCorpus(folder.resolve("training")));
        file = folder.resolve("encoder.ssamba");
        encoder.save(file);
    }

    public SSAMBAFeatureExtractor<Label> extractor(Embedding embedding) {
        return SSAMBAFeatureExtractor.<Label>builder(file)
                .embedding(embedding)
                .clipLength(ClipLength.CUT)
                .device(CPU)
                .batchSize(8)
                .build();
    }

    public AudioDirectoryDataSource<Label> clips(String name) {
        return new AudioDirectoryDataSource<>(folder.resolve(name), ToneExamples.LABELS);
    }

    /** A low tone and then a high one, a part of a second each. */
    public static float[] lowThenHigh(double seconds) {
        float[] low = ToneExamples.tone(false, 7);
        float[] high = ToneExamples.tone(true, 8);
        float[] samples = new float[(int) Math.round(seconds * ToneExamples.RATE)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (i < ToneExamples.RATE ? low : high)[i % low.length];
        }
        return samples;
    }

    public static AudioClip clip(double seconds) {
        return AudioClip.of(lowThenHigh(seconds), ToneExamples.RATE);
    }

    public float[] embedded(Pooling pooling, AudioClip clip) {
        return encoder.embed(
                        SpectrogramClips.ofWaveforms(
                                new DecodingSpectrogramSource(encoder.frontEnd().logMel()),
                                FRAMES,
                                List.of(clip)),
                        pooling,
                        CPU)[0];
    }

    public static double[][] rows(SSAMBAFeatureExtractor<Label> extractor, AudioClip clip) {
        return extractor.compute(List.of(ClipAudio.of(clip))).get(0).rows();
    }

    public static void assertRow(float[] expected, int segment, double[] row) {
        assertEquals(WIDTH, row.length);
        for (int i = 0; i < WIDTH; i++) {
            assertEquals(expected[segment * WIDTH + i], row[i], 1e-5, "dimension " + i);
        }
    }
}
