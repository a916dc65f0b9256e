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
import java.nio.file.AccessDeniedException;

/**
 * A file system failed while it was asked: the file may be sound, and another try may read it. So a
 * task does not call the clip unreadable until its last attempt.
 */
final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    private StorageException(String path, IOException cause) {
        super(path + ": " + cause.getMessage(), cause);
    }

    /** What to throw for a failure; a second try does not help where access is denied. */
    static IOException of(String path, IOException e) {
        return e instanceof AccessDeniedException
                        || e instanceof org.apache.hadoop.security.AccessControlException
                        || e instanceof StorageException
                ? e
                : new StorageException(path, e);
    }

    /** Whether a failure comes from storage. */
    static boolean caused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException) {
                return true;
            }
        }
        return false;
    }
}
