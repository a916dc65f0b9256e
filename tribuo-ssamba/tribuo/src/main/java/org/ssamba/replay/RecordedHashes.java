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
package org.ssamba.replay;

import com.oracle.labs.mlrg.olcut.provenance.ListProvenance;
import com.oracle.labs.mlrg.olcut.provenance.MapProvenance;
import com.oracle.labs.mlrg.olcut.provenance.ObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.FileProvenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.HashProvenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.ssamba.EncoderSource;
import org.ssamba.data.Sha256;
import org.tribuo.provenance.ModelProvenance;

/**
 * The hashes in a provenance, of files, lists, corpora and encoders. Each is known by its owner's
 * class, the path that the owner reads, and its own name; where the owner stands does not matter,
 * since trainers of earlier versions kept the same things elsewhere.
 */
final class RecordedHashes {
    private static final String ENCODER_HASH = "encoder-sha256";

    private final Map<String, Set<String>> hashes = new TreeMap<>();

    private RecordedHashes() {}

    /**
     * Compares what was recorded with what is there now.
     *
     * @throws ReplayException naming what differs
     */
    static void compare(ObjectProvenance recorded, ObjectProvenance rebuilt) {
        Map<String, Set<String>> now = of(rebuilt);
        of(recorded)
                .forEach(
                        (what, then) -> {
                            if (!then.equals(now.get(what))) {
                                throw new ReplayException(
                                        "The "
                                                + what
                                                + " was "
                                                + String.join(", ", then)
                                                + " when the model was trained, and is now "
                                                + String.join(
                                                        ", ",
                                                        now.getOrDefault(what, Set.of("missing"))));
                            }
                        });
    }

    /**
     * Compares the files of encoders, which trainers read only when they train, with the hashes
     * that models keep of them.
     *
     * @throws ReplayException naming the file that differs or cannot be read
     */
    static void compareEncoders(ModelProvenance recorded, ObjectProvenance trainer) {
        Set<String> then = new TreeSet<>();
        of(recorded)
                .forEach(
                        (what, values) -> {
                            if (what.startsWith(ENCODER_HASH)) {
                                then.addAll(values);
                            }
                        });
        for (Path file : encoderFiles(trainer)) {
            if (!Files.isRegularFile(file)) {
                throw new ReplayException(
                        "The encoder "
                                + file
                                + " does not exist; put it there, or if the model was saved with"
                                + " relative paths, start Java in the folder that they begin in");
            }
            try {
                String now = Sha256.ofFile(file);
                if (!then.contains(now)) {
                    throw new ReplayException(
                            "The encoder "
                                    + file
                                    + " has the SHA-256 "
                                    + now
                                    + ", but the model was trained from another: "
                                    + String.join(", ", then));
                }
            } catch (IOException e) {
                throw new ReplayException("The encoder " + file + " cannot be read: " + e, e);
            }
        }
    }

    private static Set<Path> encoderFiles(Provenance provenance) {
        Set<Path> files = new TreeSet<>();
        if (provenance instanceof ObjectProvenance object
                && object.getClassName().equals(EncoderSource.File.class.getName())) {
            files.add(file(object).orElseThrow());
        }
        parts(provenance).values().forEach(part -> files.addAll(encoderFiles(part)));
        return files;
    }

    private static Map<String, Set<String>> of(ObjectProvenance provenance) {
        RecordedHashes all = new RecordedHashes();
        all.add(provenance, "");
        return all.hashes;
    }

    private void add(Provenance provenance, String owner) {
        String inside =
                provenance instanceof ObjectProvenance object
                        ? Rebuilt.simple(object.getClassName())
                                + file(object).map(file -> " " + file).orElse("")
                        : owner;
        parts(provenance)
                .forEach(
                        (name, part) -> {
                            if (part instanceof HashProvenance hash) {
                                hashes.computeIfAbsent(
                                                name + " of " + inside, none -> new TreeSet<>())
                                        .add(hash.getValue().toLowerCase(Locale.ROOT));
                            } else {
                                add(part, inside);
                            }
                        });
    }

    /** The first file or folder that an object, or what it is made of, reads. */
    private static Optional<Path> file(Provenance provenance) {
        if (provenance instanceof FileProvenance file) {
            return Optional.of(file.getValue().toPath().toAbsolutePath().normalize());
        }
        return parts(provenance).values().stream().flatMap(part -> file(part).stream()).findFirst();
    }

    /** What a provenance contains, in the order of the names. */
    private static Map<String, Provenance> parts(Provenance provenance) {
        Map<String, Provenance> parts = new TreeMap<>();
        if (provenance instanceof ObjectProvenance object) {
            object.forEach(part -> parts.put(part.getA(), part.getB()));
        } else if (provenance instanceof MapProvenance<?> map) {
            map.forEach(part -> parts.put(part.getA(), part.getB()));
        } else if (provenance instanceof ListProvenance<?> list) {
            list.forEach(part -> parts.put(String.format(Locale.ROOT, "%08d", parts.size()), part));
        }
        return parts;
    }
}
