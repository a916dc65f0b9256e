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

import java.io.IOException;

/** Starts the command, in another JVM if this one lacks what makes it fast. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the process with its exit code, see {@link ExitCode}.
     *
     * @param args see {@code --help}.
     * @throws IOException if Java cannot be started.
     */
    public static void main(String[] args) throws IOException {
        Launch launch = Launch.ofThisProcess();
        launch.forgetStale();
        System.exit(launch.isNeeded() ? launch.again(args) : Ssamba.run(args));
    }
}
