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

/**
 * The names of a manifest's columns; an empty name means that no such column is read. Only {@code
 * path} must exist unless renamed.
 */
record ManifestColumns(
        String path,
        String label,
        String start,
        String duration,
        String end,
        String split,
        String group) {
    static final ManifestColumns STANDARD =
            new ManifestColumns("path", "label", "start", "duration", "end", "split", "group");
}
