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
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.logging.Logger;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.data.Sha256;
import org.ssamba.published.FileStart;

/**
 * The folder of files that were downloaded, {@code ~/.cache/ssamba/downloads} unless the system
 * property {@code ssamba.downloads} or the environment variable {@code SSAMBA_DOWNLOADS} names
 * another. Files lie in {@code content} under their SHA-256, and in {@code uri} is what each URI
 * gave. What a URI gave once is used from then on, without asking again; it may be deleted at any
 * time. Several processes may use a folder: one downloads, the others wait for it.
 */
public final class Downloads {
    private static final Logger logger = Logger.getLogger(Downloads.class.getName());

    private final DownloadSettings settings;
    private final Path contents;
    private final Path uris;

    Downloads(DownloadSettings settings) {
        this.settings = settings;
        this.contents = settings.folder().resolve("content");
        this.uris = settings.folder().resolve("uri");
    }

    /**
     * The folder, and other settings, of this process.
     *
     * @return downloads; nothing happens yet.
     */
    public static Downloads standard() {
        return new Downloads(DownloadSettings.of(System.getenv()));
    }

    /**
     * Whether a URI names a file to be downloaded.
     *
     * @param uri any URI.
     * @return whether its scheme is http or https.
     */
    public static boolean canGet(URI uri) {
        return RequestedFile.isHttp(uri);
    }

    /**
     * Checks what {@link #get} takes, without downloading anything.
     *
     * @param uri any URI.
     * @throws IllegalArgumentException as {@link #get} does.
     */
    public static void require(URI uri) {
        RequestedFile.of(uri);
    }

    /**
     * A file that a person names by a path or by a URI, which is downloaded.
     *
     * @param pathOrUri a path unless it begins with {@code http://} or {@code https://}.
     * @return the file.
     * @throws IOException as {@link #get} says.
     */
    public static Path file(String pathOrUri) throws IOException {
        return pathOrUri.matches("(?i)https?://.*")
                ? standard().get(URI.create(pathOrUri)).file()
                : Path.of(pathOrUri);
    }

    /**
     * Where files are kept.
     *
     * @return the folder, which need not exist.
     */
    public Path folder() {
        return settings.folder();
    }

    /**
     * Whether only files that are kept may be used.
     *
     * @return whether {@code -Dssamba.offline=true} or {@code SSAMBA_OFFLINE=true} say so.
     */
    public boolean offline() {
        return settings.offline();
    }

    /**
     * A file, from the folder if it is there, else downloaded.
     *
     * @param uri http or https; with {@code #sha256=} and 64 hexadecimal digits at its end, other
     *     content is refused.
     * @return the file, whole, with its hash.
     * @throws IllegalArgumentException if the URI is of another kind, or has a password in it.
     * @throws DownloadException if it cannot be had: it is not there, another than wanted, too
     *     large, led to an unsafe place, or downloads are not allowed.
     * @throws IOException if the folder cannot be written or read.
     */
    public Downloaded get(URI uri) throws IOException {
        RequestedFile wanted = RequestedFile.of(uri);
        Optional<Downloaded> kept = kept(wanted);
        if (kept.isPresent()) {
            return kept.get();
        }
        if (settings.offline()) {
            throw new DownloadException(
                    wanted.uri(),
                    "it is not in "
                            + settings.folder()
                            + ", and downloads are switched off (ssamba.offline, SSAMBA_OFFLINE)");
        }
        Files.createDirectories(contents);
        Files.createDirectories(uris);
        // Locks of files are for processes, not threads: those of this one take turns.
        synchronized (Downloads.class) {
            // Closing the channel gives the lock back, as the end of the process does.
            try (FileChannel channel =
                    FileChannel.open(
                            uris.resolve(wanted.key() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    logger.info("Waiting for another process that downloads " + wanted.uri());
                    channel.lock();
                }
                kept = kept(wanted);
                return kept.isPresent() ? kept.get() : download(wanted);
            }
        }
    }

    /** What is kept, read again and compared with its name: disks forget. */
    private Optional<Downloaded> kept(RequestedFile wanted) throws IOException {
        String sha256 = wanted.sha256();
        if (sha256 == null) {
            try {
                sha256 = Files.readString(given(wanted), StandardCharsets.UTF_8).strip();
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }
        if (!sha256.matches("[0-9a-f]{64}") || !Files.isRegularFile(contents.resolve(sha256))) {
            return Optional.empty();
        }
        Path file = contents.resolve(sha256);
        if (!Sha256.ofFile(file).equals(sha256)) {
            logger.warning(file + " is damaged and not used");
            return Optional.empty();
        }
        logger.info("From " + file + ": " + wanted.uri() + "#sha256=" + sha256);
        return Optional.of(new Downloaded(wanted.uri(), file, sha256));
    }

    private Path given(RequestedFile wanted) {
        return uris.resolve(wanted.key() + ".sha256");
    }

    private Downloaded download(RequestedFile wanted) throws IOException {
        PartialFile part = PartialFile.of(uris, wanted.key());
        new Transfer(wanted, part, settings).run();
        String sha256 = Sha256.ofFile(part.bytes());
        if (wanted.sha256() != null && !wanted.sha256().equals(sha256)) {
            part.delete();
            throw new DownloadException(
                    wanted.uri(),
                    "its SHA-256 is "
                            + sha256
                            + ", not "
                            + wanted.sha256()
                            + "; what came was deleted. It may have been changed");
        }
        FileStart start = FileStart.of(part.bytes());
        if (start.isText()) {
            part.delete();
            throw new DownloadException(wanted.uri(), start.problem(""));
        }
        Path file = contents.resolve(sha256);
        Files.move(
                part.bytes(),
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        part.delete();
        AtomicFile.write(
                given(wanted), out -> out.write(sha256.getBytes(StandardCharsets.US_ASCII)));
        logger.info("Downloaded " + wanted.uri() + "#sha256=" + sha256);
        return new Downloaded(wanted.uri(), file, sha256);
    }
}
