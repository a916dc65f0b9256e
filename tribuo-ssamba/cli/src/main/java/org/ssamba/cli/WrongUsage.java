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

/**
 * Arguments that cannot be meant together: a command that throws it ends with the code of usage.
 */
final class WrongUsage extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses a command line.
     *
     * @param problem names the arguments, and what to do.
     */
    WrongUsage(String problem) {
        super(problem);
    }
}
