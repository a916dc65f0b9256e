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
package org.ssamba.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssamba.evaluation.AudioTaggingMetric.Measure;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.evaluation.CrossValidation;
import org.tribuo.evaluation.EvaluationAggregator;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.multilabel.baseline.ClassifierChainTrainer;
import org.tribuo.multilabel.baseline.IndependentMultiLabelTrainer;
import org.tribuo.multilabel.evaluation.MultiLabelEvaluation;
import org.tribuo.multilabel.evaluation.MultiLabelEvaluator;
import org.tribuo.multilabel.example.MultiLabelGaussianDataSource;
import org.tribuo.multilabel.sgd.objectives.BinaryCrossEntropy;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Ranking measures of tags, of any of Tribuo's models. */
class AudioTaggingEvaluatorTest {
    private static final MultiLabelFactory LABELS = new MultiLabelFactory();
    private static final SimpleDataSourceProvenance DATA =
            new SimpleDataSourceProvenance("tags", LABELS);

    private static final Trainer<MultiLabel> LINEAR =
            new org.tribuo.multilabel.sgd.linear.LinearSGDTrainer(
                    new BinaryCrossEntropy(), new AdaGrad(0.1, 0.1), 2, 1L);

    private static MutableDataset<MultiLabel> training;
    private static MutableDataset<MultiLabel> testing;

    @BeforeAll
    static void draw() {
        training = new MutableDataset<>(MultiLabelGaussianDataSource.makeDefaultSource(200, 1));
        testing = new MutableDataset<>(MultiLabelGaussianDataSource.makeDefaultSource(150, 2));
    }

    private static Example<MultiLabel> example(MultiLabel truth, double value) {
        return new ArrayExample<>(truth, new String[] {"loudness"}, new double[] {value});
    }

    private static MultiLabel tags(Set<String> names) {
        return new MultiLabel(names.stream().map(Label::new).collect(Collectors.toSet()));
    }

    /** A model that knows the tags; what it learned does not matter. */
    private static Model<MultiLabel> modelOf(List<String> names) {
        List<Example<MultiLabel>> examples = new ArrayList<>();
        for (String name : names) {
            examples.add(example(new MultiLabel(name), examples.size()));
        }
        return LINEAR.train(new MutableDataset<>(new ListDataSource<>(examples, LABELS, DATA)));
    }

    private static Prediction<MultiLabel> prediction(
            Set<String> truth, Map<String, Double> scores, double threshold) {
        Map<String, MultiLabel> map = new HashMap<>();
        Set<Label> predicted = new HashSet<>();
        scores.forEach(
                (name, score) -> {
                    Label label = new Label(name, score);
                    map.put(name, new MultiLabel(label));
                    if (score > threshold) {
                        predicted.add(label);
                    }
                });
        return new Prediction<>(new MultiLabel(predicted), map, 1, example(tags(truth), 1), true);
    }

    private static List<Prediction<MultiLabel>> recordedPredictions(
            JsonObject recorded, List<String> names) {
        JsonArray scores = recorded.getAsJsonArray("scores");
        JsonArray truths = recorded.getAsJsonArray("truth");
        List<Prediction<MultiLabel>> predictions = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            double[] row = Recorded.numbers(scores.get(i));
            boolean[] truth = Recorded.flags(truths.get(i));
            Set<String> tags = new HashSet<>();
            Map<String, Double> map = new HashMap<>();
            for (int k = 0; k < row.length; k++) {
                map.put(names.get(k), row[k]);
                if (truth[k]) {
                    tags.add(names.get(k));
                }
            }
            predictions.add(prediction(tags, map, 0.5));
        }
        return predictions;
    }

    @Test
    void measuresAreThoseOfScikitLearn() {
        JsonObject recorded = Recorded.part("tagging");
        List<String> names = Recorded.strings(recorded.get("labels"));
        AudioTaggingEvaluation evaluation =
                new AudioTaggingEvaluator()
                        .evaluate(modelOf(names), recordedPredictions(recorded, names), DATA);
        assertEquals(
                recorded.get("mean_average_precision").getAsDouble(),
                evaluation.meanAveragePrecision(),
                Recorded.TOLERANCE);
        assertEquals(
                recorded.get("mean_roc_auc").getAsDouble(),
                evaluation.meanAreaUnderRoc(),
                Recorded.TOLERANCE);
        assertEquals(recorded.get("d_prime_of_mean").getAsDouble(), evaluation.dPrime(), 1e-10);

        double[] precisions = Recorded.numbers(recorded.get("average_precision"));
        double[] areas = Recorded.numbers(recorded.get("roc_auc"));
        for (int k = 0; k < precisions.length; k++) {
            MultiLabel label = new MultiLabel(names.get(k));
            assertEquals(precisions[k], evaluation.averagePrecision(label), Recorded.TOLERANCE);
            assertEquals(areas[k], evaluation.areaUnderRoc(label), Recorded.TOLERANCE);
            assertEquals(ScoreRanking.dPrime(areas[k]), evaluation.dPrime(label), 1e-10);
        }
        double[] f1 = Recorded.numbers(recorded.get("f1"));
        for (int k = 0; k < f1.length; k++) {
            assertEquals(
                    f1[k],
                    evaluation.thresholded().f1(new MultiLabel(names.get(k))),
                    Recorded.TOLERANCE);
        }

        List<String> unranked = Recorded.strings(recorded.get("unranked"));
        assertEquals(
                unranked,
                evaluation.unrankedLabels().stream().map(MultiLabel::getLabelString).toList());
        assertTrue(Double.isNaN(evaluation.averagePrecision(new MultiLabel("silence"))));
        assertTrue(Double.isNaN(evaluation.areaUnderRoc(new MultiLabel("speech"))));
        assertTrue(evaluation.toString().contains("none: silence, speech"), evaluation.toString());
        assertTrue(evaluation.toString().contains("0.650"), evaluation.toString());
    }

    @Test
    void aLinearModelIsEvaluatedLikeByTribuo() {
        Model<MultiLabel> model = LINEAR.train(training);
        AudioTaggingEvaluation evaluation = new AudioTaggingEvaluator().evaluate(model, testing);
        assertTrue(evaluation.unrankedLabels().isEmpty());
        assertTrue(evaluation.meanAreaUnderRoc() > 0.6, evaluation.toString());
        assertEquals(testing.size(), evaluation.getPredictions().size());
        assertEquals(model.getProvenance(), evaluation.getProvenance().getModelProvenance());
        assertEquals(
                testing.getProvenance(), evaluation.getProvenance().getTestDatasetProvenance());

        MultiLabelEvaluation tribuo = new MultiLabelEvaluator().evaluate(model, testing);
        tribuo.asMap().forEach((id, value) -> assertEquals(value, evaluation.get(id)));
        assertEquals(
                Measure.values().length * (model.getOutputIDInfo().size() + 1),
                evaluation.asMap().size() - tribuo.asMap().size());

        AudioTaggingEvaluation fromSource =
                new AudioTaggingEvaluator()
                        .evaluate(model, MultiLabelGaussianDataSource.makeDefaultSource(150, 2));
        assertEquals(evaluation.asMap(), fromSource.asMap());
    }

    @Test
    void independentModelsAreAskedForTheScoresTheyKeepBack() {
        for (Trainer<Label> binary :
                List.<Trainer<Label>>of(
                        new LogisticRegressionTrainer(),
                        // Scores without bounds, which mean something only beside each other.
                        new LinearSGDTrainer(new Hinge(), new AdaGrad(0.1, 0.1), 2, 1L))) {
            Model<MultiLabel> model = new IndependentMultiLabelTrainer(binary).train(training);
            AudioTaggingEvaluation evaluation =
                    new AudioTaggingEvaluator().evaluate(model, testing);
            for (MultiLabel label : model.getOutputIDInfo().getDomain()) {
                double area = evaluation.areaUnderRoc(label);
                // One threshold is one point of the ROC; the lines to its ends lie within it.
                double recall = evaluation.thresholded().recall(label);
                double falseAlarms =
                        evaluation.thresholded().fp(label)
                                / (evaluation.thresholded().fp(label)
                                        + evaluation.thresholded().tn(label));
                assertTrue(area > 0.6, evaluation.toString());
                assertTrue(area > (1 + recall - falseAlarms) / 2 - 0.02, evaluation.toString());
            }
        }
    }

    @Test
    void crossValidationSummarisesTheMeasures() {
        List<Pair<AudioTaggingEvaluation, Model<MultiLabel>>> folds =
                new CrossValidation<>(LINEAR, training, new AudioTaggingEvaluator(), 4).evaluate();
        AudioTaggingMetric map =
                new AudioTaggingMetric(
                        Measure.AVERAGE_PRECISION, MetricTarget.macroAverageTarget());
        double mean =
                folds.stream()
                        .mapToDouble(fold -> fold.getA().meanAveragePrecision())
                        .average()
                        .orElseThrow();
        assertEquals(
                mean,
                EvaluationAggregator.summarizeCrossValidation(folds).get(map.getID()).getMean(),
                1e-12);
        Model<MultiLabel> model = folds.get(0).getB();
        assertEquals(
                new AudioTaggingEvaluator().evaluate(model, testing).meanAveragePrecision(),
                map.compute(map.createContext(model, testing)));
    }

    private static void assertRefused(String message, Model<MultiLabel> model, Object... given) {
        List<Prediction<MultiLabel>> predictions =
                Stream.of(given)
                        .map(
                                p -> {
                                    @SuppressWarnings("unchecked")
                                    Prediction<MultiLabel> prediction = (Prediction<MultiLabel>) p;
                                    return prediction;
                                })
                        .toList();
        String said =
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        new AudioTaggingEvaluator()
                                                .evaluate(model, predictions, DATA))
                        .getMessage();
        assertTrue(said.contains(message), said);
    }

    @Test
    void whatCannotBeRankedIsRefusedByName() {
        Model<MultiLabel> model = modelOf(List.of("dog", "rain"));
        Prediction<MultiLabel> good =
                prediction(Set.of("dog"), Map.of("dog", 0.9, "rain", 0.1), 0.5);
        assertRefused(
                "Prediction 1 of a LinearSGDModel carries no score for label 'rain'",
                model,
                good,
                prediction(Set.of("dog"), Map.of("dog", 0.9), 0.5));
        assertRefused(
                "Prediction 0 has the score NaN for label 'rain'",
                model,
                prediction(Set.of("dog"), Map.of("dog", 0.9, "rain", Double.NaN), 0.5));
        assertRefused(
                "The example of prediction 1 is labelled 'cat'",
                model,
                good,
                prediction(Set.of("cat"), Map.of("dog", 0.9, "rain", 0.1), 0.5));
        assertRefused(
                "prediction 0 is not labelled",
                model,
                new Prediction<>(good, 1, example(MultiLabelFactory.UNKNOWN_MULTILABEL, 1)));
    }

    @Test
    void aModelWithoutScoresIsRefused() {
        Model<MultiLabel> chain =
                new ClassifierChainTrainer(new LogisticRegressionTrainer(), 1L).train(training);
        String said =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new AudioTaggingEvaluator().evaluate(chain, testing))
                        .getMessage();
        assertTrue(said.contains("ClassifierChainModel carries no score"), said);
    }

    @Test
    void thereIsNoMicroAverageOfRankings() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AudioTaggingMetric(Measure.ROC_AUC, MetricTarget.microAverageTarget()));
    }
}
