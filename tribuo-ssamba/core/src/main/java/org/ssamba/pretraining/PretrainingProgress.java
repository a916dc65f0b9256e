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
package org.ssamba.pretraining;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ssamba.training.PlateauRate;

/** What a pretraining run knows between two steps, besides the model's memory. */
final class PretrainingProgress {
    /** The first step that has not run. */
    long step;

    /** The step up to which validations are done. */
    long validated;

    PlateauRate plateau = new PlateauRate();

    /** Of the last validation, or of the last step if it is later. */
    PretrainingMetrics last;

    /** The least loss of a validation. */
    double bestLoss = Double.POSITIVE_INFINITY;

    /** By what the rate is multiplied since the run diverged; and how often that happened. */
    double rateFactor = 1;

    DivergenceWatch watch = new DivergenceWatch();

    /** Of the clips to train on, and of those held out. */
    SkippedClips skipped = new SkippedClips();

    SkippedClips heldOutSkipped = new SkippedClips();

    /** For a checkpoint: every number as text, to the last bit. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("step", Long.toString(step));
        facts.put("validated", Long.toString(validated));
        facts.put("best", Double.toString(plateau.best()));
        facts.put("disappointments", Integer.toString(plateau.disappointments()));
        facts.put("factor", Double.toString(plateau.factor()));
        facts.put("best-loss", Double.toString(bestLoss));
        facts.put("rate-factor", Double.toString(rateFactor));
        facts.put("recent-losses", watch.text());
        facts.put("skipped-clips", skipped.text());
        facts.put("skipped-held-out-clips", heldOutSkipped.text());
        if (last != null) {
            facts.put("contrast", Double.toString(last.contrast()));
            facts.put("accuracy", Double.toString(last.accuracy()));
            facts.put("error", Double.toString(last.error()));
            facts.put("loss", Double.toString(last.loss()));
        }
        return facts;
    }

    /** What {@link #facts} wrote. */
    static PretrainingProgress of(Map<String, String> facts) {
        PretrainingProgress progress = new PretrainingProgress();
        progress.step = Long.parseLong(facts.get("step"));
        progress.validated = Long.parseLong(facts.get("validated"));
        progress.plateau =
                new PlateauRate(
                        number(facts, "best"),
                        Integer.parseInt(facts.get("disappointments")),
                        number(facts, "factor"));
        progress.bestLoss = number(facts, "best-loss");
        progress.rateFactor = number(facts, "rate-factor");
        progress.watch = DivergenceWatch.of(facts.get("recent-losses"));
        progress.skipped = SkippedClips.of(facts.get("skipped-clips"));
        progress.heldOutSkipped = SkippedClips.of(facts.get("skipped-held-out-clips"));
        if (facts.containsKey("loss")) {
            progress.last =
                    new PretrainingMetrics(
                            number(facts, "loss"),
                            number(facts, "contrast"),
                            number(facts, "accuracy"),
                            number(facts, "error"));
        }
        return progress;
    }

    private static double number(Map<String, String> facts, String name) {
        return Double.parseDouble(facts.get(name));
    }
}
