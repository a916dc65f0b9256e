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

import java.util.Optional;

/** One card's end of what joins it with the others. */
interface Communicator {
    /** Puts on a stream: in-place sum of float32 values over all cards. */
    void allReduce(long address, long count, long stream);

    /** What has gone wrong beside the calls, if anything. */
    Optional<String> error();

    /** Ends what still runs on the card and waits for others; may not return for long. */
    void abort();

    /** Frees it, after every graph that holds a sum. */
    void close();
}
