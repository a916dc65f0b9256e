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
package org.ssamba.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip file whose directory is checked when opened and whose entries are checked when read. */
final class ZipReader implements AutoCloseable {
    /** Deflate cannot do better than 1032 to 1: a larger claim is a lie. */
    private static final long MOST_INFLATION = 1040;

    private static final String REMEDY =
            "The file is damaged or cut short: copy or download it again";

    private final String file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    /**
     * @param path what to read
     * @param file what to call it in messages
     */
    ZipReader(Path path, String file) throws IOException {
        this.file = file;
        long length = Files.size(path);
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw unreadable(e);
        }
        try {
            list(length);
        } catch (IllegalArgumentException e) { // what the JDK throws for names that are not UTF-8
            zip.close();
            throw unreadable(e);
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    private void list(long length) throws IOException {
        long unclaimed = length; // entries that overlap could claim the same bytes many times
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String place = "entry " + entry.getName();
            if (entries.put(entry.getName(), entry) != null) {
                throw bad(place, "is there twice");
            }
            long packed = entry.getCompressedSize();
            unclaimed -= packed;
            boolean stored = entry.getMethod() == ZipEntry.STORED;
            if (packed < 0
                    || entry.getSize() < 0
                    || unclaimed < 0
                    || entry.getSize() > (stored ? packed : MOST_INFLATION * packed)) {
                throw bad(
                        place,
                        String.format(
                                Locale.ROOT,
                                "claims %d bytes from %d in a file of %d",
                                entry.getSize(),
                                packed,
                                length));
            }
            if (entry.getSize() > Integer.MAX_VALUE - 16) {
                throw bad(place, "holds 2^31 bytes or more");
            }
        }
    }

    /** Names of the entries in the order of the zip's directory. */
    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Whether the entry is stored without compression. */
    boolean isStored(String name) {
        return entries.get(name).getMethod() == ZipEntry.STORED;
    }

    /** The entry's claimed size; {@link #read} checks it. */
    long size(String name) {
        return entries.get(name).getSize();
    }

    /** The whole entry, of the size and checksum that the directory names. */
    byte[] read(String name) throws IOException {
        ZipEntry entry = entries.get(name);
        String place = "entry " + name;
        int size = (int) entry.getSize();
        byte[] content;
        try (InputStream in = zip.getInputStream(entry)) {
            // A stored entry's size was checked against the file; a deflated one has to prove it.
            content = isStored(name) ? in.readNBytes(size) : inflate(in, size);
            if (content.length != size || in.read() >= 0) {
                throw bad(
                        place,
                        String.format(Locale.ROOT, "is not of the %d bytes it claims", size));
            }
        } catch (ZipException | EOFException e) {
            throw new CheckpointFormatException(file, place, e.getMessage(), REMEDY, e);
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        if (crc.getValue() != entry.getCrc()) {
            throw bad(place, "does not have the checksum it claims");
        }
        return content;
    }

    private static byte[] inflate(InputStream in, int size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(size, 1 << 20));
        byte[] chunk = new byte[1 << 16];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            out.write(chunk, 0, n);
            if (out.size() > size) {
                break;
            }
        }
        return out.toByteArray();
    }

    private CheckpointFormatException unreadable(Exception cause) {
        return new CheckpointFormatException(
                file,
                "zip directory",
                "is not readable (" + cause.getMessage() + ")",
                REMEDY,
                cause);
    }

    private CheckpointFormatException bad(String place, String problem) {
        return new CheckpointFormatException(file, place, problem, REMEDY);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
