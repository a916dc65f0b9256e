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

import java.net.URI;
import java.nio.file.Path;

/**
 * A file that a URI gave, whole and checked.
 *
 * @param uri that was asked for, without its fragment.
 * @param file where it is kept; named by its content, not to be changed.
 * @param sha256 of its content, 64 lower-case hexadecimal digits.
 */
public record Downloaded(URI uri, Path file, String sha256) {
    /** The fact of provenance with the hash. */
    public static final String SHA256 = "sha256";
}
