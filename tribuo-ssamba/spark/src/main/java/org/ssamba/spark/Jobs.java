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
package org.ssamba.spark;

import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code spark-submit} runs: work on whole corpora, each a command. */
@Command(
        name = "ssamba-spark",
        mixinStandardHelpOptions = true,
        subcommands = {EmbedJob.class, ClassifyJob.class, PrepareJob.class},
        description = {
            "Embeds, classifies or prepares the clips of a corpus on a cluster.",
            "",
            "A job that was stopped, or that lost its driver, goes on where it was when it is"
                    + " submitted again."
        },
        footer = {
            "",
            "  spark-submit --master spark://host:7077 tribuo-ssamba-spark-0.1.0-SNAPSHOT-job.jar"
                    + " \\",
            "    embed s3a://corpus/audio s3a://corpus/embeddings --encoder s3a://corpus/e.ssamba"
        })
public final class Jobs implements Callable<Integer> {
    @Spec private CommandSpec spec;

    /** Used by picocli. */
    Jobs() {}

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do");
    }

    /**
     * Runs a command and ends the process: with 0, or with another code if it failed or was not
     * understood.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        int code = run(args);
        SparkSession.getDefaultSession()
                .foreach(
                        session -> {
                            session.stop();
                            return null;
                        });
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs a command in this process, in a session that is there or is made. */
    static int run(String... args) {
        return new CommandLine(new Jobs())
                .setExecutionExceptionHandler(
                        (e, line, parsed) -> {
                            if (e instanceof UncheckedIOException
                                    || e instanceof IllegalArgumentException
                                    || e instanceof AnalysisException) {
                                line.getErr().println(e.getMessage());
                            } else {
                                e.printStackTrace(line.getErr());
                            }
                            return line.getCommandSpec().exitCodeOnExecutionException();
                        })
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args);
    }
}
