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
import java.util.List;
import java.util.Locale;
import org.ssamba.audio.AudioFormatException;

/** The audio files of a folder, for code that takes paths. */
public final class AudioFiles {
    private AudioFiles() {}

    /**
     * Whether a file is called as audio is, in any format that is read; it is not opened.
     *
     * @param file its path
     * @return whether its extension is one of those that {@link #in} looks for
     */
    public static boolean isCalledAudio(Path file) {
        String name = file.getFileName().toString();
        return AudioFolder.EXTENSIONS.contains(
                name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * Lists the audio files of a folder and the folders in it, told by extension, as an {@link
     * AudioCorpus} does; none is opened.
     *
     * @param folder the folder
     * @return their paths, beginning with the folder's, sorted by relative path
     * @throws AudioFormatException if there are none, or the folder cannot be read
     */
    public static List<Path> in(Path folder) {
        return AudioFolder.list(folder, AudioFolder.EXTENSIONS, file -> null).clips().stream()
                .map(ListedClip::path)
                .toList();
    }
}
