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
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.features.AudioEmbedder;
import org.ssamba.inference.WindowEmbedding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Describes files by vectors. */
@Command(
        name = "embed",
        description = {
            "Describes audio files by vectors: similar sounds have similar ones.",
            "",
            "Each line is a file, or with --windows a part of one: file, start, end (seconds), then"
                    + " the values."
        },
        footer = {
            "",
            "From a folder of clips without labels to a vector for each:",
            "  ssamba pretrain recordings --out encoder.ssamba",
            "  ssamba embed encoder.ssamba recordings --out vectors.csv",
            "",
            "An encoder that is downloaded, and the vectors as lines of JSON:",
            "  ssamba embed https://host/weights.pth a.wav b.wav --format json"
        })
final class EmbedCommand extends ClipArguments implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "ENCODER",
            description =
                    "An encoder or a model, or an http(s) address of one, which is downloaded"
                            + " once.")
    private String encoder;

    @Option(
            names = {"-w", "--windows"},
            description = "A vector for each window of long files, not one for each file.")
    private boolean windows;

    @Option(names = "--format", paramLabel = "CSV|JSON", description = "CSV if not given.")
    private VectorWriter.Format format = VectorWriter.Format.CSV;

    @Mixin private OutputOptions output;
    @Mixin private DeviceOptions device;
    @Mixin private Log log;

    /** Used by picocli. */
    EmbedCommand() {}

    @Override
    public Integer call() throws IOException {
        log.begin();
        List<ClipArguments.Clip> clips = clips();
        output.check();
        try (AudioEmbedder embedder =
                AudioEmbedder.builder(Encoders.load(encoder)).device(device.device()).build()) {
            int[] done = new int[1];
            output.write(out -> done[0] = embed(embedder, clips, out));
            return Blocks.exitCode(done[0], clips);
        }
    }

    private int embed(AudioEmbedder embedder, List<ClipArguments.Clip> clips, Writer out)
            throws IOException {
        try (VectorWriter writer = new VectorWriter(out, format, windows)) {
            return windows
                    ? Blocks.run(clips, 1, block -> embedWindows(embedder, block.get(0), writer))
                    : embedFiles(embedder, clips, writer);
        }
    }

    private int embedFiles(
            AudioEmbedder embedder, List<ClipArguments.Clip> clips, VectorWriter writer)
            throws IOException {
        Map<Path, float[]> vectors =
                embedder.embedFiles(
                        clips.stream().map(ClipArguments.Clip::path).toList(), policy());
        for (Map.Entry<Path, float[]> vector : vectors.entrySet()) {
            writer.write(vector.getKey(), Double.NaN, Double.NaN, vector.getValue());
        }
        return Blocks.any(vectors.size(), clips);
    }

    private int embedWindows(AudioEmbedder embedder, ClipArguments.Clip clip, VectorWriter writer)
            throws IOException {
        List<WindowEmbedding> all = new ArrayList<>();
        try {
            embedder.embedWindows(clip.path(), all::add);
        } catch (AudioFormatException e) {
            unreadable(e);
            return 0;
        }
        for (WindowEmbedding window : all) {
            writer.write(clip.path(), window.startSeconds(), window.endSeconds(), window.values());
        }
        return 1;
    }
}
