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
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;

/**
 * Lists the entries of a tar archive by its headers: V7, ustar, GNU and pax, not compressed. The
 * archive may be of anybody's making: nothing is unpacked, a header takes a megabyte at most, and
 * what an entry claims is checked against the archive.
 */
final class TarListing {
    private static final int LONGEST_NAME = 4096;

    /** Bytes of headers before an entry: long names and pax records are among them. */
    private static final int LONGEST_HEADER = 1 << 20;

    private static final int BLOCK = 512;

    private static final Set<String> AUDIO = Set.copyOf(AudioFolder.EXTENSIONS);

    private final AudioContent archive;
    private final List<TarContent> files = new ArrayList<>();
    private final List<SkippedAudio> unusable = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private TarListing(AudioContent archive) {
        this.archive = archive;
    }

    /**
     * Lists an archive.
     *
     * @throws AudioFormatException if it is missing, or no tar archive that is not compressed
     */
    static TarListing of(AudioContent archive) {
        TarListing listing = new TarListing(archive);
        AudioFile.version(archive);
        try (SeekableByteChannel channel = archive.open()) {
            requireTar(archive, channel);
            listing.read(channel);
        } catch (IOException e) {
            throw new AudioFormatException(archive.toString(), "cannot be read: " + e, e);
        }
        return listing;
    }

    /** The audio files, told by extension, in the archive's order. */
    List<TarContent> audio() {
        return files.stream().filter(file -> AUDIO.contains(extension(file.name()))).toList();
    }

    /** All files. */
    List<TarContent> files() {
        return files;
    }

    /** Audio that cannot be used as it is in the archive, and where an archive breaks off. */
    List<SkippedAudio> unusable() {
        return unusable;
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static void requireTar(AudioContent archive, SeekableByteChannel channel)
            throws IOException {
        ByteBuffer head = ByteBuffer.allocate(BLOCK);
        while (head.hasRemaining() && channel.read(head) >= 0) {}
        channel.position(0);
        byte[] bytes = Arrays.copyOf(head.array(), head.position());
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String compressed :
                List.of("\u001f\u008b", "BZh", "\u00fd7zXZ", "(\u00b5/\u00fd", "PK\u0003\u0004")) {
            if (text.startsWith(compressed)) {
                throw new AudioFormatException(
                        archive.toString(),
                        "is compressed, and clips are read from anywhere in a shard; decompress it"
                                + " to .tar (audio files hardly get smaller)");
            }
        }
        boolean empty = text.chars().allMatch(c -> c == 0);
        if (bytes.length < BLOCK || !empty && !checkSumOk(bytes)) {
            throw new AudioFormatException(archive.toString(), "is not a tar archive");
        }
    }

    private static boolean checkSumOk(byte[] header) {
        try {
            return new TarArchiveEntry(header).isCheckSumOK();
        } catch (RuntimeException e) {
            // The library has no one exception for what is no header.
            return false;
        }
    }

    private void read(SeekableByteChannel channel) throws IOException {
        Headers headers = new Headers(channel);
        TarArchiveInputStream tar =
                new TarArchiveInputStream(headers, StandardCharsets.UTF_8.name());
        for (long at = 0; ; ) {
            TarArchiveEntry entry;
            try {
                headers.allow(LONGEST_HEADER);
                entry = tar.getNextEntry();
                if (entry != null && !entry.isCheckSumOK()) {
                    throw new IOException("a header's check sum is wrong");
                }
            } catch (IOException | RuntimeException e) {
                breaksOff(at, e.getMessage());
                return;
            }
            if (entry == null) {
                if (channel.size() - at < BLOCK) {
                    breaksOff(at, "the block of zeros that ends an archive is missing");
                }
                return;
            }
            if (entry.getSize() > channel.size() - headers.position) {
                breaksOff(at, "it ends within " + printable(entry.getName()));
                return;
            }
            add(entry, headers.position);
            at = headers.position + (entry.getSize() + BLOCK - 1) / BLOCK * BLOCK;
        }
    }

    private void breaksOff(long at, String reason) {
        unusable.add(
                new SkippedAudio(
                        archive.toString(), "is damaged behind byte " + at + ": " + reason));
    }

    private void add(TarArchiveEntry entry, long offset) {
        String name =
                entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
        if (entry.isDirectory() || isLeftOut(name)) {
            return;
        }
        String problem = problem(entry, name);
        if (problem == null) {
            files.add(new TarContent(archive, name, offset, entry.getSize()));
        } else if (AUDIO.contains(extension(name))) {
            unusable.add(new SkippedAudio(archive + "!/" + printable(name), problem));
        }
    }

    /** As in a folder. */
    private static boolean isLeftOut(String name) {
        for (String part : name.split("/")) {
            if (part.startsWith(".") && !part.equals("..") || FolderWalk.SYSTEM.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /** Why an entry is not used; null if it is. */
    private String problem(TarArchiveEntry entry, String name) {
        byte kind = entry.getLinkFlag();
        if (kind != TarConstants.LF_NORMAL
                && kind != TarConstants.LF_OLDNORM
                && kind != TarConstants.LF_CONTIG) {
            return entry.isSparse()
                    ? "is stored sparse; archive it without"
                    : "is a link or a device in the archive, not a file";
        }
        if (entry.isSparse()) {
            return "is stored sparse; archive it without";
        }
        if (name.length() > LONGEST_NAME || !name.equals(printable(name))) {
            return "has a name that is too long or not text";
        }
        if (name.startsWith("/")
                || name.contains("\\")
                || Arrays.asList(name.split("/")).contains("..")) {
            return "has a name that leads out of the archive";
        }
        return names.add(name) ? null : "is in the archive twice";
    }

    /** Short, without control characters or letters that were lost. */
    private static String printable(String name) {
        String cut = name.length() > 200 ? name.substring(0, 200) + "…" : name;
        return (name.length() > LONGEST_NAME ? cut : name).replaceAll("[\\p{Cntrl}\ufffd]", "?");
    }

    /** The archive as a stream that skips by position, and of which little may be read. */
    private static final class Headers extends InputStream {
        private final SeekableByteChannel channel;
        private long position;
        private long allowed;

        Headers(SeekableByteChannel channel) {
            this.channel = channel;
        }

        void allow(long bytes) {
            allowed = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (allowed <= 0) {
                throw new IOException("a header is longer than " + LONGEST_HEADER + " bytes");
            }
            channel.position(position);
            int most = (int) Math.min(count, allowed);
            int read = channel.read(ByteBuffer.wrap(bytes, from, most));
            position += Math.max(0, read);
            allowed -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = Math.max(0, Math.min(count, channel.size() - position));
            position += skipped;
            return skipped;
        }
    }
}
