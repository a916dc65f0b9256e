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
package org.ssamba.datasets;

import com.oracle.labs.mlrg.olcut.config.ArgumentException;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.config.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ssamba.ComputeDevice;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.compute.BackendException;
import org.ssamba.datasets.preparation.DatasetException;
import org.ssamba.download.Downloads;
import org.ssamba.work.ProgressDisplay;
import org.ssamba.work.WorkListener;

/** The command that runs a recipe. */
public final class RunRecipe {
    /** Held here: loggers are collected otherwise, and their levels with them. */
    private static final Logger ROOT = Logger.getLogger("");

    private static final double MILLIS_A_MINUTE = 60_000;

    private RunRecipe() {}

    /**
     * Runs a recipe.
     *
     * @param args see {@link RecipeOptions}, or {@code --help}.
     */
    public static void main(String[] args) {
        // This program prints all important messages itself.
        ROOT.setLevel(Level.SEVERE);
        RecipeOptions options = new RecipeOptions();
        try {
            // OLCUT prints its help only if there is no other option.
            String[] asked = List.of(args).contains("--help") ? new String[] {"--help"} : args;
            ConfigurationManager manager = new ConfigurationManager(asked, options);
            String[] unnamed = manager.getUnnamedArguments();
            manager.close();
            if (unnamed.length > 0) {
                throw new IllegalArgumentException(
                        "'" + unnamed[0] + "' belongs to no option; see --help");
            }
            if (options.recipe == null || options.data == null) {
                throw new IllegalArgumentException(
                        "name a recipe with --recipe and the folder of its data with --data");
            }
            // Data sources and models report only through the log.
            WorkListener.setStandard(new ProgressDisplay());
            run(options);
        } catch (UsageException e) {
            System.out.println(e.getMessage());
        } catch (ArgumentException
                | PropertyException
                | DatasetException
                | AudioFormatException
                | BackendException
                | IllegalArgumentException
                | IllegalStateException e) {
            stop(e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            stop("Input or output failed: " + e.getMessage());
        }
    }

    /**
     * Runs a recipe in this process.
     *
     * @param options which, and how.
     * @throws IllegalArgumentException if they contradict each other, or the recipe.
     * @throws IOException if a file cannot be read or written.
     */
    public static void run(RecipeOptions options) throws IOException {
        if (options.epochs < 0 || options.steps < 0) {
            throw new IllegalArgumentException(
                    "--epochs and --steps cannot be negative; without them, the recipe's are"
                            + " taken");
        }
        if (options.encoder != null && options.start == RecipeOptions.Start.FRESH) {
            throw new IllegalArgumentException(
                    "--start FRESH trains from fresh weights, not from --encoder "
                            + options.encoder
                            + "; leave one of them out");
        }
        if (!(options.stateMinutes > 0) || options.stateSteps < 0) {
            throw new IllegalArgumentException(
                    "--state-minutes must be positive, and --state-steps cannot be negative");
        }
        RecipeFile recipe = new RecipeFile(options.recipe);
        if (options.epochs > 0) {
            recipe.change("recipe.epochs", Integer.toString(options.epochs));
        }
        if (options.steps > 0) {
            recipe.change("masked-patches.steps", Long.toString(options.steps));
        }
        if (options.device != ComputeDevice.Kind.AUTO) {
            recipe.change("device.kind", options.device.name());
        }
        for (String setting : options.settings) {
            int equals = setting.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "--set takes component.property=value, not '" + setting + "'");
            }
            recipe.change(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Path out = options.out == null ? Path.of("target", "recipes", recipe.name()) : options.out;
        RecipeRun.Start start =
                options.encoder != null
                        ? RecipeRun.Start.FILE
                        : RecipeRun.Start.valueOf(options.start.name());
        Path encoder = options.encoder == null ? null : Downloads.file(options.encoder);
        RecipeRun run = new RecipeRun(recipe, options.data, out, start, encoder, System.out);
        run.setListener(WorkListener.standard());
        Duration interval = Duration.ofMillis((long) (options.stateMinutes * MILLIS_A_MINUTE));
        run.setCheckpoints(states -> states.every(interval).everySteps(options.stateSteps));
        if (options.until == RecipeOptions.Until.MANIFEST) {
            run.prepare();
        } else {
            run.run(options.folds);
        }
    }

    private static void stop(String reason) {
        System.err.println("The recipe stopped: " + reason);
        System.exit(1);
    }
}
