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
package org.ssamba.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** NumPy's {@code .npz}: a zip of {@link Npy} files, stored or deflated. */
public final class Npz {
    private Npz() {}

    /**
     * Reads every array.
     *
     * @param file as {@code numpy.savez} or {@code savez_compressed} writes it
     * @return the arrays by name (without {@code .npy}), in the file's order
     * @throws CheckpointFormatException if the zip or an array in it cannot be used; see {@link
     *     Npy#read(Path)}
     */
    public static Map<String, NamedTensor> read(Path file) throws IOException {
        return read(file, file.toString());
    }

    /**
     * As {@link #read(Path)}, from a stream, which is read to its end and not closed. A zip's
     * directory is at its end, so the stream goes through a temporary file first.
     */
    public static Map<String, NamedTensor> read(InputStream in) throws IOException {
        Path copy = Files.createTempFile("ssamba", ".npz");
        try {
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return read(copy, "stream of an .npz file");
        } finally {
            Files.delete(copy);
        }
    }

    private static Map<String, NamedTensor> read(Path path, String file) throws IOException {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        try (ZipReader zip = new ZipReader(path, file)) {
            for (String entry : zip.names()) {
                if (!entry.endsWith(".npy")) {
                    throw new CheckpointFormatException(
                            file,
                            "entry " + entry,
                            "is not an .npy array",
                            "Write the file again with numpy.savez");
                }
                String name = entry.substring(0, entry.length() - ".npy".length());
                tensors.put(name, Npy.parse(file, "array " + name, name, zip.read(entry)));
            }
        }
        return tensors;
    }
}
