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

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the logs of the library and of Tribuo out of a program's table. */
public final class QuietLog {
    /** Held here: loggers are collected otherwise, and their levels with them. */
    private static final Logger LIBRARY = Logger.getLogger("org");

    private static final Logger EVALUATION =
            Logger.getLogger("org.tribuo.classification.evaluation");

    private QuietLog() {}

    /** Warnings are shown. */
    public static void warningsOnly() {
        LIBRARY.setLevel(Level.WARNING);
        // It warns of every label that is not among the test clips, again for every method.
        EVALUATION.setLevel(Level.SEVERE);
    }

    /** For programs that provoke warnings. */
    public static void severeOnly() {
        LIBRARY.setLevel(Level.SEVERE);
    }
}
