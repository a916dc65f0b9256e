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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.ssamba.checkpoint.AtomicFile;

/**
 * Label tracks that Audacity imports: start, end and label between tabs, neighbours with the same
 * label as one. A clip has one file, named as the clip with {@code .txt} for its extension.
 */
final class AudacityLabels implements AnswerWriter {
    private final Consumer<String> single;
    private final Path folder;
    private final Map<Path, StringBuilder> tracks = new TreeMap<>();

    private Path clip;
    private String label;
    private double start;
    private double end;

    /**
     * Writes tracks.
     *
     * @param folder with a file for each clip; null to give the only one to {@code single}.
     * @param single takes the track of the only clip.
     */
    AudacityLabels(Path folder, Consumer<String> single) {
        this.folder = folder;
        this.single = single;
    }

    @Override
    public void write(Answer answer) {
        String labels =
                answer.scores().stream().map(Answer.Score::label).collect(Collectors.joining(", "));
        boolean goesOn =
                answer.name().equals(clip) && labels.equals(label) && answer.start() <= end + 1e-6;
        if (!goesOn) {
            endLabel();
            clip = answer.name();
            label = labels;
            start = answer.start();
        }
        end = answer.end();
    }

    private void endLabel() {
        if (clip != null && !label.isEmpty()) {
            tracks.computeIfAbsent(clip, none -> new StringBuilder())
                    .append(String.format(Locale.ROOT, "%.6f\t%.6f\t%s%n", start, end, label));
        }
        clip = null;
    }

    @Override
    public void flush() {
        // A track is written when it is whole.
    }

    @Override
    public void close() throws IOException {
        endLabel();
        if (folder == null) {
            single.accept(String.join("", tracks.values()));
            return;
        }
        for (Map.Entry<Path, StringBuilder> track : tracks.entrySet()) {
            Path file = folder.resolve(named(track.getKey()));
            Files.createDirectories(file.getParent());
            byte[] text = track.getValue().toString().getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(file, out -> out.write(text));
        }
    }

    private static String named(Path clip) {
        return clip.toString().replaceFirst("\\.[^./\\\\]*$", "") + ".txt";
    }
}
