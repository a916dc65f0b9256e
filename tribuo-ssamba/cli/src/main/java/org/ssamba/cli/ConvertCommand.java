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

import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.LabelHead;
import org.ssamba.published.CheckpointOptions;
import org.ssamba.published.PublishedCheckpoint;
import org.ssamba.training.Normalization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Converts between formats. */
@Command(
        name = "convert",
        description = {
            "Converts encoders, models and weights.",
            "",
            "The format is that of the name to write:",
            "  .ssamba       the encoder, also of a model, in the library's format",
            "  .tribuo       the model of fine-tuned weights; name its classes with --labels",
            "  .safetensors  the weights with all that describes them",
            "  .pth          a state dict of the published code",
            "  .onnx         a graph for ONNX Runtime: normalised log-mel to scores or embeddings"
        },
        footer = {
            "",
            "  ssamba convert ssamba_tiny.pth encoder.ssamba",
            "  ssamba convert model.tribuo model.onnx",
            "  ssamba convert esc50.pth model.tribuo --labels classes.txt --frames 512 --stride 10"
        })
final class ConvertCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "A file, recognised by content, or the http(s) address of one.")
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "The file to write.")
    private Path to;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The classes of fine-tuned weights in their order, one a line.")
    private Path labels;

    @Option(
            names = "--frames",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Frames of 10 ms that fine-tuned weights read, which they do not say.")
    private int frames;

    @Option(
            names = "--stride",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Mel bins and frames between patches, if neither 10 nor the patch's.")
    private int stride;

    @Option(
            names = "--normalization",
            paramLabel = "MEAN,DEVIATION",
            converter = Numbers.MeanAndDeviation.class,
            description =
                    "Of the log-mel values that weights were trained on, which .pth files do not"
                            + " hold; that of the published pretraining if not given.")
    private Normalization normalization;

    @Mixin private Log log;

    /** Used by picocli. */
    ConvertCommand() {}

    @Override
    public Integer call() throws IOException {
        log.begin();
        AtomicFile.requireWritable(to);
        String name = to.getFileName().toString().toLowerCase(Locale.ROOT);
        String format = name.substring(name.lastIndexOf('.') + 1);
        SavedFile saved = SavedFile.of(from);
        if (labels == null && (frames > 0 || stride > 0 || normalization != null)) {
            encoder(PretrainedEncoder.of(weights(saved)), format);
        } else if (labels != null) {
            try (SSAMBAModel<?> model = fineTuned(saved)) {
                model(model, format);
            }
        } else if (saved.kind() == SavedFile.Kind.MODEL && !format.equals("ssamba")) {
            try (SSAMBAModel<?> model = saved.model()) {
                model(model, format);
            }
        } else if (saved.kind() == SavedFile.Kind.SEQUENCE_MODEL && !format.equals("ssamba")) {
            try (SSAMBASequenceModel model = saved.sequenceModel()) {
                sequenceModel(model, format);
            }
        } else {
            PretrainedEncoder encoder = Encoders.load(from);
            encoder.getProvenance()
                    .importedFrom()
                    .filter(file -> saved.kind() == SavedFile.Kind.WEIGHTS)
                    .ifPresent(
                            file ->
                                    say(
                                            ((StringProvenance) file.getMap().get("notes"))
                                                    .getValue()));
            encoder(encoder, format);
        }
        System.err.println("ssamba: wrote " + to);
        return ExitCode.DONE;
    }

    private PublishedCheckpoint weights(SavedFile saved) throws IOException {
        CheckpointOptions options = new CheckpointOptions();
        options = frames > 0 ? options.frames(frames) : options;
        options = stride > 0 ? options.stride(stride) : options;
        options = normalization != null ? options.normalization(normalization) : options;
        PublishedCheckpoint checkpoint = PublishedCheckpoint.read(saved.path(), options);
        say(String.join("; ", checkpoint.notes()));
        return checkpoint;
    }

    /** What the output holds that the file does not say. */
    private void say(String notes) {
        System.err.println("ssamba: " + from + ": " + notes);
    }

    private SSAMBAModel<?> fineTuned(SavedFile saved) throws IOException {
        List<String> names =
                Files.readAllLines(labels).stream().filter(name -> !name.isBlank()).toList();
        return SSAMBAModel.classifier(weights(saved), names, new LabelHead());
    }

    private void encoder(PretrainedEncoder encoder, String format) throws IOException {
        switch (format) {
            case "ssamba" -> encoder.save(to);
            case "safetensors" -> encoder.saveSafetensors(to);
            case "pth", "pt" -> encoder.savePyTorch(to);
            case "onnx" -> encoder.onnx(Pooling.Kind.MEAN).save(to);
            case "tribuo" ->
                    throw new IllegalArgumentException(
                            from + " has no classes by name; fine-tuned weights take --labels");
            default -> throw unknown(format);
        }
    }

    private void model(SSAMBAModel<?> model, String format) throws IOException {
        switch (format) {
            case "ssamba" -> model.encoder().save(to);
            case "tribuo" -> model.serializeToFile(to);
            case "safetensors" -> model.saveSafetensors(to);
            case "pth", "pt" -> model.savePyTorch(to);
            case "onnx" -> model.onnx().save(to);
            default -> throw unknown(format);
        }
    }

    private void sequenceModel(SSAMBASequenceModel model, String format) throws IOException {
        switch (format) {
            case "tribuo" -> model.serializeToFile(to);
            case "safetensors" -> model.saveSafetensors(to);
            case "pth", "pt" -> model.savePyTorch(to);
            case "onnx" ->
                    throw new IllegalArgumentException(
                            "A model of seconds cannot be written as ONNX; its encoder can: convert"
                                    + " it to .ssamba first");
            default -> throw unknown(format);
        }
    }

    private IllegalArgumentException unknown(String format) {
        return new IllegalArgumentException(
                to + " says no format: ." + format + " is none of those in convert --help");
    }
}
