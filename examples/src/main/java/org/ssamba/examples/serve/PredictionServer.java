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

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ssamba.SSAMBAModel;
import org.ssamba.audio.AudioClip;
import org.tribuo.classification.Classifiable;

/**
 * Answers {@code POST /predict} and {@code POST /windows} by a model, and {@code GET /health} and
 * {@code GET /metrics}. Requests beyond {@link Limits#queue} are answered 503 at once, so that a
 * client waits no longer than the queue is long. Closing completes what was accepted.
 */
final class PredictionServer implements AutoCloseable {
    private static final Logger logger = Logger.getLogger(PredictionServer.class.getName());
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; version=0.0.4";

    /** Of the warm-up, which opens the device and compiles what a single clip needs. */
    private static final int SILENCE_RATE = 16_000;

    private final Limits limits;
    private final Metrics metrics = new Metrics();
    private final Semaphore places;

    /** Those who answer, and who closes. */
    private final Phaser answering = new Phaser(1);

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean closing;

    /**
     * Starts to answer, once the model has predicted a first clip.
     *
     * @param model closed by its owner, after this.
     * @param address where; port 0 for any that is free.
     * @param limits what is accepted.
     * @throws IOException if the address cannot be used.
     */
    <T extends Classifiable<T>> PredictionServer(
            SSAMBAModel<T> model, InetSocketAddress address, Limits limits) throws IOException {
        this.limits = limits;
        this.places = new Semaphore(limits.queue());
        model.predict(AudioClip.of(new float[SILENCE_RATE], SILENCE_RATE));
        http = HttpServer.create(address, limits.queue());
        http.setExecutor(threads);
        PredictHandler<T> predict = new PredictHandler<>(model, limits, metrics);
        on("POST", "/predict", exchange -> accept(exchange, predict::clip));
        on("POST", "/windows", exchange -> accept(exchange, predict::windows));
        on("GET", "/health", this::health);
        on("GET", "/metrics", this::metrics);
        context("/", PredictionServer::noSuchPath);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    Metrics metrics() {
        return metrics;
    }

    /** How many requests wait or run. */
    int accepted() {
        return limits.queue() - places.availablePermits();
    }

    private interface Endpoint {
        void answer(HttpExchange exchange) throws IOException, RefusedException;
    }

    private interface Work {
        byte[] answer(HttpExchange exchange) throws IOException, RefusedException;
    }

    private void on(String method, String path, Endpoint endpoint) {
        context(
                path,
                exchange -> {
                    // A context also has what only begins like it.
                    if (!exchange.getRequestURI().getPath().equals(path)) {
                        noSuchPath(exchange);
                    }
                    if (!exchange.getRequestMethod().equals(method)) {
                        exchange.getResponseHeaders().set("Allow", method);
                        throw new RefusedException(405, path + " takes " + method);
                    }
                    endpoint.answer(exchange);
                });
    }

    private void context(String path, Endpoint endpoint) {
        http.createContext(
                path,
                exchange -> {
                    try {
                        endpoint.answer(exchange);
                    } catch (RefusedException e) {
                        refuse(exchange, e);
                    } catch (RuntimeException | Error e) {
                        logger.log(Level.SEVERE, "A request failed", e);
                        refuse(exchange, new RefusedException(500, "see the log of the server"));
                    } finally {
                        exchange.close();
                    }
                });
    }

    private static void noSuchPath(HttpExchange exchange) throws RefusedException {
        throw new RefusedException(
                404,
                exchange.getRequestURI().getPath()
                        + " does not exist; there are POST /predict and POST /windows with an audio"
                        + " file as the body, GET /health and GET /metrics");
    }

    /** Takes a place in the queue before anything is read, and gives it back before the answer. */
    private void accept(HttpExchange exchange, Work work) throws IOException, RefusedException {
        answering.register();
        try {
            if (closing || !places.tryAcquire()) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                throw new RefusedException(
                        503, closing ? "the server is closing" : "too many requests wait already");
            }
            byte[] answer;
            try {
                answer = work.answer(exchange);
            } finally {
                places.release();
            }
            send(exchange, 200, JSON, answer);
        } finally {
            answering.arriveAndDeregister();
        }
    }

    private void health(HttpExchange exchange) throws IOException {
        byte[] status =
                Answers.object(json -> json.name("status").value(closing ? "closing" : "ready"));
        send(exchange, closing ? 503 : 200, JSON, status);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        byte[] text = metrics.text(accepted()).getBytes(StandardCharsets.UTF_8);
        send(exchange, 200, TEXT, text);
    }

    /** Most clients send all of a body before they read an answer. */
    private void refuse(HttpExchange exchange, RefusedException refusal) throws IOException {
        InputStream body = exchange.getRequestBody();
        byte[] ignored = new byte[1 << 13];
        int n = 0;
        for (long left = limits.bytes(); left > 0 && n >= 0; left -= n) {
            n = body.read(ignored);
        }
        send(exchange, refusal.status(), JSON, Answers.error(refusal.getMessage()));
    }

    private void send(HttpExchange exchange, int status, String type, byte[] answer)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (closing) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        metrics.answered(status);
        exchange.sendResponseHeaders(status, answer.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(answer);
        }
    }

    /**
     * Answers 503 from now on, waits for all that was accepted, and ends. New connections are
     * answered meanwhile, so that whoever distributes requests learns of it from {@code /health}.
     */
    @Override
    public void close() {
        closing = true;
        answering.arriveAndAwaitAdvance();
        http.stop(0);
        threads.shutdown();
    }
}
