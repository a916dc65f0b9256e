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
package org.ssamba.pretraining;

/** What a pretraining run does that has diverged: see docs/pretraining.md for when it has. */
public enum Divergence {
    /** It ends with an exception; the states saved before are still there. */
    STOP,
    /** It goes back to its last good state, at half the rate; for the fourth time it stops. */
    RESTORE,
    /** It goes on. */
    IGNORE
}
