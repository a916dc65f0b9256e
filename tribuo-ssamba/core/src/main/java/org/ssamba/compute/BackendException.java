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
package org.ssamba.compute;

/** A backend cannot be used, or failed; the message says what, where, and what to do. */
public class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A failure.
     *
     * @param message what failed, where, and what to do.
     */
    public BackendException(String message) {
        super(message);
    }

    /**
     * A failure with its cause.
     *
     * @param message what failed, where, and what to do.
     * @param cause what was thrown.
     */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
