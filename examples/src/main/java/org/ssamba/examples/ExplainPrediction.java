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
package org.ssamba.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ssamba.SSAMBAModel;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.plot.ExcusePlot;
import org.ssamba.plot.PngFile;
import org.tribuo.Excuse;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** Asks a model which regions of a clip support its prediction, and draws them. */
public final class ExplainPrediction {
    private static final int SHOWN = 5;

    private ExplainPrediction() {}

    /**
     * Explains a prediction.
     *
     * @param args a model of labels, a clip, and the picture to write.
     */
    public static void main(String[] args) {
        // This program prints all important messages itself.
        Logger.getLogger("").setLevel(Level.SEVERE);
        try {
            explain(args, System.out);
        } catch (IOException
                | AudioFormatException
                | IllegalArgumentException
                | IllegalStateException e) {
            System.err.println("Nothing is explained: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Explains a prediction.
     *
     * @throws IOException if a file cannot be read or written.
     * @throws AudioFormatException if the clip cannot be read.
     * @throws IllegalArgumentException if there are not three arguments, or the model is another.
     */
    static void explain(String[] args, PrintStream out) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "give three arguments: a saved model, an audio file, a PNG file");
        }
        Path picture = Path.of(args[2]);
        try (SSAMBAModel<Label> model = load(Path.of(args[0]))) {
            AudioReference clip = AudioReference.ofFile(Path.of(args[1]));
            Excuse<Label> excuse =
                    model.getExcuse(AudioExamples.create(LabelFactory.UNKNOWN_LABEL, clip))
                            .orElseThrow();
            PngFile.write(picture, ExcusePlot.draw(model, excuse));
            Label predicted = excuse.getPrediction().getOutput();
            out.println(predicted);
            excuse.excuse(predicted.getLabel()).stream()
                    .limit(SHOWN)
                    .forEach(
                            region ->
                                    out.printf(
                                            Locale.ROOT,
                                            "%+.3f  %s%n",
                                            region.getB(),
                                            region.getA()));
            out.println(picture);
        }
    }

    private static SSAMBAModel<Label> load(Path file) throws IOException {
        Model<?> model;
        try {
            model = Model.deserializeFromFile(file);
        } catch (IOException | IllegalStateException e) {
            throw new IOException(file + " cannot be loaded as a model: " + e, e);
        }
        if (!(model instanceof SSAMBAModel<?>) || !model.validate(Label.class)) {
            throw new IllegalArgumentException(
                    file
                            + " holds a "
                            + model.getClass().getSimpleName()
                            + " that cannot be drawn: give a SSAMBAModel of labels");
        }
        return (SSAMBAModel<Label>) model.castModel(Label.class);
    }
}
