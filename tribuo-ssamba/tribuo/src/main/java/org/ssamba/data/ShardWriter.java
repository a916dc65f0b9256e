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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioExtent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelStatistics;

/**
 * Writes a tar shard and, beside it, what pretraining would find out about its clips: their hashes
 * and extents ({@code NAME.tar.index}), and statistics and packed spectrograms of each ({@code
 * NAME.tar.prepared}). Pretraining on the shard learns the same bits as on the files themselves,
 * and decodes none of those that are short. Equal clips give equal files. Not thread-safe.
 */
public final class ShardWriter implements Closeable {
    private static final int BLOCK = 512;

    /** Spectrograms of longer clips are not read as a whole, so they are not packed. */
    private static final double LONGEST_PACKED_SECONDS = 60;

    private final Path archive;
    private final SpectrogramSource exact;
    private final SpectrogramSource packed;
    private final PreparedShard.Writer prepared;
    private final ShardIndex.Builder index = new ShardIndex.Builder();
    private final CountedOutput bytes;
    private final TarArchiveOutputStream tar;

    /**
     * Begins a shard.
     *
     * @param archive the file to write; what is beside it is replaced
     * @param frontEnd of the encoders that will learn from it
     * @throws UncheckedIOException if it cannot be written
     */
    public ShardWriter(Path archive, LogMelConfig frontEnd) {
        this.archive = archive;
        exact = new DecodingSpectrogramSource(frontEnd);
        packed = new PackedSource(exact);
        try {
            prepared = new PreparedShard.Writer(PreparedShard.beside(archive), exact.values());
            bytes = new CountedOutput(Files.newOutputStream(archive));
        } catch (IOException e) {
            throw unwritable(e);
        }
        tar = new TarArchiveOutputStream(bytes, BLOCK, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /**
     * Adds a clip, which is decoded in memory.
     *
     * @param name of its entry, with an extension of audio; no other entry's
     * @param content its bytes
     * @return what was found out about it
     * @throws AudioFormatException if it cannot be used; nothing is added then
     * @throws UncheckedIOException if the shard cannot be written
     */
    public AudioInventory.Facts add(String name, AudioContent content) {
        byte[] file = read(content);
        AudioContent held = AudioContent.of(file, URI.create("memory:clip"));
        AudioInventory.Facts facts;
        AudioClip waveform;
        try (AudioReader reader = AudioReader.open(held)) {
            waveform = reader.read();
            facts =
                    new AudioInventory.Facts(
                            reader.sha256(),
                            new AudioExtent(waveform.length(), waveform.sampleRate()));
        } catch (AudioFormatException e) {
            throw new AudioFormatException(content.toString(), e.reason(), e);
        }
        PreparedShard.Clip clip = clip(content, facts, waveform);
        try {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(file.length);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            long offset = bytes.count();
            tar.write(file);
            tar.closeArchiveEntry();
            index.add(name, offset, file.length, facts);
            prepared.add(clip);
        } catch (IOException e) {
            throw unwritable(e);
        }
        return facts;
    }

    private PreparedShard.Clip clip(
            AudioContent content, AudioInventory.Facts facts, AudioClip waveform) {
        try {
            List<AudioClip> one = List.of(waveform);
            LogMelStatistics exactly = SpectrogramClips.ofWaveforms(exact, 1, one).statistics(0);
            LogMelStatistics unpacked = SpectrogramClips.ofWaveforms(packed, 1, one).statistics(0);
            byte[] spectrogram =
                    facts.extent().seconds() <= LONGEST_PACKED_SECONDS
                            ? PackedSpectrogram.pack(exact.extract(waveform))
                            : new byte[0];
            return new PreparedShard.Clip(
                    facts.sha256(), facts.extent().milliseconds(), exactly, unpacked, spectrogram);
        } catch (AudioFormatException e) {
            throw new AudioFormatException(content.toString(), e.reason(), e);
        }
    }

    private static byte[] read(AudioContent content) {
        try (SeekableByteChannel channel = content.open()) {
            return Channels.newInputStream(channel).readAllBytes();
        } catch (IOException e) {
            throw new AudioFormatException(content.toString(), "cannot be read: " + e, e);
        }
    }

    /** Ends the shard; before, it is not whole. */
    @Override
    public void close() {
        try {
            tar.close();
            prepared.close();
            try (OutputStream out = Files.newOutputStream(ShardIndex.beside(archive))) {
                index.build().write(out);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException("The shard " + archive + " cannot be written: " + e, e);
    }
}
