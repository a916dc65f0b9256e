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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelMetrics;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.IndependentSequenceTrainer;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;
import org.tribuo.sequence.SequenceModel;

/** Labels of segments, and of clips by their vote. */
class SceneLabellingEvaluatorTest {
    private static final LabelFactory LABELS = new LabelFactory();
    private static final SimpleDataSourceProvenance DATA =
            new SimpleDataSourceProvenance("scenes", LABELS);

    private static MutableSequenceDataset<Label> dataset;
    private static SequenceModel<Label> model;

    /** One clip a scene, whose segments have a feature named after it. */
    @BeforeAll
    static void learnScenes() {
        dataset = new MutableSequenceDataset<>(DATA, LABELS);
        for (String scene : List.of("bus", "park", "street")) {
            SequenceExample<Label> clip = new SequenceExample<>();
            for (int i = 0; i < 4; i++) {
                clip.addExample(segment(scene));
            }
            dataset.add(clip);
        }
        model = new IndependentSequenceTrainer<>(new LogisticRegressionTrainer()).train(dataset);
    }

    private static Example<Label> segment(String scene) {
        return new ArrayExample<>(
                new Label(scene), new String[] {"sounds like " + scene}, new double[] {1});
    }

    private static Prediction<Label> prediction(
            String truth, String predicted, Map<String, Double> scores) {
        Map<String, Label> map = new LinkedHashMap<>();
        scores.forEach((name, score) -> map.put(name, new Label(name, score)));
        return new Prediction<>(new Label(predicted), map, 1, segment(truth), true);
    }

    private static List<Prediction<Label>> clip(List<String> truth, List<String> predicted) {
        List<Prediction<Label>> segments = new ArrayList<>();
        for (int i = 0; i < truth.size(); i++) {
            segments.add(prediction(truth.get(i), predicted.get(i), Map.of()));
        }
        return segments;
    }

    private static SceneLabellingEvaluation evaluate(List<List<Prediction<Label>>> clips) {
        return new SceneLabellingEvaluator().evaluate(model, clips, DATA);
    }

    @Test
    void accuraciesAreThoseOfScikitLearn() {
        JsonObject recorded = Recorded.part("labelling");
        List<List<Prediction<Label>>> clips = new ArrayList<>();
        for (JsonElement clip : recorded.getAsJsonArray("clips")) {
            clips.add(
                    clip(
                            Recorded.strings(clip.getAsJsonObject().get("truth")),
                            Recorded.strings(clip.getAsJsonObject().get("predicted"))));
        }
        SceneLabellingEvaluation evaluation = evaluate(clips);
        assertEquals(
                recorded.get("accuracy").getAsDouble(),
                evaluation.segmentAccuracy(),
                Recorded.TOLERANCE);
        assertEquals(
                recorded.get("balanced_accuracy").getAsDouble(),
                evaluation.balancedAccuracy(),
                Recorded.TOLERANCE);
        assertEquals(
                recorded.get("clip_accuracy").getAsDouble(),
                evaluation.clipAccuracy(),
                Recorded.TOLERANCE);
        assertEquals(clips.size(), evaluation.clips().size());

        List<String> names = Recorded.strings(recorded.get("labels"));
        double[] recall = Recorded.numbers(recorded.get("recall"));
        double[] f1 = Recorded.numbers(recorded.get("f1"));
        for (int i = 0; i < names.size(); i++) {
            Label label = new Label(names.get(i));
            assertEquals(recall[i], evaluation.segmentAccuracy(label), Recorded.TOLERANCE);
            assertEquals(
                    f1[i],
                    evaluation.get(LabelMetrics.F1.forTarget(new MetricTarget<>(label)).getID()),
                    Recorded.TOLERANCE);
            assertTrue(
                    evaluation.toString().contains(String.format("%.3f%n", f1[i])),
                    evaluation.toString());
            double[] row =
                    Recorded.numbers(recorded.getAsJsonArray("confusion_true_by_predicted").get(i));
            for (int j = 0; j < names.size(); j++) {
                assertEquals(
                        row[j],
                        evaluation.getConfusionMatrix().confusion(new Label(names.get(j)), label));
            }
        }
    }

    @Test
    void aModelIsEvaluatedOnItsClips() {
        SceneLabellingEvaluation evaluation =
                new SceneLabellingEvaluator().evaluate(model, dataset);
        assertEquals(1, evaluation.segmentAccuracy());
        assertEquals(1, evaluation.clipAccuracy());
        assertEquals(3, evaluation.clips().size());
        assertTrue(evaluation.absentLabels().isEmpty());
        assertEquals(model.getProvenance(), evaluation.getProvenance().getModelProvenance());
    }

    @Test
    void mostSegmentsDecideAClip() {
        SceneLabellingEvaluation evaluation =
                evaluate(
                        List.of(
                                clip(List.of("bus", "bus", "bus"), List.of("park", "bus", "bus")),
                                clip(
                                        List.of("park", "park", "park"),
                                        List.of("park", "bus", "bus"))));
        assertEquals(0.5, evaluation.segmentAccuracy());
        assertEquals(0.5, evaluation.clipAccuracy());
        assertTrue(evaluation.clips().get(0).isCorrect());
        assertEquals(new ClipVote(new Label("park"), new Label("bus")), evaluation.clips().get(1));
    }

    @Test
    void scoresThenPlaceBreakATie() {
        List<Prediction<Label>> scored =
                List.of(
                        prediction("bus", "park", Map.of("park", 0.6, "bus", 0.4)),
                        prediction("bus", "bus", Map.of("park", 0.1, "bus", 0.9)));
        assertEquals("bus", ClipVote.of(scored).predicted().getLabel());
        List<Prediction<Label>> unscored = clip(List.of("bus", "park"), List.of("park", "bus"));
        assertEquals(new ClipVote(new Label("bus"), new Label("park")), ClipVote.of(unscored));
    }

    @Test
    void aClassWithoutSegmentsIsListedAndNotCounted() {
        SceneLabellingEvaluation evaluation =
                evaluate(
                        List.of(
                                clip(
                                        List.of("bus", "bus", "park"),
                                        List.of("bus", "park", "park"))));
        assertEquals(List.of(new Label("street")), evaluation.absentLabels());
        assertEquals(0.75, evaluation.balancedAccuracy());
        assertTrue(Double.isNaN(evaluation.segmentAccuracy(new Label("street"))));
        assertTrue(evaluation.toString().contains("No segment is of: street"));
        assertFalse(evaluation.asMap().isEmpty());
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> evaluate(List.of(List.of())));
        List<Prediction<Label>> unlabelled = List.of(prediction(Label.UNKNOWN, "bus", Map.of()));
        assertThrows(IllegalArgumentException.class, () -> evaluate(List.of(unlabelled)));
    }
}
