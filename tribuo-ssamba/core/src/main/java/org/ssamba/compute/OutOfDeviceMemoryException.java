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

import java.util.function.IntToLongFunction;

/** Work was refused before it began because it does not fit the device's memory. */
public class OutOfDeviceMemoryException extends BackendException {
    private static final long serialVersionUID = 1L;

    private final String what;
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
        this(what, requiredBytes, availableBytes, "use a smaller batch or shorter input");
    }

    private OutOfDeviceMemoryException(
            String what, long requiredBytes, long availableBytes, String advice) {
        super(
                what
                        + " needs "
                        + (requiredBytes >> 20)
                        + " MiB but only "
                        + (availableBytes >> 20)
                        + " MiB are free; "
                        + advice);
        this.what = what;
        this.requiredBytes = requiredBytes;
        this.availableBytes = availableBytes;
    }

    /**
     * The same refusal, saying which batch would fit: the largest half, quarter and so on that
     * does.
     *
     * @param batch clips that were asked for.
     * @param required bytes that a batch takes, by its clips.
     * @return the refusal to throw.
     */
    public OutOfDeviceMemoryException advising(int batch, IntToLongFunction required) {
        for (int fewer = batch / 2; fewer >= 1; fewer /= 2) {
            if (required.applyAsLong(fewer) <= availableBytes) {
                String advice = "a batch of " + fewer + " clips fits";
                return new OutOfDeviceMemoryException(what, requiredBytes, availableBytes, advice);
            }
        }
        return new OutOfDeviceMemoryException(
                what,
                requiredBytes,
                availableBytes,
                "not even one clip fits: use shorter clips or a smaller encoder");
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
