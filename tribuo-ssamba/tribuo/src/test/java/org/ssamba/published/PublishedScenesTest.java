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
package org.ssamba.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.MiniCheckpoint;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.SSAMBASequenceTrainer;
import org.ssamba.SecondsPooling;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.LabelHead;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;
import org.tribuo.sequence.SequenceModel;

/** Models of seconds as state dicts of the published code, there and back. */
class PublishedScenesTest {
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);
    private static final List<String> LABELS =
            IntStream.range(0, MiniCheckpoint.CLASSES).mapToObj(i -> "scene" + i).toList();

    @TempDir Path folder;

    private static AudioClip tones(int seconds) {
        float[] samples = new float[seconds * ToneExamples.RATE];
        for (int half = 0; half < 2 * seconds; half++) {
            float[] tone = ToneExamples.tone(half % 3 == 0, half);
            System.arraycopy(tone, 0, samples, half * tone.length, tone.length);
        }
        return AudioClip.of(samples, ToneExamples.RATE);
    }

    private Path fineTuned() throws IOException {
        return MiniCheckpoint.write(folder.resolve("scenes.pth"), MiniCheckpoint.fineTuned());
    }

    private static PublishedCheckpoint read(Path file, int frames) throws IOException {
        return PublishedCheckpoint.read(file, new CheckpointOptions().frames(frames).stride(16));
    }

    /** The head of the file on the mean of the tokens of the second, computed here. */
    @Test
    void eachSecondHasTheScoresOfTheFilesHead() throws IOException {
        Path file = fineTuned();
        PublishedCheckpoint checkpoint = read(file, 128);
        SSAMBASequenceModel model =
                SSAMBASequenceModel.of(
                        checkpoint, LABELS, new LabelHead(), SecondsPooling.PER_SECOND);
        model.setDevice(CPU);
        AudioClip clip = tones(1);
        PretrainedEncoder encoder = PretrainedEncoder.of(checkpoint);
        float[] embedding =
                encoder.embed(
                                SpectrogramClips.ofWaveforms(
                                        new DecodingSpectrogramSource(encoder.frontEnd().logMel()),
                                        128,
                                        List.of(clip)),
                                Pooling.perSecond(encoder.config()),
                                CPU)[0];
        double[] expected = head(PyTorchCheckpoint.read(file), embedding);
        Prediction<Label> second =
                model.predict(AudioSequences.unlabelled(clip, ToneExamples.LABELS)).get(0);
        for (int i = 0; i < LABELS.size(); i++) {
            assertEquals(LABELS.get(i), model.getOutputIDInfo().getOutput(i).getLabel());
            Label score = second.getOutputScores().get(LABELS.get(i));
            assertEquals(expected[i], score.getScore(), 1e-5, LABELS.get(i));
        }
        assertTrue(model.getProvenance().toString().contains("scenes.pth"));
    }

    /** Softmax of Linear(LayerNorm(x)); x is the first embedding of those given. */
    private static double[] head(Map<String, NamedTensor> file, float[] embeddings) {
        float[] scale = file.get("module.mlp_head.0.weight").floats();
        float[] shift = file.get("module.mlp_head.0.bias").floats();
        float[] weight = file.get("module.mlp_head.1.weight").floats();
        float[] bias = file.get("module.mlp_head.1.bias").floats();
        int width = scale.length;
        double mean = IntStream.range(0, width).mapToDouble(d -> embeddings[d]).average().orElse(0);
        double variance =
                IntStream.range(0, width)
                        .mapToDouble(d -> (embeddings[d] - mean) * (embeddings[d] - mean))
                        .average()
                        .orElse(0);
        double[] exp = new double[bias.length];
        for (int k = 0; k < exp.length; k++) {
            double sum = bias[k];
            for (int d = 0; d < width; d++) {
                double normal = (embeddings[d] - mean) / Math.sqrt(variance + 1e-5);
                sum += weight[k * width + d] * (normal * scale[d] + shift[d]);
            }
            exp[k] = Math.exp(sum);
        }
        double total = IntStream.range(0, exp.length).mapToDouble(k -> exp[k]).sum();
        return IntStream.range(0, exp.length).mapToDouble(k -> exp[k] / total).toArray();
    }

    @Test
    void aModelTrainedHereGoesThereAndBackUnchanged() throws IOException {
        List<SequenceExample<Label>> clips =
                IntStream.rangeClosed(2, 4)
                        .mapToObj(
                                seconds ->
                                        AudioSequences.create(
                                                tones(seconds),
                                                IntStream.range(0, seconds)
                                                        .mapToObj(s -> new Label(s % 2 + ""))
                                                        .toList()))
                        .toList();
        SSAMBASequenceModel model =
                new SSAMBASequenceTrainer(
                                new LabelHead(),
                                EncoderShape.tiny().size(16, 2).frames(208),
                                new FineTuningRecipe().epochs(1).batchSize(2))
                        .train(
                                new MutableSequenceDataset<>(
                                        clips,
                                        new SimpleDataSourceProvenance(
                                                "tones", ToneExamples.LABELS),
                                        ToneExamples.LABELS));
        Path file = folder.resolve("trained.pth");
        model.savePyTorch(file);
        Set<String> names = PyTorchCheckpoint.read(file).keySet();
        assertTrue(names.containsAll(Set.of("module.mlp_head.1.bias", "module.v.head.weight")));
        assertTrue(names.stream().allMatch(name -> name.matches("module\\.(v|mlp_head)\\..*")));

        CheckpointOptions options =
                new CheckpointOptions().frames(208).normalization(model.frontEnd().normalization());
        List<String> order =
                IntStream.range(0, 2)
                        .mapToObj(i -> model.getOutputIDInfo().getOutput(i).getLabel())
                        .toList();
        SSAMBASequenceModel back =
                SSAMBASequenceModel.of(
                        PublishedCheckpoint.read(file, options),
                        order,
                        new LabelHead(),
                        SecondsPooling.PER_SECOND);
        assertSame(model, back, clips);
        Path saved = folder.resolve("back.tribuo");
        back.serializeToFile(saved);
        assertSame(model, SequenceModel.deserializeFromFile(saved).castModel(Label.class), clips);
    }

    private static void assertSame(
            SequenceModel<Label> expected,
            SequenceModel<Label> actual,
            List<SequenceExample<Label>> clips) {
        for (SequenceExample<Label> clip : clips) {
            List<Prediction<Label>> one = expected.predict(clip);
            List<Prediction<Label>> two = actual.predict(clip);
            assertEquals(clip.size(), two.size());
            for (int s = 0; s < one.size(); s++) {
                assertTrue(one.get(s).distributionEquals(two.get(s), 0));
            }
        }
    }

    @Test
    void itsEncoderEmbedsAsTheFilesDoes() throws IOException {
        PublishedCheckpoint checkpoint = read(fineTuned(), 128);
        PretrainedEncoder encoder =
                SSAMBASequenceModel.of(
                                checkpoint, LABELS, new LabelHead(), SecondsPooling.PER_SECOND)
                        .encoder();
        assertEquals(checkpoint.config(), encoder.config());
        assertTrue(encoder.getProvenance().model().isPresent());
        List<AudioClip> clip = List.of(tones(1));
        assertArrayEquals(
                PretrainedEncoder.of(checkpoint).embed(clip, new ComputeDevice())[0],
                encoder.embed(clip, new ComputeDevice())[0]);
    }

    @Test
    void whatTheFileCannotBeIsNamed() throws IOException {
        PublishedCheckpoint tuned = read(fineTuned(), 128);
        assertSays(
                "too short for PUBLISHED_SCENES",
                () ->
                        SSAMBASequenceModel.of(
                                tuned, LABELS, new LabelHead(), SecondsPooling.PUBLISHED_SCENES));
        assertSays(
                "10 outputs but 1",
                () ->
                        SSAMBASequenceModel.of(
                                tuned,
                                List.of("rain"),
                                new LabelHead(),
                                SecondsPooling.PER_SECOND));
        PublishedCheckpoint pretrained = PublishedCheckpoint.read(MiniCheckpoint.file());
        assertSays(
                "no fine-tuned model",
                () ->
                        SSAMBASequenceModel.of(
                                pretrained, LABELS, new LabelHead(), SecondsPooling.PER_SECOND));
    }

    private static void assertSays(String words, Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertTrue(message.contains(words), message);
    }
}
