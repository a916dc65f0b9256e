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
package org.ssamba.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes a SHA-256 over bytes, texts and files. */
public final class Sha256 {
    private static final int BUFFER_BYTES = 1 << 16;

    private final MessageDigest digest;

    private Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /**
     * Starts a hash.
     *
     * @return a hash of nothing yet
     */
    public static Sha256 builder() {
        return new Sha256();
    }

    /**
     * Adds a text and a byte that no UTF-8 text holds, so that neighbours never run together.
     *
     * @param text any text
     * @return this
     */
    public Sha256 text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0xff);
        return this;
    }

    /**
     * Adds which audio a clip is, wherever its file lies.
     *
     * @param clip a file, or part of one
     * @return this
     */
    public Sha256 clip(AudioReference clip) {
        return text(clip.contentLine());
    }

    Sha256 bytes(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** The hash as 32 bytes; starts anew. */
    byte[] digest() {
        return digest.digest();
    }

    /**
     * The hash; starts anew.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String hex() {
        return HexFormat.of().formatHex(digest());
    }

    /**
     * The hash of a file's bytes.
     *
     * @param path the file
     * @return 64 lower-case hexadecimal digits
     * @throws IOException if it cannot be read
     */
    public static String ofFile(Path path) throws IOException {
        Sha256 hash = builder();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                hash.digest.update(buffer, 0, read);
            }
        }
        return hash.hex();
    }
}
