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
package org.ssamba.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.Sha256;

/** One folder of downloads, several processes. */
class SharedDownloadsTest {
    private static final int HALF = 400_000;

    @TempDir Path folder;
    private final byte[] content = new byte[2 * HALF];
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch halfSent = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    /** The first answer stops in the middle until it may go on. */
    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        exchange.getResponseHeaders().set("ETag", "\"one\"");
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (2 * HALF - 1) + "/" + 2 * HALF);
        exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
        try (exchange) {
            if (range == null) {
                exchange.getResponseBody().write(content, 0, HALF);
                exchange.getResponseBody().flush();
                halfSent.countDown();
                goOn.await();
                exchange.getResponseBody().write(content, HALF, HALF);
            } else {
                exchange.getResponseBody().write(content, from, content.length - from);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProcessBuilder downloading() {
        ProcessBuilder process =
                ChildProcess.of(
                        DownloadingProcess.class,
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/weights");
        process.environment().put("SSAMBA_DOWNLOADS", folder.toString());
        return process;
    }

    private String expected() throws IOException {
        return Sha256.ofFile(Files.write(folder.resolve("expected"), content));
    }

    @Test
    void oneDownloadsAndTheOthersWait() throws Exception {
        Process first = downloading().start();
        halfSent.await();
        Process second = downloading().start();
        assertTrue(second.isAlive() && !second.waitFor(3, TimeUnit.SECONDS), "did not wait");
        goOn.countDown();
        for (Process process : List.of(first, second)) {
            assertEquals(expected(), process.inputReader().readLine());
            assertEquals(0, process.waitFor());
        }
        assertEquals(1, ranges.size());
    }

    @Test
    void afterAKilledProcessAnotherGoesOn() throws Exception {
        Process killed = downloading().start();
        halfSent.await();
        Path part = partOf(HALF);
        killed.destroyForcibly().waitFor();
        assertEquals(HALF, Files.size(part));
        assertEquals(List.of(expected()), ChildProcess.run(downloading()));
        assertEquals(List.of("null", "bytes=" + HALF + "-"), ranges);
    }

    /** The part, once it has so many bytes. */
    private Path partOf(int bytes) throws IOException, InterruptedException {
        while (true) {
            try (var files = Files.walk(folder)) {
                List<Path> parts = files.filter(file -> file.toString().endsWith(".part")).toList();
                if (!parts.isEmpty() && Files.size(parts.get(0)) == bytes) {
                    return parts.get(0);
                }
            }
            Thread.sleep(20);
        }
    }
}
