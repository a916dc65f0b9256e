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

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.data.AudioSequences;
import org.ssamba.features.AudioFeatureTrainer;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.ssamba.head.LabelHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.OutputHead;
import org.ssamba.head.RegressorHead;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;
import org.tribuo.transform.TransformTrainer;
import org.tribuo.transform.TransformationMap;
import org.tribuo.transform.transformations.MeanStdDevTransformation;

/**
 * Writes the saved files that every build loads, those that are not there yet, and records what
 * their models predict: see README.txt beside them. The one argument is their folder.
 */
final class WriteGoldens {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(12).batchSize(6).learningRate(3e-3);
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);

    /** What is loud in a clip. */
    private record Mixture(double low, double high) {}

    private interface Answer<T> {
        T to(Mixture mixture);
    }

    private final Path folder;

    private WriteGoldens(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        WriteGoldens goldens = new WriteGoldens(Path.of(args[0]));
        goldens.write("label-softmax-0.1", trainer(new LabelHead()), WriteGoldens::label);
        goldens.write(
                "label-sigmoid-0.1",
                trainer(new LabelHead(0.1f, true, Map.of("high", 2f))),
                WriteGoldens::label);
        goldens.write("multilabel-0.1", trainer(new MultiLabelHead(0.7)), WriteGoldens::multiLabel);
        goldens.write("regressor-0.1", trainer(new RegressorHead()), WriteGoldens::regressor);
        goldens.write(
                "label-windows-0.1",
                builder(new LabelHead()).clipLength(ClipLength.WINDOWS).hopSeconds(0.2).build(),
                WriteGoldens::label);
        goldens.writeFineTuned("label-encoder-0.1");
        goldens.writeBag("bagging-0.1");
        goldens.writeFeatures("features-0.1");
        goldens.writeSequences("sequence-0.1");
        goldens.writeDataset("dataset-0.1");
    }

    private static <T extends Output<T>> SSAMBATrainer<T> trainer(OutputHead<T> head) {
        return builder(head).build();
    }

    private static <T extends Output<T>> SSAMBATrainer.Builder<T> builder(OutputHead<T> head) {
        return SSAMBATrainer.builder(head).encoder(SHAPE).recipe(RECIPE).device(CPU);
    }

    private static Label label(Mixture mixture) {
        return new Label(mixture.low() > mixture.high() ? "low" : "high");
    }

    private static MultiLabel multiLabel(Mixture mixture) {
        Set<Label> labels = new HashSet<>();
        if (mixture.low() > 0.1) {
            labels.add(new Label("low"));
        }
        if (mixture.high() > 0.1) {
            labels.add(new Label("high"));
        }
        return new MultiLabel(labels);
    }

    private static Regressor regressor(Mixture mixture) {
        return new Regressor(
                new String[] {"low", "high"}, new double[] {mixture.low(), mixture.high()});
    }

    private static Mixture mixture(int i) {
        return new Mixture(0.02 + 0.28 * (i * 7 % 12) / 11, 0.02 + 0.28 * (i * 5 % 12) / 11);
    }

    private static AudioClip clip(double seconds, int i) {
        return GoldenClips.clip(seconds, mixture(i).low(), mixture(i).high(), i);
    }

    private static <T extends Output<T>> List<Example<T>> examples(Answer<T> answer) {
        List<Example<T>> examples = new ArrayList<>();
        for (int i = 1; i <= 24; i++) {
            examples.add(AudioExamples.create(answer.to(mixture(i)), clip(0.5, i)));
        }
        return examples;
    }

    private <T extends Output<T>> void write(
            String name, SSAMBATrainer<T> trainer, Answer<T> answer) throws IOException {
        if (isNew(name)) {
            List<Example<T>> examples = examples(answer);
            save(name, trainer.train(MixedTones.dataset(examples, factory(answer))));
        }
    }

    @SuppressWarnings("unchecked") // Outputs know the factory of their own type.
    private static <T extends Output<T>> OutputFactory<T> factory(Answer<T> answer) {
        T output = answer.to(new Mixture(0, 0));
        return (OutputFactory<T>)
                (output instanceof Label
                        ? ToneExamples.LABELS
                        : output instanceof MultiLabel
                                ? MixedTones.LABEL_SETS
                                : MixedTones.NUMBERS);
    }

    /** From the oldest saved encoder, with clips in files. */
    private void writeFineTuned(String name) throws IOException {
        if (!isNew(name)) {
            return;
        }
        Path clips = Files.createTempDirectory("clips");
        StringBuilder rows = new StringBuilder("path,label\n");
        for (int i = 1; i <= 24; i++) {
            ToneExamples.writeWav(clips.resolve(i + ".wav"), clip(0.5, i).samples());
            rows.append(i + ".wav," + label(mixture(i)).getLabel() + "\n");
        }
        Path manifest = Files.writeString(clips.resolve("clips.csv"), rows);
        Path encoder = copyOfEncoder(clips);
        SSAMBATrainer<Label> trainer =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderSource.file(encoder))
                        .recipe(RECIPE.headRateFactor(10).layerDecay(0.8))
                        .device(CPU)
                        .build();
        save(
                name,
                trainer.train(
                        new MutableDataset<>(
                                new AudioManifestDataSource<>(
                                        new AudioManifest(manifest), ToneExamples.LABELS))));
    }

    /** Outside the project, whose place on this machine is nobody's business. */
    private Path copyOfEncoder(Path into) throws IOException {
        return Files.copy(folder.resolve("encoder-0.1.ssamba"), into.resolve("encoder.ssamba"));
    }

    private void writeBag(String name) throws IOException {
        if (isNew(name)) {
            save(
                    name,
                    new BaggingTrainer<>(
                                    builder(new RegressorHead())
                                            .encoder(EncoderShape.tiny().size(4, 2).frames(32))
                                            .build(),
                                    new AveragingCombiner(),
                                    2)
                            .train(
                                    MixedTones.dataset(
                                            examples(WriteGoldens::regressor),
                                            MixedTones.NUMBERS)));
        }
    }

    /** Logistic regression on the embeddings of the oldest saved encoder. */
    private void writeFeatures(String name) throws IOException {
        if (isNew(name)) {
            SSAMBAFeatureExtractor<Label> extractor =
                    new SSAMBAFeatureExtractor<>(
                            copyOfEncoder(Files.createTempDirectory("features")));
            save(
                    name,
                    new AudioFeatureTrainer<>(
                                    extractor,
                                    new TransformTrainer<>(
                                            new LogisticRegressionTrainer(),
                                            new TransformationMap(
                                                    List.of(new MeanStdDevTransformation()))))
                            .train(
                                    MixedTones.dataset(
                                            examples(WriteGoldens::label), ToneExamples.LABELS)));
        }
    }

    private void writeSequences(String name) throws IOException {
        if (!isNew(name)) {
            return;
        }
        List<SequenceExample<Label>> sequences = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            AudioClip both = GoldenClips.joined(clip(1, i), clip(1, i + 1));
            sequences.add(
                    AudioSequences.create(both, List.of(label(mixture(i)), label(mixture(i + 1)))));
        }
        SSAMBASequenceModel model =
                new SSAMBASequenceTrainer(new LabelHead(), SHAPE.frames(208), RECIPE)
                        .train(
                                new MutableSequenceDataset<>(
                                        sequences,
                                        new SimpleDataSourceProvenance(
                                                "tones", ToneExamples.LABELS),
                                        ToneExamples.LABELS));
        model.serializeToFile(file(name));
        record(name, GoldenPredictions.of(model));
    }

    private void writeDataset(String name) throws IOException {
        if (isNew(name)) {
            MixedTones.dataset(datasetExamples(), ToneExamples.LABELS).serializeToFile(file(name));
        }
    }

    /** Four clips of a tenth of a second, one of them of another weight. */
    static List<Example<Label>> datasetExamples() {
        List<Example<Label>> examples = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            examples.add(AudioExamples.create(label(mixture(i)), clip(0.1, i)));
        }
        examples.get(2).setWeight(2.5f);
        return examples;
    }

    private Path file(String name) {
        return folder.resolve(name + ".tribuo");
    }

    private boolean isNew(String name) {
        return !Files.exists(file(name));
    }

    private <T extends Output<T>> void save(String name, Model<T> model) throws IOException {
        model.serializeToFile(file(name));
        record(name, GoldenPredictions.of(model));
    }

    private void record(String name, List<String> rows) throws IOException {
        List<String> named = rows.stream().map(row -> name + "," + row).toList();
        Files.write(folder.resolve("predictions.csv"), named, UTF_8, StandardOpenOption.APPEND);
        System.out.println(name + ": " + Files.size(file(name)) + " bytes");
    }
}
