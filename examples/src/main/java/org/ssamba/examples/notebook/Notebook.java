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

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.checkpoint.AtomicFile;

/** A Jupyter notebook of format 4 as a file. */
final class Notebook {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final JsonObject json;

    private Notebook(JsonObject json) {
        this.json = json;
    }

    static Notebook read(Path file) throws IOException {
        return new Notebook(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    }

    /** Its cells of code, in order. */
    List<Cell> codeCells() {
        List<Cell> cells = new ArrayList<>();
        for (JsonElement cell : json.getAsJsonArray("cells")) {
            if (cell.getAsJsonObject().get("cell_type").getAsString().equals("code")) {
                cells.add(new Cell(cell.getAsJsonObject()));
            }
        }
        return cells;
    }

    /** Writes it as Jupyter does, so that versions can be compared line by line. */
    void write(Path file) throws IOException {
        StringWriter text = new StringWriter();
        JsonWriter writer = new JsonWriter(text);
        writer.setIndent(" ");
        GSON.toJson(json, writer);
        AtomicFile.write(file, out -> out.write((text + "\n").getBytes(UTF_8)));
    }

    /** A cell of code. */
    static final class Cell {
        private final JsonObject json;

        private Cell(JsonObject json) {
            this.json = json;
        }

        String source() {
            StringBuilder source = new StringBuilder();
            json.getAsJsonArray("source").forEach(line -> source.append(line.getAsString()));
            return source.toString();
        }

        /** The outputs, from the last run. */
        JsonArray outputs() {
            return json.getAsJsonArray("outputs");
        }

        /** The kinds of its outputs, such as {@code stdout} or {@code image/png}. */
        List<String> kinds() {
            List<String> kinds = new ArrayList<>();
            for (JsonElement element : outputs()) {
                JsonObject output = element.getAsJsonObject();
                kinds.add(
                        output.has("name")
                                ? output.get("name").getAsString()
                                : String.join(" ", output.getAsJsonObject("data").keySet()));
            }
            return kinds;
        }

        /** Forgets earlier outputs. */
        void begin(int number) {
            json.addProperty("execution_count", number);
            json.add("outputs", new JsonArray());
        }

        /** Adds what was printed; what directly follows on the same stream continues it. */
        void print(String stream, String text) {
            JsonArray outputs = outputs();
            JsonObject last =
                    outputs.isEmpty() ? null : outputs.get(outputs.size() - 1).getAsJsonObject();
            if (last != null && last.has("name") && last.get("name").getAsString().equals(stream)) {
                StringBuilder whole = new StringBuilder();
                last.getAsJsonArray("text").forEach(line -> whole.append(line.getAsString()));
                last.add("text", lines(whole + text));
                return;
            }
            JsonObject output = new JsonObject();
            output.addProperty("name", stream);
            output.addProperty("output_type", "stream");
            output.add("text", lines(text));
            outputs.add(output);
        }

        /** Adds something shown: for a browser, and for a terminal. */
        void show(String mimeType, String content, String text) {
            JsonObject data = new JsonObject();
            data.add(
                    mimeType,
                    mimeType.startsWith("text/") ? lines(content) : new JsonPrimitive(content));
            data.add("text/plain", lines(text));
            add("display_data", data);
        }

        /** Adds the value of the cell's last expression. */
        void result(String value) {
            JsonObject data = new JsonObject();
            data.add("text/plain", lines(value));
            add("execute_result", data).add("execution_count", json.get("execution_count"));
        }

        private JsonObject add(String type, JsonObject data) {
            JsonObject output = new JsonObject();
            output.add("data", data);
            output.add("metadata", new JsonObject());
            output.addProperty("output_type", type);
            outputs().add(output);
            return output;
        }

        /** The format has a string for each line, with its end. */
        private static JsonArray lines(String text) {
            JsonArray lines = new JsonArray();
            for (String line : text.split("(?<=\n)")) {
                lines.add(line);
            }
            return lines;
        }
    }
}
