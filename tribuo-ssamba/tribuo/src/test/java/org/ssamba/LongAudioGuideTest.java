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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequenceDataSource;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.SecondLabels;
import org.ssamba.features.AudioEmbedder;
import org.ssamba.head.LabelHead;
import org.ssamba.published.CheckpointOptions;
import org.ssamba.published.PublishedCheckpoint;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sequence.LabelSequenceEvaluator;
import org.tribuo.sequence.MutableSequenceDataset;

/** The lines of docs/long-audio.md, on tones; "hours" are thirty seconds. */
class LongAudioGuideTest {
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(1).batchSize(8).learningRate(3e-3);

    @TempDir static Path folder;
    private static Path hours;
    private static Path encoderFile;
    private final List<Double> starts = new ArrayList<>();

    @BeforeAll
    static void makeFiles() throws IOException {
        hours = tones("hours.wav", 30);
        tones("street.wav", 7);
        encoderFile = new GuideTones(folder).encoder;
        StringBuilder rows = new StringBuilder("path,label\n");
        for (int i = 0; i < 4; i++) {
            tones(i + ".wav", 4 + i);
            rows.append(i).append(".wav,low").append("|high|low|low");
            rows.append("|high".repeat(i)).append("\n");
        }
        Files.writeString(folder.resolve("scenes.csv"), rows);
    }

    private static Path tones(String name, int seconds) {
        float[] samples = new float[seconds * ToneExamples.RATE];
        for (int half = 0; half < 2 * seconds; half++) {
            float[] tone = ToneExamples.tone(half % 3 == 0, half);
            System.arraycopy(tone, 0, samples, half * tone.length, tone.length);
        }
        Path file = folder.resolve(name);
        ToneExamples.writeWav(file, samples);
        return file;
    }

    private void use(double startSeconds, AudioClip clip) {
        assertEquals(10, clip.durationSeconds());
        starts.add(startSeconds);
    }

    @Test
    void clips() throws IOException {
        EncoderShape shape = GuideTones.SHAPE;
        FineTuningRecipe recipe = RECIPE;
        MutableDataset<Label> clips = ToneExamples.carried(8, 1);
        TreeMap<Double, float[]> index = new TreeMap<>();
        // docs/long-audio.md: begin
        SSAMBATrainer<Label> trainer =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(shape)
                        .recipe(recipe)
                        .clipLength(ClipLength.WINDOWS)
                        .build();
        SSAMBAModel<Label> model = trainer.train(clips);
        Prediction<Label> prediction =
                model.predict(
                        AudioExamples.create(
                                LabelFactory.UNKNOWN_LABEL, AudioReference.ofFile(hours)));
        // docs/long-audio.md: end
        Example<Label> example = prediction.getExample();
        // docs/long-audio.md: begin
        model.predictWindows(
                example,
                window ->
                        System.out.println(
                                window.startSeconds()
                                        + " to "
                                        + window.endSeconds()
                                        + " s: "
                                        + window.prediction().getOutput()));

        try (AudioEmbedder embedder =
                AudioEmbedder.builder(PretrainedEncoder.load(encoderFile)).build()) {
            float[] ofTheClip = embedder.embed(hours);
            embedder.embedWindows(
                    hours, window -> index.put(window.startSeconds(), window.values()));
        }
        // docs/long-audio.md: end
        assertTrue(index.size() > 100, index.size() + " windows");
        // docs/long-audio.md: begin
        SlidingWindow tenSeconds =
                new SlidingWindow(
                        160_000, 80_000, 16_000, true); // length, hop, rate; overlap the end
        AudioReader.readWindows(
                hours, tenSeconds, window -> use(window.startSeconds(), window.clip()));
        // docs/long-audio.md: end
        assertEquals(List.of(0.0, 5.0, 10.0, 15.0, 20.0), starts);
    }

    @Test
    void seconds() throws IOException {
        EncoderShape shape = EncoderShape.tiny().size(16, 2).frames(416);
        FineTuningRecipe recipe = RECIPE;
        MutableSequenceDataset<Label> testing =
                new MutableSequenceDataset<>(
                        new AudioSequenceDataSource<>(
                                new AudioManifest(folder.resolve("scenes.csv")),
                                new LabelFactory(),
                                SecondLabels.LISTED));
        // docs/long-audio.md: begin
        AudioSequenceDataSource<Label> source =
                new AudioSequenceDataSource<>(
                        new AudioManifest(folder.resolve("scenes.csv")),
                        new LabelFactory(),
                        SecondLabels.LISTED);
        SSAMBASequenceTrainer trainer = new SSAMBASequenceTrainer(new LabelHead(), shape, recipe);
        SSAMBASequenceModel model = trainer.train(new MutableSequenceDataset<>(source));
        System.out.println(new LabelSequenceEvaluator().evaluate(model, testing));
        List<Prediction<Label>> seconds =
                model.predict(
                        AudioSequences.unlabelled(
                                AudioReference.ofFile(folder.resolve("street.wav")),
                                new LabelFactory()));
        // docs/long-audio.md: end
        assertEquals(7, seconds.size());
        List<String> labels =
                List.of(
                        model.getOutputIDInfo().getOutput(0).getLabel(),
                        model.getOutputIDInfo().getOutput(1).getLabel());
        // docs/long-audio.md: begin
        model.savePyTorch(folder.resolve("scenes.pth"));
        SSAMBASequenceModel published =
                SSAMBASequenceModel.of(
                        PublishedCheckpoint.read(
                                folder.resolve("scenes.pth"),
                                new CheckpointOptions()
                                        .frames(416)
                                        .normalization(model.frontEnd().normalization())),
                        labels,
                        new LabelHead(),
                        SecondsPooling.PER_SECOND);
        // docs/long-audio.md: end
        for (int s = 0; s < 7; s++) {
            assertTrue(
                    seconds.get(s)
                            .distributionEquals(
                                    published
                                            .predict(
                                                    AudioSequences.unlabelled(
                                                            AudioReference.ofFile(
                                                                    folder.resolve("street.wav")),
                                                            new LabelFactory()))
                                            .get(s),
                                    0));
        }
    }

    private static SSAMBASequenceTrainer publishedScenes() {
        // docs/long-audio.md: begin
        SSAMBASequenceTrainer scenes =
                SSAMBASequenceTrainer.builder(new LabelHead())
                        .encoder(EncoderSource.file(encoderFile).frames(6144).stride(16))
                        .pooling(SecondsPooling.PUBLISHED_SCENES)
                        .recipe(
                                new FineTuningRecipe()
                                        .epochs(50)
                                        .batchSize(5)
                                        .learningRate(1e-4)
                                        .milestones(20, 10, 0.85)
                                        .warmUp(0, 1)
                                        .augmentation(new AugmentationRecipe().masks(48, 192)))
                        .seed(1)
                        .build();
        // docs/long-audio.md: end
        return scenes;
    }

    @Test
    void thePublishedScenes() {
        SSAMBASequenceTrainer scenes = publishedScenes();
        assertTrue(scenes.toString().contains("PUBLISHED_SCENES"), scenes.toString());
    }

    @Test
    void thePublishedScenesRecipeIsASetting() {
        SSAMBASequenceTrainer trainer = publishedScenes();
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(ProvenanceUtil.extractConfiguration(trainer.getProvenance()));
        SSAMBASequenceTrainer rebuilt = manager.lookupAll(SSAMBASequenceTrainer.class).get(0);
        assertEquals(trainer.getProvenance(), rebuilt.getProvenance());
    }
}
