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
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.ToneExamples;
import org.ssamba.data.AudioCorpus;
import org.ssamba.head.LabelHead;
import org.ssamba.modelcard.ModelCard;
import org.ssamba.modelcard.UsageDetails;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;

/** This library's encoders and models under the evaluations for audio. */
class AudioEvaluationTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);

    @TempDir Path folder;

    @Test
    void anUtteranceIsClosestToItself() throws Exception {
        Path corpus = folder.resolve("corpus");
        ToneExamples.inFiles(corpus, 6, 1);
        PretrainedEncoder encoder =
                new SSAMBAPretrainer(SHAPE, new PretrainingRecipe().steps(3).batchSize(4))
                        .pretrain(new AudioCorpus(corpus));
        // An encoder of three steps knows no voices, but which utterance is which.
        Path list =
                Files.writeString(
                        folder.resolve("trials.txt"),
                        """
                        1 low/0.wav low/0.wav
                        1 high/1.wav high/1.wav
                        0 low/0.wav high/1.wav
                        0 high/3.wav low/4.wav
                        """);
        List<VerificationTrial> trials = VerificationTrial.readList(list);
        List<String> names = VerificationTrial.utterances(trials);
        assertEquals(List.of("low/0.wav", "high/1.wav", "high/3.wav", "low/4.wav"), names);
        float[][] vectors = encoder.embedFiles(names.stream().map(corpus::resolve).toList());
        Map<String, float[]> embeddings = new HashMap<>();
        for (int i = 0; i < vectors.length; i++) {
            embeddings.put(names.get(i), vectors[i]);
        }
        VerificationEvaluation evaluation =
                new SpeakerVerificationEvaluator().evaluate(trials, embeddings::get);
        assertEquals(0, evaluation.equalErrorRate().value(), evaluation.toString());
        assertEquals(1, evaluation.minimumDetectionCost().threshold(), 1e-9);
    }

    @Test
    void aModelOfAudioGetsItsCard() throws Exception {
        MutableDataset<Label> training = ToneExamples.carried(16, 1);
        FineTuningRecipe recipe = new FineTuningRecipe().epochs(2).batchSize(8);
        try (SSAMBAModel<Label> model =
                new SSAMBATrainer<>(new LabelHead(), SHAPE, recipe).train(training)) {
            LabelEvaluation evaluation = new LabelEvaluator().evaluate(model, training);
            UsageDetails usage =
                    UsageDetails.EMPTY
                            .intendedUse("Telling low tones from high ones")
                            .outOfScopeUses("Music")
                            .modelLicense("Apache-2.0");
            Path file = folder.resolve("card.json");
            ModelCard.of(model, evaluation, usage).write(file);

            JsonObject card = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            JsonObject details = card.getAsJsonObject("ModelDetails");
            assertEquals("org.ssamba.SSAMBAModel", details.get("model-package").getAsString());
            JsonObject trainer = details.getAsJsonObject("configured-parameters");
            JsonObject recorded = trainer.getAsJsonObject("recipe");
            assertEquals("org.ssamba.FineTuningRecipe", recorded.get("className").getAsString());
            assertEquals(2, recorded.get("epochs").getAsInt());
            JsonObject data = card.getAsJsonObject("TrainingDetails");
            assertEquals(16, data.get("training-set-size").getAsInt());
            assertEquals("{\"high\":8,\"low\":8}", data.get("outputs-distribution").toString());
            JsonObject metrics = card.getAsJsonObject("TestingDetails").getAsJsonObject("metrics");
            assertEquals(evaluation.accuracy(), metrics.get("micro-accuracy").getAsDouble());
            assertTrue(metrics.has("macro-f1"), metrics.toString());
        }
    }
}
