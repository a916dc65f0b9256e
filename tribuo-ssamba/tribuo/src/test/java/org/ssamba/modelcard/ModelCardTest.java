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
package org.ssamba.modelcard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.evaluation.AudioTaggingEvaluation;
import org.ssamba.evaluation.AudioTaggingEvaluator;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.multilabel.sgd.linear.LinearSGDTrainer;
import org.tribuo.multilabel.sgd.objectives.BinaryCrossEntropy;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Model cards in Tribuo's schema. */
class ModelCardTest {
    private static final UsageDetails USAGE =
            UsageDetails.EMPTY
                    .intendedUse("Tagging of street sounds")
                    .outOfScopeUses("Surveillance", "Speech recognition")
                    .primaryContact("maintainers@example.org")
                    .modelLicense("Apache-2.0");

    private static MutableDataset<MultiLabel> clips;
    private static Model<MultiLabel> model;
    private static AudioTaggingEvaluation evaluation;

    @TempDir Path folder;

    /** Four clips that a linear model tells apart, so that every measure is a short number. */
    @BeforeAll
    static void train() {
        MultiLabelFactory labels = new MultiLabelFactory();
        List<Example<MultiLabel>> examples = new ArrayList<>();
        examples.add(clip(Set.of(new Label("dog")), 1, 0));
        examples.add(clip(Set.of(new Label("rain")), 0, 1));
        examples.add(clip(Set.of(new Label("dog"), new Label("rain")), 1, 1));
        examples.add(clip(Set.of(new Label("dog")), 2, 0));
        clips =
                new MutableDataset<>(
                        new ListDataSource<>(
                                examples, labels, new SimpleDataSourceProvenance("clips", labels)));
        model =
                new LinearSGDTrainer(new BinaryCrossEntropy(), new AdaGrad(0.5, 0.1), 50, 12345L)
                        .train(clips);
        evaluation = new AudioTaggingEvaluator().evaluate(model, clips);
    }

    private static Example<MultiLabel> clip(Set<Label> tags, double barks, double drops) {
        return new ArrayExample<>(
                new MultiLabel(tags), new String[] {"barks", "drops"}, new double[] {barks, drops});
    }

    private static String recorded() throws IOException {
        try (InputStream in = ModelCardTest.class.getResourceAsStream("tagging-card.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonObject parse(ModelCard card) {
        return JsonParser.parseString(card.toJson()).getAsJsonObject();
    }

    @Test
    void aCardIsTheRecordedOne() throws IOException {
        ModelCard card =
                ModelCard.of(
                        model,
                        evaluation,
                        Map.of("mAP", evaluation.meanAveragePrecision(), "F1", 0.75),
                        USAGE);
        Path file = folder.resolve("card.json");
        card.write(file);
        String written = Files.readString(file);
        // What differs between runs and machines, and nothing else.
        String time = model.getProvenance().getTrainingTime().toString();
        String java = model.getProvenance().getJavaVersion();
        JsonObject json = JsonParser.parseString(written).getAsJsonObject();
        assertEquals(time, text(json, "TrainingDetails", "training-time"));
        assertEquals(java, text(json, "ModelDetails", "java-version"));
        assertEquals(
                recorded(),
                written.replace('"' + time + '"', "\"2026-01-01T12:00:00Z\"")
                        .replace('"' + java + '"', "\"17.0.12\""));
        assertEquals(written, card.toString());
    }

    private static String text(JsonObject card, String part, String field) {
        return card.getAsJsonObject(part).get(field).getAsString();
    }

    /** The names of Tribuo's schema 1.0, in its order. */
    @Test
    void fieldsAreThoseOfTribuo() {
        JsonObject card = parse(ModelCard.of(model, evaluation, USAGE));
        assertEquals(
                List.of("ModelDetails", "TrainingDetails", "TestingDetails", "UsageDetails"),
                List.copyOf(card.keySet()));
        assertFields(
                card,
                "ModelDetails",
                "schema-version",
                "model-type",
                "model-package",
                "tribuo-version",
                "java-version",
                "configured-parameters");
        assertFields(
                card,
                "TrainingDetails",
                "schema-version",
                "training-time",
                "training-set-size",
                "num-features",
                "features-list",
                "num-outputs",
                "outputs-distribution");
        assertFields(card, "TestingDetails", "schema-version", "testing-set-size", "metrics");
        assertFields(
                card,
                "UsageDetails",
                "schema-version",
                "intended-use",
                "intended-users",
                "out-of-scope-uses",
                "pre-processing-steps",
                "considerations-list",
                "relevant-factors-list",
                "resources-list",
                "primary-contact",
                "model-citation",
                "model-license");
    }

    private static void assertFields(JsonObject card, String part, String... names) {
        assertEquals(List.of(names), List.copyOf(card.getAsJsonObject(part).keySet()));
        assertEquals("1.0", text(card, part, "schema-version"));
    }

    @Test
    void averagesOfTheEvaluationAreItsMetrics() {
        JsonObject metrics =
                parse(ModelCard.of(model, evaluation, null))
                        .getAsJsonObject("TestingDetails")
                        .getAsJsonObject("metrics");
        assertEquals(
                evaluation.meanAveragePrecision(),
                metrics.get("macro-average-precision").getAsDouble());
        assertEquals(
                evaluation.thresholded().microAveragedF1(), metrics.get("micro-f1").getAsDouble());
        // Everything is ranked right here, so that d' is infinite.
        assertEquals(Double.POSITIVE_INFINITY, evaluation.dPrime());
        assertTrue(!metrics.has("macro-d-prime"));
    }

    @Test
    void whatNobodySaidStaysEmpty() {
        JsonElement nothing = parse(ModelCard.of(model, evaluation, null)).get("UsageDetails");
        assertTrue(nothing.isJsonNull());
        JsonObject empty =
                parse(ModelCard.of(model, evaluation, UsageDetails.EMPTY))
                        .getAsJsonObject("UsageDetails");
        assertEquals("", empty.get("intended-use").getAsString());
        assertTrue(empty.getAsJsonArray("resources-list").isEmpty());
    }

    @Test
    void everyThingSaidStandsInItsField() {
        UsageDetails all =
                UsageDetails.EMPTY
                        .intendedUse("a")
                        .intendedUsers("b")
                        .outOfScopeUses("c")
                        .preProcessingSteps("d")
                        .considerations("e")
                        .factors("f")
                        .resources("g", "h")
                        .primaryContact("i")
                        .modelCitation("j")
                        .modelLicense("k");
        assertEquals(
                "{\"schema-version\":\"1.0\",\"intended-use\":\"a\",\"intended-users\":\"b\","
                        + "\"out-of-scope-uses\":[\"c\"],\"pre-processing-steps\":[\"d\"],"
                        + "\"considerations-list\":[\"e\"],\"relevant-factors-list\":[\"f\"],"
                        + "\"resources-list\":[\"g\",\"h\"],\"primary-contact\":\"i\","
                        + "\"model-citation\":\"j\",\"model-license\":\"k\"}",
                all.toJson().toString());
    }

    @Test
    void equalThingsGiveEqualCards() {
        assertEquals(
                ModelCard.of(model, evaluation, USAGE).toJson(),
                ModelCard.of(model, new AudioTaggingEvaluator().evaluate(model, clips), USAGE)
                        .toJson());
    }

    @Test
    void aMetricThatJsonCannotSayIsRefused() {
        String said =
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        ModelCard.of(
                                                model,
                                                evaluation,
                                                Map.of("d-prime", evaluation.dPrime()),
                                                USAGE))
                        .getMessage();
        assertTrue(said.contains("d-prime is Infinity"), said);
    }
}
