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
package org.ssamba.download;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on this computer with one file, {@code /weights}, that resumes as RFC 9110 says; and
 * which fails as it is told.
 */
public final class WeightsServer implements AutoCloseable {
    /** How one request is answered. */
    public interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<Answer> next = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private byte[] content;
    private String tag;

    public WeightsServer(byte[] content) throws IOException {
        put(content, "\"first\"");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Replaces the file. */
    public synchronized void put(byte[] newContent, String newTag) {
        content = newContent;
        tag = newTag;
    }

    /** Answers one request in another way than with the file, after those that were told before. */
    public synchronized void next(Answer answer) {
        next.add(answer);
    }

    /** Cuts the connection of one request after so many bytes of its answer. */
    public void cutAfter(int bytes) {
        next(exchange -> file(exchange, bytes));
    }

    public URI uri() {
        return URI.create(
                "http://"
                        + server.getAddress().getAddress().getHostAddress()
                        + ":"
                        + server.getAddress().getPort()
                        + "/weights");
    }

    /** What was asked for so far: path and range. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
        Answer answer;
        synchronized (this) {
            answer = next.poll();
        }
        try {
            (answer == null ? (Answer) all -> file(all, Integer.MAX_VALUE) : answer).to(exchange);
        } finally {
            exchange.close();
        }
    }

    private synchronized void file(HttpExchange exchange, int cut) throws IOException {
        Headers asked = exchange.getRequestHeaders();
        String range = asked.getFirst("Range");
        int from = 0;
        if (range != null && tag.equals(asked.getFirst("If-Range"))) {
            from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        }
        exchange.getResponseHeaders().set("ETag", tag);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        OutputStream body = exchange.getResponseBody();
        body.write(content, from, Math.min(cut, content.length - from));
        body.flush();
    }

    /** An answer without content. */
    public static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** An answer that points elsewhere. */
    public static Answer redirectTo(String place) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", place);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
