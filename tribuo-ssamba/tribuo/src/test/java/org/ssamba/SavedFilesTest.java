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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.data.AudioExample;
import org.ssamba.data.AudioSourceProvenance;
import org.ssamba.features.AudioFeatureModel;
import org.ssamba.features.AudioFeatureProvenance;
import org.ssamba.replay.Replay;
import org.ssamba.replay.ReplayException;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.classification.Label;
import org.tribuo.ensemble.EnsembleModel;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.provenance.DataSourceProvenance;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;
import org.tribuo.sequence.SequenceModel;
import org.tribuo.transform.TransformedModel;

/**
 * What earlier versions saved is loaded and means the same, on any Java and with any kernels. The
 * files, and how they came about, are described in README.txt beside them.
 */
class SavedFilesTest {
    /** Between kernels sums differ in rounding. */
    private static final double TOLERANCE = 1e-5;

    private static final Set<String> TESTED =
            Set.of(
                    "label-4173b30",
                    "label-b7b3585",
                    "label-softmax-0.1",
                    "label-sigmoid-0.1",
                    "multilabel-0.1",
                    "regressor-0.1",
                    "label-windows-0.1",
                    "label-encoder-0.1",
                    "sequence-0.1",
                    "bagging-0.1",
                    "features-0.1",
                    "dataset-0.1");

    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);

    @TempDir Path folder;

    @SuppressWarnings("unchecked") // castModel checks the type of the outputs.
    private static <T extends Output<T>> SSAMBAModel<T> load(String name, Class<T> type)
            throws IOException {
        return (SSAMBAModel<T>) Model.deserializeFromFile(GoldenFiles.file(name)).castModel(type);
    }

    private static List<String> recorded(String name) throws IOException {
        List<String> rows =
                Files.readAllLines(GoldenFiles.resource("predictions.csv")).stream()
                        .filter(row -> row.startsWith(name + ","))
                        .map(row -> row.substring(name.length() + 1))
                        .toList();
        assertTrue(rows.size() >= 2 * GoldenClips.COUNT, "rows of " + name);
        return rows;
    }

    private static void assertRows(List<String> expected, List<String> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            int value = expected.get(i).lastIndexOf(',') + 1;
            String key = expected.get(i).substring(0, value);
            assertTrue(actual.get(i).startsWith(key), actual.get(i) + " is not " + key);
            String one = expected.get(i).substring(value);
            String two = actual.get(i).substring(value);
            if (key.endsWith(",output,")) {
                assertEquals(one, two, key);
            } else {
                assertEquals(Double.parseDouble(one), Double.parseDouble(two), TOLERANCE, key);
            }
        }
    }

    /** As recorded, and again after saving and loading. */
    private <T extends Output<T>> void assertPredicts(String name, Model<T> model)
            throws IOException {
        SavedModels.setDevice(model, CPU);
        List<String> predicted = GoldenPredictions.of(model);
        assertRows(recorded(name), predicted);
        Path again = folder.resolve("again.tribuo");
        model.serializeToFile(again);
        Model<?> loaded = Model.deserializeFromFile(again);
        assertEquals(model.getClass(), loaded.getClass());
        assertEquals(model.getProvenance(), loaded.getProvenance());
        SavedModels.setDevice(loaded, CPU);
        assertRows(predicted, GoldenPredictions.of(loaded));
    }

    private static Map<String, Provenance> trainer(Model<?> model) {
        return values(model.getProvenance().getTrainerProvenance());
    }

    private static Map<String, Provenance> values(ObjectProvenance provenance) {
        Map<String, Provenance> values = new TreeMap<>();
        provenance.iterator().forEachRemaining(pair -> values.put(pair.getA(), pair.getB()));
        return values;
    }

    private static Object primitive(Map<String, Provenance> values, String name) {
        return assertInstanceOf(PrimitiveProvenance.class, values.get(name), name).getValue();
    }

    private static Map<String, Provenance> part(Map<String, Provenance> values, String name) {
        return values(assertInstanceOf(ObjectProvenance.class, values.get(name), name));
    }

    /** The trainer, built again from what the model says of it. */
    private static SSAMBATrainer<?> rebuilt(Model<?> model) {
        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(ProvenanceUtil.extractConfiguration(model.getProvenance()));
        return manager.lookupAll(SSAMBATrainer.class).get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"label-4173b30", "label-b7b3585", "label-softmax-0.1", "label-sigmoid-0.1"})
    void labels(String name) throws IOException {
        SSAMBAModel<Label> model = load(name, Label.class);
        assertPredicts(name, model);
        assertEquals(ClipLength.CUT, model.clipLength());
        assertEquals(
                List.of("high", "low"),
                model.getOutputIDInfo().getDomain().stream()
                        .map(Label::getLabel)
                        .sorted()
                        .toList());
        assertEquals(SSAMBATrainer.class.getName(), primitive(trainer(model), "class-name"));
        assertEquals(name.contains("sigmoid"), primitive(part(trainer(model), "head"), "sigmoid"));
        assertEquals(12, primitive(part(trainer(model), "recipe"), "epochs"));
        assertEquals(16, primitive(part(trainer(model), "shape"), "width"));
        assertEquals(24, model.getProvenance().getDatasetProvenance().getNumExamples());
        SSAMBATrainer<?> again = rebuilt(model);
        assertTrue(again.toString().contains("clipLength=CUT"), again.toString());
        assertEquals(12, primitive(part(values(again.getProvenance()), "recipe"), "epochs"));
    }

    @Test
    void anyOfSeveralLabels() throws IOException {
        SSAMBAModel<MultiLabel> model = load("multilabel-0.1", MultiLabel.class);
        assertPredicts("multilabel-0.1", model);
        assertEquals(0.7, primitive(part(trainer(model), "head"), "threshold"));
        assertTrue(rebuilt(model).toString().contains("0.7"));
    }

    @Test
    void numbersInTwoDimensions() throws IOException {
        SSAMBAModel<Regressor> model = load("regressor-0.1", Regressor.class);
        assertPredicts("regressor-0.1", model);
        assertEquals(2, model.getOutputIDInfo().size());
        assertEquals(true, primitive(part(trainer(model), "head"), "standardize"));
    }

    @Test
    void windows() throws IOException {
        SSAMBAModel<Label> model = load("label-windows-0.1", Label.class);
        assertPredicts("label-windows-0.1", model);
        assertEquals(ClipLength.WINDOWS, model.clipLength());
        List<Double> starts = new ArrayList<>();
        model.predictWindows(
                WriteGoldens.datasetExamples().get(0), w -> starts.add(w.startSeconds()));
        assertEquals(List.of(0.0), starts);
        assertEquals(0.2, primitive(trainer(model), "hopSeconds"));
        assertTrue(rebuilt(model).toString().contains("clipLength=WINDOWS,hopSeconds=0.2"));
    }

    @Test
    void whereAnEncoderAndTheClipsCameFrom() throws Exception {
        SSAMBAModel<Label> model = load("label-encoder-0.1", Label.class);
        assertPredicts("label-encoder-0.1", model);
        ModelProvenance provenance = model.getProvenance();
        Map<String, Provenance> facts = new TreeMap<>(provenance.getInstanceProvenance().getMap());
        byte[] encoder = Files.readAllBytes(GoldenFiles.resource("encoder-0.1.ssamba"));
        assertEquals(
                HexFormat.of()
                        .withUpperCase()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(encoder)),
                primitive(facts, "encoder-sha256"));
        assertEquals(
                PretrainedEncoder.load(GoldenFiles.resource("encoder-0.1.ssamba")).getProvenance(),
                facts.get("encoder-provenance"));
        assertTrue(primitive(trainer(model), "encoderPath").toString().endsWith("encoder.ssamba"));
        assertEquals(10.0, primitive(part(trainer(model), "recipe"), "headRateFactor"));
        AudioSourceProvenance source =
                assertInstanceOf(
                        AudioSourceProvenance.class,
                        provenance.getDatasetProvenance().getSourceProvenance());
        Provenance hash = source.getInstanceValues().get(DataSourceProvenance.RESOURCE_HASH);
        assertTrue(hash.toString().matches(".*[0-9a-fA-F]{64}.*"), hash.toString());
    }

    @Test
    void aLabelASecond() throws IOException {
        SequenceModel<Label> model =
                SequenceModel.deserializeFromFile(GoldenFiles.file("sequence-0.1"))
                        .castModel(Label.class);
        SSAMBASequenceModel sequences = assertInstanceOf(SSAMBASequenceModel.class, model);
        sequences.setDevice(CPU);
        List<String> predicted = GoldenPredictions.of(sequences);
        assertRows(recorded("sequence-0.1"), predicted);
        Path again = folder.resolve("again.tribuo");
        sequences.serializeToFile(again);
        SSAMBASequenceModel loaded =
                assertInstanceOf(
                        SSAMBASequenceModel.class, SequenceModel.deserializeFromFile(again));
        loaded.setDevice(CPU);
        assertRows(predicted, GoldenPredictions.of(loaded));
        assertEquals(sequences.getProvenance(), loaded.getProvenance());
        assertEquals(
                "PER_SECOND",
                primitive(values(model.getProvenance().getTrainerProvenance()), "pooling")
                        .toString());
    }

    @Test
    void anEnsemble() throws IOException {
        Model<Regressor> model =
                Model.deserializeFromFile(GoldenFiles.file("bagging-0.1"))
                        .castModel(Regressor.class);
        assertPredicts("bagging-0.1", model);
        EnsembleModel<?> ensemble = assertInstanceOf(EnsembleModel.class, model);
        assertEquals(2, ensemble.getNumModels());
        ensemble.getModels().forEach(member -> assertInstanceOf(SSAMBAModel.class, member));
    }

    @Test
    void aModelOfEmbeddings() throws IOException {
        Model<Label> model =
                Model.deserializeFromFile(GoldenFiles.file("features-0.1")).castModel(Label.class);
        assertPredicts("features-0.1", model);
        AudioFeatureModel<Label> features = (AudioFeatureModel<Label>) model;
        assertEquals(8, features.featureNames().size());
        assertInstanceOf(TransformedModel.class, features.featureModel());
        assertEquals(
                PretrainedEncoder.load(GoldenFiles.resource("encoder-0.1.ssamba")).getProvenance(),
                part(trainer(model), "extractor").get("encoder-provenance"));
    }

    @Test
    void aModelOfTribuosOwnOnEmbeddings() throws IOException {
        Model<Label> model =
                Model.deserializeFromFile(GoldenFiles.resource("logistic-b7b3585.model"))
                        .castModel(Label.class);
        AudioFeatureProvenance source =
                assertInstanceOf(
                        AudioFeatureProvenance.class,
                        model.getProvenance().getDatasetProvenance().getSourceProvenance());
        FeatureExtractorProvenance extractor =
                assertInstanceOf(
                        FeatureExtractorProvenance.class,
                        source.getConfiguredParameters().get("extractor"));
        assertEquals(
                PretrainedEncoder.load(GoldenFiles.resource("encoder-0.1.ssamba")).getProvenance(),
                extractor.encoder());
        Path again = folder.resolve("again.tribuo");
        model.serializeToFile(again);
        assertEquals(model.getProvenance(), Model.deserializeFromFile(again).getProvenance());
        ReplayException refused = assertThrows(ReplayException.class, () -> Replay.of(model));
        assertTrue(
                refused.getMessage().contains("org.ssamba.features.SSAMBAFeatureExtractor"),
                refused.getMessage());
    }

    @Test
    void aDatasetOfExamplesThatCarryTheirAudio() throws IOException {
        Dataset<Label> dataset =
                Dataset.castDataset(
                        Dataset.deserializeFromFile(GoldenFiles.file("dataset-0.1")), Label.class);
        assertInstanceOf(MutableDataset.class, dataset);
        List<Example<Label>> expected = WriteGoldens.datasetExamples();
        assertEquals(expected.size(), dataset.size());
        for (int i = 0; i < expected.size(); i++) {
            AudioExample<?> example = assertInstanceOf(AudioExample.class, dataset.getExample(i));
            assertArrayEquals(
                    ((AudioExample<Label>) expected.get(i)).clip().samples(),
                    example.clip().samples());
            assertEquals(expected.get(i), dataset.getExample(i));
            assertEquals(i == 2 ? 2.5f : 1f, example.getWeight());
        }
        Path again = folder.resolve("again.tribuo");
        dataset.serializeToFile(again);
        assertEquals(dataset.getData(), Dataset.deserializeFromFile(again).getData());
        SSAMBAModel<Label> model = load("label-softmax-0.1", Label.class);
        assertEquals(4, model.predict(dataset).size());
    }

    /** So that no file is forgotten, here or in the table. */
    @Test
    void everyFileIsTestedAndEveryModelHasItsPredictions() throws IOException {
        TreeSet<String> models = new TreeSet<>(GoldenFiles.names());
        for (String name : models) {
            assertTrue(TESTED.contains(name), name + " has no test here");
        }
        assertEquals(TESTED.size(), models.size());
        models.remove("dataset-0.1");
        TreeSet<String> recorded = new TreeSet<>();
        Files.readAllLines(GoldenFiles.resource("predictions.csv")).stream()
                .skip(1)
                .forEach(row -> recorded.add(row.substring(0, row.indexOf(','))));
        assertEquals(models, recorded);
    }
}
