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
package org.ssamba.audio;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;

/**
 * The bytes of audio, wherever they lie: a file, an array, an entry of an archive, an object of a
 * cluster. All that reads, hashes or caches audio reads it from here. Safe for use by many threads.
 *
 * <p>{@code toString} names it in messages.
 */
public interface AudioContent {
    /**
     * What tells whether bytes may have changed without reading them.
     *
     * @param bytes how many there are
     * @param modified when they last changed; {@link Instant#MIN} for bytes that never change
     */
    record Version(long bytes, Instant modified) {}

    /** Where it lies: absolute, and the same whenever it is asked for. */
    URI uri();

    /**
     * Opens the bytes for reading from any position.
     *
     * @return a channel of its own, to be closed
     * @throws java.nio.file.NoSuchFileException if there is nothing
     * @throws IOException if it cannot be opened
     */
    SeekableByteChannel open() throws IOException;

    /**
     * Which version of the bytes is there now.
     *
     * @return its size and time
     * @throws java.nio.file.NoSuchFileException if there is nothing
     * @throws IOException if it cannot be asked
     */
    Version version() throws IOException;

    /**
     * A file of any file system that Java knows, a zip file's included.
     *
     * @param path the file, which need not exist yet
     * @return its content
     */
    static AudioContent of(Path path) {
        return new PathContent(Objects.requireNonNull(path, "path"));
    }

    /**
     * Bytes in memory.
     *
     * @param bytes a whole file of any format that {@link AudioReader} reads; not copied, not to be
     *     changed
     * @param uri what to call them
     * @return the content
     */
    static AudioContent of(byte[] bytes, URI uri) {
        return new BytesContent(bytes, uri);
    }

    /**
     * What lies at a URI: asks each {@link AudioContentProvider} that is installed, then Java's
     * file systems. A zip file that a {@code jar:} URI names is opened if it is not open yet, and
     * stays so.
     *
     * @param uri absolute
     * @return the content, which need not exist
     * @throws AudioFormatException if nothing knows the URI's scheme
     */
    static AudioContent at(URI uri) {
        return InstalledContent.at(uri);
    }
}
