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

/** What to do with a file that is missing, damaged, not audio or too short. */
public enum UnreadableAudio {
    /** Refuse the whole source, naming the first such file and how many more there are. */
    FAIL,
    /**
     * Leave the clips of such files out: each is logged with its reason, listed by {@code
     * skipped()} and counted in the provenance.
     */
    SKIP
}
