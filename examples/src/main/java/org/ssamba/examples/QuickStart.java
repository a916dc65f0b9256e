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

import com.oracle.labs.mlrg.olcut.config.ArgumentException;
import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.config.UsageException;
import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.EncoderSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioReference;
import org.ssamba.data.SkippedAudio;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.head.LabelHead;
import org.ssamba.plot.ConfusionMatrixPlot;
import org.ssamba.plot.ExcusePlot;
import org.ssamba.plot.LossCurves;
import org.ssamba.plot.NoFontException;
import org.ssamba.plot.PngFile;
import org.ssamba.plot.ReconstructionPlot;
import org.ssamba.pretraining.PatchReconstruction;
import org.ssamba.work.ProgressDisplay;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;

/**
 * Runs all stages once: pretrains a small encoder without labels, fine-tunes it on labels,
 * evaluates on clips it has not seen, compares with an encoder that was not pretrained, saves,
 * loads, and draws plots.
 */
public final class QuickStart {
    /** Fewer patches than pretraining hides, so that the picture still shows their surroundings. */
    private static final double HIDDEN_SHARE = 0.4;

    private static final double FRAME_SECONDS = 0.010;
    private static final double WINDOW_SECONDS = 0.015;

    private final QuickStartOptions options;
    private final PrintStream out;
    private final ComputeDevice device = new ComputeDevice();
    private final ClipData clips;
    private final EncoderShape shape;

    /** The result of fine-tuning from one starting point. */
    private record Tuned(SSAMBAModel<Label> model, LabelEvaluation evaluation, double probe) {}

    private QuickStart(QuickStartOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.clips = clips(options);
        this.shape = Recipes.shape(clips.longSeconds());
    }

    /**
     * Runs it.
     *
     * @param args see {@link QuickStartOptions}, or {@code --help}.
     */
    public static void main(String[] args) {
        // This program prints all important messages itself.
        Logger.getLogger("").setLevel(Level.SEVERE);
        QuickStartOptions options = new QuickStartOptions();
        try {
            new ConfigurationManager(args, options).close();
            new QuickStart(options, System.out).run();
        } catch (UsageException e) {
            System.out.println(e.getMessage());
        } catch (ArgumentException
                | AudioFormatException
                | BackendException
                | IllegalArgumentException e) {
            stop(e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            stop("Input or output failed: " + e.getMessage());
        }
    }

    private static void stop(String reason) {
        System.err.println("The quick start stopped: " + reason);
        System.exit(1);
    }

    private static ClipData clips(QuickStartOptions options) {
        if (options.data != null && options.manifest != null) {
            throw new IllegalArgumentException("--data and --manifest cannot both be given");
        }
        if (options.data != null) {
            return ClipData.ofFolder(options.data, options.unreadable, options.seed);
        }
        Path manifest = options.manifest == null ? QuickStartOptions.CORPUS : options.manifest;
        return ClipData.ofManifest(manifest, options.unreadable, options.seed);
    }

    private void run() throws IOException {
        long start = System.nanoTime();
        Files.createDirectories(options.out);
        introduce();

        heading("1. Pretraining without labels: hidden parts of spectrograms are recognised");
        AudioCorpus corpus = AudioCorpus.of(clips.train());
        SSAMBAPretrainer pretrainer =
                SSAMBAPretrainer.builder(shape)
                        .recipe(Recipes.pretraining(shape, options.steps))
                        .device(device)
                        .seed(options.seed)
                        .build();
        LossCurves pretrainingLoss = new LossCurves("pretraining");
        pretrainer.setListener(WorkListener.all(new ProgressDisplay(), pretrainingLoss));
        PretrainedEncoder encoder = pretrainer.pretrain(corpus);
        Path encoderFile = options.out.resolve("encoder.ssamba");
        encoder.save(encoderFile);

        heading("2. Fine-tuning on labels, from the pretrained encoder and from an untrained one");
        LossCurves losses = new LossCurves("from the pretrained encoder", "from scratch");
        Tuned tuned =
                tune(
                        encoder,
                        SSAMBATrainer.builder(new LabelHead())
                                .encoder(EncoderSource.file(encoderFile))
                                .recipe(Recipes.fineTuning(options.epochs))
                                .device(device)
                                .seed(options.seed)
                                .build(),
                        losses);
        Tuned scratch =
                tune(
                        pretrainer.untrained(corpus),
                        SSAMBATrainer.builder(new LabelHead())
                                .encoder(shape)
                                .recipe(Recipes.fineTuning(options.epochs))
                                .device(device)
                                .seed(options.seed)
                                .build(),
                        losses);

        heading("3. Evaluation on clips not seen in training");
        out.println(tuned.evaluation());
        print("%n%-46s %10s %10s%n", "accuracy", "pretrained", "untrained");
        String row = "%-46s %10.3f %10.3f%n";
        print(row, "linear probe of the frozen encoder", tuned.probe(), scratch.probe());
        print(row, "fine-tuned", tuned.evaluation().accuracy(), scratch.evaluation().accuracy());

        heading("4. Saving and loading");
        Path modelFile = options.out.resolve("model.tribuo");
        tuned.model().serializeToFile(modelFile);
        int same = identical(tuned.model(), Model.deserializeFromFile(modelFile));
        print("%s loads back; all %d predictions are identical.%n", modelFile, same);
        describe(encoder, tuned.model());

        heading("Results are in " + options.out.toAbsolutePath().normalize());
        out.println("encoder.ssamba, model.tribuo");
        try {
            draw(encoder, tuned, pretrainingLoss, losses);
            out.println("pretraining-loss.png, fine-tuning-loss.png, reconstruction.png,");
            out.println("confusion-matrix.png, explanation.png");
        } catch (NoFontException e) {
            // The models are saved; only the plots are missing.
            out.println("Nothing was drawn. " + e.getMessage());
        }
        print("The whole run took %d s.%n", (System.nanoTime() - start) / 1_000_000_000);
    }

    private void draw(
            PretrainedEncoder encoder, Tuned tuned, LossCurves pretraining, LossCurves tuning)
            throws IOException {
        SSAMBAModel<Label> model = tuned.model();
        Excuse<Label> excuse = model.getExcuse(clips.test().getExample(0)).orElseThrow();
        write("pretraining-loss.png", pretraining.draw("Pretraining"));
        write("fine-tuning-loss.png", tuning.draw("Fine-tuning"));
        write("reconstruction.png", ReconstructionPlot.draw(reconstruction(encoder)));
        write(
                "confusion-matrix.png",
                ConfusionMatrixPlot.draw(tuned.evaluation().getConfusionMatrix()));
        write("explanation.png", ExcusePlot.draw(model, excuse));
    }

    private void write(String file, BufferedImage image) throws IOException {
        PngFile.write(options.out.resolve(file), image);
    }

    /** A test clip with hidden patches, as the encoder draws them. */
    private PatchReconstruction reconstruction(PretrainedEncoder encoder) {
        int hidden = Math.max(1, (int) (HIDDEN_SHARE * encoder.config().patches()));
        AudioReference clip = filling(encoder.config());
        AudioClip audio =
                AudioReader.read(clip.path(), clip.startSeconds(), clip.durationSeconds());
        return encoder.reconstruct(audio, hidden, options.seed, device);
    }

    /** The first test clip that is as long as the encoder's input, or else the longest. */
    private AudioReference filling(EncoderConfig config) {
        double seconds = config.frames() * FRAME_SECONDS + WINDOW_SECONDS;
        AudioReference longest = AudioReference.of(clips.test().getExample(0));
        for (Example<Label> example : clips.test()) {
            AudioReference clip = AudioReference.of(example);
            if (longest.durationSeconds() < Math.min(seconds, clip.durationSeconds())) {
                longest = clip;
            }
        }
        return longest;
    }

    private void introduce() {
        print(
                "%d clips to train on, %d to test on, divided %s.%n",
                clips.train().size(), clips.test().size(), clips.division());
        for (SkippedAudio file : clips.skipped()) {
            print("Left out: %s: %s%n", file.name(), file.reason());
        }
        EncoderConfig config = shape.config();
        print(
                "Encoder: width %d, %d layers, %d frames, %d patches of %d mel bins by %d"
                        + " frames.%n",
                config.width(),
                config.layers(),
                config.frames(),
                config.patches(),
                config.patchMels(),
                config.patchFrames());
        DeviceInfo machine = device.backend().device();
        print("Computing on %s, %s:%n", machine.backend(), machine.name());
        machine.details().forEach((name, value) -> print("  %s: %s%n", name, value));
    }

    private Tuned tune(PretrainedEncoder start, SSAMBATrainer<Label> trainer, LossCurves losses) {
        trainer.setListener(WorkListener.all(new ProgressDisplay(), losses));
        SSAMBAModel<Label> model = trainer.train(clips.train());
        return new Tuned(
                model,
                new LabelEvaluator().evaluate(model, clips.test()),
                LinearProbe.accuracy(start, clips, options.seed));
    }

    /** The number of predictions, which must all be the same, bit for bit. */
    private int identical(Model<Label> saved, Model<?> loaded) {
        MutableDataset<Label> test = clips.test();
        List<Prediction<Label>> before = saved.predict(test);
        List<Prediction<Label>> after = loaded.castModel(Label.class).predict(test);
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).distributionEquals(after.get(i))) {
                throw new IllegalStateException(
                        "The loaded model predicts "
                                + after.get(i).getOutput()
                                + " where the saved one predicted "
                                + before.get(i).getOutput());
            }
        }
        return before.size();
    }

    private void describe(PretrainedEncoder encoder, SSAMBAModel<Label> model) {
        print("%nWhere the model comes from%n");
        print("  trained    %s%n", model.getProvenance().getTrainingTime());
        print("  by         %s%n", model.getProvenance().getTrainerProvenance().getClassName());
        print("  on         %s%n", model.getProvenance().getDatasetProvenance().getClassName());
        print("  encoder    sha256 %s%n", fact(model, "encoder-sha256"));
        print("  pretrained %s%n", encoder.getProvenance().time().orElseThrow());
        print("  steps      %s%n", encoder.getProvenance().run().getMap().get("steps"));
        print("  device     %s%n", fact(model, "device-name"));
    }

    private static Object fact(Model<?> model, String name) {
        return ((PrimitiveProvenance<?>)
                        model.getProvenance().getInstanceProvenance().getMap().get(name))
                .getValue();
    }

    private void heading(String text) {
        print("%n%s%n%n", text);
    }

    private void print(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
    }
}
