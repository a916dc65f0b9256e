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
package org.ssamba.it;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.Options;
import com.oracle.labs.mlrg.olcut.config.UsageException;

/** The command line of a program. */
public final class CommandLine {
    private CommandLine() {}

    /**
     * Sets options from arguments; prints the help if that is asked for.
     *
     * @param arguments of the program.
     * @param options to be set.
     * @return false if the program has nothing more to do.
     */
    public static boolean read(String[] arguments, Options options) {
        try {
            new ConfigurationManager(arguments, options).close();
            return true;
        } catch (UsageException e) {
            System.out.println(e.getMessage());
            return false;
        }
    }
}
