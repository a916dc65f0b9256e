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
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ssamba.EncoderShape;
import org.ssamba.EncoderSource;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.SSAMBASequenceTrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.head.LabelHead;
import org.ssamba.work.WorkListener;
import org.tribuo.Dataset;
import org.tribuo.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a model. */
@Command(
        name = "train",
        description = {
            "Trains a model that predicts what clips are labelled with.",
            "",
            "Nothing else need be said: length, size, epochs and the rest fit the clips. With few"
                    + " labels, start from an encoder that was pretrained on clips without labels."
        },
        footer = {
            "",
            "  ssamba train clips --out model.tribuo --test 0.25",
            "  ssamba train train.csv --encoder encoder.ssamba --out model.tribuo",
            "  ssamba train clips --encoder https://host/weights.pth --out model.tribuo"
        })
final class TrainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATA", description = LabelledData.DATA)
    private Path data;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "MODEL",
            required = true,
            description = "The file to write the model to, such as model.tribuo.")
    private Path out;

    @Option(
            names = "--predict",
            paramLabel = "LABELS|TAGS|NUMBERS|SECONDS",
            description =
                    "One label a clip, if not given; several, divided by bars (|); numbers,"
                            + " name=value; or a label for each second.")
    private Predicted.Kind kind = Predicted.Kind.LABELS;

    @Option(
            names = {"-e", "--encoder"},
            paramLabel = "ENCODER",
            description =
                    "A pretrained encoder to start from: a file from pretrain, published weights,"
                            + " or their http(s) address, which is downloaded once.")
    private String encoder;

    @Option(
            names = "--pretrain",
            paramLabel = "STEPS",
            converter = Numbers.Count.class,
            description = "First pretrain an encoder on the same clips for so many steps.")
    private int pretraining;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            converter = Numbers.Share.class,
            description =
                    "Hold out this share of the clips, such as 0.25, and report how well they are"
                            + " predicted; whole groups if the CSV file has a column group.")
    private double test;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description =
                    "See each clip N times; all else, and N if it is not given, fits the clips.")
    private int epochs;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of all that is random.")
    private long seed = 1;

    @Mixin private LabelledData labelled;
    @Mixin private DeviceOptions device;
    @Mixin private Log log;

    /** Used by picocli. */
    TrainCommand() {}

    @Override
    public Integer call() throws IOException {
        log.begin();
        if (encoder != null && pretraining > 0) {
            throw new WrongUsage("--encoder and --pretrain cannot both be given");
        }
        AtomicFile.requireWritable(out);
        if (kind == Predicted.Kind.SECONDS) {
            trainSeconds();
        } else {
            train(Predicted.of(kind));
        }
        System.err.println("ssamba: wrote " + out);
        return ExitCode.DONE;
    }

    private <T extends Output<T>> void train(Predicted<T> predicted) throws IOException {
        LabelledData.Divided<T> clips = labelled.divided(data, predicted.outputs(), test, seed);
        SSAMBATrainer.Builder<T> builder =
                SSAMBATrainer.builder(predicted.head())
                        .device(device.device())
                        .seed(seed)
                        .listener(WorkListener.standard());
        if (encoder != null) {
            builder.encoder(Encoders.source(encoder));
        } else if (pretraining > 0) {
            builder.encoder(pretrained(clips.training()));
        }
        if (epochs != 0) {
            builder.recipe(fitted -> fitted.epochs(epochs));
        }
        try (SSAMBAModel<T> model = builder.build().train(clips.training())) {
            model.serializeToFile(out);
            if (clips.test() != null) {
                System.out.println(
                        predicted.outputs().getEvaluator().evaluate(model, clips.test()));
            }
        }
    }

    private EncoderSource pretrained(Dataset<?> clips) {
        return EncoderSource.pretraining(
                SSAMBAPretrainer.builder(EncoderShape.forClips(clips))
                        .recipe(new PretrainingRecipe().steps(pretraining))
                        .device(device.device())
                        .seed(seed)
                        .build());
    }

    private void trainSeconds() throws IOException {
        if (test > 0 || pretraining > 0) {
            throw new WrongUsage(
                    "--test and --pretrain are for one prediction a clip, not for SECONDS");
        }
        SSAMBASequenceTrainer.Builder builder =
                SSAMBASequenceTrainer.builder(new LabelHead())
                        .device(device.device())
                        .seed(seed)
                        .listener(WorkListener.standard());
        if (encoder != null) {
            builder.encoder(Encoders.source(encoder));
        }
        if (epochs != 0) {
            builder.recipe(fitted -> fitted.epochs(epochs));
        }
        try (SSAMBASequenceModel model = builder.build().train(labelled.seconds(data))) {
            model.serializeToFile(out);
        }
    }
}
