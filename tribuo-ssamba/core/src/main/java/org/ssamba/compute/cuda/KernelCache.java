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
package org.ssamba.compute.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Compiled kernels on disk. A file's name is the SHA-256 of everything its content depends on; the
 * file is the SHA-256 of the content and then the content, written elsewhere and moved into place,
 * so that a damaged or half-written entry is seen and compiled again. A folder that cannot be used
 * costs time at the next start, nothing else: it is reported once in the log.
 */
final class KernelCache {
    /** The system property that names the folder. */
    static final String PROPERTY = "ssamba.cuda.cache";

    private static final Logger logger = Logger.getLogger(KernelCache.class.getName());
    private static final int DIGEST = 32;

    private final Path folder;
    private boolean reported;

    KernelCache(Path folder) {
        this.folder = folder;
    }

    /**
     * The folder that {@link #PROPERTY} names, or {@code ~/.cache/ssamba/cuda}.
     *
     * @return the folder, which need not exist.
     */
    static Path defaultFolder() {
        String setting = System.getProperty(PROPERTY);
        return setting != null
                ? Path.of(setting)
                : Path.of(System.getProperty("user.home", "."), ".cache", "ssamba", "cuda");
    }

    /**
     * The name of an entry.
     *
     * @param parts everything the content depends on.
     * @return 64 hexadecimal digits.
     */
    static String key(List<String> parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // The length keeps ("ab", "c") and ("a", "bc") apart.
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Reads an entry.
     *
     * @param key from {@link #key}.
     * @return its content, or nothing if it is absent or damaged.
     */
    Optional<byte[]> get(String key) {
        Path file = folder.resolve(key + ".cubin");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > DIGEST) {
                byte[] content = Arrays.copyOfRange(bytes, DIGEST, bytes.length);
                byte[] expected = Arrays.copyOf(bytes, DIGEST);
                if (MessageDigest.isEqual(expected, sha256().digest(content))) {
                    return Optional.of(content);
                }
            }
            logger.warning("The cached kernel " + file + " is damaged; compiling it again");
        } catch (IOException e) {
            report(e);
        }
        return Optional.empty();
    }

    /**
     * Writes an entry.
     *
     * @param key from {@link #key}.
     * @param content what to keep.
     */
    void put(String key, byte[] content) {
        try {
            Files.createDirectories(folder);
            // Not createTempFile, whose files other users of a shared folder may not read.
            Path part = folder.resolve(key + "." + UUID.randomUUID() + ".part");
            try {
                byte[] bytes = Arrays.copyOf(sha256().digest(content), DIGEST + content.length);
                System.arraycopy(content, 0, bytes, DIGEST, content.length);
                Files.write(part, bytes, StandardOpenOption.CREATE_NEW);
                move(part, folder.resolve(key + ".cubin"));
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            report(e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private synchronized void report(IOException e) {
        if (!reported) {
            reported = true;
            logger.log(
                    Level.WARNING,
                    "Compiled kernels cannot be kept in "
                            + folder
                            + " and will be compiled at every start; set -D"
                            + PROPERTY
                            + " to a folder that can be written",
                    e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
