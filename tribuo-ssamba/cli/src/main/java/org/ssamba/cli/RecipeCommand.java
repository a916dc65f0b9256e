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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ssamba.ComputeDevice;
import org.ssamba.datasets.RecipeOptions;
import org.ssamba.datasets.RunRecipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a recipe of a benchmark data set. */
@Command(
        name = "recipe",
        description = {
            "Runs the recipe of a benchmark data set; without a name, lists the recipes.",
            "",
            "Prepares the data set as it is published, pretrains or loads an encoder, fine-tunes"
                    + " and evaluates each fold, reports. Finished folds are not run again."
        },
        footer = {"", "  ssamba recipe esc50 --data ESC-50 --encoder encoder.ssamba"})
final class RecipeCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The name of a recipe, or the path of a configuration of your own.")
    private String name;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "FOLDER",
            description = "The folder of the data set.")
    private Path data;

    @Option(
            names = {"-e", "--encoder"},
            paramLabel = "ENCODER",
            description =
                    "A pretrained encoder, a file or an http(s) address; if not given, one is"
                            + " pretrained on the training clips.")
    private String encoder;

    @Option(
            names = "--fresh",
            description = "Train from fresh weights instead of pretraining an encoder.")
    private boolean fresh;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "The folder for results; recipes/NAME if not given.")
    private Path out;

    @Option(
            names = "--folds",
            split = ",",
            paramLabel = "NAME",
            description = "The folds to run; all if not given.")
    private List<String> folds = new ArrayList<>();

    @Option(names = "--list-clips", description = "Check the data set and list its clips only.")
    private boolean list;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "The recipe's if not given.")
    private int epochs;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "The recipe's if not given.")
    private int steps;

    @Option(
            names = "--state-minutes",
            paramLabel = "N",
            description = "Minutes from one saved state to the next; 10 if not given.")
    private double stateMinutes = 10;

    @Option(
            names = "--device",
            paramLabel = "AUTO|CPU|CUDA",
            description = "The recipe's if not given.")
    private ComputeDevice.Kind device = ComputeDevice.Kind.AUTO;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "COMPONENT.PROPERTY=VALUE",
            description = "Change a setting of the configuration; items of a list by semicolons.")
    private List<String> settings = new ArrayList<>();

    @Mixin private Log log;

    /** Used by picocli. */
    RecipeCommand() {}

    @Override
    public Integer call() throws IOException {
        log.begin();
        Path shipped = shipped();
        if (name == null) {
            names(shipped).forEach(System.out::println);
            return ExitCode.DONE;
        }
        Path file = shipped.resolve(name + ".xml");
        if (!Files.isRegularFile(file) && !Files.isRegularFile(Path.of(name))) {
            throw new IllegalArgumentException(
                    "There is no recipe " + name + "; ssamba recipe lists them");
        }
        if (data == null) {
            throw new WrongUsage("Name the folder of the data set with --data");
        }
        RecipeOptions options = new RecipeOptions();
        options.recipe = Files.isRegularFile(file) ? file.toString() : name;
        options.data = data;
        options.encoder = encoder;
        options.start = fresh ? RecipeOptions.Start.FRESH : RecipeOptions.Start.PRETRAINED;
        String called = Path.of(options.recipe).getFileName().toString();
        options.out = out != null ? out : Path.of("recipes", called.replaceFirst("\\.xml$", ""));
        options.folds = folds;
        options.until = list ? RecipeOptions.Until.MANIFEST : RecipeOptions.Until.REPORT;
        options.epochs = epochs;
        options.steps = steps;
        options.stateMinutes = stateMinutes;
        options.device = device;
        options.settings = settings;
        RunRecipe.run(options);
        return ExitCode.DONE;
    }

    /** The folder beside the jar; from classes, that of the checkout. */
    private static Path shipped() {
        Path jar = Launch.ofThisProcess().jar();
        return jar == null ? Path.of("datasets-config") : jar.resolveSibling("recipes");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".xml") && !file.equals("pom.xml"))
                    .map(file -> file.replaceFirst("\\.xml$", ""))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
