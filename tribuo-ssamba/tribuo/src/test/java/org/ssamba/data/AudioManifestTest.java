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

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.ListedClip.Part;
import org.tribuo.test.Helpers;

class AudioManifestTest {
    @TempDir Path folder;

    private Path manifest(String... lines) throws IOException {
        return Files.writeString(folder.resolve("clips.csv"), String.join("\n", lines) + "\n");
    }

    private static List<String> names(AudioManifest manifest) {
        return manifest.clips().stream().map(ListedClip::name).toList();
    }

    @Test
    void readsAllColumns() throws IOException {
        AudioManifest manifest =
                new AudioManifest(
                        manifest(
                                "path,label,start,duration,split,group,remark",
                                "a/b.wav, dog ,1.5,0.25,train,anna,",
                                "\"c, d.wav\",\"the \"\"cat\"\"\",,,test,,\"x\ny\"",
                                "e.wav,cow,,,,,"));
        assertEquals(
                List.of(
                        new ListedClip(
                                folder.resolve("a/b.wav").toAbsolutePath(),
                                "a/b.wav",
                                new Part(1.5, 0.25, 0.02),
                                "dog",
                                "anna",
                                "train",
                                2,
                                null),
                        new ListedClip(
                                folder.resolve("c, d.wav").toAbsolutePath(),
                                "c, d.wav",
                                Part.ALL,
                                "the \"cat\"",
                                null,
                                "test",
                                3,
                                null),
                        new ListedClip(
                                folder.resolve("e.wav").toAbsolutePath(),
                                "e.wav",
                                Part.ALL,
                                "cow",
                                null,
                                null,
                                5,
                                null)),
                manifest.clips());
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
        assertEquals(List.of("a.wav"), names(new AudioManifest(manifest("\uFEFFpath", "a.wav"))));
    }

    @Test
    void pathsAreRelativeToTheManifestOrTheRoot() throws IOException {
        Path root = folder.resolve("audio");
        AudioManifest manifest =
                AudioManifest.builder(manifest("path", "x/a.wav", root.resolve("b.wav").toString()))
                        .root(root)
                        .build();
        assertEquals(root.resolve("x/a.wav"), manifest.clips().get(0).path());
        assertEquals(List.of("x/a.wav", "b.wav"), names(manifest));
    }

    @Test
    void rowsAreSelectedBySplitAndGroup() throws IOException {
        Path file =
                manifest(
                        "path,set,speaker",
                        "1.wav,train,anna",
                        "2.wav,train,bert",
                        "3.wav,test,anna",
                        "4.wav,test,carl");
        AudioManifest.Builder builder =
                AudioManifest.builder(file).splitColumn("set").groupColumn("speaker");
        assertEquals(List.of("3.wav", "4.wav"), names(builder.splits("test").build()));
        assertEquals(List.of("3.wav"), names(builder.groups("anna", "bert").build()));
        assertEquals(
                List.of("2.wav", "4.wav"),
                names(builder.splits().groups().excludedGroups("anna").build()));
    }

    @Test
    void rowsWithoutAGroupAreInNoneButStayWhenOthersAreLeftOut() throws IOException {
        Path file = manifest("path,group,split", "1.wav,anna,a", "2.wav,,a", "3.wav,bert,");
        AudioManifest.Builder builder = AudioManifest.builder(file);
        assertEquals(List.of("2.wav", "3.wav"), names(builder.excludedGroups("anna").build()));
        assertEquals(List.of("3.wav"), names(builder.excludedGroups().groups("bert").build()));
        assertEquals(List.of("1.wav", "2.wav"), names(builder.groups().splits("a").build()));
    }

    @Test
    void everythingSelectedAwayIsAnError() throws IOException {
        AudioManifest.Builder builder =
                AudioManifest.builder(manifest("path,group", "1.wav,anna")).excludedGroups("anna");
        assertThrows(ManifestException.class, builder::build);
    }

    @Test
    void selectingWhatDoesNotOccurIsAnErrorThatSaysWhatDoes() throws IOException {
        Path file = manifest("path,split", "1.wav,train", "2.wav,test");
        AudioManifest.Builder misspelt = AudioManifest.builder(file).splits("tset");
        ManifestException e = assertThrows(ManifestException.class, misspelt::build);
        assertTrue(e.getMessage().contains("'tset'; there are [test, train]"), e.getMessage());
        AudioManifest.Builder noGroups = AudioManifest.builder(file).excludedGroups("anna");
        assertThrows(ManifestException.class, noGroups::build);
    }

    @Test
    void malformedRowsNameFileLineAndFault() throws IOException {
        assertFault(3, "has 3 values", "path,label", "a.wav,x", "b.wav,x,y");
        assertFault(4, "the path is empty", "path,label", "a.wav,x", "", ",y");
        assertFault(2, "start 'soon'", "path,start", "a.wav,soon");
        assertFault(2, "start '-1'", "path,start", "a.wav,-1");
        assertFault(2, "start 'NaN'", "path,start", "a.wav,NaN");
        assertFault(2, "duration 'Infinity'", "path,duration", "a.wav,Infinity");
        assertFault(2, "duration is 0", "path,duration", "a.wav,0");
        assertFault(4, "duration 'x'", "path,duration,remark", "a,1,\"two\nlines\"", "b.wav,x,");
        assertFault(3, "quote", "path,label", "a.wav,x", "b.wav,\"y\" z");
        assertFault(3, "", "path,label", "a.wav,x", "b.wav,\"y");
        assertFault(2, "is not a path", "path,label", "a\0.wav,x");
        assertFault(1, "has no column 'path'", "file,label", "a.wav,x");
        assertFault(0, "has a header but no rows", "path,label");
        assertFault(1, "", "path,label,label", "a.wav,x,y");
    }

    private void assertFault(int line, String fault, String... lines) throws IOException {
        Path file = manifest(lines);
        ManifestException e =
                assertThrows(ManifestException.class, () -> new AudioManifest(file), fault);
        assertEquals(line, e.line(), e.getMessage());
        assertTrue(e.getMessage().contains(fault), e.getMessage());
        assertTrue(e.getMessage().contains("clips.csv"), e.getMessage());
    }

    @Test
    void filesThatAreNoUtf8TextOrMissingAreErrors() throws IOException {
        Path latin =
                Files.write(
                        folder.resolve("latin.csv"),
                        "path\nMülltonne.wav\n".getBytes(StandardCharsets.ISO_8859_1));
        ManifestException e = assertThrows(ManifestException.class, () -> new AudioManifest(latin));
        assertTrue(e.getMessage().contains("UTF-8"), e.getMessage());
        Path none = folder.resolve("none.csv");
        e = assertThrows(ManifestException.class, () -> new AudioManifest(none));
        assertTrue(e.getMessage().contains("no such file"), e.getMessage());
        Path empty = Files.createFile(folder.resolve("empty.csv"));
        assertThrows(ManifestException.class, () -> new AudioManifest(empty));
    }

    @Test
    void aColumnThatWasGivenANameMustExist() throws IOException {
        AudioManifest.Builder builder =
                AudioManifest.builder(manifest("path,label", "a.wav,x")).groupColumn("speaker");
        ManifestException e = assertThrows(ManifestException.class, builder::build);
        assertTrue(e.getMessage().contains("'speaker'"), e.getMessage());
    }

    @Test
    void anEmptyLabelSeparatorIsRefused() throws IOException {
        AudioManifest.Builder builder =
                AudioManifest.builder(manifest("path", "a.wav")).labelSeparator("");
        assertThrows(PropertyException.class, builder::build);
    }

    @Test
    void provenanceSurvivesAndRebuilds() throws IOException {
        AudioManifest manifest =
                AudioManifest.builder(manifest("path,split", "1.wav,train", "2.wav,test"))
                        .splits("test")
                        .build();
        Helpers.testProvenanceMarshalling(manifest.getProvenance());
        Helpers.testConfigurableRoundtrip(manifest);
    }
}
