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
package org.ssamba.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files at shared: URIs, where another run works at the same time. */
public final class SharedFileSystem extends RawLocalFileSystem {
    /** What the name of a file contains that the other run deletes when this one opens it. */
    static final String GONE = "-gone-";

    /** What the name of a file contains that the other run makes again when this one deletes it. */
    static final String AGAIN = "-again-";

    @Override
    public URI getUri() {
        return URI.create("shared:///");
    }

    private static java.nio.file.Path local(Path file) {
        return java.nio.file.Path.of(file.toUri().getPath());
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        if (file.getName().contains(GONE)) {
            Files.deleteIfExists(local(file));
            throw new FileNotFoundException(file.toString());
        }
        return super.open(new Path(file.toUri().getPath()), bufferSize);
    }

    @Override
    public boolean delete(Path file, boolean recursive) throws IOException {
        String name = file.getName();
        if (name.contains(AGAIN)) {
            Files.copy(local(file), local(file).resolveSibling(name.replace(AGAIN, "-late-")));
        }
        return super.delete(file, recursive);
    }
}
