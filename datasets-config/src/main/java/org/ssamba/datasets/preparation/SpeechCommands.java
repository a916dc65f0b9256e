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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.ssamba.audio.AudioReader;
import org.ssamba.settings.SettingException;

/**
 * Speech Commands (P. Warden, 2018) as published: a folder for each word, {@code
 * _background_noise_}, {@code validation_list.txt} and {@code testing_list.txt}; clips in neither
 * list are for training. Groups are speakers, the part of a name before {@code _nohash_}.
 */
public final class SpeechCommands implements DatasetPreparation {
    /** Which words are told apart. */
    public enum Task {
        /** Version 0.01: all thirty words. */
        V1_30_WORDS,
        /** Version 0.02: all thirty-five words. */
        V2_35_WORDS,
        /** SUPERB's keyword spotting on version 0.01: ten words, silence and all other words. */
        V1_12_CLASSES
    }

    private static final String NOISE = "_background_noise_";
    private static final String VALIDATION_LIST = "validation_list.txt";
    private static final String TESTING_LIST = "testing_list.txt";
    private static final List<String> TEN =
            List.of("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go");
    private static final List<String> TWENTY_MORE =
            List.of(
                    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                    "bed", "bird", "cat", "dog", "happy", "house", "marvin", "sheila", "tree",
                    "wow");
    private static final List<String> FIVE_MORE =
            List.of("backward", "forward", "follow", "learn", "visual");

    @Config(mandatory = true, description = "Which words are told apart.")
    private Task task;

    /** For OLCUT. */
    private SpeechCommands() {}

    /**
     * A task.
     *
     * @param task which words are told apart.
     */
    public SpeechCommands(Task task) {
        this.task = task;
    }

    @Override
    public void postConfig() {
        if (task == null) {
            throw new SettingException(
                    "task", "must be one of V1_30_WORDS, V2_35_WORDS and" + " V1_12_CLASSES");
        }
    }

    @Override
    public ClipList clips(Path folder, Path output) {
        Map<String, String> splits = new HashMap<>();
        readList(folder, VALIDATION_LIST, "validation", splits);
        readList(folder, TESTING_LIST, "test", splits);
        ClipList words = words(folder, splits);
        return task == Task.V1_12_CLASSES ? twelveClasses(folder, words) : words;
    }

    private static void readList(
            Path folder, String name, String split, Map<String, String> splits) {
        Path list = folder.resolve(name);
        for (PublishedTable.Row row :
                PublishedTable.withoutHeader(list, PublishedTable.separatedBy('\t'), "path")
                        .rows()) {
            String path = row.get("path");
            String before = splits.putIfAbsent(path, split);
            if (before != null) {
                throw row.wrong(path + " is listed for " + before + " already");
            }
            if (!Files.isRegularFile(folder.resolve(path))) {
                throw row.wrong("there is no file " + folder.resolve(path));
            }
        }
    }

    private ClipList words(Path folder, Map<String, String> splits) {
        Set<String> expected = new TreeSet<>(TEN);
        expected.addAll(TWENTY_MORE);
        if (task == Task.V2_35_WORDS) {
            expected.addAll(FIVE_MORE);
        }
        Set<String> found = new TreeSet<>();
        for (Path entry : Folders.list(folder)) {
            String name = entry.getFileName().toString();
            if (Files.isDirectory(entry) && !name.equals(NOISE) && !name.startsWith(".")) {
                found.add(name);
            }
        }
        requireSame(folder, expected, found);
        ClipList clips = new ClipList(folder);
        for (String word : found) {
            for (Path file : Folders.audio(folder.resolve(word))) {
                String name = file.getFileName().toString();
                int speaker = name.indexOf("_nohash_");
                if (speaker < 1) {
                    throw new DatasetException(
                            file, "has no speaker: names are SPEAKER_nohash_NUMBER.wav");
                }
                String split = splits.getOrDefault(word + "/" + name, "train");
                clips.add(Clip.whole(file, word, name.substring(0, speaker), split));
            }
        }
        return clips.requireFiles();
    }

    private void requireSame(Path folder, Set<String> expected, Set<String> found) {
        Set<String> unknown = new TreeSet<>(found);
        unknown.removeAll(expected);
        Set<String> absent = new TreeSet<>(expected);
        absent.removeAll(found);
        if (!unknown.isEmpty() || !absent.isEmpty()) {
            throw new DatasetException(
                    folder,
                    "is not the version of "
                            + task
                            + ": unknown words "
                            + unknown
                            + ", missing words "
                            + absent);
        }
    }

    /**
     * The other words are {@code _unknown_}: all of them in training, where the recipe's class
     * weights balance them, and otherwise as many as an average keyword has. Silence consists of
     * whole seconds of the noises: the last tenth of each for testing, the tenth before for
     * validation.
     */
    private static ClipList twelveClasses(Path folder, ClipList words) {
        ClipList clips = new ClipList(folder);
        Map<String, Integer> keywords = new HashMap<>();
        Map<String, List<Clip>> others = new HashMap<>();
        for (Clip clip : words.clips()) {
            if (TEN.contains(clip.labels().get(0))) {
                clips.add(clip);
                keywords.merge(clip.split(), 1, Integer::sum);
            } else {
                others.computeIfAbsent(clip.split(), split -> new ArrayList<>()).add(clip);
            }
        }
        others.forEach(
                (split, each) -> {
                    int keep = Math.max(1, keywords.getOrDefault(split, 0) / TEN.size());
                    List<Clip> kept = split.equals("train") ? each : spread(each, keep);
                    for (Clip clip : kept) {
                        clips.add(Clip.whole(clip.file(), "_unknown_", clip.group(), split));
                    }
                    clips.leaveOut(split + " clips of other words", each.size() - kept.size());
                });
        addSilence(folder.resolve(NOISE), clips);
        return clips.requireFiles();
    }

    /** Evenly over the list, which is sorted by word. */
    private static List<Clip> spread(List<Clip> clips, int count) {
        int kept = Math.min(count, clips.size());
        return IntStream.range(0, kept)
                .mapToObj(i -> clips.get((int) ((long) i * clips.size() / kept)))
                .toList();
    }

    private static void addSilence(Path folder, ClipList clips) {
        Collection<Path> noises = Folders.audio(folder);
        if (noises.isEmpty()) {
            throw new DatasetException(folder, "holds no noises; silence is cut from them");
        }
        for (Path file : noises) {
            int seconds = (int) AudioReader.read(file).durationSeconds();
            int test = Math.max(1, seconds / 10);
            String group = file.getFileName().toString();
            for (int second = 0; second < seconds; second++) {
                String split =
                        second >= seconds - test
                                ? "test"
                                : second >= seconds - 2 * test ? "validation" : "train";
                clips.add(new Clip(file, second, 1, List.of("_silence_"), group, split));
            }
        }
    }
}
