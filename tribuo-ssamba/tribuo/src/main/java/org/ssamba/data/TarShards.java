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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.ClipInventory.Inspected;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkReport;
import org.ssamba.work.WorkerPool;

/**
 * The clips of tar shards, each hashed and decoded once, in parallel, unless the {@linkplain
 * AudioInventory inventory} knows the shard. In memory is no object for a clip.
 *
 * @param clips the usable ones, shard by shard
 * @param skipped the others
 * @param contentHash SHA-256 that changes when a byte of audio does
 */
record TarShards(ClipList clips, List<SkippedAudio> skipped, String contentHash) {
    /** Entries looked at between two reports of progress. */
    private static final int TOGETHER = 512;

    /** A shard, its version and its clips, which are null until they are known. */
    private static final class Shard {
        final AudioContent archive;
        AudioContent.Version version;
        ShardIndex index;

        Shard(Path path, AudioInventory inventory) {
            archive = AudioContent.of(path);
            try {
                version = AudioFile.version(archive);
                index =
                        inventory
                                .shard(archive.uri(), version)
                                .or(() -> ShardIndex.beside(path, version.bytes()))
                                .orElse(null);
            } catch (AudioFormatException e) {
                index = unusable(e);
            }
        }

        /** Its audio files, or none if it is unusable, which the index then says. */
        Optional<TarListing> list() {
            try {
                return Optional.of(TarListing.of(archive));
            } catch (AudioFormatException e) {
                index = unusable(e);
                return Optional.empty();
            }
        }

        private ShardIndex unusable(AudioFormatException e) {
            return new ShardIndex.Builder().skip(archive.toString(), e.reason()).build();
        }
    }

    /**
     * Looks at every shard.
     *
     * @param paths archives, and folders of archives
     * @throws AudioFormatException if a clip is unusable and the policy is to fail, or none is
     *     usable
     */
    static TarShards take(List<Path> paths, UnreadableAudio policy, double minimumSeconds) {
        AudioInventory inventory = AudioInventory.standard();
        List<Shard> shards =
                paths.stream()
                        .flatMap(TarShards::archives)
                        .map(path -> new Shard(path, inventory))
                        .toList();
        List<Shard> unknown = shards.stream().filter(shard -> shard.index == null).toList();
        if (!unknown.isEmpty()) {
            inspect(unknown, inventory);
        }
        List<ClipList> clips = new ArrayList<>();
        List<SkippedAudio> skipped = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        for (Shard shard : shards) {
            skipped.addAll(shard.index.skipped());
            clips.add(longEnough(shard, minimumSeconds, skipped));
            hashes.add(shard.index.contentHash());
        }
        AudioFormatException first =
                skipped.isEmpty()
                        ? null
                        : new AudioFormatException(skipped.get(0).name(), skipped.get(0).reason());
        String origin = paths.size() == 1 ? paths.get(0).toString() : paths.size() + " shards";
        ClipInventory.report(origin, skipped, policy, first);
        ClipList all = ClipList.joined(clips);
        if (all.isEmpty()) {
            throw new AudioFormatException(origin, "holds no usable clip", first);
        }
        return new TarShards(all, skipped, AudioCorpus.joinedHash(hashes));
    }

    private static Stream<Path> archives(Path path) {
        if (!Files.isDirectory(path)) {
            return Stream.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> archives =
                    files.filter(file -> file.getFileName().toString().endsWith(".tar"))
                            .sorted()
                            .toList();
            if (archives.isEmpty()) {
                throw new AudioFormatException(path.toString(), "holds no .tar files");
            }
            return archives.stream();
        } catch (IOException e) {
            throw new AudioFormatException(path.toString(), "cannot be listed: " + e, e);
        }
    }

    /** Reads shards; what is known of each is kept as soon as it is read. */
    private static void inspect(List<Shard> shards, AudioInventory inventory) {
        WorkerPool workers = WorkerPool.shared();
        int[] counts = new int[shards.size()];
        // Lists of all at once would take much memory: headers are read twice instead.
        workers.forEach(
                counts.length,
                i -> counts[i] = shards.get(i).list().map(list -> list.audio().size()).orElse(0));
        WorkReport.of(
                WorkListener.standard(),
                Work.onEach(Work.LISTING, Arrays.stream(counts).asLongStream().sum()),
                0,
                report -> {
                    long done = 0;
                    for (int i = 0; i < counts.length; i++) {
                        Shard shard = shards.get(i);
                        if (shard.index == null) {
                            inspect(shard, workers, report, done);
                        }
                        if (shard.index.size() > 0) {
                            inventory.add(shard.archive.uri(), shard.version, shard.index);
                        }
                        done += counts[i];
                    }
                    return null;
                });
    }

    private static void inspect(Shard shard, WorkerPool workers, WorkReport report, long done) {
        Optional<TarListing> listing = shard.list();
        if (listing.isEmpty()) {
            return;
        }
        List<TarContent> audio = listing.get().audio();
        Inspected[] found = new Inspected[audio.size()];
        for (int from = 0; from < found.length; from += TOGETHER) {
            int first = from;
            workers.forEach(
                    Math.min(TOGETHER, found.length - first),
                    i -> found[first + i] = Inspected.of(audio.get(first + i)));
            report.progress(done + Math.min(found.length, first + TOGETHER));
        }
        ShardIndex.Builder index = new ShardIndex.Builder();
        for (int i = 0; i < found.length; i++) {
            TarContent entry = audio.get(i);
            AudioFile file = found[i].file();
            if (file == null) {
                index.skip(entry.toString(), found[i].failure().reason());
            } else {
                index.add(entry.name(), entry.offset(), entry.bytes(), file.facts());
            }
        }
        listing.get().unusable().forEach(each -> index.skip(each.name(), each.reason()));
        shard.index = index.build();
    }

    private static ClipList longEnough(
            Shard shard, double minimumSeconds, List<SkippedAudio> skipped) {
        ShardIndex index = shard.index;
        ClipList clips = index.clips(shard.archive);
        int[] kept =
                IntStream.range(0, index.size())
                        .filter(clip -> index.extent(clip).seconds() >= minimumSeconds)
                        .toArray();
        if (kept.length == index.size()) {
            return clips;
        }
        IntStream.range(0, index.size())
                .filter(clip -> index.extent(clip).seconds() < minimumSeconds)
                .forEach(
                        clip ->
                                skipped.add(
                                        new SkippedAudio(
                                                shard.archive + "!/" + index.name(clip),
                                                ClipInventory.tooShort(
                                                        index.extent(clip).seconds(),
                                                        minimumSeconds))));
        return clips.selected(kept);
    }
}
