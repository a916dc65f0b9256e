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

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.ssamba.work.ProgressDisplay;
import org.ssamba.work.WorkListener;
import picocli.CommandLine.Option;

/** What every command takes: help, and how much is said on standard error. */
final class Log {
    /** Held here: loggers are collected otherwise, and their levels with them. */
    private static final Logger ROOT = Logger.getLogger("");

    private static boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    private boolean help;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, no warnings; errors only.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say what is chosen and done, and where errors come from.")
    private boolean asked;

    /** Also used by picocli. */
    Log() {}

    static boolean isVerbose() {
        return verbose;
    }

    /** Applies the options to this process. */
    void begin() {
        verbose = asked;
        Level level = quiet ? Level.SEVERE : asked ? Level.INFO : Level.WARNING;
        ROOT.setLevel(level);
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(level);
        handler.setFormatter(new OneLine());
        ROOT.addHandler(handler);
        WorkListener.setStandard(quiet ? WorkListener.SILENT : new ProgressDisplay());
    }

    /** The message, and nothing of where it comes from. */
    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord record) {
            return "ssamba: " + formatMessage(record) + System.lineSeparator();
        }
    }
}
