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

/**
 * Audio that cannot be used: a file that is missing, empty, truncated, damaged, not audio or in an
 * unsupported codec, and a waveform that is unusable (not a number, shorter than one frame).
 *
 * <p>The message names the source, says what is wrong with it and, where that helps, what to do.
 */
public final class AudioFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    /**
     * Describes unusable audio.
     *
     * @param path the file, or a description of the waveform where there is none
     * @param reason what is wrong, and what to do
     */
    public AudioFormatException(String path, String reason) {
        this(path, reason, null);
    }

    /**
     * Describes unusable audio found through another exception.
     *
     * @param path the file, or a description of the waveform where there is none
     * @param reason what is wrong, and what to do
     * @param cause the exception that revealed it
     */
    public AudioFormatException(String path, String reason, Throwable cause) {
        super(path + ": " + reason, cause);
        this.path = path;
        this.reason = reason;
    }

    /** The file, or a description of the waveform where there is none. */
    public String path() {
        return path;
    }

    /** What is wrong, without the path. */
    public String reason() {
        return reason;
    }
}
