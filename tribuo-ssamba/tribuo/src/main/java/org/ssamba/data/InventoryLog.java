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
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.zip.CRC32C;
import org.ssamba.checkpoint.AtomicFile;

/**
 * An append-only file of records of 64 bytes: a key of 16 bytes, a value of 44 and a CRC-32C, all
 * big-endian; the first record says what the file is, and which. It is mapped, and a table on the
 * heap, of some six bytes a record, finds the last record of a key. A record that a dying process
 * left unfinished, or that is damaged, is never found.
 *
 * <p>Changes hold the lock of a file beside it. A file never shrinks: one whose beginning is
 * damaged is renamed, and one most of whose records are not found any more is replaced by a shorter
 * one, which others notice when they {@link #refresh}.
 */
final class InventoryLog {
    private static final Logger logger = Logger.getLogger(InventoryLog.class.getName());

    private static final int RECORD = InventoryFile.RECORD;
    private static final int KEY = 16;

    /** Where the check value is. */
    private static final int CHECK = RECORD - Integer.BYTES;

    /** Fewer are not worth writing a file again: a quarter of a megabyte. */
    private static final int FEW = 1 << 12;

    /** How many are written at once. */
    private static final int TOGETHER = 1 << 10;

    /** Records mapped together: a gigabyte, since a buffer has at most two. */
    private static final int SEGMENT = 1 << 24;

    private final InventoryFile file;

    /** The number of the file that was read. */
    private long drawn;

    private final List<MappedByteBuffer> segments = new ArrayList<>();

    /** Records that were looked at, the first included. */
    private int records;

    /** Numbers of records at places that their keys give; 0 where there is none. */
    private int[] table = new int[1 << 10];

    private int used;

    InventoryLog(Path file) {
        this.file = new InventoryFile(file);
    }

    /** A record to {@link #append}, whose value is to be put. */
    static ByteBuffer record(byte[] key) {
        return ByteBuffer.allocate(RECORD).put(key, 0, KEY);
    }

    /**
     * Takes in what was appended since, or all of a file that another process has made meanwhile.
     *
     * @throws IOException if the file cannot be read, or another version of this library wrote it
     */
    synchronized void refresh() throws IOException {
        if (!file.exists()) {
            return;
        }
        try (FileChannel channel = file.open()) {
            long found = channel.size() / RECORD;
            if (found > Integer.MAX_VALUE - 1) {
                throw new IOException(file + " holds more than two thousand million records");
            }
            if (found == 0 || file.isWhole(channel)) {
                takeIn(channel, (int) found);
                return;
            }
        }
        file.setAside();
        forget();
    }

    private void takeIn(FileChannel channel, int found) throws IOException {
        if (found == 0) {
            return;
        }
        long number = file.drawn(channel);
        if (number != drawn) {
            forget();
            drawn = number;
        }
        for (int segment = records / SEGMENT; (long) segment * SEGMENT < found; segment++) {
            long first = (long) segment * SEGMENT;
            MappedByteBuffer mapped =
                    channel.map(
                            FileChannel.MapMode.READ_ONLY,
                            first * RECORD,
                            Math.min(SEGMENT, found - first) * RECORD);
            if (segment < segments.size()) {
                segments.set(segment, mapped);
            } else {
                segments.add(mapped);
            }
        }
        for (records = Math.max(1, records); records < found; records++) {
            add(records);
        }
    }

    private void forget() {
        segments.clear();
        records = 0;
        table = new int[1 << 10];
        used = 0;
    }

    /**
     * Writes the file again without records that are not found any more, if they are most of it.
     */
    synchronized void compact() {
        if (records < FEW || records / 2 < used) {
            return;
        }
        try {
            file.exclusively(
                    () -> {
                        refresh();
                        file.replace(this::writeFound);
                    });
            refresh();
        } catch (IOException e) {
            logger.fine(() -> file + " stays longer than it need be: " + e);
        }
    }

    private void writeFound(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(TOGETHER * RECORD);
        bytes.put(InventoryFile.begin());
        for (int record = 1; record < records; record++) {
            if (table[place(at(record))] == record) {
                if (!bytes.hasRemaining()) {
                    AtomicFile.writeFully(channel, bytes.flip());
                    bytes.clear();
                }
                bytes.put(at(record));
            }
        }
        AtomicFile.writeFully(channel, bytes.flip());
    }

    private ByteBuffer at(int record) {
        return segments.get(record / SEGMENT).slice(record % SEGMENT * RECORD, RECORD);
    }

    private void add(int record) {
        ByteBuffer bytes = at(record);
        if (bytes.getInt(CHECK) != check(bytes)) {
            logger.fine(() -> "Record " + record + " of " + file + " is unfinished or damaged");
            return;
        }
        if (used >= table.length / 3 * 2) {
            int[] smaller = table;
            table = new int[2 * smaller.length];
            for (int each : smaller) {
                if (each != 0) {
                    table[place(at(each))] = each;
                }
            }
        }
        int place = place(bytes);
        used += table[place] == 0 ? 1 : 0;
        table[place] = record;
    }

    /** Where a key is in the table, or would be. */
    private int place(ByteBuffer key) {
        long high = key.getLong(0);
        long low = key.getLong(Long.BYTES);
        int place = (int) high & table.length - 1;
        while (table[place] != 0) {
            ByteBuffer there = at(table[place]);
            if (there.getLong(0) == high && there.getLong(Long.BYTES) == low) {
                break;
            }
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    /**
     * The value of a key.
     *
     * @param key at least sixteen bytes
     * @return from its position on; null if there is none
     */
    synchronized ByteBuffer find(byte[] key) {
        int record = table[place(ByteBuffer.wrap(key))];
        return record == 0 ? null : at(record).position(KEY);
    }

    /**
     * Appends records, and takes them in.
     *
     * @param complete but for their check values
     * @throws IOException if they cannot be written
     */
    void append(List<ByteBuffer> complete) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(complete.size() * RECORD);
        for (ByteBuffer record : complete) {
            record.putInt(CHECK, check(record));
            bytes.put(record.rewind());
        }
        file.append(bytes.flip());
        refresh();
    }

    /** Of all bytes before the check value. */
    private static int check(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.duplicate().position(0).limit(CHECK));
        return (int) crc.getValue();
    }
}
