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
package org.ssamba.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssamba.SSAMBAModel;
import org.ssamba.audio.AudioReader;
import org.ssamba.head.TopLabels;
import org.tribuo.classification.Label;

class PredictionServerTest {
    private static final int CLIENTS = 8;
    private static final int REQUESTS = 12;

    private static SSAMBAModel<Label> model;

    @BeforeAll
    static void train() {
        model = DigitModel.trained();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static PredictionServer server(Limits limits) throws Exception {
        return new PredictionServer(model, DigitModel.anyPort(), limits);
    }

    /** The labels of {@code predict}, as the server writes them. */
    private static List<String> predicted(byte[] clip) {
        return TopLabels.of(model.predict(AudioReader.read(clip)), 9).stream()
                .map(label -> label.getLabel() + " " + label.getScore())
                .toList();
    }

    private static List<String> labels(JsonObject answer) {
        List<String> labels = new ArrayList<>();
        for (JsonElement each : answer.getAsJsonArray("labels")) {
            JsonObject label = each.getAsJsonObject();
            labels.add(label.get("label").getAsString() + " " + label.get("score").getAsDouble());
        }
        return labels;
    }

    private static JsonObject json(String body) {
        return JsonParser.parseString(body).getAsJsonObject();
    }

    @Test
    void clientsAtTheSameTimeGetTheBitsOfPredict() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (PredictionServer server = server(new Limits(CLIENTS, 100_000, 5))) {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                all.add(clients.submit(() -> ask(server.port(), number)));
            }
            for (Future<?> each : all) {
                each.get();
            }
            assertEquals(CLIENTS * REQUESTS, server.metrics().clips());
            String metrics = DigitModel.get(server.port(), "/metrics").body();
            assertTrue(metrics.contains("ssamba_answers_total{status=\"200\"} 96\n"), metrics);
            assertTrue(metrics.contains("ssamba_prediction_seconds_count 96\n"), metrics);
        } finally {
            clients.shutdown();
        }
    }

    private static Void ask(int port, int client) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            String digit = DigitModel.DIGITS.get((client + i) % 3) + (i % 2 == 0 ? "-1" : "-2");
            byte[] clip = DigitModel.clip(digit);
            HttpResponse<String> answer = DigitModel.post(port, "/predict?top=9", clip);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(predicted(clip), labels(json(answer.body())));
            assertEquals(
                    AudioReader.read(clip).durationSeconds(),
                    json(answer.body()).get("seconds").getAsDouble());
        }
        return null;
    }

    @Test
    void windowsHaveTimes() throws Exception {
        try (PredictionServer server = server(new Limits(1, 100_000, 5))) {
            byte[] clip = DigitModel.clip("six-1");
            HttpResponse<String> answer = DigitModel.post(server.port(), "/windows", clip);
            JsonArray windows = json(answer.body()).getAsJsonArray("windows");
            assertEquals(0, windows.get(0).getAsJsonObject().get("start").getAsDouble());
            assertEquals(1, labels(windows.get(0).getAsJsonObject()).size());
        }
    }

    @Test
    void whatCannotBeUsedIsRefusedAndSaysWhy() throws Exception {
        byte[] clip = DigitModel.clip("six-1");
        byte[] text = "once upon a time".getBytes(StandardCharsets.UTF_8);
        try (PredictionServer server = server(new Limits(2, clip.length, 5))) {
            refused(422, "not audio", DigitModel.post(server.port(), "/predict", text));
            refused(400, "empty", DigitModel.post(server.port(), "/predict", new byte[0]));
            byte[] large = new byte[clip.length + 1];
            refused(
                    413,
                    "at most " + clip.length + " bytes",
                    DigitModel.post(server.port(), "/predict", large));
            refused(400, "top", DigitModel.post(server.port(), "/predict?top=0", clip));
            for (String path : List.of("/predictions", "/", "/predict/", "/favicon.ico")) {
                refused(404, "POST /predict", DigitModel.post(server.port(), path, clip));
                refused(404, "GET /health", DigitModel.get(server.port(), path));
            }
            refused(415, "--data-binary", DigitModel.postForm(server.port(), "/predict", clip));
            HttpResponse<String> got = DigitModel.get(server.port(), "/predict");
            refused(405, "takes POST", got);
            assertEquals("POST", got.headers().firstValue("Allow").orElse(""));
        }
        try (PredictionServer server = server(new Limits(1, 100_000, 0.1))) {
            refused(413, "at most 0.1 seconds", DigitModel.post(server.port(), "/predict", clip));
        }
    }

    private static void refused(int status, String reason, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        String error = json(answer.body()).get("error").getAsString();
        assertTrue(error.contains(reason), error);
    }

    @Test
    void whoeverComesToAFullQueueIsSentAwayAtOnce() throws Exception {
        byte[] clip = DigitModel.clip("two-1");
        try (PredictionServer server = server(new Limits(1, 100_000, 5));
                HeldUpload held = new HeldUpload(server.port(), clip)) {
            awaitAccepted(server);
            HttpResponse<String> refused = DigitModel.post(server.port(), "/predict", clip);
            refused(503, "too many", refused);
            assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
            assertTrue(held.complete().startsWith("HTTP/1.1 200"));
            assertEquals(200, DigitModel.post(server.port(), "/predict", clip).statusCode());
        }
    }

    private static void awaitAccepted(PredictionServer server) throws InterruptedException {
        while (server.accepted() == 0) {
            Thread.sleep(5);
        }
    }

    @Test
    void closingCompletesWhatWasAccepted() throws Exception {
        byte[] clip = DigitModel.clip("one-2");
        PredictionServer server = server(new Limits(2, 100_000, 5));
        try (HeldUpload held = new HeldUpload(server.port(), clip)) {
            awaitAccepted(server);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            while (DigitModel.get(server.port(), "/health").statusCode() == 200) {
                Thread.sleep(5);
            }
            refused(503, "closing", DigitModel.post(server.port(), "/predict", clip));
            assertFalse(closing.isDone());
            String answer = held.complete();
            closing.get();
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            assertEquals(predicted(clip), labels(json(answer.substring(answer.indexOf('{')))));
        }
    }
}
