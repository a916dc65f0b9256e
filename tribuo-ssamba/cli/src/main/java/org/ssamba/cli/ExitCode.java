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
package org.ssamba.cli;

/** How commands end. */
final class ExitCode {
    static final int DONE = 0;

    /** Nothing was written, and the reason is on standard error. */
    static final int FAILED = 1;

    /** The command line was not understood; picocli's own. */
    static final int USAGE = 2;

    /** Done, but some files could not be read and were left out. */
    static final int INCOMPLETE = 3;

    private ExitCode() {}
}
