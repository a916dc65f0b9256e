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
package org.ssamba.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.ssamba.data.ClipInventory.Clip;

/**
 * A clip of a manifest with a label for each second.
 *
 * @param listed its row, the first if it has several
 * @param reference the clip
 * @param labels as many as seconds
 */
record LabelledSeconds(ListedClip listed, AudioReference reference, List<String> labels) {
    /** How far ranges may overlap, since their three times may be rounded to centiseconds. */
    private static final double TOLERANCE_MS = 15;

    /** Rows that list the labels of their seconds. */
    static List<LabelledSeconds> listed(AudioManifest manifest, List<Clip> clips) {
        List<LabelledSeconds> all = new ArrayList<>();
        String separator = Pattern.quote(manifest.labelSeparator());
        for (Clip clip : clips) {
            List<String> labels =
                    Arrays.stream(clip.listed().label().split(separator, -1))
                            .map(String::strip)
                            .toList();
            if (labels.contains("")) {
                throw new ManifestException(
                        manifest.path(),
                        clip.listed().line(),
                        "label '"
                                + clip.listed().label()
                                + "' has an empty part between separators");
            }
            double duration = clip.reference().durationSeconds();
            int seconds = AudioSequences.seconds(duration);
            if (labels.size() != seconds) {
                throw new ManifestException(
                        manifest.path(),
                        clip.listed().line(),
                        "gives "
                                + labels.size()
                                + " labels for "
                                + clip.listed().name()
                                + " of "
                                + duration
                                + " s, which has "
                                + seconds
                                + " seconds; give one for each, with '"
                                + manifest.labelSeparator()
                                + "' between them");
            }
            all.add(new LabelledSeconds(clip.listed(), clip.reference(), labels));
        }
        return all;
    }

    /** Rows that each label a range; those of a file make up a clip. */
    static List<LabelledSeconds> ranges(AudioManifest manifest, List<Clip> clips) {
        Map<Path, List<Clip>> files = new LinkedHashMap<>();
        for (Clip clip : clips) {
            files.computeIfAbsent(clip.listed().path(), path -> new ArrayList<>()).add(clip);
        }
        return files.values().stream().map(ranges -> joined(manifest, ranges)).toList();
    }

    private static LabelledSeconds joined(AudioManifest manifest, List<Clip> rows) {
        List<Clip> ranges = new ArrayList<>(rows);
        ranges.sort(Comparator.comparingDouble(range -> range.reference().startMs()));
        for (int i = 1; i < ranges.size(); i++) {
            if (end(ranges.get(i - 1)) > ranges.get(i).reference().startMs() + TOLERANCE_MS) {
                throw new ManifestException(
                        manifest.path(),
                        ranges.get(i).listed().line(),
                        "labels a range that overlaps that of line "
                                + ranges.get(i - 1).listed().line());
            }
        }
        Clip first = ranges.get(0);
        double start = first.reference().startMs();
        double duration = end(ranges.get(ranges.size() - 1)) - start;
        List<String> labels = new ArrayList<>();
        for (int s = 0; s < AudioSequences.seconds(duration / 1000); s++) {
            double from = s * 1000.0;
            double middle = start + (from + Math.min(from + 1000, duration)) / 2;
            labels.add(label(manifest, ranges, middle));
        }
        return new LabelledSeconds(first.listed(), first.reference().lasting(duration), labels);
    }

    private static double end(Clip range) {
        return range.reference().startMs() + range.reference().durationMs();
    }

    private static String label(AudioManifest manifest, List<Clip> ranges, double timeMs) {
        Clip before = ranges.get(0);
        for (Clip range : ranges) {
            if (range.reference().startMs() <= timeMs) {
                before = range;
            }
        }
        if (timeMs >= end(before)) {
            throw new ManifestException(
                    manifest.path(),
                    before.listed().line(),
                    "is followed by a gap: "
                            + before.listed().name()
                            + " has no label at "
                            + timeMs / 1000
                            + " s");
        }
        return before.listed().label();
    }
}
