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

/** An audio file is not the one that a reference was made of: its bytes have another hash. */
public final class ChangedAudioException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ChangedAudioException(AudioReference reference, String found) {
        super(
                reference.uri()
                        + " has changed since it was listed: its SHA-256 is "
                        + found
                        + ", the reference says "
                        + reference.sha256()
                        + ". Restore the file, or build the data source again");
    }
}
