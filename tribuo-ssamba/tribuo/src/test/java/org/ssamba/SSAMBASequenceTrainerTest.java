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

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.primitives.IntProvenance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.ssamba.data.AudioSequences;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.data.Wav;
import org.ssamba.head.LabelHead;
import org.ssamba.inference.WindowPrediction;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sequence.LabelSequenceEvaluator;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceDataset;
import org.tribuo.sequence.SequenceExample;
import org.tribuo.sequence.SequenceModel;

/** What a Tribuo user does with the sequence trainer, on tones that change each second. */
class SSAMBASequenceTrainerTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(416);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(12).batchSize(4).learningRate(5e-3);

    /** Whole seconds that the encoder reads at once. */
    private static final int WINDOW = 4;

    @TempDir static Path folder;
    private static MutableSequenceDataset<Label> training;
    private static MutableSequenceDataset<Label> testing;
    private static SSAMBASequenceModel model;

    @BeforeAll
    static void trainOnTonesThatChangeEachSecond() {
        // Shorter and longer than the encoder's input.
        training = ChangingTones.inFiles(folder.resolve("clips"), 24);
        testing = ChangingTones.carried(8);
        model = new SSAMBASequenceTrainer(new LabelHead(), SHAPE, RECIPE).train(training);
    }

    private static double accuracy(SequenceModel<Label> of) {
        return new LabelSequenceEvaluator().evaluate(of, testing).accuracy();
    }

    @Test
    void secondsAreLabelledInClipsOfAnyLength() {
        double accuracy = accuracy(model);
        assertTrue(accuracy > 0.95, "accuracy " + accuracy);
        Prediction<Label> second = model.predict(testing.getExample(0)).get(1);
        double sum = second.getOutputScores().values().stream().mapToDouble(Label::getScore).sum();
        assertEquals(1, sum, 1e-6);
        assertEquals(testing.getExample(0).get(1), second.getExample());
    }

    @Test
    void filesAndWaveformsAreLabelledAsExamplesAre() throws IOException {
        List<Path> files = new ArrayList<>();
        for (double seconds : new double[] {0.3, 2.7, 3.2, 6.4}) {
            files.add(Wav.tone(folder.resolve("alone").resolve(seconds + ".wav"), 500, seconds));
        }
        Map<Path, List<Prediction<Label>>> together =
                model.predictFiles(files, UnreadableAudio.FAIL);
        for (Path file : files) {
            List<Prediction<Label>> expected =
                    model.predict(
                            AudioSequences.unlabelled(
                                    AudioReference.ofFile(file), new LabelFactory()));
            List<Prediction<Label>> read = model.predict(AudioReader.read(file));
            List<Prediction<Label>> alone = model.predict(file);
            assertEquals(expected.size(), read.size());
            assertEquals(expected.size(), alone.size());
            assertEquals(expected.size(), together.get(file).size());
            for (int s = 0; s < expected.size(); s++) {
                assertTrue(expected.get(s).distributionEquals(read.get(s), 0), file + " " + s);
                assertTrue(expected.get(s).distributionEquals(alone.get(s), 0), file + " " + s);
                assertTrue(
                        expected.get(s).distributionEquals(together.get(file).get(s), 1e-5),
                        file + " " + s);
            }
        }
    }

    private static AudioInputStream stream(AudioClip clip) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * clip.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(clip.samples());
        int rate = clip.sampleRate();
        return new AudioInputStream(
                new ByteArrayInputStream(bytes.array()),
                new AudioFormat(AudioFormat.Encoding.PCM_FLOAT, rate, 32, 1, 4, rate, false),
                clip.length());
    }

    @Test
    void aStreamIsLabelledByTheLastSecondOfWhatIsSeen() {
        SequenceExample<Label> example = testing.getExample(5);
        AudioClip clip = AudioSequences.clip(example).waveform();
        try (Stream<WindowPrediction<Label>> live = model.predictStream(stream(clip), 1)) {
            List<WindowPrediction<Label>> seconds = live.toList();
            assertEquals(example.size(), seconds.size());
            for (int s = 0; s < seconds.size(); s++) {
                int first = Math.max(0, s + 1 - WINDOW);
                List<Prediction<Label>> seen = model.predict(clip.slice(first, s + 1 - first));
                Prediction<Label> last = seconds.get(s).prediction();
                assertTrue(seen.get(s - first).distributionEquals(last, 0), "second " + s);
                assertEquals(example.get(s).getOutput().getLabel(), last.getOutput().getLabel());
            }
        }
        FakeLine microphone = new FakeLine(ToneExamples.RATE);
        try (var live = model.predictStream(microphone.line(), 1)) {
            microphone.record(new float[ToneExamples.RATE]);
            assertEquals(1, live.iterator().next().endSeconds());
        }
        assertFalse(microphone.isOpen());
    }

    @Test
    void sigmoidsLearnTheSame() {
        SSAMBASequenceTrainer trainer =
                new SSAMBASequenceTrainer(
                        new LabelHead(0, true, Map.of()), SHAPE, RECIPE.earlyStopping(0.2, 0));
        double accuracy = accuracy(trainer.train(training));
        assertTrue(accuracy > 0.9, "accuracy " + accuracy);
    }

    @Test
    void batchesAndWindowsGiveWhatEachClipAloneGives() {
        List<List<Prediction<Label>>> together = model.predict(testing);
        for (int i = 0; i < testing.size(); i++) {
            SequenceExample<Label> clip = testing.getExample(i);
            assertEquals(clip.size(), together.get(i).size());
            for (int first = 0; first < clip.size(); first += WINDOW) {
                List<Example<Label>> elements = new ArrayList<>();
                for (int s = first; s < Math.min(clip.size(), first + WINDOW); s++) {
                    elements.add(clip.get(s));
                }
                List<Prediction<Label>> alone = model.predict(new SequenceExample<>(elements));
                for (int s = 0; s < alone.size(); s++) {
                    assertTrue(
                            together.get(i).get(first + s).distributionEquals(alone.get(s), 1e-5),
                            "clip " + i + " second " + (first + s));
                }
            }
        }
    }

    /** Clips wait for a batch; one that is longer by then than batches are is not waited with. */
    @Test
    void batchesMayBeMadeSmallerMeanwhile() throws IOException {
        AudioReference gone = AudioReference.ofFile(Wav.tone(folder.resolve("gone.wav"), 440, 1));
        Files.delete(gone.path());
        SequenceExample<Label> missing = AudioSequences.create(gone, List.of(new Label("high")));
        int[] given = new int[1];
        Iterable<SequenceExample<Label>> clips =
                () ->
                        Stream.generate(() -> missing)
                                .limit(100)
                                .peek(
                                        clip -> {
                                            given[0]++;
                                            if (given[0] == 10) {
                                                model.setBatchSize(4);
                                            }
                                        })
                                .iterator();
        model.setBatchSize(16);
        assertThrows(AudioFormatException.class, () -> model.predict(clips));
        assertEquals(10, given[0]);
    }

    private static byte[] weights(SSAMBASequenceModel of) {
        return of.serializedWeights().toByteArray();
    }

    @Test
    void provenanceGivesBackTheTrainerThatRetrainsToTheSameBits() {
        SSAMBASequenceTrainer first =
                new SSAMBASequenceTrainer(new LabelHead(), SHAPE, RECIPE.epochs(2));
        byte[] before = weights(first.train(training));
        SSAMBASequenceModel next = first.train(training);
        assertFalse(Arrays.equals(before, weights(next)));
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(
                ProvenanceUtil.extractConfiguration(next.getProvenance().getTrainerProvenance()));
        SSAMBASequenceTrainer rebuilt = manager.lookupAll(SSAMBASequenceTrainer.class).get(0);
        int count =
                (int)
                        ((IntProvenance)
                                        next.getProvenance()
                                                .getTrainerProvenance()
                                                .getInstanceValues()
                                                .get("train-invocation-count"))
                                .getValue();
        assertEquals(1, count);
        assertArrayEquals(weights(next), weights(rebuilt.train(training, Map.of(), count)));
    }

    @Test
    void savedModelPredictsTheSame() throws Exception {
        Path file = folder.resolve("model.tribuo");
        model.serializeToFile(file);
        SequenceModel<Label> loaded =
                SequenceModel.deserializeFromFile(file).castModel(Label.class);
        assertSame(loaded);
        assertEquals(model.getProvenance(), loaded.getProvenance());
        assertArrayEquals(model.serialize().toByteArray(), model.serialize().toByteArray());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(model);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertSame(((SequenceModel<?>) in.readObject()).castModel(Label.class));
        }
        assertThrows(
                IllegalStateException.class,
                () ->
                        SequenceModel.deserialize(
                                model.serialize().toBuilder().setVersion(1).build()));
    }

    private static void assertSame(SequenceModel<Label> other) {
        List<Prediction<Label>> expected = model.predict(testing.getExample(3));
        List<Prediction<Label>> actual = other.predict(testing.getExample(3));
        for (int s = 0; s < expected.size(); s++) {
            assertTrue(expected.get(s).distributionEquals(actual.get(s), 0));
        }
    }

    @Test
    void savedSequencesAreTheSame() throws Exception {
        Path file = folder.resolve("sequences.tribuo");
        for (MutableSequenceDataset<Label> data : List.of(training, testing)) {
            data.serializeToFile(file);
            SequenceDataset<Label> loaded =
                    SequenceDataset.castDataset(
                            SequenceDataset.deserializeFromFile(file), Label.class);
            assertEquals(data.getData(), loaded.getData());
            assertEquals(
                    AudioSequences.clip(data.getExample(2)).seconds(),
                    AudioSequences.clip(loaded.getExample(2)).seconds());
        }
    }
}
