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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import java.util.zip.CRC32C;

/**
 * An append-only file of records of 64 bytes: a key of 16 bytes, a value of 44 and a CRC-32C, all
 * big-endian; the first record says what the file is. It is mapped, and a table on the heap, of
 * some six bytes a record, finds the last record of a key. Appending holds a lock on the file; a
 * record that a dying process left unfinished, or that is damaged, is never found.
 */
final class InventoryLog {
    private static final Logger logger = Logger.getLogger(InventoryLog.class.getName());

    private static final int RECORD = 64;
    private static final int KEY = 16;

    /** Where the check value is. */
    private static final int CHECK = RECORD - Integer.BYTES;

    private static final String MAGIC = "ssamba audio inventory 1\n";

    /** Records mapped together: a gigabyte, since a buffer has at most two. */
    private static final int SEGMENT = 1 << 24;

    /** Processes lock files against each other; threads of one must not ask for a lock twice. */
    private static final Object APPENDING = new Object();

    private final Path file;
    private final List<MappedByteBuffer> segments = new ArrayList<>();

    /** Records that were looked at, the first included. */
    private int records;

    /** Numbers of records at places that their keys give; 0 where there is none. */
    private int[] table = new int[1 << 10];

    private int used;

    InventoryLog(Path file) {
        this.file = file;
    }

    /** A record to {@link #append}, whose value is to be put. */
    static ByteBuffer record(byte[] key) {
        return ByteBuffer.allocate(RECORD).put(key, 0, KEY);
    }

    /**
     * Takes in what was appended since.
     *
     * @throws IOException if the file cannot be read or is something else
     */
    synchronized void refresh() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long found = channel.size() / RECORD;
            if (found > Integer.MAX_VALUE - 1) {
                throw new IOException(file + " holds more than two thousand million records");
            }
            if (found <= records) {
                return;
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
            if (records == 0) {
                requireMagic();
                records = 1;
            }
            for (; records < found; records++) {
                add(records);
            }
        }
    }

    private void requireMagic() throws IOException {
        byte[] begin = new byte[MAGIC.length()];
        at(0).get(begin);
        if (!MAGIC.equals(new String(begin, StandardCharsets.US_ASCII))) {
            throw new IOException(file + " is not an audio inventory that this version reads");
        }
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
        synchronized (APPENDING) {
            // Closing the channel releases the lock.
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE)) {
                lock(channel);
                long size = channel.size();
                if (size < RECORD) {
                    write(channel, ByteBuffer.allocate(RECORD).put(magic()), 0);
                    size = RECORD;
                }
                // Behind a torn record, which stays where it is and is never found.
                write(channel, bytes, (size + RECORD - 1) / RECORD * RECORD);
            }
        }
        refresh();
    }

    private static byte[] magic() {
        return MAGIC.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where the file system has no locks, two processes may lose records, not more. */
    private void lock(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException e) {
            logger.fine(() -> file + " cannot be locked: " + e);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        bytes.rewind();
        for (long place = at; bytes.hasRemaining(); ) {
            place += channel.write(bytes, place);
        }
    }

    /** Of all bytes before the check value. */
    private static int check(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.duplicate().position(0).limit(CHECK));
        return (int) crc.getValue();
    }
}
