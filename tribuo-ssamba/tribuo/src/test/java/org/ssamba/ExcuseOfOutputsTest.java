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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.ssamba.data.ClipAudio;
import org.ssamba.explain.Occlusion;
import org.ssamba.head.FittedHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.OutputHead;
import org.ssamba.head.RegressorHead;
import org.ssamba.inference.ClipInference;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.regression.Regressor;

/** Excuses of what is no single label: one for each label, one for each dimension. */
class ExcuseOfOutputsTest {
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);

    @Test
    void eachOfSeveralLabelsHasItsOwnExcuse() {
        MutableDataset<MultiLabel> clips = MixedTones.tagged(32, 1);
        SSAMBAModel<MultiLabel> tagger = trained(new MultiLabelHead(), clips);
        Example<MultiLabel> both = clips.getExample(3);
        assertFalls(
                tagger,
                new MultiLabelHead().fit(clips, tagger.getOutputIDInfo()),
                both,
                prediction -> {
                    Map<String, Double> scores = new HashMap<>();
                    prediction
                            .getOutputScores()
                            .forEach(
                                    (name, output) ->
                                            scores.put(
                                                    name,
                                                    output.getLabelScore(new Label(name))
                                                            .orElseThrow()));
                    return scores;
                });
    }

    @Test
    void eachDimensionHasItsOwnExcuseInItsOwnUnits() {
        MutableDataset<Regressor> clips = MixedTones.measured(32, 1);
        SSAMBAModel<Regressor> meter = trained(new RegressorHead(), clips);
        Example<Regressor> example = clips.getExample(3);
        Excuse<Regressor> excuse = meter.excuse(example, 2, 2);
        assertEquals(Set.of("pitch", "hertz", "constant"), excuse.getScores().keySet());
        assertFalls(
                meter,
                new RegressorHead().fit(clips, meter.getOutputIDInfo()),
                example,
                prediction -> {
                    Map<String, Double> values = new HashMap<>();
                    Regressor output = prediction.getOutput();
                    for (int i = 0; i < output.size(); i++) {
                        values.put(output.getNames()[i], output.getValues()[i]);
                    }
                    return values;
                });
        for (Pair<String, Double> region : excuse.getScores().get("constant")) {
            assertEquals(0, region.getB(), "what never varies depends on nothing");
        }
        double hertz = Math.abs(excuse.getScores().get("hertz").get(0).getB());
        assertTrue(hertz > 5, hertz + " Hz");
    }

    private static <T extends Output<T>> SSAMBAModel<T> trained(
            OutputHead<T> head, MutableDataset<T> clips) {
        SSAMBAModel<T> model =
                new SSAMBATrainer<>(
                                head,
                                EncoderShape.tiny().size(16, 2).frames(48),
                                new FineTuningRecipe().epochs(8).batchSize(8).learningRate(3e-3))
                        .train(clips);
        model.setDevice(CPU);
        return model;
    }

    /** Every fall is the prediction for the clip less the prediction for the copy without it. */
    private static <T extends Output<T>> void assertFalls(
            SSAMBAModel<T> of,
            FittedHead<T> head,
            Example<T> example,
            Function<Prediction<T>, Map<String, Double>> scores) {
        Excuse<T> excuse = of.excuse(example, 2, 2);
        Map<String, Double> whole = scores.apply(of.predict(example));
        assertEquals(whole.keySet(), excuse.getScores().keySet());
        try (ClipInference inference = of.trained.inference()) {
            inference.setDevice(CPU::backend);
            Occlusion occlusion = inference.occlusion(ClipAudio.of(example), 2, 2);
            float[][] hidden = inference.run(occlusion);
            for (int clip = 1; clip < occlusion.size(); clip++) {
                Map<String, Double> left = scores.apply(head.prediction(hidden[clip], example));
                String region = occlusion.regions().get(clip - 1).name();
                for (String name : whole.keySet()) {
                    double fall =
                            excuse.getScores().get(name).stream()
                                    .filter(pair -> pair.getA().equals(region))
                                    .findAny()
                                    .orElseThrow()
                                    .getB();
                    double size = Math.max(1, Math.abs(whole.get(name)));
                    assertEquals(whole.get(name) - left.get(name), fall, 1e-4 * size, name);
                }
            }
        }
    }
}
