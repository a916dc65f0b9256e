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
package org.ssamba.checkpoint;

import java.io.IOException;

/**
 * A file of weights that cannot be used: damaged, unsafe, contradicting itself, or holding
 * something this library does not read. The message names the file, the place in it and what to do.
 */
public final class CheckpointFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String place;

    /**
     * @param file the file, as the user named it
     * @param place the entry, tensor or offset in the file
     * @param problem what is wrong there, with the numbers that show it
     * @param remedy what to do about it
     */
    public CheckpointFormatException(String file, String place, String problem, String remedy) {
        super(file + ": " + place + ": " + problem + ". " + remedy);
        this.file = file;
        this.place = place;
    }

    CheckpointFormatException(
            String file, String place, String problem, String remedy, Throwable cause) {
        this(file, place, problem, remedy);
        initCause(cause);
    }

    /** The file, as the user named it. */
    public String file() {
        return file;
    }

    /** The entry, tensor or offset in the file. */
    public String place() {
        return place;
    }
}
