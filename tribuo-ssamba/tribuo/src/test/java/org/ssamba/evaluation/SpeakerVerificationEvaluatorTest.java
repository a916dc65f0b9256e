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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Speaker verification from lists of trials and embeddings. */
class SpeakerVerificationEvaluatorTest {
    private static final Map<String, float[]> EMBEDDINGS =
            Map.of(
                    "ann/1.wav", new float[] {1, 0},
                    "ann/2.wav", new float[] {3, 0.5f},
                    "bob/1.wav", new float[] {0, 2},
                    "bob/2.wav", new float[] {-0.1f, 0.7f});

    @TempDir Path folder;

    private Path list(String text) throws IOException {
        return Files.writeString(folder.resolve("trials.txt"), text);
    }

    private static String message(org.junit.jupiter.api.function.Executable attempt) {
        return assertThrows(IllegalArgumentException.class, attempt).getMessage();
    }

    @Test
    void trialsOfAListAreScoredByCosine() throws IOException {
        List<VerificationTrial> trials =
                VerificationTrial.readList(
                        list(
                                "1 ann/1.wav ann/2.wav\n"
                                        + "0 ann/1.wav bob/1.wav\n\n"
                                        + "1 bob/1.wav  bob/2.wav\r\n"
                                        + "0 ann/2.wav bob/2.wav\n"));
        assertEquals(new VerificationTrial(true, "bob/1.wav", "bob/2.wav"), trials.get(2));
        VerificationEvaluation evaluation =
                new SpeakerVerificationEvaluator().evaluate(trials, EMBEDDINGS::get);
        double[] cosines = {
            3 / Math.sqrt(9.25), 0, 0.7 / Math.sqrt(0.5), 0.05 / Math.sqrt(9.25 * 0.5)
        };
        assertArrayEquals(cosines, evaluation.scores(), 1e-7);
        assertEquals(0, evaluation.equalErrorRate().value());
        assertEquals(0, evaluation.minimumDetectionCost().value());
        // Whoever is at least so close is the same speaker.
        assertEquals(cosines[0], evaluation.minimumDetectionCost().threshold(), 1e-7);
        assertTrue(evaluation.toString().contains("Equal error rate"), evaluation.toString());
    }

    @Test
    void anEmbeddingIsAskedForOnce() {
        List<String> asked = new ArrayList<>();
        new SpeakerVerificationEvaluator()
                .evaluate(
                        List.of(
                                new VerificationTrial(true, "ann/1.wav", "ann/2.wav"),
                                new VerificationTrial(false, "ann/1.wav", "bob/1.wav")),
                        name -> {
                            asked.add(name);
                            return EMBEDDINGS.get(name);
                        });
        assertEquals(List.of("ann/1.wav", "ann/2.wav", "bob/1.wav"), asked);
    }

    @Test
    void scoresOfAnyKindAreJudgedWithTheCostsGiven() {
        JsonObject recorded =
                Recorded.list("rankings").asList().stream()
                        .map(e -> e.getAsJsonObject())
                        .filter(e -> e.get("name").getAsString().equals("random"))
                        .findFirst()
                        .orElseThrow();
        VerificationEvaluation evaluation =
                VerificationEvaluation.of(
                        Recorded.numbers(recorded.get("scores")),
                        Recorded.flags(recorded.get("truth")),
                        new DetectionCost(0.05, 10, 1));
        assertEquals(
                recorded.get("minimum_cost_10_1").getAsDouble(),
                evaluation.minimumDetectionCost().value(),
                Recorded.TOLERANCE);
        assertEquals(
                recorded.get("equal_error_rate").getAsDouble(),
                evaluation.equalErrorRate().value(),
                1e-10);
    }

    @Test
    void aBadListIsRefusedByLine() throws IOException {
        Path cut = list("1 a b\n0 a\n");
        assertTrue(message(() -> VerificationTrial.readList(cut)).contains("line 2"));
        Path odd = list("same a b\n");
        assertTrue(message(() -> VerificationTrial.readList(odd)).contains("line 1"));
        Path empty = list("\n");
        assertTrue(message(() -> VerificationTrial.readList(empty)).contains("no trials"));
        Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'1', ' ', (byte) 0xe9});
        assertTrue(message(() -> VerificationTrial.readList(latin)).contains("latin.txt is no"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheList() throws IOException {
        Path marked = list("\uFEFF1 a b\r\n0 a c\r\n");
        assertEquals(
                List.of(
                        new VerificationTrial(true, "a", "b"),
                        new VerificationTrial(false, "a", "c")),
                VerificationTrial.readList(marked));
    }

    @Test
    void whatCannotBeComparedIsRefusedByName() {
        SpeakerVerificationEvaluator evaluator = new SpeakerVerificationEvaluator();
        List<VerificationTrial> trials =
                List.of(
                        new VerificationTrial(true, "ann/1.wav", "ann/2.wav"),
                        new VerificationTrial(false, "ann/1.wav", "eve/1.wav"));
        assertEquals(
                "There is no embedding of eve/1.wav",
                message(() -> evaluator.evaluate(trials, EMBEDDINGS::get)));
        for (float[] bad : List.of(new float[2], new float[0], new float[] {Float.NaN, 1})) {
            assertTrue(
                    message(() -> evaluator.evaluate(trials, n -> EMBEDDINGS.getOrDefault(n, bad)))
                            .contains("eve/1.wav has no direction"));
        }
        float[] longer = {1, 2, 3};
        assertTrue(
                message(() -> evaluator.evaluate(trials, n -> EMBEDDINGS.getOrDefault(n, longer)))
                        .contains("2 and 3 numbers"));
        assertTrue(
                message(() -> evaluator.evaluate(trials.subList(0, 1), EMBEDDINGS::get))
                        .contains("1 trials of the same speaker and 0 of different ones"));
    }
}
