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

import java.nio.file.Path;

/** A manifest that cannot be used. The message names the file, the line and what is wrong. */
public final class ManifestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final long line;

    ManifestException(Path manifest, long line, String reason, Throwable cause) {
        super(manifest + (line == 0 ? "" : ", line " + line) + ": " + reason, cause);
        this.line = line;
    }

    ManifestException(Path manifest, long line, String reason) {
        this(manifest, line, reason, null);
    }

    /** The line, counted from 1, or 0 if the whole file is meant. */
    public long line() {
        return line;
    }
}
