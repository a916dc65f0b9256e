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
package org.ssamba.pretraining;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.encoder.RandomStreams;
import org.ssamba.training.Clips;

/**
 * Clips that could be read when they were listed and cannot be any more, and since which position
 * of the run. From there on another clip is read wherever one of them is drawn, also in a run that
 * goes on after the file is back: which, is a function of seed and place. Used by many threads.
 */
final class SkippedClips {
    private static final Logger logger = Logger.getLogger(SkippedClips.class.getName());

    private final Map<Integer, Long> since = new ConcurrentHashMap<>();

    /** Lines of the report that are not yet written. */
    private final ConcurrentLinkedQueue<String> unreported = new ConcurrentLinkedQueue<>();

    private volatile int saved;

    /**
     * Where in a run a clip is read.
     *
     * @param position grows from step to step, and from place to place in a batch.
     * @param step for messages.
     * @param address what decides which other clip is taken, besides the seed.
     */
    record Place(long position, long step, long address) {}

    /**
     * Reads a clip, or another one in its place.
     *
     * @param clips say how many may be skipped.
     * @param clip which was drawn.
     * @param seed of the run.
     * @param reading reads the clip with a number.
     * @throws AudioFormatException if more clips than may be are skipped; or whatever reading
     *     throws if none may.
     */
    void read(Clips clips, int clip, Place place, long seed, IntConsumer reading) {
        int chosen = clip;
        for (long attempt = 0; ; attempt++) {
            if (since.getOrDefault(chosen, Long.MAX_VALUE) > place.position()) {
                try {
                    reading.accept(chosen);
                    return;
                } catch (RuntimeException e) {
                    if (!clips.isUnreadable(e) || clips.skippableShare() == 0) {
                        throw e;
                    }
                    skip(clips, chosen, place, e);
                }
            }
            chosen =
                    RandomStreams.stream(seed, "replacement " + attempt, place.address(), 0)
                            .nextInt(clips.size());
        }
    }

    private synchronized void skip(Clips clips, int clip, Place place, RuntimeException reason) {
        int most = Math.max(1, (int) (clips.skippableShare() * clips.size()));
        if (!since.containsKey(clip)) {
            if (since.size() >= most) {
                throw new AudioFormatException(
                        clips.name(clip),
                        String.format(
                                Locale.ROOT,
                                "cannot be read any more (%s), as before it %d of %d clips; a share"
                                    + " of %s may be skipped. Repair the files, or raise the share"
                                    + " (AudioCorpus.skipping), and go on from the checkpoint",
                                reason.getMessage(),
                                since.size(),
                                clips.size(),
                                clips.skippableShare()),
                        reason);
            }
            logger.warning(
                    () ->
                            "Skips a clip from step "
                                    + place.step()
                                    + " on, since it cannot be read: "
                                    + reason.getMessage());
            unreported.add(
                    quoted(clips.name(clip))
                            + ","
                            + place.step()
                            + ","
                            + quoted(reason.getMessage()));
        }
        since.merge(clip, place.position(), Math::min);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"").replaceAll("\\s+", " ") + '"';
    }

    /** How many there are. */
    int size() {
        return since.size();
    }

    /** Whether there are some that no saved state knows. */
    boolean unsaved() {
        return since.size() > saved;
    }

    /**
     * The state of the run was saved, all of them with it.
     *
     * @param report to which they are appended; a warning says if that fails.
     */
    void saved(Path report) {
        saved = since.size();
        if (unreported.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        if (Files.notExists(report)) {
            lines.append("clip,step,reason\n");
        }
        for (String line; (line = unreported.poll()) != null; ) {
            lines.append(line).append('\n');
        }
        try {
            Files.writeString(
                    report,
                    lines,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            logger.warning(() -> "The list of skipped clips cannot be written: " + e);
        }
    }

    /** For a checkpoint. */
    String text() {
        return new TreeMap<>(since)
                .entrySet().stream()
                        .map(each -> each.getKey() + ":" + each.getValue())
                        .collect(Collectors.joining(" "));
    }

    /** What {@link #text} wrote; empty for null, which older checkpoints have. */
    static SkippedClips of(String text) {
        SkippedClips skipped = new SkippedClips();
        if (text != null && !text.isEmpty()) {
            for (String each : text.split(" ")) {
                String[] parts = each.split(":");
                skipped.since.put(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
            }
        }
        skipped.saved = skipped.since.size();
        return skipped;
    }
}
