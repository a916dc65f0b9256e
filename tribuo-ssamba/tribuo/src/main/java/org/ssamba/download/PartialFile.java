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
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.ssamba.checkpoint.AtomicFile;

/**
 * What has come of a file so far, and the validator of HTTP that says of which version. Without a
 * strong validator nothing is resumed.
 *
 * @param bytes the file.
 * @param version the file beside it with the validator.
 */
record PartialFile(Path bytes, Path version) {
    static PartialFile of(Path folder, String key) {
        return new PartialFile(folder.resolve(key + ".part"), folder.resolve(key + ".version"));
    }

    long size() throws IOException {
        return Files.exists(bytes) ? Files.size(bytes) : 0;
    }

    /** An ETag or a date to resume by; empty if there is none, or nothing to resume. */
    String validator() throws IOException {
        try {
            return size() == 0 ? "" : Files.readString(version, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Begins anew; the old bytes go first, so that they are never taken for the new version's. */
    void begin(String newValidator) throws IOException {
        delete();
        AtomicFile.write(version, out -> out.write(newValidator.getBytes(StandardCharsets.UTF_8)));
    }

    FileChannel append() throws IOException {
        return FileChannel.open(bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void delete() throws IOException {
        Files.deleteIfExists(bytes);
        Files.deleteIfExists(version);
    }
}
