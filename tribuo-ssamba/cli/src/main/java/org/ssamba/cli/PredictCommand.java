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
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.work.WorkListener;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Predicts files. */
@Command(
        name = "predict",
        description = {
            "Predicts audio files with a model from train.",
            "",
            "CSV has a line for each label: file, label, score, and with --windows start and end in"
                    + " seconds. JSON has an object a line for each file or window. AUDACITY writes"
                    + " label tracks: one to standard output or --out, of several files to a folder"
                    + " --out."
        },
        footer = {
            "",
            "  ssamba predict model.tribuo recordings > predictions.csv",
            "  find . -name '*.flac' | ssamba predict model.tribuo - --top 3 --format json",
            "  ssamba predict model.tribuo meeting.wav --windows --format audacity --out labels.txt"
        })
final class PredictCommand extends ClipArguments implements Callable<Integer> {
    private enum Format {
        CSV,
        JSON,
        AUDACITY
    }

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model from train.")
    private String model;

    @Option(
            names = "--top",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "The N best labels; if not given the best, or those of a set of labels.")
    private int top;

    @Option(
            names = {"-w", "--windows"},
            description =
                    "Predict each window of long files, not the files; a model of seconds always"
                            + " predicts seconds.")
    private boolean windows;

    @Option(names = "--format", paramLabel = "CSV|JSON|AUDACITY", description = "CSV if not given.")
    private Format format = Format.CSV;

    @Mixin private OutputOptions output;
    @Mixin private DeviceOptions device;
    @Mixin private Log log;

    /** Used by picocli. */
    PredictCommand() {}

    @Override
    public Integer call() throws IOException {
        log.begin();
        SavedFile saved = SavedFile.of(model);
        boolean seconds = saved.kind() == SavedFile.Kind.SEQUENCE_MODEL;
        List<ClipArguments.Clip> clips = clips();
        ColdStart.prepare(saved.path(), clips, device.device());
        if (format == Format.AUDACITY) {
            return audacity(saved, clips, seconds);
        }
        output.check();
        int[] done = new int[1];
        output.write(out -> done[0] = run(saved, clips, seconds, tables(out, windows || seconds)));
        return Blocks.exitCode(done[0], clips);
    }

    private AnswerWriter tables(Writer out, boolean times) throws IOException {
        return format == Format.CSV ? new CsvAnswers(out, times) : new JsonAnswers(out);
    }

    private int audacity(SavedFile saved, List<ClipArguments.Clip> clips, boolean seconds)
            throws IOException {
        if (!windows && !seconds) {
            throw new WrongUsage("Labels for Audacity have times: add --windows");
        }
        if (clips.size() > 1) {
            if (output.out() == null) {
                throw new WrongUsage(
                        "Name a folder with --out for the labels of " + clips.size() + " files");
            }
            return Blocks.exitCode(
                    run(saved, clips, seconds, new AudacityLabels(output.out(), track -> {})),
                    clips);
        }
        output.check();
        StringBuilder only = new StringBuilder();
        int done = run(saved, clips, seconds, new AudacityLabels(null, only::append));
        output.write(out -> out.write(only.toString()));
        return Blocks.exitCode(done, clips);
    }

    /** How many files were predicted. */
    private int run(
            SavedFile saved, List<ClipArguments.Clip> clips, boolean seconds, AnswerWriter writer)
            throws IOException {
        try (writer) {
            if (seconds) {
                try (SSAMBASequenceModel loaded = saved.sequenceModel()) {
                    loaded.setDevice(device.device());
                    loaded.setListener(WorkListener.SILENT);
                    return Blocks.run(
                            clips, Blocks.MANY, block -> predictSeconds(loaded, block, writer));
                }
            }
            try (SSAMBAModel<?> loaded = saved.model()) {
                loaded.setDevice(device.device());
                loaded.setListener(WorkListener.SILENT);
                return windows
                        ? Blocks.run(clips, 1, block -> predictWindows(loaded, block, writer))
                        : Blocks.run(
                                clips, Blocks.MANY, block -> predictFiles(loaded, block, writer));
            }
        }
    }

    private <T extends Output<T>> int predictFiles(
            SSAMBAModel<T> loaded, List<ClipArguments.Clip> clips, AnswerWriter writer)
            throws IOException {
        Map<Path, Prediction<T>> predictions =
                loaded.predictFiles(
                        clips.stream().map(ClipArguments.Clip::path).toList(), policy());
        int done = 0;
        for (ClipArguments.Clip clip : clips) {
            Prediction<T> prediction = predictions.get(clip.path());
            if (prediction != null) {
                writer.write(Answer.of(clip, Answer.scores(prediction, top)));
                done++;
            }
        }
        writer.flush();
        return done;
    }

    private int predictSeconds(
            SSAMBASequenceModel loaded, List<ClipArguments.Clip> clips, AnswerWriter writer)
            throws IOException {
        Map<Path, List<Prediction<Label>>> predictions =
                loaded.predictFiles(
                        clips.stream().map(ClipArguments.Clip::path).toList(), policy());
        int done = 0;
        for (ClipArguments.Clip clip : clips) {
            List<Prediction<Label>> all = predictions.get(clip.path());
            if (all != null) {
                for (int second = 0; second < all.size(); second++) {
                    List<Answer.Score> scores = Answer.scores(all.get(second), top);
                    writer.write(Answer.of(clip, second, second + 1, scores));
                }
                done++;
            }
        }
        writer.flush();
        return done;
    }

    /** Of one file, which may be hours long. */
    private <T extends Output<T>> int predictWindows(
            SSAMBAModel<T> loaded, List<ClipArguments.Clip> clips, AnswerWriter writer)
            throws IOException {
        ClipArguments.Clip clip = clips.get(0);
        T unknown = loaded.getOutputIDInfo().getDomain().iterator().next();
        try {
            loaded.predictWindows(
                    AudioExamples.create(unknown, AudioReference.ofFile(clip.path())),
                    window -> {
                        List<Answer.Score> scores = Answer.scores(window.prediction(), top);
                        try {
                            writer.write(
                                    Answer.of(
                                            clip,
                                            window.startSeconds(),
                                            window.endSeconds(),
                                            scores));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (AudioFormatException e) {
            unreadable(e);
            return 0;
        }
        writer.flush();
        return 1;
    }
}
