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
package org.ssamba.datasets;

import com.oracle.labs.mlrg.olcut.config.Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.SSAMBAModel;
import org.ssamba.data.AudioReference;
import org.ssamba.datasets.preparation.VoxCeleb1Verification;
import org.ssamba.evaluation.SpeakerVerificationEvaluator;
import org.ssamba.evaluation.VerificationEvaluation;
import org.ssamba.evaluation.VerificationTrial;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/**
 * The equal error rate of speaker verification by a model that tells other speakers apart. An
 * utterance is described by its similarity to each of those, its centred log-probabilities (anchor
 * models, D. E. Sturim et al., 2001), and two utterances are compared by the cosine.
 */
public final class VerificationError implements Metric<Label> {
    private static final int PERCENT = 100;
    private static final double LEAST = 1e-30;

    @Config(mandatory = true, description = "Reads the trials.")
    private VoxCeleb1Verification trials;

    /** For OLCUT. */
    private VerificationError() {}

    /**
     * A metric.
     *
     * @param trials reads the trials.
     */
    public VerificationError(VoxCeleb1Verification trials) {
        this.trials = trials;
    }

    /** The speakers of trials are not in training. */
    @Override
    public boolean needsKnownOutputs() {
        return false;
    }

    @Override
    public Map<String, Double> scores(
            SSAMBAModel<Label> model, MutableDataset<Label> test, FoldRun fold) {
        List<Prediction<Label>> predictions = model.predict(test);
        Map<String, float[]> voices = new HashMap<>();
        for (int i = 0; i < predictions.size(); i++) {
            voices.put(
                    AudioReference.of(test.getExample(i)).path().toString(),
                    voice(predictions.get(i), model.getOutputIDInfo()));
        }
        List<VerificationTrial> each =
                trials.trials(fold.data()).stream()
                        .map(
                                trial ->
                                        new VerificationTrial(
                                                trial.same(),
                                                name(trial.first()),
                                                name(trial.second())))
                        .toList();
        VerificationEvaluation evaluation =
                new SpeakerVerificationEvaluator().evaluate(each, voices::get);
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("equal error rate, %", PERCENT * evaluation.equalErrorRate().value());
        scores.put("minimum detection cost", evaluation.minimumDetectionCost().value());
        return scores;
    }

    private static String name(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    private static float[] voice(Prediction<Label> prediction, ImmutableOutputInfo<Label> labels) {
        double[] logarithms = new double[labels.size()];
        double mean = 0;
        for (Label label : prediction.getOutputScores().values()) {
            double logarithm = Math.log(Math.max(LEAST, label.getScore()));
            logarithms[labels.getID(label)] = logarithm;
            mean += logarithm / logarithms.length;
        }
        float[] centred = new float[logarithms.length];
        for (int i = 0; i < centred.length; i++) {
            centred[i] = (float) (logarithms[i] - mean);
        }
        return centred;
    }
}
