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

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.ssamba.checkpoint.AtomicFile;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.VariableInfo;
import org.tribuo.evaluation.Evaluation;
import org.tribuo.evaluation.metrics.MetricID;
import org.tribuo.provenance.ModelProvenance;

/**
 * A model card (Mitchell et al., "Model Cards for Model Reporting", 2019) in Tribuo's schema,
 * version 1.0: {@code ModelDetails} and {@code TrainingDetails} from a model's provenance and
 * domains, {@code TestingDetails} from an evaluation, {@code UsageDetails} from its author.
 * Immutable; the same model, evaluation and usage give the same text.
 */
public final class ModelCard {
    /** The schema's version, stated in each part of a card. */
    public static final String SCHEMA_VERSION = "1.0";

    private static final Logger logger = Logger.getLogger(ModelCard.class.getName());
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private final JsonObject json = new JsonObject();

    private ModelCard(
            Model<?> model, int testingSetSize, Map<String, Double> metrics, UsageDetails usage) {
        if (isExternal(model.getClass())) {
            throw new IllegalArgumentException(
                    model.getClass().getSimpleName()
                            + " was trained outside Tribuo: its provenance does not tell how");
        }
        json.add("ModelDetails", modelDetails(model));
        json.add("TrainingDetails", trainingDetails(model));
        json.add("TestingDetails", testingDetails(testingSetSize, metrics));
        json.add("UsageDetails", usage == null ? JsonNull.INSTANCE : usage.toJson());
    }

    /**
     * A card with the evaluation's averages as metrics: {@code macro-precision}, {@code
     * micro-accuracy} and so on. An average that is not finite has no place in JSON; it is left out
     * and a warning logged.
     *
     * @param model any Tribuo model that was trained by Tribuo
     * @param evaluation of that model
     * @param usage what its author says; null if nothing, as in Tribuo
     * @throws IllegalArgumentException if the model was trained outside Tribuo
     */
    public static <T extends Output<T>> ModelCard of(
            Model<T> model, Evaluation<T> evaluation, UsageDetails usage) {
        return of(model, evaluation, averages(evaluation), usage);
    }

    /**
     * A card with metrics of one's own choice.
     *
     * @param model any Tribuo model that was trained by Tribuo
     * @param evaluation of that model
     * @param metrics name to value, finite
     * @param usage what its author says; null if nothing, as in Tribuo
     * @throws IllegalArgumentException if the model was trained outside Tribuo or a metric is not
     *     finite
     */
    public static <T extends Output<T>> ModelCard of(
            Model<T> model,
            Evaluation<T> evaluation,
            Map<String, Double> metrics,
            UsageDetails usage) {
        return new ModelCard(model, evaluation.getPredictions().size(), metrics, usage);
    }

    /** The card as JSON, ending with a line break. */
    public String toJson() {
        return GSON.toJson(json) + "\n";
    }

    /**
     * Writes the card, whole or not at all.
     *
     * @param file the file to create or replace, UTF-8
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(toJson().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return toJson();
    }

    /** By name: the class lies in a module of Tribuo that nothing else here needs. */
    private static boolean isExternal(Class<?> type) {
        return type != null
                && (type.getName().equals("org.tribuo.interop.ExternalModel")
                        || isExternal(type.getSuperclass()));
    }

    private static JsonObject modelDetails(Model<?> model) {
        ModelProvenance provenance = model.getProvenance();
        JsonObject details = part();
        details.addProperty("model-type", model.getClass().getSimpleName());
        details.addProperty("model-package", model.getClass().getTypeName());
        details.addProperty("tribuo-version", provenance.getTribuoVersion());
        details.addProperty("java-version", provenance.getJavaVersion());
        details.add(
                "configured-parameters",
                ConfiguredParameters.of(
                        provenance.getTrainerProvenance().getConfiguredParameters()));
        return details;
    }

    private static JsonObject trainingDetails(Model<?> model) {
        ModelProvenance provenance = model.getProvenance();
        JsonObject details = part();
        details.addProperty("training-time", provenance.getTrainingTime().toString());
        details.addProperty(
                "training-set-size", provenance.getDatasetProvenance().getNumExamples());
        details.addProperty("num-features", provenance.getDatasetProvenance().getNumFeatures());
        List<String> features =
                IntStream.range(0, model.getFeatureIDMap().size())
                        .mapToObj(model.getFeatureIDMap()::get)
                        .map(VariableInfo::getName)
                        .toList();
        details.add("features-list", UsageDetails.array(features));
        details.addProperty("num-outputs", provenance.getDatasetProvenance().getNumOutputs());
        details.add("outputs-distribution", outputs(model));
        return details;
    }

    /** How often each output occurred in training; a regression's outputs have no such counts. */
    private static JsonObject outputs(Model<?> model) {
        Map<String, Long> sorted = new TreeMap<>();
        for (Pair<String, Long> count : model.getOutputIDInfo().outputCountsIterable()) {
            sorted.put(count.getA(), count.getB());
        }
        JsonObject distribution = new JsonObject();
        sorted.forEach(distribution::addProperty);
        return distribution;
    }

    private static JsonObject testingDetails(int size, Map<String, Double> metrics) {
        JsonObject details = part();
        details.addProperty("testing-set-size", size);
        JsonObject values = new JsonObject();
        new TreeMap<>(metrics)
                .forEach(
                        (name, value) -> {
                            if (!Double.isFinite(value)) {
                                throw new IllegalArgumentException(
                                        "The metric "
                                                + name
                                                + " is "
                                                + value
                                                + ", which JSON cannot say: leave it out");
                            }
                            values.addProperty(name, value);
                        });
        details.add("metrics", values);
        return details;
    }

    private static <T extends Output<T>> Map<String, Double> averages(Evaluation<T> evaluation) {
        Map<String, Double> averages = new TreeMap<>();
        evaluation
                .asMap()
                .forEach(
                        (id, value) -> {
                            if (id.getA().getAverageTarget().isEmpty()) {
                                return;
                            }
                            String name = name(id);
                            if (Double.isFinite(value)) {
                                averages.put(name, value);
                            } else {
                                logger.warning(
                                        "The model card leaves out "
                                                + name
                                                + ", which is "
                                                + value);
                            }
                        });
        return averages;
    }

    private static String name(MetricID<?> id) {
        String average = id.getA().getAverageTarget().orElseThrow().name();
        return (average + "-" + id.getB()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonObject part() {
        JsonObject part = new JsonObject();
        part.addProperty("schema-version", SCHEMA_VERSION);
        return part;
    }
}
