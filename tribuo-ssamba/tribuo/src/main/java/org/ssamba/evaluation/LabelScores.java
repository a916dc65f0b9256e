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

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.multilabel.baseline.IndependentMultiLabelModel;

/**
 * Scores and truths of every label of a model's domain, example by example.
 *
 * <p>A prediction's map of scores takes a label's name to a {@link MultiLabel} of that one {@link
 * Label}, whose own score counts. Predictions of {@link IndependentMultiLabelModel} carry the
 * labels above the threshold only, so its binary models are asked again.
 */
final class LabelScores {
    private final Model<MultiLabel> model;
    private final List<Prediction<MultiLabel>> predictions;
    private final List<MultiLabel> labels;

    LabelScores(Model<MultiLabel> model, List<Prediction<MultiLabel>> predictions) {
        this.model = model;
        this.predictions = predictions;
        this.labels =
                model.getOutputIDInfo().getDomain().stream()
                        .sorted(Comparator.comparing(MultiLabel::getLabelString))
                        .toList();
        checkTruths();
    }

    private void checkTruths() {
        Set<String> known = new HashSet<>();
        labels.forEach(label -> known.add(label.getLabelString()));
        for (int i = 0; i < predictions.size(); i++) {
            MultiLabel truth = predictions.get(i).getExample().getOutput();
            if (truth.equals(MultiLabelFactory.UNKNOWN_MULTILABEL)) {
                throw new IllegalArgumentException(
                        "The example of prediction " + i + " is not labelled: nothing to compare");
            }
            for (String name : truth.getNameSet()) {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException(
                            "The example of prediction "
                                    + i
                                    + " is labelled '"
                                    + name
                                    + "', which the model does not know");
                }
            }
        }
    }

    /** Ranks by each label in turn, in alphabetical order. */
    void forEach(BiConsumer<MultiLabel, ScoreRanking> consumer) {
        for (MultiLabel label : labels) {
            String name = label.getLabelString();
            double[] scores = scores(name);
            boolean[] truths = new boolean[predictions.size()];
            for (int i = 0; i < truths.length; i++) {
                truths[i] = predictions.get(i).getExample().getOutput().contains(name);
                if (Double.isNaN(scores[i])) {
                    throw new IllegalArgumentException(
                            "Prediction " + i + " has the score NaN for label '" + name + "'");
                }
            }
            consumer.accept(label, ScoreRanking.of(scores, truths));
        }
    }

    private double[] scores(String name) {
        if (model instanceof IndependentMultiLabelModel independent) {
            return binaryScores(binaryModel(independent, name), name);
        }
        double[] scores = new double[predictions.size()];
        Label label = new Label(name);
        for (int i = 0; i < scores.length; i++) {
            MultiLabel scored = predictions.get(i).getOutputScores().get(name);
            OptionalDouble score =
                    scored == null ? OptionalDouble.empty() : scored.getLabelScore(label);
            if (score.isEmpty()) {
                throw new IllegalArgumentException(
                        "Prediction "
                                + i
                                + " of a "
                                + model.getClass().getSimpleName()
                                + " carries no score for label '"
                                + name
                                + "', so that nothing can be ranked: use Tribuo's"
                                + " MultiLabelEvaluator");
            }
            scores[i] = score.getAsDouble();
        }
        return scores;
    }

    private static Model<Label> binaryModel(IndependentMultiLabelModel model, String name) {
        for (int i = 0; i < model.getLabelOrder().size(); i++) {
            if (model.getLabelOrder().get(i).getLabel().equals(name)) {
                return model.getModels().get(i);
            }
        }
        throw new IllegalArgumentException("The model has no binary model of label " + name);
    }

    private double[] binaryScores(Model<Label> binary, String name) {
        double[] scores = new double[predictions.size()];
        for (int i = 0; i < scores.length; i++) {
            Prediction<Label> prediction =
                    binary.predict(withLabel(predictions.get(i).getExample(), new Label(name)));
            Map<String, Label> map = prediction.getOutputScores();
            if (!map.containsKey(name)) {
                throw new IllegalArgumentException(
                        "The binary model of label '"
                                + name
                                + "', a "
                                + binary.getClass().getSimpleName()
                                + ", gives no score: use Tribuo's MultiLabelEvaluator");
            }
            scores[i] = map.get(name).getScore();
            Label negative = map.get(MultiLabel.NEGATIVE_LABEL_STRING);
            // Free scores of two classes mean something only beside each other. Of probabilities
            // the difference would lose what is far below 1.
            if (!prediction.hasProbabilities() && negative != null) {
                scores[i] -= negative.getScore();
            }
        }
        return scores;
    }

    private static Example<Label> withLabel(Example<MultiLabel> example, Label label) {
        ArrayExample<Label> binary =
                new ArrayExample<>(label, example.getWeight(), example.getMetadata());
        example.forEach(binary::add);
        return binary;
    }
}
