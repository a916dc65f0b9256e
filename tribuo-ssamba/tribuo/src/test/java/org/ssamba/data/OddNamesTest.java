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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.LogMelConfig;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** Files whose names, times and sizes few programs expect. */
@EnabledOnOs(OS.LINUX)
class OddNamesTest {
    @TempDir Path folder;

    static List<String> names() {
        return List.of(
                "new\nline.wav",
                "quo\"te's.wav",
                "\ud83d\ude00.wav",
                "two..wav",
                " space in front.wav",
                "100%20%.wav",
                "~.wav",
                "a,b;c|d\t.wav",
                "-n.wav",
                "back\\slash.wav",
                "x".repeat(250) + ".wav");
    }

    private AudioDirectoryDataSource<Label> source() {
        return new AudioDirectoryDataSource<>(folder, new LabelFactory(), UnreadableAudio.FAIL);
    }

    @ParameterizedTest
    @MethodSource("names")
    void anyNameIsReadFromFoldersManifestsAndCaches(String name) throws IOException {
        Path file = Wav.tone(folder.resolve("clips/low").resolve(name), 200, 0.1);
        AudioReference reference = AudioReference.of(source().iterator().next());
        assertEquals(file, reference.path());
        String quoted = '"' + ("clips/low/" + name).replace("\"", "\"\"") + '"';
        Path manifest =
                Files.writeString(folder.resolve("a.csv"), "path,label\n" + quoted + ",x\n");
        Example<Label> listed =
                new AudioManifestDataSource<>(
                                AudioManifest.builder(manifest).build(), new LabelFactory())
                        .iterator()
                        .next();
        assertEquals(file, AudioReference.of(listed).path());
        DiskSpectrogramCache cache =
                new DiskSpectrogramCache(
                        new DecodingSpectrogramSource(LogMelConfig.standard()),
                        folder.resolve("cache"),
                        1 << 20);
        assertEquals(cache.get(reference).frames(), cache.get(AudioReference.of(listed)).frames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ends with a point.", "ends with a space ", "\ud83d\ude00"})
    void foldersOfLabelsHaveAnyName(String label) throws IOException {
        Wav.tone(folder.resolve(label).resolve("a.wav"), 200, 0.1);
        assertEquals(label.strip(), source().iterator().next().getOutput().getLabel());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-999999999-01-01T00:00:00Z",
                "1901-01-01T00:00:00Z",
                "2500-01-01T00:00:00.123456789Z"
            })
    void anyTimeOfAFileIsKept(String time) throws IOException {
        Path file = Wav.tone(folder.resolve("low/a.wav"), 200, 0.1);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
        AudioReference reference = AudioReference.of(source().iterator().next());
        DiskSpectrogramCache cache =
                new DiskSpectrogramCache(
                        new DecodingSpectrogramSource(LogMelConfig.standard()),
                        folder.resolve("cache"),
                        1 << 20);
        assertEquals(cache.get(reference).frames(), cache.get(reference).frames());
    }

    @Test
    void namesThatDifferInCaseAndHardLinksAreClipsOfTheirOwn() throws IOException {
        Path file = Wav.tone(folder.resolve("low/a.wav"), 200, 0.1);
        Wav.tone(folder.resolve("low/A.wav"), 300, 0.1);
        Files.createLink(folder.resolve("low/b.wav"), file);
        List<String> names =
                StreamSupport.stream(source().spliterator(), false)
                        .map(example -> AudioReference.of(example).path().getFileName().toString())
                        .toList();
        assertEquals(List.of("A.wav", "a.wav", "b.wav"), names);
    }

    private String refusal(String path) throws IOException {
        Path manifest = Files.writeString(folder.resolve("a.csv"), "path,label\n" + path + ",x\n");
        AudioManifest listed = AudioManifest.builder(manifest).build();
        return assertThrows(
                        AudioFormatException.class,
                        () -> new AudioManifestDataSource<>(listed, new LabelFactory()))
                .getMessage();
    }

    @Test
    void pathsThatNeedAShellOrADecoderAreNamed() throws IOException {
        Wav.tone(folder.resolve("my clips/a.wav"), 200, 0.1);
        assertTrue(
                refusal("my%20clips/a.wav").contains("without its percent codes"),
                refusal("my%20clips/a.wav"));
        assertTrue(refusal("~/clips/a.wav").contains("home"), refusal("~/clips/a.wav"));
    }

    /** Sparse: it takes no room. */
    @Test
    void filesOfMoreThanTwoGibibytesAreReadInParts() throws IOException {
        Path file = Wav.tone(folder.resolve("a.wav"), 200, 0.1);
        long bytes = (1L << 31) + (4 << 20);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(size.putInt(0, (int) (bytes + 36)), 4);
            channel.write(size.clear().putInt(0, (int) bytes), 40);
            channel.write(ByteBuffer.allocate(1), 44 + bytes - 1);
        }
        Path manifest =
                Files.writeString(
                        folder.resolve("a.csv"), "path,label,start,duration\na.wav,x,67150,0.5\n");
        AudioManifestDataSource<Label> source =
                new AudioManifestDataSource<>(
                        AudioManifest.builder(manifest).build(), new LabelFactory());
        LogMelConfig config = LogMelConfig.standard();
        assertEquals(
                48,
                new DecodingSpectrogramSource(config)
                        .get(AudioReference.of(source.iterator().next()))
                        .frames());
    }
}
