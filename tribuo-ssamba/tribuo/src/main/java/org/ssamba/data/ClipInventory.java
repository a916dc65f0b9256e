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

import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.HashType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;

/**
 * The clips of a folder or a manifest; each file is hashed and decoded once, in parallel, unless
 * the {@linkplain AudioInventory inventory} knows it. Keeps references, no audio.
 *
 * @param clips the usable clips, in the order listed
 * @param skipped the others
 * @param contentHash SHA-256 over the sorted lines "relative path, size, sha256" of the usable
 *     files, with start and duration where a clip is part of one: it changes when a byte of audio
 *     or a part does, not when files are listed in another order or lie in another folder
 */
record ClipInventory(List<Clip> clips, List<SkippedAudio> skipped, String contentHash) {
    private static final Logger logger = Logger.getLogger(ClipInventory.class.getName());

    /** A usable clip. */
    record Clip(ListedClip listed, AudioReference reference) {}

    /** A file that was looked at: usable, or unusable for a reason. */
    record Inspected(AudioFile file, AudioFormatException failure) {
        static Inspected of(AudioContent content) {
            return of(content, AudioInventory.NOTHING, 0);
        }

        static Inspected of(AudioContent content, AudioInventory inventory, double minimumSeconds) {
            try {
                AudioFile file = AudioFile.inspect(content, inventory);
                requireLength(content.toString(), file.seconds(), minimumSeconds);
                return new Inspected(file, null);
            } catch (AudioFormatException e) {
                return new Inspected(null, e);
            }
        }
    }

    /**
     * Looks at every file.
     *
     * @param origin the folder or manifest, for messages
     * @param listed the clips
     * @param policy what to do with unusable ones
     * @param minimumSeconds shortest usable clip
     * @throws CancellationException if the thread is interrupted
     * @throws AudioFormatException if a clip is unusable and the policy is to fail, or none is
     *     usable
     */
    static ClipInventory take(
            Path origin, List<ListedClip> listed, UnreadableAudio policy, double minimumSeconds) {
        // Many segments may lie in one file: each file is read once.
        List<Path> paths =
                listed.stream()
                        .filter(clip -> clip.problem() == null)
                        .map(ListedClip::path)
                        .distinct()
                        .toList();
        Map<Path, Inspected> files = new ConcurrentHashMap<>();
        AudioInventory inventory = AudioInventory.standard();
        inventory.refresh();
        try {
            WorkerPool.shared()
                    .forEachClip(
                            Work.LISTING,
                            paths.size(),
                            i ->
                                    files.put(
                                            paths.get(i),
                                            Inspected.of(
                                                    AudioContent.of(paths.get(i)),
                                                    inventory,
                                                    minimumSeconds)),
                            WorkListener.standard());
        } finally {
            inventory.flush();
        }
        List<Clip> clips = new ArrayList<>(listed.size());
        List<SkippedAudio> skipped = new ArrayList<>();
        SortedSet<String> lines = new TreeSet<>();
        AudioFormatException first = null;
        for (ListedClip clip : listed) {
            try {
                if (clip.problem() != null) {
                    throw new AudioFormatException(clip.path().toString(), clip.problem());
                }
                Inspected inspected = files.get(clip.path());
                if (inspected.failure() != null) {
                    throw inspected.failure();
                }
                AudioFile file = inspected.file();
                AudioReference reference = file.reference(clip.part());
                requireLength(clip.path().toString(), reference.durationSeconds(), minimumSeconds);
                clips.add(new Clip(clip, reference));
                lines.add(line(clip, file));
            } catch (AudioFormatException e) {
                first = first == null ? located(origin, clip, e) : first;
                skipped.add(new SkippedAudio(clip.describe(), e.reason()));
            }
        }
        report(origin.toString(), skipped, policy, first);
        warnOfLostLabels(origin, listed, clips);
        if (clips.isEmpty()) {
            throw new AudioFormatException(origin.toString(), "holds no usable clip", first);
        }
        logger.info(
                () ->
                        "Listed the "
                                + files.size()
                                + " audio files of "
                                + origin
                                + ": "
                                + clips.size()
                                + " clips, "
                                + skipped.size()
                                + " skipped");
        String hash = ProvenanceUtil.hashList(HashType.SHA256, List.copyOf(lines));
        return new ClipInventory(List.copyOf(clips), List.copyOf(skipped), hash);
    }

    /** Where a clip is all of its file, the part goes without saying. */
    private static String line(ListedClip clip, AudioFile file) {
        String whole = clip.name() + ", " + file.bytes() + ", " + file.sha256();
        return clip.part().equals(ListedClip.Part.ALL)
                ? whole + "\n"
                : whole
                        + ", "
                        + clip.part().startSeconds()
                        + ", "
                        + clip.part().durationSeconds()
                        + "\n";
    }

    private static void requireLength(String name, double seconds, double minimumSeconds) {
        if (seconds < minimumSeconds) {
            throw new AudioFormatException(name, tooShort(seconds, minimumSeconds));
        }
    }

    static String tooShort(double seconds, double minimumSeconds) {
        return "is "
                + seconds
                + " s long, shorter than the "
                + minimumSeconds
                + " s that a clip must have";
    }

    private static AudioFormatException located(
            Path origin, ListedClip clip, AudioFormatException e) {
        return clip.line() == 0
                ? e
                : new AudioFormatException(
                        e.path(), e.reason() + " (" + origin + ", line " + clip.line() + ")", e);
    }

    /** Fails or warns if there are unusable clips. */
    static void report(
            String origin,
            List<SkippedAudio> skipped,
            UnreadableAudio policy,
            AudioFormatException first) {
        if (skipped.isEmpty()) {
            return;
        }
        if (policy == UnreadableAudio.FAIL) {
            int others = skipped.size() - 1;
            throw new AudioFormatException(
                    first.path(),
                    first.reason()
                            + (others == 0
                                    ? ""
                                    : "; "
                                            + others
                                            + (others == 1 ? " other clip" : " other clips")
                                            + " of "
                                            + origin
                                            + " cannot be used either")
                            + ". Repair or remove them, or set unreadableAudio to SKIP"
                            + " (ssamba: --skip-unreadable)",
                    first);
        }
        for (SkippedAudio clip : skipped) {
            logger.warning(() -> "Skipped " + clip.name() + " of " + origin + ": " + clip.reason());
        }
    }

    /** A label none of whose clips can be used is one that the model will not know. */
    private static void warnOfLostLabels(Path origin, List<ListedClip> listed, List<Clip> clips) {
        Map<String, Long> lost =
                listed.stream()
                        .filter(clip -> clip.label() != null)
                        .collect(
                                Collectors.groupingBy(
                                        ListedClip::label, TreeMap::new, Collectors.counting()));
        clips.forEach(clip -> lost.remove(String.valueOf(clip.listed().label())));
        lost.forEach(
                (label, count) ->
                        logger.warning(
                                "None of the "
                                        + count
                                        + " clips of label '"
                                        + label
                                        + "' of "
                                        + origin
                                        + " can be used"));
    }

    List<AudioReference> references() {
        return clips.stream().map(Clip::reference).toList();
    }

    /** Null where a clip has none. */
    List<String> groups() {
        return clips.stream().map(clip -> clip.listed().group()).toList();
    }

    double seconds() {
        return clips.stream().mapToDouble(clip -> clip.reference().durationSeconds()).sum();
    }
}
