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
package org.ssamba.datasets.preparation;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;

/**
 * IEMOCAP (C. Busso et al., 2008) as released and as SUPERB uses it: {@code
 * Session1/dialog/EmoEvaluation/*.txt} give the emotion of each sentence in {@code
 * Session1/sentences/wav}. Four classes, excited being counted as happy; other sentences are left
 * out and counted. Groups are the five sessions, each with its own two actors.
 */
public final class Iemocap implements DatasetPreparation {
    private static final int SESSIONS = 5;
    private static final Map<String, String> CLASSES =
            Map.of("neu", "neutral", "hap", "happy", "exc", "happy", "sad", "sad", "ang", "angry");
    private static final Set<String> OTHERS = Set.of("fru", "sur", "fea", "dis", "oth", "xxx");
    private static final CSVFormat LINES = PublishedTable.separatedBy('\t');

    /** Sentences begin their block with a time: [6.2901 - 8.2357]. */
    private static final Pattern TIME = Pattern.compile("\\[\\d+\\.\\d+ - \\d+\\.\\d+]");

    private static final Pattern SENTENCE = Pattern.compile("(Ses0[1-5][FM]_\\w+)_[FM]\\w*");

    /** Also used by OLCUT. */
    public Iemocap() {}

    @Override
    public ClipList clips(Path folder, Path output) {
        ClipList clips = new ClipList(folder);
        for (int session = 1; session <= SESSIONS; session++) {
            Path each = folder.resolve("Session" + session);
            for (Path file : Folders.list(each.resolve("dialog").resolve("EmoEvaluation"))) {
                if (file.getFileName().toString().endsWith(".txt")) {
                    addSentences(file, each, clips);
                }
            }
        }
        return clips.requireFiles();
    }

    private static void addSentences(Path file, Path session, ClipList clips) {
        Path wav = session.resolve("sentences").resolve("wav");
        int before = 0;
        for (PublishedTable.Row row :
                PublishedTable.ragged(file, LINES, "time", "sentence", "emotion", "values")
                        .rows()) {
            if (!TIME.matcher(row.get("time")).matches()) {
                continue;
            }
            before++;
            String emotion = row.get("emotion");
            if (OTHERS.contains(emotion)) {
                clips.leaveOut("emotion " + emotion, 1);
                continue;
            }
            String label = CLASSES.get(emotion);
            if (label == null) {
                throw row.wrong("emotion '" + emotion + "' is unknown");
            }
            Matcher sentence = SENTENCE.matcher(row.get("sentence"));
            if (!sentence.matches()) {
                throw row.wrong("'" + row.get("sentence") + "' names no sentence");
            }
            clips.add(
                    Clip.whole(
                            wav.resolve(sentence.group(1)).resolve(sentence.group() + ".wav"),
                            label,
                            session.getFileName().toString(),
                            ""),
                    row);
        }
        if (before == 0) {
            throw new DatasetException(file, "lists no sentence");
        }
    }
}
