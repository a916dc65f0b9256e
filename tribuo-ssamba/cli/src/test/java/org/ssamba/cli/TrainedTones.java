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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A model that tells high from low tones, trained once by the command for all tests.
 *
 * @param folder for files of tests, which choose names of their own.
 * @param clips with a folder for each label.
 * @param recordings other clips.
 * @param model trained on the clips.
 * @param encoder of the model.
 */
record TrainedTones(Path folder, Path clips, Path recordings, Path model, Path encoder)
        implements AutoCloseable {
    private static TrainedTones train() {
        try {
            Path folder = Files.createTempDirectory("tones");
            TrainedTones tones =
                    new TrainedTones(
                            folder,
                            Tones.labelled(folder.resolve("clips"), 6),
                            Tones.unlabelled(folder.resolve("recordings"), 2),
                            folder.resolve("model.tribuo"),
                            folder.resolve("encoder.ssamba"));
            Ran.command(
                            "train",
                            tones.clips,
                            "--out",
                            tones.model,
                            "--epochs",
                            8,
                            "--device",
                            "cpu")
                    .ended(ExitCode.DONE);
            Ran.command("convert", tones.model, tones.encoder).ended(ExitCode.DONE);
            return tones;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of lines. */
    Path text(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Gives tests the tones. */
    static final class Once implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == TrainedTones.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(TrainedTones.class))
                    .getOrComputeIfAbsent(TrainedTones.class, any -> train());
        }
    }
}
