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
package org.ssamba.datasets.preparation;

import java.nio.file.Path;

/** A data set is not as published: a list contradicts itself or the files on the disk. */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Something is wrong with a file or folder.
     *
     * @param file which.
     * @param reason what is wrong, and what to do.
     */
    public DatasetException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /**
     * Something is wrong in a line of a file.
     *
     * @param file which.
     * @param line counted from 1.
     * @param reason what is wrong, and what to do.
     */
    public DatasetException(Path file, long line, String reason) {
        super(file + ", line " + line + ": " + reason);
    }

    /**
     * A file cannot be read.
     *
     * @param file which.
     * @param cause why.
     */
    public DatasetException(Path file, Exception cause) {
        super(file + " cannot be read: " + cause, cause);
    }
}
