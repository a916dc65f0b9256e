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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.FakeLine;
import org.ssamba.data.AudioReference;
import org.ssamba.data.CountedFiles;
import org.ssamba.data.MissingAudioReferenceException;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.features.AudioEmbedder;
import org.ssamba.head.TopLabels;
import org.ssamba.inference.FileBatches;
import org.ssamba.inference.WindowEmbedding;
import org.ssamba.inference.WindowPrediction;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.multilabel.MultiLabel;

/** Predicting in one line: files, waveforms, streams; always with the bits of a data set. */
class OneLineTest {
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);
    private static final int RATE = ToneExamples.RATE;

    /** What 48 frames see, in samples; as it is just below half a second, thirds are heard. */
    private static final int WINDOW = 47 * 160 + 400;

    private static final int THIRD = RATE / 3;

    @TempDir static Path folder;
    private static GuideTones tones;
    private static SSAMBAModel<Label> model;
    private static List<Path> files;

    @BeforeAll
    static void trainAModel() throws IOException {
        tones = new GuideTones(folder);
        model = tones.model;
        model.setDevice(CPU);
        files = tones.test.getData().stream().map(clip -> AudioReference.of(clip).path()).toList();
    }

    private static void assertSame(Prediction<Label> expected, Prediction<Label> actual) {
        assertTrue(expected.distributionEquals(actual, 0), expected + " is not " + actual);
    }

    @Test
    void aFileAWaveformAndAnExampleArePredictedAlike() throws IOException {
        Prediction<Label> expected = model.predict(tones.test.getExample(0));
        Path file = files.get(0);
        assertSame(expected, model.predict(file));
        assertSame(expected, model.predict(AudioReader.read(file)));
        assertSame(expected, model.predict(AudioReader.read(Files.readAllBytes(file))));
    }

    @Test
    void filesArePredictedInOrderAndOpenedOnce() {
        List<Prediction<Label>> expected = model.predict(tones.test);
        List<Path> counted = files.stream().map(CountedFiles::counted).toList();
        long opened = CountedFiles.OPENED.get();
        Map<Path, Prediction<Label>> predictions = model.predictFiles(counted);
        assertEquals(files.size(), CountedFiles.OPENED.get() - opened);
        assertEquals(counted, List.copyOf(predictions.keySet()));
        int i = 0;
        for (Prediction<Label> prediction : predictions.values()) {
            assertSame(expected.get(i++), prediction);
        }
    }

    @Test
    void thePredictionOfAFileIsExplained() {
        Prediction<Label> prediction = model.predict(files.get(0));
        Excuse<Label> excuse = model.getExcuse(prediction.getExample()).orElseThrow();
        Excuse<Label> expected = model.getExcuse(tones.test.getExample(0)).orElseThrow();
        assertEquals(expected.getScores(), excuse.getScores());
        assertSame(prediction, model.predict(prediction.getExample()));
        String message =
                assertThrows(
                                MissingAudioReferenceException.class,
                                () -> AudioReference.of(prediction.getExample()))
                        .getMessage();
        assertTrue(message.contains(AudioReference.START_KEY), message);
    }

    @Test
    void anUnreadableFileIsNamedOrLeftOut() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.wav"), "not audio");
        List<Path> some = List.of(files.get(0), broken, files.get(1));
        String message =
                assertThrows(AudioFormatException.class, () -> model.predictFiles(some))
                        .getMessage();
        assertTrue(message.contains("broken.wav") && message.contains("SKIP"), message);
        List<Map<Path, Prediction<Label>>> readable = new ArrayList<>();
        List<LogRecord> log =
                LogRecords.of(
                        FileBatches.class,
                        () -> readable.add(model.predictFiles(some, UnreadableAudio.SKIP)));
        assertEquals(List.of(files.get(0), files.get(1)), List.copyOf(readable.get(0).keySet()));
        assertSame(model.predict(files.get(1)), readable.get(0).get(files.get(1)));
        assertEquals(1, log.size());
        assertTrue(log.get(0).getMessage().contains("broken.wav"), log.get(0).getMessage());
    }

    /** No two windows of it are the same. */
    private static Path noise(Path file, double seconds) {
        SplittableRandom random = new SplittableRandom(1);
        float[] samples = new float[(int) (seconds * RATE)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextDouble(-0.5, 0.5) * i / samples.length;
        }
        ToneExamples.writeWav(file, samples);
        return file;
    }

    @Test
    void embeddingsOfFilesAreThoseOfTheirWaveforms() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(tones.encoder);
        List<Path> lengths = new ArrayList<>();
        for (double seconds : new double[] {0.2, 0.5, 3, 70}) {
            lengths.add(noise(folder.resolve(seconds + ".wav"), seconds));
        }
        for (ClipLength length : ClipLength.values()) {
            List<Path> some = length == ClipLength.OWN ? lengths.subList(0, 3) : lengths;
            try (AudioEmbedder embedder =
                    AudioEmbedder.builder(encoder).clipLength(length).device(CPU).build()) {
                Map<Path, float[]> together = embedder.embedFiles(some, UnreadableAudio.FAIL);
                for (Path file : some) {
                    float[] expected = embedder.embed(AudioReader.read(file));
                    assertArrayEquals(expected, embedder.embed(file), length + " " + file);
                    assertArrayEquals(expected, together.get(file), 1e-5f, length + " " + file);
                }
                if (length == ClipLength.OWN) {
                    String message =
                            assertThrows(
                                            IllegalArgumentException.class,
                                            () -> embedder.embed(lengths.get(3)))
                                    .getMessage();
                    assertTrue(message.contains("70.0.wav"), message);
                }
            }
        }
        assertArrayEquals(
                encoder.embed(List.of(AudioReader.read(lengths.get(3))), new ComputeDevice())[0],
                encoder.embedFiles(List.of(lengths.get(3)))[0]);
    }

    @Test
    void howManyFilesAreEmbeddedIsSaid() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(tones.encoder);
        List<Path> many = Collections.nCopies(40, files.get(0));
        List<String> told = new ArrayList<>();
        WorkListener.setStandard((work, event) -> told.add(work.phase() + " " + work.clips()));
        try {
            encoder.embedFiles(many);
        } finally {
            WorkListener.setStandard(null);
        }
        assertTrue(told.contains(Work.PREDICTION + " 40"), told::toString);
    }

    @Test
    void theBestLabelsComeFirst() {
        Prediction<Label> prediction = model.predict(files.get(0));
        assertEquals(List.of(prediction.getOutput()), TopLabels.of(prediction, 1), "the best one");
        List<Label> all = TopLabels.of(prediction, 5);
        assertEquals(2, all.size());
        assertTrue(all.get(0).getScore() > all.get(1).getScore());
        MultiLabel a = new MultiLabel(new Label("a", 0.2));
        MultiLabel b = new MultiLabel(new Label("b", 0.9));
        Prediction<MultiLabel> tags =
                new Prediction<>(b, Map.of("a", a, "b", b), 0, tagged(b), true);
        assertEquals("b", TopLabels.of(tags, 1).get(0).getLabel());
        assertThrows(IllegalArgumentException.class, () -> TopLabels.of(prediction, 0));
    }

    private static Example<MultiLabel> tagged(MultiLabel output) {
        return new ArrayExample<>(output);
    }

    private static AudioInputStream stream(AudioClip clip) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * clip.length()).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : clip.samples()) {
            bytes.putShort((short) (sample * 32768));
        }
        return new AudioInputStream(
                new ByteArrayInputStream(bytes.array()),
                new AudioFormat(RATE, 16, 1, true, false),
                clip.length());
    }

    /** A low second, two high ones, and a rest too short to count. */
    private static AudioClip changing() {
        float[] samples = new float[(int) (3.2 * RATE)];
        float[] low = ToneExamples.tone(false, 5);
        float[] high = ToneExamples.tone(true, 5);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (i >= RATE ? high : low)[i % (RATE / 2)];
        }
        return AudioClip.ofPcm16(shorts(samples), RATE);
    }

    private static short[] shorts(float[] samples) {
        short[] values = new short[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) (samples[i] * 32768);
        }
        return values;
    }

    @Test
    void aStreamHasAnAnswerForEachSecond() {
        AudioClip clip = changing();
        List<WindowPrediction<Label>> sharp;
        try (Stream<WindowPrediction<Label>> seconds = model.predictStream(stream(clip), 0.1)) {
            sharp = seconds.toList();
        }
        assertEquals(3, sharp.size());
        String[] labels = {"low", "high", "high"};
        for (int s = 0; s < 3; s++) {
            assertEquals(s, sharp.get(s).startSeconds());
            assertEquals(s + 1, sharp.get(s).endSeconds());
            Prediction<Label> second = sharp.get(s).prediction();
            assertEquals(labels[s], second.getOutput().getLabel());
            float[] seen = new float[WINDOW];
            clip.copyInto(3 * (s + 1) * THIRD - WINDOW, seen, 0, WINDOW);
            assertSame(model.predict(AudioClip.of(seen, RATE)), second);
        }
        double fresh = score(sharp.get(1));
        List<WindowPrediction<Label>> smooth = model.predictStream(stream(clip), 2).toList();
        assertEquals(score(sharp.get(0)), score(smooth.get(0)), 0.1);
        assertTrue(score(smooth.get(1)) < fresh - 0.1, "the second before is remembered");
        assertTrue(model.predictStream(stream(clip), 1).findFirst().isPresent());
        assertThrows(IllegalArgumentException.class, () -> model.predictStream(stream(clip), 0));
    }

    @Test
    void aMicrophoneIsPredictedAsAStreamIs() {
        AudioClip clip = changing();
        FakeLine microphone = new FakeLine(RATE);
        try (Stream<WindowPrediction<Label>> live = model.predictStream(microphone.line(), 0.1)) {
            Iterator<WindowPrediction<Label>> seconds = live.iterator();
            for (WindowPrediction<Label> expected :
                    model.predictStream(stream(clip), 0.1).toList()) {
                int second = (int) expected.startSeconds() * RATE;
                microphone.record(Arrays.copyOfRange(clip.samples(), second, second + RATE));
                WindowPrediction<Label> actual = seconds.next();
                assertEquals(expected.startSeconds(), actual.startSeconds());
                assertSame(expected.prediction(), actual.prediction());
            }
            // The network is far behind: three seconds have no answer, the last one has.
            microphone.record(new float[4 * RATE]);
            assertEquals(6, seconds.next().startSeconds());
        }
        assertFalse(microphone.isOpen());
    }

    @Test
    void aStreamHasAnEmbeddingForEachSecond() throws IOException {
        try (AudioEmbedder embedder =
                AudioEmbedder.builder(PretrainedEncoder.load(tones.encoder)).device(CPU).build()) {
            AudioClip clip = changing();
            List<WindowEmbedding> seconds = embedder.embedStream(stream(clip), 0.1).toList();
            assertEquals(3, seconds.size());
            float[] seen = new float[WINDOW];
            clip.copyInto(6 * THIRD - WINDOW, seen, 0, WINDOW);
            assertArrayEquals(embedder.embed(AudioClip.of(seen, RATE)), seconds.get(1).values());
        }
    }

    private static double score(WindowPrediction<Label> second) {
        return second.prediction().getOutputScores().get("high").getScore();
    }
}
