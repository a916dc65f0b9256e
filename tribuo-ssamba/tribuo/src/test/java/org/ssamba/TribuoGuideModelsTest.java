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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.json.JsonConfigFactory;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.sound.sampled.AudioFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.FakeLine;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.evaluation.AudioTaggingEvaluation;
import org.ssamba.evaluation.AudioTaggingEvaluator;
import org.ssamba.evaluation.SceneLabellingEvaluation;
import org.ssamba.evaluation.SceneLabellingEvaluator;
import org.ssamba.evaluation.SpeakerVerificationEvaluator;
import org.ssamba.evaluation.VerificationEvaluation;
import org.ssamba.evaluation.VerificationTrial;
import org.ssamba.explain.SpectrogramRegion;
import org.ssamba.head.LabelHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.TopLabels;
import org.ssamba.modelcard.ModelCard;
import org.ssamba.modelcard.UsageDetails;
import org.ssamba.replay.Replay;
import org.ssamba.replay.Replayed;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;

/** What docs/tribuo.md says about trained models and configuration. */
class TribuoGuideModelsTest {
    @TempDir static Path folder;
    private static final EncoderShape SHAPE = GuideTones.SHAPE;
    private static FineTuningRecipe recipe = GuideTones.RECIPE;
    private static MutableDataset<Label> test;
    private static Path encoder;
    private static SSAMBAModel<Label> model;

    @BeforeAll
    static void makeClips() throws IOException {
        GuideTones tones = new GuideTones(folder);
        test = tones.test;
        encoder = tones.encoder;
        model = tones.model;
    }

    @Test
    void modelsFromTribuosProgram() throws Exception {
        Path digitsModel = folder.resolve("digits.model");
        Path digitsFile = folder.resolve("digits.tribuo");
        try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(digitsModel))) {
            out.writeObject(model);
        }
        // docs/tribuo.md: begin
        try (var in = new ObjectInputStream(Files.newInputStream(digitsModel))) {
            Model<Label> digits = ((Model<?>) in.readObject()).castModel(Label.class);
            digits.serializeToFile(digitsFile); // better for keeping
        }
        // docs/tribuo.md: end
        SavedModels.assertSamePredictions(
                model, Model.deserializeFromFile(digitsFile).castModel(Label.class), test);
    }

    @Test
    void json() throws IOException {
        String xml = "../../datasets-config/fsdd.xml";
        File json = folder.resolve("fsdd.json").toFile();
        // docs/tribuo.md: begin
        ConfigurationManager.addFileFormatFactory(new JsonConfigFactory());
        ConfigurationManager manager = new ConfigurationManager(xml);
        manager.save(json, true);
        // docs/tribuo.md: end
        assertEquals(
                new TreeSet<>(manager.getComponentNames()),
                new TreeSet<>(new ConfigurationManager(json.getPath()).getComponentNames()));
    }

    @Test
    void replay() throws Exception {
        StringBuilder rows = new StringBuilder("path,label\n");
        for (int i = 0; i < 24; i++) {
            String label = i % 2 == 1 ? "high" : "low";
            rows.append("train/" + label + "/" + i + ".wav," + label + "\n");
        }
        Path manifest = Files.writeString(folder.resolve("clips.csv"), rows);
        var clips = new AudioManifestDataSource<>(new AudioManifest(manifest), new LabelFactory());
        var split = new TrainTestSplitter<>(clips, 0.7, 1);
        for (DataSource<Label> data : List.of(clips, split.getTrain())) {
            Path file = folder.resolve("replayed.tribuo");
            SSAMBATrainer<Label> trainer =
                    SSAMBATrainer.builder(new LabelHead())
                            .encoder(SHAPE)
                            .recipe(recipe.epochs(1))
                            .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                            .seed(5)
                            .build();
            SSAMBAModel<Label> original = trainer.train(new MutableDataset<>(data));
            original.serializeToFile(file);
            // docs/tribuo.md: begin
            Model<Label> saved = Model.deserializeFromFile(file).castModel(Label.class);
            Replayed<Model<Label>> replayed = Replay.of(saved).train();
            System.out.println(replayed); // The replay gave the same bits
            Model<Label> same = replayed.model();
            // docs/tribuo.md: end
            assertEquals("The replay gave the same bits", replayed.toString());
            assertArrayEquals(SavedModels.weights(original), SavedModels.weights(same));
        }
    }

    @Test
    void explaining() {
        Example<Label> example = test.getExample(0);
        // docs/tribuo.md: begin
        Excuse<Label> excuse = model.getExcuse(example).orElseThrow();
        String label = excuse.getPrediction().getOutput().getLabel();
        for (Pair<String, Double> fall : excuse.getScores().get(label).subList(0, 3)) {
            SpectrogramRegion region = SpectrogramRegion.parse(fall.getA());
            System.out.printf(
                    "%+.3f for %s from %.2f s, above %.0f Hz%n",
                    fall.getB(), label, region.fromSeconds(), region.fromHertz());
        }
        // docs/tribuo.md: end
        assertEquals(2, excuse.getScores().size());
        assertFalse(excuse.getScores().get(label).isEmpty());
    }

    @Test
    void evaluationOfTags() {
        MutableDataset<MultiLabel> tagged = MixedTones.tagged(32, 1);
        SSAMBAModel<MultiLabel> tagger =
                new SSAMBATrainer<>(new MultiLabelHead(), SHAPE, recipe).train(tagged);
        // docs/tribuo.md: begin
        AudioTaggingEvaluation tags = new AudioTaggingEvaluator().evaluate(tagger, tagged);
        System.out.printf(
                "mAP %.3f, AUC %.3f, d' %.2f%n",
                tags.meanAveragePrecision(), tags.meanAreaUnderRoc(), tags.dPrime());
        // docs/tribuo.md: end
        assertTrue(tags.meanAveragePrecision() > 0.4, tags.toString());
    }

    @Test
    void evaluationOfSpeakersAndScenes() throws IOException {
        Path trialList =
                Files.writeString(
                        folder.resolve("trials.txt"),
                        "1 low/0.wav low/2.wav\n0 low/0.wav high/1.wav\n1 high/1.wav high/3.wav\n"
                                + "0 high/3.wav low/2.wav\n");
        Path recordings = folder.resolve("train");
        SSAMBASequenceModel sequenceModel = scenes();
        MutableSequenceDataset<Label> scenes = sceneClips();
        // docs/tribuo.md: begin
        List<VerificationTrial> trials = VerificationTrial.readList(trialList);
        List<String> names = VerificationTrial.utterances(trials);
        List<Path> files = names.stream().map(recordings::resolve).toList();
        float[][] vectors = PretrainedEncoder.load(encoder).embedFiles(files);
        Map<String, float[]> embeddings = new HashMap<>();
        for (int i = 0; i < vectors.length; i++) {
            embeddings.put(names.get(i), vectors[i]);
        }
        VerificationEvaluation speakers =
                new SpeakerVerificationEvaluator().evaluate(trials, embeddings::get);
        double equalErrorRate = speakers.equalErrorRate().value();

        SceneLabellingEvaluation seconds =
                new SceneLabellingEvaluator().evaluate(sequenceModel, scenes);
        double segmentAccuracy = seconds.segmentAccuracy();
        // docs/tribuo.md: end
        assertTrue(equalErrorRate >= 0 && equalErrorRate <= 1);
        assertTrue(segmentAccuracy >= 0 && segmentAccuracy <= 1);
    }

    private static MutableSequenceDataset<Label> sceneClips() {
        List<SequenceExample<Label>> sequences = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean high = i % 2 == 0;
            sequences.add(
                    AudioSequences.create(
                            GoldenClips.clip(2, high ? 0 : 0.3, high ? 0.3 : 0, i),
                            Collections.nCopies(2, new Label(high ? "high" : "low"))));
        }
        return new MutableSequenceDataset<>(
                sequences,
                new SimpleDataSourceProvenance("tones", ToneExamples.LABELS),
                ToneExamples.LABELS);
    }

    private static SSAMBASequenceModel scenes() {
        return new SSAMBASequenceTrainer(
                        new LabelHead(), SHAPE.frames(208), recipe.epochs(1).batchSize(4))
                .train(sceneClips());
    }

    @Test
    void keepingModelsAndTheirCards() throws IOException {
        Path file = folder.resolve("model.tribuo");
        Path card = folder.resolve("card.json");
        AudioReference clip = AudioReference.ofFile(folder.resolve("test/low/0.wav"));
        // docs/tribuo.md: begin
        model.serializeToFile(file);
        Model<Label> loaded = Model.deserializeFromFile(file).castModel(Label.class);
        Label predicted =
                loaded.predict(AudioExamples.create(LabelFactory.UNKNOWN_LABEL, clip)).getOutput();

        UsageDetails usage = UsageDetails.EMPTY.intendedUse("Telling low tones from high ones");
        ModelCard.of(loaded, new LabelEvaluator().evaluate(loaded, test), usage).write(card);
        // docs/tribuo.md: end
        assertTrue(List.of("low", "high").contains(predicted.getLabel()));
        // docs/tribuo.md: begin
        List<Path> files = List.of(Path.of(clip.uri()));
        Prediction<Label> answer = model.predict(files.get(0));
        List<Label> best = TopLabels.of(answer, 3);
        Map<Path, Prediction<Label>> answers = model.predictFiles(files, UnreadableAudio.SKIP);
        AudioClip received = AudioReader.read(Files.readAllBytes(files.get(0)));
        String word = model.predict(received).getOutput().getLabel();
        // docs/tribuo.md: end
        assertEquals(predicted.getLabel(), word);
        assertEquals(2, best.size());
        assertEquals(List.of(answer.getOutput()), List.of(answers.get(files.get(0)).getOutput()));
        var line = FakeLine.recording(new float[32_000], 16_000);
        // docs/tribuo.md: begin
        var pcm = new AudioFormat(16_000, 16, 1, true, false);
        try (var seconds = model.predictStream(line, 2)) {
            seconds.forEach(it -> System.out.println(it.endSeconds() + " s: " + it.prediction()));
        }
        // docs/tribuo.md: end
        // docs/tribuo.md: begin
        try (var served = (SSAMBAModel<Label>) loaded) {
            served.setDevice(
                    new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.FLOAT32, 2));
            served.setBatchSize(8);
            List<Prediction<Label>> predictions = served.predict(test);
        }
        // docs/tribuo.md: end
        assertTrue(Files.readString(card).contains("Telling low tones"));
    }
}
