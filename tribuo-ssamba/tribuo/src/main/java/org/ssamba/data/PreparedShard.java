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

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import java.util.zip.CRC32C;
import org.ssamba.audio.LogMelStatistics;

/**
 * What {@link ShardWriter} found out about the spectrograms of a shard's clips: statistics of each,
 * of exact and of packed values, and the packed spectrogram. A clip is known by the hash of its
 * bytes and by its length, so nothing is stale.
 *
 * <p>Big-endian: packed spectrograms one after the other; then a table: what decides exact values
 * (bytes of UTF-8, length first), number of clips (int), and 104 bytes a clip in the order of their
 * hashes (SHA-256, milliseconds, place and bytes of the spectrogram, 4 unused, count, mean and
 * squares of exact and of packed values); at the end the table's place (long), its CRC-32C (int)
 * and "SSP1".
 */
final class PreparedShard {
    private static final Logger logger = Logger.getLogger(PreparedShard.class.getName());
    private static final String SUFFIX = ".prepared";
    private static final int MAGIC = 'S' << 24 | 'S' << 16 | 'P' << 8 | '1';
    private static final int HASH = 32;
    private static final int RECORD = HASH + 2 * Long.BYTES + 2 * Integer.BYTES + 6 * Long.BYTES;
    private static final int TRAILER = Long.BYTES + 2 * Integer.BYTES;
    private static final String TAR = "tar:";

    private static final Map<String, Optional<PreparedShard>> OPEN = new ConcurrentHashMap<>();

    /**
     * A clip that was prepared.
     *
     * @param spectrogram packed; empty for a clip that is too long
     */
    record Clip(
            String sha256,
            double milliseconds,
            LogMelStatistics exact,
            LogMelStatistics packed,
            byte[] spectrogram) {}

    private final Path file;
    private final String values;

    /** The records. */
    private final ByteBuffer records;

    private PreparedShard(Path file, String values, ByteBuffer records) {
        this.file = file;
        this.values = values;
        this.records = records;
    }

    /** Where it is beside an archive. */
    static Path beside(Path archive) {
        return archive.resolveSibling(archive.getFileName() + SUFFIX);
    }

    /** Writes one; spectrograms at once, the table at the end. */
    static final class Writer implements Closeable {
        private final FileChannel channel;
        private final String values;
        private final TreeMap<String, ByteBuffer> records = new TreeMap<>();

        /**
         * Begins a file.
         *
         * @param values of the exact spectrograms, see {@link SpectrogramSource#values}
         */
        Writer(Path file, String values) throws IOException {
            this.values = values;
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING);
        }

        /** Adds a clip; of clips with the same bytes there is one. */
        void add(Clip clip) throws IOException {
            if (records.containsKey(clip.sha256())) {
                return;
            }
            ByteBuffer record = ByteBuffer.allocate(RECORD);
            record.put(HexFormat.of().parseHex(clip.sha256())).putDouble(clip.milliseconds());
            record.putLong(channel.position()).putInt(clip.spectrogram().length).putInt(0);
            put(record, clip.exact());
            put(record, clip.packed());
            records.put(clip.sha256(), record.rewind());
            write(ByteBuffer.wrap(clip.spectrogram()));
        }

        private static void put(ByteBuffer record, LogMelStatistics statistics) {
            record.putLong(statistics.count());
            record.putDouble(statistics.mean()).putDouble(statistics.squares());
        }

        private void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            byte[] text = values.getBytes(StandardCharsets.UTF_8);
            ByteBuffer table =
                    ByteBuffer.allocate(
                            2 * Integer.BYTES + text.length + records.size() * RECORD + TRAILER);
            table.putInt(text.length).put(text).putInt(records.size());
            records.values().forEach(table::put);
            table.putLong(channel.position());
            table.putInt(check(table.array(), table.position())).putInt(MAGIC);
            write(table.flip());
            channel.close();
        }
    }

    private static int check(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** What lies beside the archive of a clip; nothing if it is not an entry of a shard. */
    private static Optional<PreparedShard> of(AudioReference clip) {
        String uri = clip.uri().toString();
        int end = uri.indexOf("!/");
        return uri.startsWith(TAR + "file:") && end > 0
                ? OPEN.computeIfAbsent(uri.substring(TAR.length(), end), PreparedShard::open)
                : Optional.empty();
    }

    private static Optional<PreparedShard> open(String archive) {
        Path file = beside(Path.of(URI.create(archive)));
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            PreparedShard shard = read(file);
            if (shard == null) {
                logger.warning(() -> file + " is damaged; its clips are decoded instead");
            }
            return Optional.ofNullable(shard);
        } catch (IOException e) {
            logger.warning(() -> file + " cannot be read; its clips are decoded instead: " + e);
            return Optional.empty();
        }
    }

    private static PreparedShard read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < TRAILER + 2 * Integer.BYTES) {
                return null;
            }
            ByteBuffer trailer = read(channel, size - TRAILER, TRAILER);
            long at = trailer.getLong();
            int check = trailer.getInt();
            if (trailer.getInt() != MAGIC || at < 0 || at > size - TRAILER) {
                return null;
            }
            ByteBuffer table = read(channel, at, Math.toIntExact(size - at - 2 * Integer.BYTES));
            if (check(table.array(), table.capacity()) != check) {
                return null;
            }
            byte[] text = new byte[table.getInt()];
            table.get(text);
            int clips = table.getInt();
            return new PreparedShard(
                    file,
                    new String(text, StandardCharsets.UTF_8),
                    table.slice(table.position(), clips * RECORD));
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
        return bytes.rewind();
    }

    /** The record of a clip, or nothing. */
    private Optional<ByteBuffer> record(AudioReference clip) {
        byte[] wanted = HexFormat.of().parseHex(clip.sha256());
        int low = 0;
        int high = records.capacity() / RECORD - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            byte[] hash = new byte[HASH];
            records.get(middle * RECORD, hash);
            int order = Arrays.compareUnsigned(hash, wanted);
            if (order == 0) {
                ByteBuffer record = records.slice(middle * RECORD + HASH, RECORD - HASH);
                boolean whole = clip.startMs() == 0 && record.getDouble() == clip.durationMs();
                return whole ? Optional.of(record) : Optional.empty();
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }

    /**
     * The statistics of a clip.
     *
     * @param clip an entry of a shard, or any other clip
     * @param values of the source whose spectrograms they are of
     * @return nothing if they were not prepared
     */
    static Optional<LogMelStatistics> statistics(AudioReference clip, String values) {
        Optional<PreparedShard> shard = of(clip);
        if (shard.isEmpty()) {
            return Optional.empty();
        }
        boolean exact = shard.get().values.equals(values);
        if (!exact && !DiskSpectrogramCache.packed(shard.get().values).equals(values)) {
            return Optional.empty();
        }
        return shard.get()
                .record(clip)
                .map(
                        record -> {
                            int at = Long.BYTES + 2 * Integer.BYTES + record.position();
                            at += exact ? 0 : 3 * Long.BYTES;
                            return LogMelStatistics.of(
                                    record.getLong(at),
                                    record.getDouble(at + Long.BYTES),
                                    record.getDouble(at + 2 * Long.BYTES));
                        });
    }

    /**
     * The packed spectrogram of a clip.
     *
     * @param clip an entry of a shard, or any other clip
     * @param values of the source that would compute the exact one
     * @return its bytes; null if it was not prepared or cannot be read
     */
    static byte[] spectrogram(AudioReference clip, String values) {
        PreparedShard shard = of(clip).filter(each -> each.values.equals(values)).orElse(null);
        ByteBuffer record = shard == null ? null : shard.record(clip).orElse(null);
        if (record == null) {
            return null;
        }
        long at = record.getLong();
        int length = record.getInt();
        if (length == 0) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(shard.file, StandardOpenOption.READ)) {
            return read(channel, at, length).array();
        } catch (IOException e) {
            logger.warning(() -> shard.file + " cannot be read: " + e);
            return null;
        }
    }
}
