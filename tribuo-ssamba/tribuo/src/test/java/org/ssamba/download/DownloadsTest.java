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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.data.Sha256;

/** Files from a server on this computer, which fails in the ways that servers do. */
class DownloadsTest {
    private static final int SIZE = 300_000;
    private static final long MOST = 1_000_000;

    @TempDir Path folder;
    private byte[] content;
    private WeightsServer server;
    private Downloads downloads;

    @BeforeEach
    void start() throws IOException {
        content = bytes(SIZE, 1);
        server = new WeightsServer(content);
        downloads = downloads(false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Downloads downloads(boolean offline) {
        return new Downloads(
                new DownloadSettings(
                        folder,
                        offline,
                        MOST,
                        Duration.ofMillis(700),
                        Duration.ofMillis(1),
                        ProxySelector.of(null)));
    }

    private String sha256(byte[] bytes) throws IOException {
        return Sha256.ofFile(Files.write(folder.resolve("any"), bytes));
    }

    private URI with(String sha256) {
        return URI.create(server.uri() + "#sha256=" + sha256);
    }

    private void assertContent(byte[] expected, Downloaded file) throws IOException {
        assertArrayEquals(expected, Files.readAllBytes(file.file()));
        assertEquals(sha256(expected), file.sha256());
        assertEquals(file.sha256(), file.file().getFileName().toString());
    }

    private DownloadException refused(URI uri, String... parts) {
        DownloadException e = assertThrows(DownloadException.class, () -> downloads.get(uri));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        return e;
    }

    /** Nothing but what locks are held on. */
    private void assertNothingKept() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".lock"))
                            .toList());
        }
    }

    @Test
    void aFileIsDownloadedOnce() throws IOException {
        assertContent(content, downloads.get(server.uri()));
        assertContent(content, downloads.get(server.uri()));
        assertContent(content, downloads.get(with(sha256(content))));
        assertEquals(List.of("/weights"), server.requests());
    }

    @Test
    void whatIsKeptNeedsNoServer() throws IOException {
        downloads.get(server.uri());
        server.close();
        assertContent(content, downloads(true).get(server.uri()));
        URI elsewhere = URI.create("https://nowhere.invalid/f#sha256=" + sha256(content));
        assertContent(content, downloads(true).get(elsewhere));
    }

    @Test
    void offlineNothingIsAskedFor() throws IOException {
        downloads = downloads(true);
        refused(server.uri(), server.uri().toString(), "switched off", folder.toString());
        assertEquals(List.of(), server.requests());
        assertNothingKept();
    }

    @Test
    void aBrokenConnectionIsResumedWhereItBroke() throws IOException {
        server.cutAfter(100_000);
        server.cutAfter(50_000);
        assertContent(content, downloads.get(server.uri()));
        assertEquals(3, server.requests().size());
        assertEquals("/weights bytes=150000-", server.requests().get(2));
    }

    @Test
    void aLaterCallGoesOnAfterAServerThatGaveUp() throws IOException {
        server.cutAfter(100_000);
        for (int i = 0; i < 4; i++) {
            server.next(WeightsServer.status(503));
        }
        refused(server.uri(), "503", "0.1 MB are kept");
        assertContent(content, downloads.get(server.uri()));
        assertEquals("/weights bytes=100000-", server.requests().get(5));
    }

    @Test
    void contentThatChangedMeanwhileIsTakenFromTheBeginning() throws IOException {
        byte[] changed = bytes(SIZE + 5, 2);
        server.cutAfter(100_000);
        server.next(
                exchange -> {
                    server.put(changed, "\"second\"");
                    WeightsServer.status(503).to(exchange);
                });
        assertContent(changed, downloads.get(server.uri()));
    }

    @Test
    void withoutAValidatorNothingIsResumed() throws IOException {
        server.put(content, "W/\"weak\"");
        server.cutAfter(100_000);
        assertContent(content, downloads.get(server.uri()));
        assertEquals(List.of("/weights", "/weights"), server.requests());
    }

    @Test
    void aPartThatWasNotAskedForIsNotAppended() throws IOException {
        server.cutAfter(100_000);
        server.next(
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Range", "bytes 7-299999/300000");
                    exchange.sendResponseHeaders(206, SIZE - 7);
                    exchange.getResponseBody().write(content, 7, SIZE - 7);
                });
        assertContent(content, downloads.get(server.uri()));
    }

    @Test
    void anotherContentThanWantedIsRefusedAndDeleted() throws IOException {
        String other = sha256(bytes(SIZE, 3));
        Files.delete(folder.resolve("any"));
        DownloadException e = refused(with(other), other, "SHA-256");
        assertTrue(e.getMessage().contains(sha256(content)), e.getMessage());
        Files.delete(folder.resolve("any"));
        assertNothingKept();
    }

    @Test
    void aSizeThatIsTooLargeIsRefusedBeforeItComes() throws IOException {
        server.put(bytes((int) MOST + 1, 4), "\"large\"");
        refused(server.uri(), "larger than 1.0 MB", "ssamba.downloads.megabytes");
        assertNothingKept();
    }

    @Test
    void aSizeThatIsNotSaidIsCountedWhileItComes() throws IOException {
        byte[] large = bytes((int) MOST + 1, 4);
        server.next(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(large);
                });
        refused(server.uri(), "larger than 1.0 MB");
        assertNothingKept();
    }

    @Test
    void aSizeThatIsNotSaidIsNoHindrance() throws IOException {
        server.next(
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(content);
                });
        assertContent(content, downloads.get(server.uri()));
    }

    @Test
    void packedContentIsRefused() throws IOException {
        server.next(
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    exchange.sendResponseHeaders(200, SIZE);
                    exchange.getResponseBody().write(content);
                });
        refused(server.uri(), "packed (gzip)");
        assertNothingKept();
    }

    @Test
    void aServerThatGivesLittleAtATimeIsGivenUp() {
        for (int i = 0; i < 5; i++) {
            server.cutAfter(10);
        }
        refused(server.uri(), "the connection");
    }

    @Test
    void aSilentServerIsGivenUpAndAskedAgain() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        server.next(
                exchange -> {
                    exchange.getResponseHeaders().set("ETag", "\"first\"");
                    exchange.sendResponseHeaders(200, SIZE);
                    exchange.getResponseBody().write(content, 0, 1000);
                    exchange.getResponseBody().flush();
                    await(end);
                });
        assertContent(content, downloads.get(server.uri()));
        end.countDown();
        assertEquals("/weights bytes=1000-", server.requests().get(1));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aMissingFileIsNotAskedForAgain() throws IOException {
        server.next(WeightsServer.status(404));
        refused(server.uri(), "404", "check the address");
        assertEquals(1, server.requests().size());
        assertNothingKept();
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        server.close();
        refused(server.uri(), server.uri().toString(), "cannot be reached");
    }

    @Test
    void aWebPageIsNotTakenForAFile() throws IOException {
        server.put("<!doctype html><title>Sign in</title>".getBytes(), "\"page\"");
        refused(server.uri(), "<!doctype html>", "web page");
        assertNothingKept();
    }

    @Test
    void redirectionsAreFollowed() throws IOException {
        server.next(WeightsServer.redirectTo("/elsewhere"));
        server.next(WeightsServer.redirectTo(server.uri().toString()));
        Downloaded file = downloads.get(server.uri());
        assertContent(content, file);
        assertEquals(server.uri(), file.uri());
        assertEquals(List.of("/weights", "/elsewhere", "/weights"), server.requests());
    }

    @Test
    void redirectionsInACircleEnd() {
        for (int i = 0; i < 6; i++) {
            server.next(WeightsServer.redirectTo("/weights"));
        }
        refused(server.uri(), "redirects more than 5 times");
        assertEquals(6, server.requests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/hostname", "ftp://127.0.0.1/weights", "mailto:nobody"})
    void redirectionsToAnythingElseAreRefused(String place) {
        server.next(WeightsServer.redirectTo(place));
        refused(server.uri(), "not http(s)");
    }

    @Test
    void redirectionsAwayFromHttpsAreRefused() {
        DownloadException e =
                assertThrows(
                        DownloadException.class,
                        () ->
                                Redirects.next(
                                        URI.create("https://a.invalid/f"),
                                        URI.create("https://b.invalid/f"),
                                        "http://b.invalid/f"));
        assertTrue(e.getMessage().contains("from https to http at b.invalid"), e.getMessage());
    }

    @Test
    void aKeptFileThatIsDamagedIsDownloadedAgain() throws IOException {
        Path file = downloads.get(server.uri()).file();
        Files.write(file, new byte[10]);
        assertContent(content, downloads.get(server.uri()));
        assertEquals(2, server.requests().size());
    }

    @Test
    void threadsThatAskForTheSameWaitForOneDownload() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        server.next(
                exchange -> {
                    asked.countDown();
                    await(go);
                    exchange.sendResponseHeaders(200, SIZE);
                    exchange.getResponseBody().write(content);
                });
        List<CompletableFuture<Downloaded>> calls =
                Stream.generate(
                                () ->
                                        CompletableFuture.supplyAsync(
                                                () -> {
                                                    try {
                                                        return downloads.get(server.uri());
                                                    } catch (IOException e) {
                                                        throw new AssertionError(e);
                                                    }
                                                },
                                                task -> new Thread(task).start()))
                        .limit(3)
                        .toList();
        await(asked);
        go.countDown();
        for (CompletableFuture<Downloaded> call : calls) {
            assertContent(content, call.join());
        }
        assertEquals(1, server.requests().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/f",
                "file:/f",
                "encoder.ssamba",
                "https:///f",
                "https://host/f#sha256=12",
                "https://host/f#part",
                "https://me:secret@host/f"
            })
    void addressesOfOtherKindsAreRefused(String uri) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> downloads.get(URI.create(uri)));
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }
}
