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
package org.ssamba.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.Safetensors;
import org.ssamba.checkpoint.SafetensorsFile;

/**
 * The files of one run's states. A new one is written beside, to the disk, and renamed; the one
 * before has got a second name by then, so that at every moment at least one state is whole. Older
 * ones give way when the new one is there: a full disk costs none of them.
 */
final class CheckpointFiles {
    /** In the metadata: the version of the format. */
    static final String VERSION = "ssamba.run-state";

    private static final String CURRENT = "1";
    private static final String SHA256 = "ssamba.sha256";

    private final Path newest;
    private final int keep;

    CheckpointFiles(Path newest, int keep) {
        this.newest = newest;
        this.keep = keep;
    }

    Path newest() {
        return newest;
    }

    Path also(RunCheckpoint.Also what) {
        return sibling(newest, what.name().toLowerCase(Locale.ROOT));
    }

    /** Held by the process that writes. */
    Path lock() {
        return newest.resolveSibling(newest.getFileName() + ".lock");
    }

    /** A state before the newest: 1 for the last but one. */
    Path former(int age) {
        return sibling(newest, Integer.toString(age));
    }

    /** run.safetensors → run.word.safetensors. */
    static Path sibling(Path file, String word) {
        String name = file.getFileName().toString();
        int point = name.lastIndexOf('.');
        return file.resolveSibling(
                point <= 0
                        ? name + "." + word
                        : name.substring(0, point) + "." + word + name.substring(point));
    }

    /** What a killed process left half-written; nobody else may be writing. */
    void deleteTemporaries() throws IOException {
        Path folder = newest.toAbsolutePath().getParent();
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(folder, newest.getFileName() + ".*.tmp")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Writes a state; the oldest goes.
     *
     * @param also what else it is.
     */
    void write(RunState state, Map<String, String> description, Set<RunCheckpoint.Also> also)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>(description);
        metadata.putAll(state.facts());
        metadata.put(VERSION, CURRENT);
        metadata.put(SHA256, sha256(state.tensors(), metadata));
        Path before = temporary();
        try {
            if (keep > 1 && Files.exists(newest)) {
                nameNewest(before);
            }
            Safetensors.write(newest, state.tensors(), metadata);
            if (Files.exists(before)) {
                for (int age = keep - 2; age >= 1; age--) {
                    if (Files.exists(former(age))) {
                        rename(former(age), former(age + 1));
                    }
                }
                rename(before, former(1));
            }
        } finally {
            Files.deleteIfExists(before);
        }
        for (RunCheckpoint.Also what : also) {
            Path second = temporary();
            try {
                nameNewest(second);
                rename(second, also(what));
            } finally {
                // Renaming one name of a file to another of its names does nothing.
                Files.deleteIfExists(second);
            }
        }
    }

    private Path temporary() {
        return newest.resolveSibling(newest.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Gives the newest state a second name, without a copy where the file system can. */
    private void nameNewest(Path second) throws IOException {
        try {
            Files.createLink(second, newest);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(newest, second, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel copy = FileChannel.open(second, StandardOpenOption.WRITE)) {
                copy.force(true);
            }
        }
    }

    /**
     * Reads a state.
     *
     * @throws IOException if it cannot be read, is damaged, or has another format.
     */
    static RunState read(Path file) throws IOException {
        SafetensorsFile content = Safetensors.read(file);
        Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
        String version = metadata.get(VERSION);
        if (version == null) {
            throw new IOException(
                    metadata.containsKey("identity")
                            ? "it was written before checkpoints carried checksums: finish its run"
                                    + " with the version that began it"
                            : "it is not the state of a run");
        }
        if (!version.equals(CURRENT)) {
            throw new IOException(
                    "its format is version " + version + ", and version " + CURRENT + " is read");
        }
        String expected = metadata.remove(SHA256);
        if (!sha256(content.tensors(), metadata).equals(expected)) {
            throw new IOException("its content does not match its SHA-256");
        }
        return new RunState(content.tensors(), metadata);
    }

    static String sha256(Map<String, NamedTensor> tensors, Map<String, String> metadata) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        new TreeMap<>(metadata)
                .forEach(
                        (key, value) -> {
                            update(digest, key);
                            update(digest, value);
                        });
        new TreeMap<>(tensors)
                .forEach(
                        (name, tensor) -> {
                            update(digest, name);
                            digest.update(tensor.bytes());
                        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The length keeps ("ab", "c") and ("a", "bc") apart. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
