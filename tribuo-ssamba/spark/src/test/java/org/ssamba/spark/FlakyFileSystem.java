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

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files at flaky: URIs, which cannot be opened as often as was said before. */
public final class FlakyFileSystem extends RawLocalFileSystem {
    /** How often files whose names begin so fail; each file by itself. */
    static final Map<String, Integer> FAILURES = new ConcurrentHashMap<>();

    private static final Map<String, Integer> FAILED = new ConcurrentHashMap<>();

    @Override
    public URI getUri() {
        return URI.create("flaky:///");
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        int failures = FAILURES.getOrDefault(file.getName(), 0);
        if (FAILED.merge(file.getName(), 1, Integer::sum) <= failures) {
            throw new IOException("the storage is busy");
        }
        return super.open(new Path(file.toUri().getPath()), bufferSize);
    }
}
