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

import com.oracle.labs.mlrg.olcut.config.Config;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * ESC-50 and ESC-10 (K. J. Piczak, 2015) as on GitHub: {@code meta/esc50.csv} and {@code audio/}.
 * Groups are the five official folds; clips of one recording are all in the same fold.
 */
public final class Esc50 implements DatasetPreparation {
    private static final int FOLDS = 5;
    private static final int CLASSES = 50;

    @Config(description = "Only the ten classes of ESC-10.")
    private boolean esc10 = false;

    /** All fifty classes; also used by OLCUT. */
    public Esc50() {}

    /**
     * A choice of classes.
     *
     * @param esc10 whether only the ten classes of ESC-10 are taken.
     */
    public Esc50(boolean esc10) {
        this.esc10 = esc10;
    }

    @Override
    public ClipList clips(Path folder, Path output) {
        ClipList clips = new ClipList(folder);
        Map<Integer, String> categories = new HashMap<>();
        Path table = folder.resolve("meta").resolve("esc50.csv");
        Path audio = folder.resolve("audio");
        Set<Path> listed = new HashSet<>();
        int others = 0;
        for (PublishedTable.Row row :
                PublishedTable.withHeader(table, "filename", "fold", "target", "category", "esc10")
                        .rows()) {
            String category = row.get("category");
            int target = row.number("target", 0, CLASSES - 1);
            String before = categories.putIfAbsent(target, category);
            if (before != null && !before.equals(category)) {
                throw row.wrong(
                        "class "
                                + target
                                + " is '"
                                + category
                                + "' here and '"
                                + before
                                + "' above");
            }
            int fold = row.number("fold", 1, FOLDS);
            Path file = audio.resolve(row.get("filename"));
            if (!listed.add(file)) {
                throw row.wrong(file + " is listed twice");
            }
            if (esc10 && !isTrue(row)) {
                others++;
                continue;
            }
            clips.add(Clip.whole(file, category, "fold" + fold, ""));
        }
        Folders.requireListed(audio, listed, table);
        clips.leaveOut("not in ESC-10", others);
        return clips.requireFiles();
    }

    private static boolean isTrue(PublishedTable.Row row) {
        String value = row.get("esc10");
        return switch (value) {
            case "True" -> true;
            case "False" -> false;
            default -> throw row.wrong("esc10 '" + value + "' is neither True nor False");
        };
    }
}
