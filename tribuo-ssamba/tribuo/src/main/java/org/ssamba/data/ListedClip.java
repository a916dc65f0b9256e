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

/**
 * A clip as a folder or a manifest lists it, before its file was looked at.
 *
 * @param path the file
 * @param name its path relative to the folder or the manifest's root, with forward slashes
 * @param part which part of the file it is
 * @param label the label as written, or null where none is given
 * @param group speaker, recording or fold, or null
 * @param split train, test, …, or null
 * @param line the manifest's line, or 0 where there is no manifest
 * @param problem why it cannot be used, where that shows without opening the file; otherwise null
 */
record ListedClip(
        Path path,
        String name,
        Part part,
        String label,
        String group,
        String split,
        long line,
        String problem) {

    /**
     * A part of a file.
     *
     * @param startSeconds where it begins
     * @param durationSeconds its length, or NaN for everything up to the end
     * @param roundedSeconds by less than this it may reach beyond the end of the file, since times
     *     are rounded, up even
     */
    record Part(double startSeconds, double durationSeconds, double roundedSeconds) {
        static final Part ALL = new Part(0, Double.NaN, 0);
    }

    /** All of a file, found in a folder. */
    static ListedClip ofFile(Path path, String name, String label) {
        return new ListedClip(path, name, Part.ALL, label, null, null, 0, null);
    }

    /** What cannot be used. */
    static ListedClip unusable(Path path, String name, String problem) {
        return new ListedClip(path, name, Part.ALL, null, null, null, 0, problem);
    }

    /** The clip for messages. */
    String describe() {
        return line == 0 ? name : name + " (line " + line + ")";
    }
}
