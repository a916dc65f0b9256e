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
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command with all others. */
@Command(
        name = "ssamba",
        description = {
            "Learns from audio: trains models that label clips, and encoders that describe them.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "From a folder with a folder of clips for each label to predictions of other files:",
            "  ssamba train clips --out model.tribuo --test 0.25",
            "  ssamba predict model.tribuo recordings --out predictions.csv",
            "",
            "ssamba COMMAND --help explains a command. Results go to standard output or --out, all",
            "else to standard error. Exit codes: 0 done; 1 failed, nothing was written; 2 the"
                    + " command",
            "line was not understood; 3 done, but some files could not be read and were left out."
        })
public final class Ssamba implements Callable<Integer> {
    private static final Map<String, Supplier<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("train", TrainCommand::new);
        COMMANDS.put("pretrain", PretrainCommand::new);
        COMMANDS.put("evaluate", EvaluateCommand::new);
        COMMANDS.put("predict", PredictCommand::new);
        COMMANDS.put("embed", EmbedCommand::new);
        COMMANDS.put("info", InfoCommand::new);
        COMMANDS.put("convert", ConvertCommand::new);
        COMMANDS.put("recipe", RecipeCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put(WarmUpCommand.NAME, WarmUpCommand::new);
    }

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    /** Also used by picocli. */
    public Ssamba() {}

    /**
     * Runs a command.
     *
     * @param args see {@code --help}.
     * @return the exit code, see {@link ExitCode}.
     */
    public static int run(String... args) {
        CommandLine command = new CommandLine(new Ssamba());
        // The others cost a tenth of a second by being looked at.
        Supplier<?> asked = args.length == 0 ? null : COMMANDS.get(args[0]);
        if (asked != null) {
            command.addSubcommand(asked.get());
        } else {
            COMMANDS.values().forEach(each -> command.addSubcommand(each.get()));
        }
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                // A file may begin with @.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Ssamba::misunderstood)
                .setExecutionExceptionHandler(Ssamba::failed)
                .setUsageHelpWidth(100)
                .execute(args);
    }

    /** Without a command. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** What is wrong stays the last that is read: the help is long. */
    private static int misunderstood(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("ssamba: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("ssamba: " + name + " --help says more");
        return ExitCode.USAGE;
    }

    /** One line, as the library words its errors; a defect shows where it is. */
    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult result) {
        if (e instanceof WrongUsage) {
            return misunderstood(
                    new CommandLine.ParameterException(command, e.getMessage()), new String[0]);
        }
        if (Log.isVerbose() || !isExpected(e)) {
            e.printStackTrace(command.getErr());
        }
        String message = e instanceof UncheckedIOException ? e.getCause().getMessage() : null;
        message = e.getMessage() == null ? message : e.getMessage();
        command.getErr().println("ssamba: " + (message == null ? e.toString() : message));
        return ExitCode.FAILED;
    }

    /** Whether it comes of what was given, not of this program. */
    private static boolean isExpected(Exception e) {
        return e.getMessage() != null
                && !(e instanceof NullPointerException)
                && !(e instanceof IndexOutOfBoundsException)
                && !(e instanceof ClassCastException)
                && (e instanceof RuntimeException || e instanceof IOException);
    }
}
