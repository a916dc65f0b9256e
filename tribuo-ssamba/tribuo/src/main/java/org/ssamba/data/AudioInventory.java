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
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioExtent;
import org.ssamba.checkpoint.AtomicFile;

/**
 * What was found out about audio, kept on disk: the hash and the extent of files by path, size and
 * time, the clips of tar shards, and the statistics of corpora. A corpus that was listed before is
 * listed again without opening its files.
 *
 * <p>A file whose size or time differ is another file: it is read again. Several threads, processes
 * and machines may use a folder at once. Deleting the folder costs time and nothing else.
 *
 * <p>It is kept in {@code ~/.cache/ssamba/inventory}, or where the system property {@value
 * #FOLDER}, or else the environment variable {@value #FOLDER_VARIABLE}, says; {@value #NONE}
 * switches it off.
 */
public final class AudioInventory {
    /** The system property that names the folder. */
    public static final String FOLDER = "ssamba.inventory";

    /** The environment variable that does, too. */
    public static final String FOLDER_VARIABLE = "SSAMBA_INVENTORY";

    /** Instead of a folder: nothing is kept. */
    public static final String NONE = "none";

    private static final Logger logger = Logger.getLogger(AudioInventory.class.getName());

    /** Written together, so that a listing of hours that is killed loses little. */
    private static final int TOGETHER = 256;

    private static final long STATISTICS_BYTES = 1 << 24;

    /** Empty, and keeps nothing. */
    static final AudioInventory NOTHING = new AudioInventory(null, null, null);

    private static final Map<Path, AudioInventory> OPEN = new ConcurrentHashMap<>();

    /** Null where nothing is kept, as are the others. */
    private final Path folder;

    private final InventoryLog log;

    private final CacheDirectory statistics;

    /** Not yet written; guarded by itself. */
    private final List<ByteBuffer> added = new ArrayList<>();

    /**
     * What is known of a file.
     *
     * @param sha256 of all its bytes, 64 lower-case hexadecimal digits
     * @param extent of its audio
     */
    public record Facts(String sha256, AudioExtent extent) {}

    private AudioInventory(Path folder, InventoryLog log, CacheDirectory statistics) {
        this.folder = folder;
        this.log = log;
        this.statistics = statistics;
    }

    /**
     * The one that listing uses.
     *
     * @return one that is empty and keeps nothing if it is switched off, or its folder cannot be
     *     used, which is logged
     */
    public static AudioInventory standard() {
        String set = System.getProperty(FOLDER, System.getenv(FOLDER_VARIABLE));
        if (NONE.equals(set)) {
            return NOTHING;
        }
        Path chosen =
                set != null && !set.isBlank()
                        ? Path.of(set)
                        : Path.of(
                                System.getProperty("user.home", "."),
                                ".cache",
                                "ssamba",
                                "inventory");
        return OPEN.computeIfAbsent(
                chosen.toAbsolutePath(),
                path -> {
                    try {
                        return in(path);
                    } catch (UncheckedIOException e) {
                        logger.warning(e.getMessage() + "; every file will be read");
                        return NOTHING;
                    }
                });
    }

    /**
     * Opens a folder.
     *
     * @param folder made if it does not exist
     * @return the inventory in it
     * @throws UncheckedIOException if it cannot be used
     */
    public static AudioInventory in(Path folder) {
        try {
            Files.createDirectories(folder);
            InventoryLog log = new InventoryLog(folder.resolve("files.ssi"));
            log.refresh();
            log.compact();
            return new AudioInventory(
                    folder,
                    log,
                    new CacheDirectory(
                            "statistics",
                            folder.resolve("statistics"),
                            ".stats",
                            STATISTICS_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The audio inventory "
                            + folder
                            + " cannot be used ("
                            + e
                            + "): repair or delete it, or name another folder with -D"
                            + FOLDER,
                    e);
        }
    }

    /**
     * Takes in what other processes have added meanwhile; before a listing, for instance.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public void refresh() {
        if (log != null) {
            try {
                log.refresh();
            } catch (IOException e) {
                throw new UncheckedIOException("An audio inventory cannot be read: " + e, e);
            }
        }
    }

    /**
     * What is known of a file.
     *
     * @param uri where it lies
     * @param version as it is now
     * @return nothing if this version was never read
     */
    public Optional<Facts> find(URI uri, AudioContent.Version version) {
        ByteBuffer record = log == null ? null : log.find(key(uri, version));
        if (record == null) {
            return Optional.empty();
        }
        byte[] hash = new byte[32];
        record.get(hash);
        return Optional.of(
                new Facts(
                        HexFormat.of().formatHex(hash),
                        new AudioExtent(record.getLong(), record.getInt())));
    }

    /**
     * Adds what was found out. It is written to disk some files later, or by {@link #flush}.
     * Nothing is added of a file that was modified in the last two seconds: its time could not tell
     * another change.
     *
     * @param uri where the file lies
     * @param version as it was before it was opened
     * @param facts what it holds
     */
    public void add(URI uri, AudioContent.Version version, Facts facts) {
        if (log == null || !KnownAudio.isSettled(version)) {
            return;
        }
        ByteBuffer record =
                InventoryLog.record(key(uri, version))
                        .put(HexFormat.of().parseHex(facts.sha256()))
                        .putLong(facts.extent().samples())
                        .putInt(facts.extent().sampleRate());
        boolean due;
        synchronized (added) {
            added.add(record);
            due = added.size() >= TOGETHER;
        }
        if (due) {
            flush();
        }
    }

    /** Writes what was added. If that fails, a warning says so and it will be found out again. */
    public void flush() {
        List<ByteBuffer> records;
        synchronized (added) {
            records = List.copyOf(added);
            added.clear();
        }
        if (!records.isEmpty()) {
            try {
                log.append(records);
            } catch (IOException e) {
                logger.warning(() -> "What was found out about audio files cannot be kept: " + e);
            }
        }
    }

    /**
     * The clips of a tar shard.
     *
     * @param uri where it lies
     * @param version as it is now
     * @return nothing if this version was never listed; the index is a mapped file
     */
    public Optional<ShardIndex> shard(URI uri, AudioContent.Version version) {
        if (folder == null) {
            return Optional.empty();
        }
        Path file = shardFile(uri, version);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ShardIndex index =
                    ShardIndex.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            if (index == null) {
                logger.warning(() -> "The index " + file + " is damaged; the shard is read again");
            }
            return Optional.ofNullable(index);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            logger.warning(() -> "The index " + file + " cannot be read: " + e);
            return Optional.empty();
        }
    }

    /**
     * Keeps the clips of a tar shard, at once; not of one that was modified in the last two
     * seconds.
     *
     * @param uri where it lies
     * @param version as it was before it was opened
     * @param index its clips
     */
    public void add(URI uri, AudioContent.Version version, ShardIndex index) {
        if (folder == null || !KnownAudio.isSettled(version)) {
            return;
        }
        Path file = shardFile(uri, version);
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.writeChannel(file, channel -> AtomicFile.writeFully(channel, index.bytes()));
        } catch (IOException e) {
            logger.warning(() -> "What was found out about a shard cannot be kept: " + e);
        }
    }

    private Path shardFile(URI uri, AudioContent.Version version) {
        String name = HexFormat.of().formatHex(key(uri, version));
        return folder.resolve("shards").resolve(name.substring(0, 2)).resolve(name + ".shard");
    }

    /** A file and its version, as 32 bytes. */
    private static byte[] key(URI uri, AudioContent.Version version) {
        return Sha256.builder()
                .text(uri.toString())
                .text(version.bytes() + " " + version.modified())
                .digest();
    }

    /**
     * The statistics of clips, if they were {@linkplain #keep kept}.
     *
     * @param key a SHA-256 of all that decides them, 64 hexadecimal digits
     */
    Optional<CorpusStatistics> statistics(String key) {
        byte[] bytes = statistics == null ? null : statistics.read(key);
        if (bytes == null) {
            return Optional.empty();
        }
        Optional<CorpusStatistics> kept = CorpusStatistics.parse(bytes);
        if (kept.isEmpty()) {
            statistics.damaged(key, "is damaged");
        }
        return kept;
    }

    /** Keeps statistics. */
    void keep(String key, CorpusStatistics found) {
        if (statistics != null) {
            try {
                statistics.write(key, found.bytes());
            } catch (UncheckedIOException e) {
                logger.warning(e.getMessage());
            }
        }
    }
}
