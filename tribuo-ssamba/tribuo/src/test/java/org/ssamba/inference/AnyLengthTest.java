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
package org.ssamba.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ClipLength;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.encoder.Pooling;
import org.ssamba.features.AudioEmbedder;
import org.ssamba.head.LabelHead;
import org.ssamba.protos.SSAMBAModelProto;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.protos.core.ModelProto;

/** Clips shorter and longer than the half second that the encoder reads. */
class AnyLengthTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(8).batchSize(8).learningRate(3e-3);
    private static final double WINDOW_SECONDS = (47 * 160 + 400) / 16_000.0;

    @TempDir static Path folder;
    private static MutableDataset<Label> training;
    private static SSAMBAModel<Label> windowed;
    private static PretrainedEncoder encoder;

    @BeforeAll
    static void trainOnLowTonesThatBecomeHigh() throws Exception {
        training = ToneExamples.inFiles(folder.resolve("training"), 32, 1);
        windowed = windows(RECIPE, 0.2).train(training);
        encoder =
                new SSAMBAPretrainer(
                                SHAPE,
                                new PretrainingRecipe().steps(3).batchSize(4).maskedPatches(6))
                        .pretrain(new AudioCorpus(folder.resolve("training")));
    }

    private static SSAMBATrainer<Label> windows(FineTuningRecipe recipe, double hopSeconds) {
        return SSAMBATrainer.builder(new LabelHead())
                .encoder(SHAPE)
                .recipe(recipe)
                .clipLength(ClipLength.WINDOWS)
                .hopSeconds(hopSeconds)
                .build();
    }

    /** Tones of half a second, one after the other: l for low, h for high. */
    private static float[] tones(String pattern) {
        float[] samples = new float[pattern.length() * ToneExamples.RATE / 2];
        for (int i = 0; i < pattern.length(); i++) {
            float[] tone = ToneExamples.tone(pattern.charAt(i) == 'h', 70 + i);
            System.arraycopy(tone, 0, samples, i * tone.length, tone.length);
        }
        return samples;
    }

    private static Example<Label> inFile(String name, float[] samples) {
        Path file = folder.resolve(name);
        ToneExamples.writeWav(file, samples);
        return AudioExamples.create(
                ToneExamples.LABELS.getUnknownOutput(), AudioReference.ofFile(file));
    }

    private static Example<Label> carried(float[] samples) {
        return AudioExamples.create(
                ToneExamples.LABELS.getUnknownOutput(), AudioClip.of(samples, ToneExamples.RATE));
    }

    private static double high(Prediction<Label> prediction) {
        return prediction.getOutputScores().get("high").getScore();
    }

    @Test
    void aLongClipIsTheMeanOfItsWindowsAndEachIsAClipOfItsOwn() {
        for (Example<Label> example :
                List.of(inFile("long.wav", tones("lllhh")), carried(tones("lllhh")))) {
            List<WindowPrediction<Label>> windows = new ArrayList<>();
            windowed.predictWindows(example, windows::add);
            // Starts 0, 0.2, … as far as a window fits, and one that ends with the clip.
            assertEquals(12, windows.size());
            assertEquals(0.2, windows.get(1).startSeconds(), 1e-9);
            assertEquals(2.5, windows.get(11).endSeconds(), 1e-9);
            double mean = 0;
            for (WindowPrediction<Label> window : windows) {
                assertEquals(WINDOW_SECONDS, window.endSeconds() - window.startSeconds(), 1e-9);
                Prediction<Label> alone = windowed.predict(window.prediction().getExample());
                assertTrue(window.prediction().distributionEquals(alone, 1e-5));
                mean += high(alone) / windows.size();
            }
            assertEquals(mean, high(windowed.predict(example)), 1e-5);
            assertTrue(high(windows.get(0).prediction()) < 0.2, "starts low");
            assertTrue(high(windows.get(11).prediction()) > 0.8, "ends high");
        }
    }

    @Test
    void batchesOfMixedLengthsGiveWhatEachClipAloneGives() {
        List<Example<Label>> mixed =
                List.of(
                        carried(tones("lh")),
                        carried(tones("h")),
                        inFile("mixed.wav", tones("hhhhl")),
                        carried(Arrays.copyOf(tones("l"), 3000)),
                        carried(tones("hll")),
                        carried(Arrays.copyOf(tones("hh"), 9000)));
        for (ClipLength length : ClipLength.values()) {
            SSAMBAModel<Label> model = with(length);
            List<Prediction<Label>> together = model.predict(mixed);
            for (int i = 0; i < mixed.size(); i++) {
                Prediction<Label> alone = model.predict(mixed.get(i));
                assertTrue(together.get(i).distributionEquals(alone, 1e-5), length + " " + i);
            }
        }
    }

    /** The same weights with another choice, by way of the saved form. */
    private static SSAMBAModel<Label> with(ClipLength length) {
        return changed(proto -> proto.setClipLength(length.name()));
    }

    private interface Change {
        void of(SSAMBAModelProto.Builder proto);
    }

    @SuppressWarnings("unchecked") // It was a model of labels.
    private static SSAMBAModel<Label> changed(Change change) {
        ModelProto saved = windowed.serialize();
        try {
            SSAMBAModelProto.Builder content =
                    saved.getSerializedData().unpack(SSAMBAModelProto.class).toBuilder();
            change.of(content.clearSha256());
            return (SSAMBAModel<Label>)
                    Model.deserialize(
                            saved.toBuilder().setSerializedData(Any.pack(content.build())).build());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theChoiceIsSavedAndModelsWithoutOneCut() {
        SSAMBAModel<Label> loaded = changed(proto -> {});
        Example<Label> example = carried(tones("lhhhh"));
        assertEquals(ClipLength.WINDOWS, loaded.clipLength());
        assertTrue(windowed.predict(example).distributionEquals(loaded.predict(example), 0));
        SSAMBAModel<Label> old = changed(proto -> proto.clearClipLength().clearHopSeconds());
        assertEquals(ClipLength.CUT, old.clipLength());
        assertEquals(
                high(old.predict(carried(tones("lh")))), high(old.predict(example)), 1e-5, "cut");
        assertNotEquals(high(windowed.predict(example)), high(old.predict(example)), 0.1);
        assertThrows(
                IllegalStateException.class,
                () -> changed(proto -> proto.setClipLength("SOMETHING")));
        assertThrows(IllegalStateException.class, () -> changed(proto -> proto.setHopSeconds(3)));
    }

    @Test
    void trainingSeesAllOfALongClip() {
        // Only what lies behind the encoder's length tells these apart.
        List<Example<Label>> examples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String pattern = i % 2 == 0 ? "lllll" : "hhhhh";
            float[] samples = tones(pattern);
            Arrays.fill(samples, 0, ToneExamples.RATE / 2, 0);
            examples.add(
                    AudioExamples.create(
                            new Label(i % 2 == 0 ? "low" : "high"),
                            AudioClip.of(samples, ToneExamples.RATE)));
        }
        MutableDataset<Label> data = ToneExamples.dataset(examples);
        Model<Label> model = windows(RECIPE.epochs(20), 0).train(data);
        for (Example<Label> example : examples) {
            assertEquals(
                    example.getOutput().getLabel(), model.predict(example).getOutput().getLabel());
        }
    }

    @Test
    void provenanceGivesBackTheChoice() {
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(
                ProvenanceUtil.extractConfiguration(
                        windowed.getProvenance().getTrainerProvenance()));
        String rebuilt = manager.lookupAll(SSAMBATrainer.class).get(0).toString();
        assertTrue(rebuilt.contains("clipLength=WINDOWS,hopSeconds=0.2"), rebuilt);
    }

    @Test
    void embeddingsOfMixedLengths() {
        List<AudioClip> clips = new ArrayList<>();
        for (int samples : new int[] {16_000, 2000, 8000, 30_000, 8000, 400}) {
            clips.add(AudioClip.of(Arrays.copyOf(tones("lhlh"), samples), ToneExamples.RATE));
        }
        for (ClipLength length : ClipLength.values()) {
            try (AudioEmbedder embedder =
                    AudioEmbedder.builder(encoder).clipLength(length).build()) {
                float[][] together = embedder.embed(clips);
                for (int i = 0; i < clips.size(); i++) {
                    float[] alone = embedder.embed(List.of(clips.get(i)))[0];
                    assertArrayEquals(alone, together[i], 1e-5f, length + " clip " + i);
                }
            }
        }
        try (AudioEmbedder embedder =
                AudioEmbedder.builder(encoder).clipLength(ClipLength.CUT).build()) {
            assertArrayEquals(
                    encoder.embed(clips, new ComputeDevice())[0], embedder.embed(clips)[0], 1e-6f);
        }
    }

    @Test
    void embeddingsOfWindowsAreThoseOfThePartsAndAverageToTheClips() {
        inFile("embedded.wav", tones("lhhl"));
        Path file = folder.resolve("embedded.wav");
        List<WindowEmbedding> windows = new ArrayList<>();
        try (AudioEmbedder embedder =
                AudioEmbedder.builder(encoder)
                        .pooling(Pooling.Kind.CLASS_TOKEN)
                        .hopSeconds(0.3)
                        .build()) {
            embedder.embedWindows(file, windows::add);
            float[] mean = new float[16];
            for (WindowEmbedding window : windows) {
                AudioClip part =
                        AudioReader.read(
                                file,
                                window.startSeconds(),
                                window.endSeconds() - window.startSeconds());
                assertArrayEquals(embedder.embed(List.of(part))[0], window.values(), 1e-5f);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += window.values()[i] / windows.size();
                }
            }
            assertTrue(windows.size() > 3);
            assertArrayEquals(mean, embedder.embed(file), 1e-5f);
        }
    }

    @Test
    void whatIsTooLongForItsOwnLengthIsRefusedWithAdvice() {
        Example<Label> long62 = carried(new float[62 * ToneExamples.RATE]);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> with(ClipLength.OWN).predict(long62));
        assertTrue(e.getMessage().contains("WINDOWS"), e.getMessage());
    }

    @Test
    void anImpossibleHopIsRefusedBeforeTraining() {
        SSAMBATrainer<Label> trainer = windows(RECIPE, 5);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> trainer.train(training));
        assertTrue(e.getMessage().contains("hop of 5.0 s"), e.getMessage());
    }
}
