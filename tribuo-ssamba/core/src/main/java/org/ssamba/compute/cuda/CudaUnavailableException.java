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
package org.ssamba.compute.cuda;

import org.ssamba.compute.BackendException;

/**
 * The CUDA backend cannot be used on this machine: no driver, no library, or too old a card. The
 * message lists what was looked for, where, and what to do.
 */
public final class CudaUnavailableException extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * A reason.
     *
     * @param message what is missing, where it was looked for, and what to do.
     */
    public CudaUnavailableException(String message) {
        super(message);
    }
}
