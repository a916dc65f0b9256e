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

import java.net.URI;
import java.util.Optional;

/**
 * Finds audio at URIs that are not files of Java's file systems: tar entries, a cluster's files,
 * rows of a database. Installed as a service, as {@link java.util.ServiceLoader} finds it; has a
 * public constructor without parameters and is safe for use by many threads.
 */
public interface AudioContentProvider {
    /**
     * What lies at a URI.
     *
     * @param uri absolute
     * @return the content, which need not exist; empty if the URI's scheme is another's
     */
    Optional<AudioContent> at(URI uri);
}
