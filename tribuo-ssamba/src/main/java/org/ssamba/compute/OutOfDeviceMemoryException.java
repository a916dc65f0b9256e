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

/** Work was refused before it began because it does not fit the device's memory. */
public class OutOfDeviceMemoryException extends BackendException {
    private static final long serialVersionUID = 1L;

    private final long requiredBytes;
    private final long availableBytes;

    /**
     * A refusal.
     *
     * @param what what was asked for.
     * @param requiredBytes what it needs.
     * @param availableBytes what is free.
     */
    public OutOfDeviceMemoryException(String what, long requiredBytes, long availableBytes) {
        super(
                what
                        + " needs "
                        + (requiredBytes >> 20)
                        + " MiB but only "
                        + (availableBytes >> 20)
                        + " MiB are free; use a smaller batch or shorter input");
        this.requiredBytes = requiredBytes;
        this.availableBytes = availableBytes;
    }

    /**
     * What the work needs.
     *
     * @return bytes.
     */
    public long requiredBytes() {
        return requiredBytes;
    }

    /**
     * What is free.
     *
     * @return bytes.
     */
    public long availableBytes() {
        return availableBytes;
    }
}
