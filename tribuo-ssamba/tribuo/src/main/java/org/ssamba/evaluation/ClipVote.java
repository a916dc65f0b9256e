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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/**
 * A whole clip's label, which most of its segments have.
 *
 * @param truth that of most segments' truths; of several, the one that comes first in the clip
 * @param predicted that of most segments' predictions; of several, the one with the larger sum of
 *     scores over all segments, then the one that comes first
 */
public record ClipVote(Label truth, Label predicted) {
    /** What one label collects. */
    private static final class Ballot {
        private int votes;
        private double score;
    }

    /**
     * Counts a clip's segments.
     *
     * @param segments predictions for a clip, in order
     * @throws IllegalArgumentException if there are none
     */
    public static ClipVote of(List<Prediction<Label>> segments) {
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("A clip has no segments to vote");
        }
        Map<String, Ballot> truths = new LinkedHashMap<>();
        Map<String, Ballot> predictions = new LinkedHashMap<>();
        for (Prediction<Label> segment : segments) {
            ballot(truths, segment.getExample().getOutput()).votes++;
            ballot(predictions, segment.getOutput()).votes++;
        }
        predictions.forEach(
                (name, ballot) ->
                        segments.forEach(segment -> ballot.score += score(segment, name)));
        return new ClipVote(new Label(winner(truths)), new Label(winner(predictions)));
    }

    /** Whether the clip is labelled as it should be. */
    public boolean isCorrect() {
        return truth.equals(predicted);
    }

    private static Ballot ballot(Map<String, Ballot> ballots, Label label) {
        return ballots.computeIfAbsent(label.getLabel(), name -> new Ballot());
    }

    /** A model without scores breaks ties by place alone. */
    private static double score(Prediction<Label> segment, String name) {
        Label scored = segment.getOutputScores().get(name);
        return scored == null || Double.isNaN(scored.getScore()) ? 0 : scored.getScore();
    }

    private static String winner(Map<String, Ballot> ballots) {
        String winner = null;
        Ballot most = new Ballot();
        for (Map.Entry<String, Ballot> entry : ballots.entrySet()) {
            Ballot ballot = entry.getValue();
            if (ballot.votes > most.votes
                    || (ballot.votes == most.votes && ballot.score > most.score)) {
                winner = entry.getKey();
                most = ballot;
            }
        }
        return winner;
    }
}
