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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.LogMelConfig;

/** Clips in tar archives, which anybody may have made. */
class TarShardsTest {
    @TempDir Path temporary;
    private Path clips;

    @BeforeEach
    void someClips() throws IOException {
        clips = temporary.resolve("clips");
        for (int i = 0; i < 4; i++) {
            Wav.tone(clips.resolve("clip" + i + ".wav"), 200 + 100 * i, 0.1 + 0.01 * i);
        }
        System.setProperty(AudioInventory.FOLDER, temporary.resolve("inventory").toString());
    }

    @AfterEach
    void withoutInventory() {
        System.clearProperty(AudioInventory.FOLDER);
    }

    private Path clip(int number) {
        return clips.resolve("clip" + number + ".wav");
    }

    /** Two shards of two clips each, with labels beside them. */
    private Path shards() throws IOException {
        for (int shard = 0; shard < 2; shard++) {
            try (Shards tar = new Shards()) {
                for (int i = 2 * shard; i < 2 * shard + 2; i++) {
                    tar.add("./" + i + ".wav", clip(i)).add("./" + i + ".cls", "7");
                }
                tar.write(temporary.resolve("shards/part-" + shard + ".tar"));
            }
        }
        return temporary.resolve("shards");
    }

    private static List<String> content(AudioCorpus corpus) {
        return corpus.references().stream().map(AudioReference::contentLine).toList();
    }

    @Test
    void aShardHoldsTheClipsOfTheFolderThatWasArchived() throws IOException {
        AudioCorpus folder = new AudioCorpus(clips);
        AudioCorpus shards = AudioCorpus.ofShards(shards());
        assertEquals(content(folder), content(shards));
        assertEquals(folder.seconds(), shards.seconds(), 1e-12);
        assertEquals(folder.references().orderHash(), shards.references().orderHash());
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(
                    VerifiedAudio.read(folder.references().get(i)).samples(),
                    VerifiedAudio.read(shards.references().get(i)).samples());
        }
    }

    @Test
    void everyKindOfNameIsReadAgainByItsUri() throws IOException {
        List<String> names =
                List.of(
                        "ä ö/+&%20#?.wav",
                        "a!/b.wav", "x".repeat(300) + ".wav", "key.left.wav", "日本/語.WAV");
        try (Shards tar = new Shards()) {
            for (String name : names) {
                tar.add(name, clip(1));
            }
            tar.write(temporary.resolve("a b+c.tar"));
        }
        AudioCorpus corpus = AudioCorpus.ofShards(temporary.resolve("a b+c.tar"));
        assertEquals(5, corpus.size());
        for (int i = 0; i < 5; i++) {
            AudioReference reference = corpus.references().get(i);
            assertEquals(
                    temporary.resolve("a b+c.tar") + "!/" + names.get(i),
                    reference.content().toString());
            assertEquals(reference.uri(), reference.content().uri());
            assertEquals(1760, VerifiedAudio.read(reference).length());
        }
    }

    @Test
    void aSecondListingOpensNoShard() throws IOException {
        Path counted = CountedFiles.counted(shards().resolve("part-0.tar"));
        AudioCorpus first = AudioCorpus.ofShards(counted);
        long opened = CountedFiles.OPENED.get();
        AudioCorpus second = AudioCorpus.ofShards(counted);
        assertEquals(opened, CountedFiles.OPENED.get());
        assertEquals(first.references(), second.references());
        assertEquals(first.contentHash(), second.contentHash());
        assertEquals(first.getProvenance(), second.getProvenance());
    }

    @Test
    void aDamagedIndexIsMadeAgain() throws IOException {
        AudioCorpus first = AudioCorpus.ofShards(shards());
        try (Stream<Path> files = Files.walk(temporary.resolve("inventory/shards"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Wav.disturb(file);
            }
        }
        assertEquals(first.references(), AudioCorpus.ofShards(shards()).references());
    }

    @Test
    void withoutAnInventoryShardsAreReadEachTime() throws IOException {
        AudioCorpus first = AudioCorpus.ofShards(shards());
        System.setProperty(AudioInventory.FOLDER, AudioInventory.NONE);
        assertEquals(first.references(), AudioCorpus.ofShards(shards()).references());
    }

    @Test
    void aShardThatWasWrittenAnewIsNotTakenForTheOld() throws IOException {
        AudioCorpus before = AudioCorpus.ofShards(shards());
        try (Shards tar = new Shards()) {
            tar.add("./0.wav", clip(2)).add("./1.wav", clip(3));
            tar.write(temporary.resolve("shards/part-0.tar"));
        }
        assertThrows(
                ChangedAudioException.class, () -> VerifiedAudio.read(before.references().get(0)));
        Files.write(temporary.resolve("shards/part-0.tar"), new byte[600]);
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> VerifiedAudio.read(before.references().get(0)));
        assertTrue(e.getMessage().contains("shorter than when it was listed"), e.getMessage());
    }

    @Test
    void spectrogramsOfEntriesAreCached() throws IOException {
        AudioReference clip = AudioCorpus.ofShards(shards()).references().get(2);
        DiskSpectrogramCache cache =
                new DiskSpectrogramCache(
                        new DecodingSpectrogramSource(LogMelConfig.standard()),
                        temporary.resolve("cache"),
                        1 << 20);
        float[] first = cache.get(clip).values();
        Files.delete(temporary.resolve("shards/part-1.tar"));
        assertArrayEquals(first, cache.get(clip).values());
    }

    @Test
    void clipsThatAreTooShortAreLeftOutByNumber() throws IOException {
        try (Shards tar = new Shards()) {
            tar.add("a.wav", Wav.tone(temporary.resolve("short.wav"), 300, 0.01));
            tar.add("b.wav", clip(0)).write(temporary.resolve("short.tar"));
        }
        AudioCorpus corpus =
                AudioCorpus.ofShards(List.of(temporary.resolve("short.tar")), UnreadableAudio.SKIP);
        assertEquals(1, corpus.size());
        assertTrue(corpus.references().get(0).uri().toString().contains("b.wav"));
        assertTrue(corpus.skipped().get(0).reason().contains("shorter than"));
    }

    /** Writes one entry that is not to be used, between two that are. */
    private interface Entry {
        void add(Shards tar) throws IOException;
    }

    private static Arguments hostile(String name, String reason, Entry entry) {
        return Arguments.of(name, reason, entry);
    }

    private static final byte[] AUDIO = new byte[2000];

    static Stream<Arguments> hostileEntries() {
        return Stream.of(
                hostile("absolute", "leads out", tar -> tar.add("/etc/a.wav", AUDIO)),
                hostile("parent", "leads out", tar -> tar.add("x/../../a.wav", AUDIO)),
                hostile("backslash", "leads out", tar -> tar.add("C:\\a.wav", AUDIO)),
                hostile("link", "a link", tar -> tar.add("a.wav", TarConstants.LF_SYMLINK)),
                hostile("hard link", "a link", tar -> tar.add("a.wav", TarConstants.LF_LINK)),
                hostile("device", "a device", tar -> tar.add("a.wav", TarConstants.LF_CHR)),
                hostile("twice", "twice", tar -> tar.add("first.wav", AUDIO)),
                hostile("control", "not text", tar -> tar.add("a\u0007.wav", AUDIO)),
                hostile("long", "too long", tar -> tar.add("x".repeat(5000) + ".wav", AUDIO)),
                hostile("no audio", "is not audio", tar -> tar.add("a.wav", AUDIO)),
                hostile("empty", "empty", tar -> tar.add("a.wav", new byte[0])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileEntries")
    void anEntryThatCannotBeUsedIsNamedAndTheOthersAreRead(String name, String reason, Entry entry)
            throws IOException {
        try (Shards tar = new Shards()) {
            tar.add("first.wav", clip(0));
            entry.add(tar);
            tar.add("last.wav", clip(1)).write(temporary.resolve("hostile.tar"));
        }
        assertSkipped("hostile.tar", reason, 2);
    }

    private void assertSkipped(String file, String reason, int usable) {
        List<Path> shard = List.of(temporary.resolve(file));
        AudioCorpus corpus = AudioCorpus.ofShards(shard, UnreadableAudio.SKIP);
        assertEquals(usable, corpus.size());
        assertEquals(1, corpus.skipped().size(), corpus.skipped()::toString);
        SkippedAudio skipped = corpus.skipped().get(0);
        assertTrue(skipped.name().contains(file), skipped::name);
        assertTrue(skipped.reason().contains(reason), skipped::reason);
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> AudioCorpus.ofShards(shard, UnreadableAudio.FAIL));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().contains("SKIP"), e.getMessage());
    }

    private byte[] twoClips() throws IOException {
        try (Shards tar = new Shards()) {
            return tar.add("first.wav", clip(0)).add("last.wav", clip(1)).bytes();
        }
    }

    /** Where the second header begins. */
    private int second() throws IOException {
        return 512 + (int) ((Files.size(clip(0)) + 511) / 512 * 512);
    }

    @Test
    void aTruncatedShardIsUsedAsFarAsItGoes() throws IOException {
        for (int end : new int[] {second() + 700, second() + 300, second()}) {
            Shards.write(temporary.resolve("cut.tar"), Arrays.copyOf(twoClips(), end));
            assertSkipped("cut.tar", "is damaged behind byte " + second(), 1);
            Files.delete(temporary.resolve("cut.tar"));
        }
    }

    @Test
    void aHeaderThatIsWrongEndsAShard() throws IOException {
        byte[] bytes = twoClips();
        bytes[second() + 5] ^= 1;
        Shards.write(temporary.resolve("flipped.tar"), bytes);
        assertSkipped("flipped.tar", "check sum", 1);
    }

    @Test
    void sizesAreNotBelieved() throws IOException {
        for (String size : List.of("77777777777 ", "-0000000001 ", "000000zzzzz ")) {
            byte[] bytes = twoClips();
            byte[] claimed = size.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(claimed, 0, bytes, second() + 124, 12);
            checked(bytes, second());
            Shards.write(temporary.resolve("size.tar"), bytes);
            assertSkipped("size.tar", "is damaged behind byte " + second(), 1);
        }
    }

    /** A name of 4 MB, which a reader could be made to keep in memory. */
    @Test
    void headersAreOfBoundedLength() throws IOException {
        byte[] tall = new byte[second() + 512 + (4 << 20) + 512 + 2048];
        byte[] bytes = twoClips();
        System.arraycopy(bytes, 0, tall, 0, second());
        System.arraycopy(bytes, second(), tall, second(), 512);
        tall[second() + 156] = TarConstants.LF_GNUTYPE_LONGNAME;
        byte[] size = String.format("%011o ", 4 << 20).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, tall, second() + 124, 12);
        checked(tall, second());
        Arrays.fill(tall, second() + 512, second() + 512 + (4 << 20), (byte) 'x');
        Shards.write(temporary.resolve("names.tar"), tall);
        assertSkipped("names.tar", "a header is longer than", 1);
    }

    /** Writes the check sum of a header: with spaces in its own place. */
    static void checked(byte[] bytes, int header) {
        Arrays.fill(bytes, header + 148, header + 156, (byte) ' ');
        int sum = 0;
        for (int i = header; i < header + 512; i++) {
            sum += bytes[i] & 0xff;
        }
        byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, header + 148, 8);
    }

    @Test
    void compressedArchivesAndOtherFilesAreRefusedWithARemedy() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(twoClips());
        }
        assertRefused(compressed.toByteArray(), "decompress it");
        assertRefused(new byte[100], "is not a tar archive");
        assertRefused("text ".repeat(1000).getBytes(StandardCharsets.US_ASCII), "not a tar");
        assertRefused(new byte[10240], "holds no usable clip");
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> AudioCorpus.ofShards(temporary.resolve("none.tar")));
        assertTrue(e.getMessage().contains("no such file"), e.getMessage());
        assertThrows(AudioFormatException.class, () -> AudioCorpus.ofShards(clips));
    }

    private void assertRefused(byte[] bytes, String reason) throws IOException {
        Path file = Shards.write(temporary.resolve("some.tar"), bytes);
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> AudioCorpus.ofShards(file));
        assertTrue(e.getMessage().contains("some.tar"), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }
}
