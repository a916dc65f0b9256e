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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.logging.Logger;
import java.util.zip.CRC32C;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioExtent;

/**
 * The clips of a tar shard: name, place, hash and extent of each, in the shard's order. Immutable,
 * in one buffer, which may be a mapped file: ten million clips take no object each.
 *
 * <p>Big-endian: sixteen bytes of magic; number of clips, number of skipped, bytes of names (int);
 * seconds (double), SHA-256 of the content; 64 bytes a clip (SHA-256, offset, bytes, samples, rate,
 * end of its name); the names one after the other; of each skipped its name and reason, each with
 * its length; a CRC-32C of all before.
 */
public final class ShardIndex {
    private static final Logger logger = Logger.getLogger(ShardIndex.class.getName());
    private static final byte[] MAGIC = "ssamba shard 1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH = 32;
    private static final int CLIPS = MAGIC.length;
    private static final int SKIPPED = CLIPS + Integer.BYTES;
    private static final int NAMES = SKIPPED + Integer.BYTES;
    private static final int SECONDS = NAMES + Integer.BYTES;
    private static final int CONTENT = SECONDS + Double.BYTES;
    private static final int FIRST = CONTENT + HASH;
    private static final int RECORD = 64;

    private final ByteBuffer bytes;

    private ShardIndex(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** Collects what was found out about the entries of a shard. Not thread-safe. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();
        private final List<SkippedAudio> skipped = new ArrayList<>();

        private record Entry(String name, long offset, long bytes, AudioInventory.Facts facts) {}

        /** An index of nothing yet. */
        public Builder() {}

        /**
         * Adds a clip.
         *
         * @param name of the entry
         * @param offset of its first byte in the archive
         * @param bytes how many it has
         * @param facts hash of these bytes, and extent
         * @return this
         */
        public Builder add(String name, long offset, long bytes, AudioInventory.Facts facts) {
            entries.add(new Entry(name, offset, bytes, facts));
            return this;
        }

        /**
         * Adds what cannot be used.
         *
         * @param name of the entry, or of the archive
         * @param reason going on from the name
         * @return this
         */
        public Builder skip(String name, String reason) {
            skipped.add(new SkippedAudio(name, reason));
            return this;
        }

        /**
         * The index of what was added.
         *
         * @return an index, in memory
         */
        public ShardIndex build() {
            ByteArrayOutputStream names = new ByteArrayOutputStream();
            ByteBuffer records = ByteBuffer.allocate(entries.size() * RECORD);
            TreeSet<String> lines = new TreeSet<>();
            double seconds = 0;
            for (Entry entry : entries) {
                names.writeBytes(entry.name().getBytes(StandardCharsets.UTF_8));
                AudioExtent extent = entry.facts().extent();
                records.put(HexFormat.of().parseHex(entry.facts().sha256()))
                        .putLong(entry.offset())
                        .putLong(entry.bytes())
                        .putLong(extent.samples())
                        .putInt(extent.sampleRate())
                        .putInt(names.size());
                lines.add(entry.name() + ", " + entry.bytes() + ", " + entry.facts().sha256());
                seconds += extent.seconds();
            }
            Sha256 content = Sha256.builder();
            lines.forEach(content::text);
            ByteArrayOutputStream others = new ByteArrayOutputStream();
            for (SkippedAudio each : skipped) {
                for (String text : List.of(each.name(), each.reason())) {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    others.writeBytes(ByteBuffer.allocate(4).putInt(utf8.length).array());
                    others.writeBytes(utf8);
                }
            }
            int size = FIRST + records.capacity() + names.size() + others.size() + Integer.BYTES;
            ByteBuffer bytes = ByteBuffer.allocate(size);
            bytes.put(MAGIC).putInt(entries.size()).putInt(skipped.size()).putInt(names.size());
            bytes.putDouble(seconds).put(content.digest()).put(records.rewind());
            bytes.put(names.toByteArray()).put(others.toByteArray());
            bytes.putInt(check(bytes)).rewind();
            return new ShardIndex(bytes);
        }
    }

    /**
     * An index that was {@linkplain #bytes written}.
     *
     * @return null if it is damaged or something else
     */
    static ShardIndex of(ByteBuffer bytes) {
        boolean whole =
                bytes.capacity() >= FIRST + Integer.BYTES
                        && bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
                        && bytes.getInt(bytes.capacity() - Integer.BYTES) == check(bytes);
        return whole ? new ShardIndex(bytes) : null;
    }

    private static int check(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(bytes.capacity() - Integer.BYTES));
        return (int) crc.getValue();
    }

    /** Where the index of an archive is beside it. */
    static Path beside(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".index");
    }

    /**
     * The index that lies beside an archive, of which there is no other.
     *
     * @param bytes of the archive as it is now
     * @return nothing if there is none, or it is damaged, which is logged, or of another archive
     */
    static Optional<ShardIndex> beside(Path archive, long bytes) {
        Path file = beside(archive);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ShardIndex index = of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            if (index == null || index.end() > bytes) {
                logger.warning(
                        () -> file + " is damaged or not of its shard; the shard is read instead");
                return Optional.empty();
            }
            return Optional.of(index);
        } catch (IOException e) {
            logger.warning(() -> file + " cannot be read; the shard is read instead: " + e);
            return Optional.empty();
        }
    }

    /** One past the last byte of the last clip. */
    private long end() {
        if (size() == 0) {
            return 0;
        }
        int at = record(size() - 1) + HASH;
        return bytes.getLong(at) + bytes.getLong(at + Long.BYTES);
    }

    /**
     * Writes it, to be read where it lies beside its archive as {@code NAME.tar.index}.
     *
     * @param out not closed
     * @throws IOException if it cannot be written
     */
    public void write(OutputStream out) throws IOException {
        Channels.newChannel(out).write(bytes());
    }

    /** To be written to a file, from position to limit. */
    ByteBuffer bytes() {
        return bytes.duplicate().rewind();
    }

    /** Number of clips, which may be 0. */
    public int size() {
        return bytes.getInt(CLIPS);
    }

    /** Length of all clips together, in seconds. */
    public double seconds() {
        return bytes.getDouble(SECONDS);
    }

    /** SHA-256 of names, sizes and hashes of the clips, in whatever order. */
    public String contentHash() {
        return hex(CONTENT);
    }

    /** Entries that cannot be used. */
    public List<SkippedAudio> skipped() {
        List<SkippedAudio> skipped = new ArrayList<>();
        ByteBuffer at = bytes.duplicate().position(names() + bytes.getInt(NAMES));
        for (int i = 0; i < bytes.getInt(SKIPPED); i++) {
            skipped.add(new SkippedAudio(text(at), text(at)));
        }
        return skipped;
    }

    private static String text(ByteBuffer at) {
        byte[] utf8 = new byte[at.getInt()];
        at.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private int names() {
        return FIRST + size() * RECORD;
    }

    private static int record(int clip) {
        return FIRST + clip * RECORD;
    }

    private String hex(int at) {
        byte[] hash = new byte[HASH];
        bytes.get(at, hash);
        return HexFormat.of().formatHex(hash);
    }

    /**
     * The name of a clip's entry.
     *
     * @param clip from 0 to size - 1
     */
    public String name(int clip) {
        int from = clip == 0 ? 0 : bytes.getInt(record(clip) - Integer.BYTES);
        byte[] name = new byte[bytes.getInt(record(clip + 1) - Integer.BYTES) - from];
        bytes.get(names() + from, name);
        return new String(name, StandardCharsets.UTF_8);
    }

    /** The hash of a clip's bytes. */
    String sha256(int clip) {
        return hex(record(clip));
    }

    /** The extent of a clip. */
    AudioExtent extent(int clip) {
        int at = record(clip) + HASH + 2 * Long.BYTES;
        return new AudioExtent(bytes.getLong(at), bytes.getInt(at + Long.BYTES));
    }

    /** The clips as references into an archive. */
    ClipList clips(AudioContent archive) {
        String prefix = TarContent.prefix(archive);
        return new ClipList() {
            @Override
            public AudioReference get(int clip) {
                int at = record(clip) + HASH;
                URI uri =
                        TarContent.uri(
                                prefix,
                                name(clip),
                                bytes.getLong(at),
                                bytes.getLong(at + Long.BYTES));
                return new AudioReference(uri, 0, milliseconds(clip), sha256(clip));
            }

            @Override
            public int size() {
                return ShardIndex.this.size();
            }

            @Override
            public double seconds(int clip) {
                return milliseconds(clip) / 1000;
            }

            @Override
            public double seconds() {
                return ShardIndex.this.seconds();
            }

            @Override
            String contentLine(int clip) {
                return AudioReference.contentLine(sha256(clip), 0, milliseconds(clip));
            }
        };
    }

    private double milliseconds(int clip) {
        return extent(clip).milliseconds();
    }
}
