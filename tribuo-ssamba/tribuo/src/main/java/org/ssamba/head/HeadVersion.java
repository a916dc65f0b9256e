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
package org.ssamba.head;

import org.ssamba.protos.HeadProto;

/** The version of a saved head. */
final class HeadVersion {
    private HeadVersion() {}

    /** Refuses messages of other versions. */
    static void require(String head, HeadProto proto, int current) {
        if (proto.getVersion() != current) {
            throw new IllegalArgumentException(
                    head
                            + " of version "
                            + proto.getVersion()
                            + " cannot be read; this library reads version "
                            + current);
        }
    }
}
