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
package org.ssamba.it.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that send the same clips at the same time, each in an order of its own, and compare every
 * answer with what is expected.
 *
 * @param uri where to post.
 * @param clips files.
 * @param expected scores by label of each clip, to the bit.
 */
record HttpLoad(URI uri, List<byte[]> clips, List<Map<String, Double>> expected) {
    /** Failed connections are counted as this status. */
    static final int NO_ANSWER = 0;

    /** An answer that is not the expected one is counted as this status. */
    static final int WRONG = -1;

    /**
     * What came of it.
     *
     * @param statuses how many answers had each.
     * @param seconds how long each right answer took, sorted.
     * @param took all of it.
     */
    record Outcome(Map<Integer, Integer> statuses, double[] seconds, double took) {
        double percentile(double share) {
            return seconds[(int) Math.min(seconds.length - 1, share * seconds.length)];
        }
    }

    private record Answer(int status, double seconds) {}

    /**
     * Runs clients.
     *
     * @param clients at the same time.
     * @param each how many clips each sends, one after the other; it stops where there is no server
     *     any more.
     */
    Outcome run(int clients, int each) throws InterruptedException, ExecutionException {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Answer> all = new ArrayList<>();
        long start = System.nanoTime();
        try {
            List<Future<List<Answer>>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int first = client * 31;
                running.add(threads.submit(() -> client(http, first, each)));
            }
            for (Future<List<Answer>> client : running) {
                all.addAll(client.get());
            }
        } finally {
            threads.shutdown();
        }
        Map<Integer, Integer> statuses = new TreeMap<>();
        all.forEach(answer -> statuses.merge(answer.status(), 1, Integer::sum));
        return new Outcome(
                statuses,
                all.stream()
                        .filter(answer -> answer.status() == 200)
                        .mapToDouble(Answer::seconds)
                        .sorted()
                        .toArray(),
                (System.nanoTime() - start) / 1e9);
    }

    private List<Answer> client(HttpClient http, int first, int each) throws InterruptedException {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            Answer answer = ask(http, (first + i) % clips.size());
            answers.add(answer);
            if (answer.status() == NO_ANSWER) {
                break;
            }
        }
        return answers;
    }

    private Answer ask(HttpClient http, int clip) throws InterruptedException {
        long start = System.nanoTime();
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(clips.get(clip)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            boolean wrong =
                    answer.statusCode() == 200 && !scores(answer).equals(expected.get(clip));
            return new Answer(
                    wrong ? WRONG : answer.statusCode(), (System.nanoTime() - start) / 1e9);
        } catch (IOException e) {
            return new Answer(NO_ANSWER, 0);
        }
    }

    private static Map<String, Double> scores(HttpResponse<String> answer) {
        Map<String, Double> scores = new TreeMap<>();
        for (JsonElement each :
                JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonArray("labels")) {
            scores.put(
                    each.getAsJsonObject().get("label").getAsString(),
                    each.getAsJsonObject().get("score").getAsDouble());
        }
        return scores;
    }
}
