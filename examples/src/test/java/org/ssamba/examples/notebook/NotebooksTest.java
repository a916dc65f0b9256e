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
package org.ssamba.examples.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every cell of every notebook runs, in order, and shows what the committed outputs show, after
 * fewer steps and epochs than those took.
 */
class NotebooksTest {
    private static final Path FOLDER = Path.of("notebooks");

    @TempDir private Path folder;

    static List<Path> notebooks() throws IOException {
        List<Path> notebooks = RunNotebooks.notebooks(FOLDER);
        assertEquals(4, notebooks.size());
        return notebooks;
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void everyCellRunsInOrder(Path notebook) throws Exception {
        Path ran = folder.resolve("ran.ipynb");
        Path shorter = folder.resolve("shorter.ipynb");
        String text = Files.readString(notebook);
        String few = text.replaceAll("steps\\(\\d+\\)", "steps(60)");
        few = few.replaceAll("epochs\\(\\d+\\)", "epochs(2)");
        assertNotEquals(text, few);
        // What it saves is not for those who run it in full.
        Files.writeString(shorter, few.replace("../target/notebooks", folder.toString()));
        assertEquals(0, RunNotebooks.run(shorter, ran, FOLDER.toAbsolutePath()));
        List<Notebook.Cell> committed = Notebook.read(notebook).codeCells();
        List<Notebook.Cell> now = Notebook.read(ran).codeCells();
        for (int i = 0; i < now.size(); i++) {
            assertEquals(committed.get(i).kinds(), now.get(i).kinds(), committed.get(i).source());
        }
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void outputsAreCommittedWithoutWarnings(Path notebook) throws IOException {
        Notebook read = Notebook.read(notebook);
        assertTrue(
                read.codeCells().stream()
                        .anyMatch(cell -> cell.kinds().toString().contains("image/png")));
        assertFalse(read.codeCells().stream().anyMatch(cell -> cell.kinds().contains("stderr")));
        // Written as by the program that runs them: only outputs change when they run again.
        Path written = folder.resolve("written.ipynb");
        read.write(written);
        assertEquals(Files.readString(notebook), Files.readString(written));
    }

    @Test
    void togetherTheyAreSmall() throws IOException {
        long bytes = 0;
        for (Path notebook : notebooks()) {
            bytes += Files.size(notebook);
        }
        assertTrue(bytes < 5_000_000, bytes + " bytes");
    }

    @Test
    void whatIsPrintedShownAndReturnedIsKeptInItsOrder() throws Exception {
        Notebook.Cell cell =
                run(
                                "import org.ssamba.display.Display;",
                                "System.out.println(1); System.out.println(2);",
                                "Display.table(List.of(\"a\"), List.of(List.of(3)));",
                                "System.out.println(4);",
                                "5 + 1")
                        .get(0);
        assertEquals(
                List.of("stdout", "text/html text/plain", "stdout", "text/plain"), cell.kinds());
        assertEquals("1\n2\n", lines(cell.outputs().get(0).getAsJsonObject().get("text")));
        assertEquals(
                "6",
                lines(
                        cell.outputs()
                                .get(3)
                                .getAsJsonObject()
                                .getAsJsonObject("data")
                                .get("text/plain")));
    }

    @Test
    void aMistakeInACellIsNoticed() throws Exception {
        for (String mistake : List.of("int x = nothing;", "int x = 1 / 0;", "if (true) {")) {
            assertNotEquals(0, status(mistake), mistake);
        }
    }

    private List<Notebook.Cell> run(String... lines) throws Exception {
        assertEquals(0, status(lines));
        return Notebook.read(folder.resolve("ran.ipynb")).codeCells();
    }

    private int status(String... lines) throws Exception {
        String source = "import java.util.*;\n" + String.join("\n", lines);
        Path notebook =
                Files.writeString(
                        folder.resolve("made.ipynb"),
                        "{\"cells\": [{\"cell_type\": \"code\", \"outputs\": [], \"source\": ["
                                + new JsonPrimitive(source)
                                + "]}]}");
        return RunNotebooks.run(notebook, folder.resolve("ran.ipynb"));
    }

    private static String lines(JsonElement lines) {
        StringBuilder text = new StringBuilder();
        lines.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
        return text.toString();
    }
}
