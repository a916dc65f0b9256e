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
package org.ssamba.evaluation;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two utterances and whether the same speaker says both.
 *
 * @param same whether the speaker is the same
 * @param first the name of an utterance, such as a path relative to the corpus
 * @param second the name of the other
 */
public record VerificationTrial(boolean same, String first, String second) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * Reads a list in VoxCeleb's format: a trial a line, {@code 1} for the same speaker or {@code
     * 0}, and two names without blanks, separated by blanks. Empty lines are passed over.
     *
     * @param file text in UTF-8
     * @throws IllegalArgumentException if a line is otherwise, naming it, there is none, or it is
     *     no such text
     * @throws IOException if the file cannot be read
     */
    public static List<VerificationTrial> readList(Path file) throws IOException {
        List<VerificationTrial> trials = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String[] fields = line.strip().split("\\s+");
            if (fields.length != 3 || !(fields[0].equals("0") || fields[0].equals("1"))) {
                throw new IllegalArgumentException(
                        file
                                + ", line "
                                + number
                                + ": expected 1 or 0 and two names, such as"
                                + " '1 id1/a.wav id1/b.wav', but it is '"
                                + line
                                + "'");
            }
            trials.add(new VerificationTrial(fields[0].equals("1"), fields[1], fields[2]));
        }
        if (trials.isEmpty()) {
            throw new IllegalArgumentException(file + " has no trials");
        }
        return List.copyOf(trials);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readString(file).lines().map(VerificationTrial::withoutMark).toList();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    file + " is no list of trials: it is not encoded in UTF-8", e);
        }
    }

    /** Some editors begin a file with a byte-order mark. */
    private static String withoutMark(String line) {
        return line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
    }

    /** The names of all utterances in the trials, each once, in order of appearance. */
    public static List<String> utterances(List<VerificationTrial> trials) {
        return trials.stream()
                .flatMap(trial -> Stream.of(trial.first(), trial.second()))
                .distinct()
                .toList();
    }
}
