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

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkReport;

/**
 * Brings one file into a {@link PartialFile}, in as many attempts as it takes, each of which goes
 * on where the last one was cut off if the server still has the same version (RFC 9110, section
 * 13.1.5 and 14).
 */
final class Transfer {
    private static final Logger logger = Logger.getLogger(Transfer.class.getName());
    private static final int ATTEMPTS = 5;
    private static final int CHUNK = 1 << 16;
    private static final double MEGABYTE = 1e6;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18})");

    private final RequestedFile file;
    private final PartialFile part;
    private final DownloadSettings settings;
    private final Redirects http;

    Transfer(RequestedFile file, PartialFile part, DownloadSettings settings) {
        this.file = file;
        this.part = part;
        this.settings = settings;
        this.http =
                new Redirects(
                        HttpClient.newBuilder()
                                .followRedirects(HttpClient.Redirect.NEVER)
                                // Every answer has a length then, and no upgrade is offered.
                                .version(HttpClient.Version.HTTP_1_1)
                                .proxy(settings.proxies())
                                .connectTimeout(settings.patience())
                                .build());
    }

    /**
     * Transfers what is missing.
     *
     * @throws DownloadException if the file cannot be had; what came stays, to be resumed.
     * @throws IOException if it cannot be written.
     */
    void run() throws IOException {
        for (int failures = 0; ; ) {
            long before = part.size();
            try {
                attempt();
                return;
            } catch (DownloadException e) {
                throw e;
            } catch (ServerException e) {
                failures = part.size() - before >= CHUNK ? 1 : failures + 1;
                if (failures == ATTEMPTS
                        || before == 0 && e.getCause() instanceof ConnectException) {
                    throw new DownloadException(file.uri(), given(e), e);
                }
                logger.info(file.uri() + ": " + e.getMessage() + "; trying again");
                sleep(settings.pause().multipliedBy(1L << (failures - 1)));
            }
        }
    }

    private String given(ServerException e) throws IOException {
        return part.size() > 0 && !part.validator().isEmpty()
                ? e.getMessage() + ". " + megabytes(part.size()) + " are kept; try again to go on"
                : e.getMessage();
    }

    /** What another attempt may mend: a broken connection, or a server that is busy. */
    private static final class ServerException extends IOException {
        private static final long serialVersionUID = 1L;

        ServerException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private void attempt() throws IOException {
        String validator = part.validator();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(file.uri())
                        .timeout(settings.patience())
                        .header("Accept-Encoding", "identity");
        if (!validator.isEmpty()) {
            request.header("Range", "bytes=" + part.size() + "-").header("If-Range", validator);
        }
        HttpResponse<InputStream> response = send(request.build());
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case 200 -> receive(body, response.headers(), begin(response.headers()));
                case 206 -> receive(body, response.headers(), resume(response.headers()));
                case 416 -> {
                    part.delete();
                    throw new ServerException("the server has no more of it than was kept", null);
                }
                case 408, 429, 500, 502, 503, 504 ->
                        throw new ServerException(
                                "the server answered " + response.statusCode(), null);
                default -> throw refused(response.statusCode());
            }
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (DownloadException e) {
            throw e;
        } catch (IOException e) {
            throw new ServerException(reason(e), e);
        }
    }

    private DownloadException refused(int status) {
        String why =
                switch (status) {
                    case 401, 403, 407 ->
                            ", that is, it is not allowed: download it by other means";
                    case 404, 410 -> ", that is, it is not there: check the address";
                    default -> "";
                };
        return new DownloadException(file.uri(), "the server answered " + status + why);
    }

    /** The whole size, or -1 where the server does not say it. */
    private long begin(HttpHeaders headers) throws IOException {
        long size = headers.firstValueAsLong("Content-Length").orElse(-1);
        boolean framed = size >= 0 || headers.firstValue("Transfer-Encoding").isPresent();
        if (!framed && file.sha256() == null) {
            throw new DownloadException(
                    file.uri(),
                    "the server does not say where the file ends, so that a part could be taken for"
                            + " the whole; add #sha256= and its hash");
        }
        part.begin(validator(headers));
        return size;
    }

    /** The ETag if it vouches for every byte, else the date, else nothing. */
    private static String validator(HttpHeaders headers) {
        String tag = headers.firstValue("ETag").orElse("");
        return tag.startsWith("\"") ? tag : headers.firstValue("Last-Modified").orElse("");
    }

    private long resume(HttpHeaders headers) throws IOException {
        Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != part.size()) {
            part.delete();
            throw new ServerException("the server sent another part than was asked for", null);
        }
        logger.info("Going on with " + file.uri() + " after " + megabytes(part.size()));
        return Long.parseLong(range.group(2));
    }

    private void receive(InputStream body, HttpHeaders headers, long size) throws IOException {
        requirePlain(headers);
        requireRoom(Math.max(size, part.size()));
        logger.info(
                "Downloading "
                        + file.uri()
                        + (size < 0 ? "" : ", " + megabytes(size))
                        + ", to "
                        + settings.folder());
        long expected = Math.max(1, Math.round(size / MEGABYTE));
        try {
            WorkReport.of(
                    WorkListener.standard(),
                    Work.onEach(Work.DOWNLOAD, expected),
                    Math.round(part.size() / MEGABYTE),
                    report -> {
                        copy(body, report);
                        return null;
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (size >= 0 && part.size() != size) {
            throw new ServerException(
                    "the connection ended after " + part.size() + " of " + size + " bytes", null);
        }
    }

    /** What is packed on the way has another hash, and would be kept as it came. */
    private void requirePlain(HttpHeaders headers) throws IOException {
        String coding = headers.firstValue("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            part.delete();
            throw new DownloadException(
                    file.uri(),
                    "the server sends it packed ("
                            + coding
                            + "), which was not asked for: download it by other means");
        }
    }

    private void copy(InputStream body, WorkReport report) {
        try (FileChannel out = part.append();
                Watchdog watchdog = new Watchdog(body, settings.patience())) {
            byte[] chunk = new byte[CHUNK];
            long received = out.size();
            for (int n = read(body, chunk, watchdog); n >= 0; n = read(body, chunk, watchdog)) {
                received += n;
                requireAllowed(received);
                AtomicFile.writeFully(out, ByteBuffer.wrap(chunk, 0, n));
                report.progress(Math.round(received / MEGABYTE));
            }
            out.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int read(InputStream body, byte[] chunk, Watchdog watchdog) throws ServerException {
        try {
            int n = body.read(chunk);
            watchdog.alive();
            return n;
        } catch (IOException e) {
            throw new ServerException(
                    watchdog.hasBarked()
                            ? "the server was silent for " + settings.patience().toSeconds() + " s"
                            : "the connection was cut: " + reason(e),
                    e);
        }
    }

    private void requireAllowed(long bytes) throws IOException {
        if (bytes > settings.maximumBytes()) {
            part.delete();
            throw new DownloadException(
                    file.uri(),
                    "it is larger than "
                            + megabytes(settings.maximumBytes())
                            + "; if that is right, set -D"
                            + DownloadSettings.MEGABYTES);
        }
    }

    private void requireRoom(long bytes) throws IOException {
        requireAllowed(bytes);
        long free = Files.getFileStore(settings.folder()).getUsableSpace();
        if (bytes - part.size() > free) {
            throw new DownloadException(
                    file.uri(),
                    megabytes(bytes - part.size())
                            + " are missing, and "
                            + settings.folder()
                            + " has room for "
                            + megabytes(free)
                            + "; set -D"
                            + DownloadSettings.FOLDER
                            + " to another folder");
        }
    }

    private void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("The download was interrupted");
    }

    /** Java's client has exceptions without a message. */
    private static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return "the server, or the proxy, cannot be reached";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE);
    }
}
