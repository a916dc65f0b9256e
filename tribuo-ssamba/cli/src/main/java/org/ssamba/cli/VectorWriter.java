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
package org.ssamba.cli;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Vectors of files or their parts, one a line; values as short as they can be read back exactly.
 */
final class VectorWriter implements AutoCloseable {
    enum Format {
        CSV,
        JSON
    }

    private final Writer out;
    private final CSVPrinter csv;
    private final boolean times;
    private boolean begun;

    VectorWriter(Writer out, Format format, boolean times) throws IOException {
        this.out = out;
        this.times = times;
        this.csv =
                format == Format.CSV
                        ? new CSVPrinter(
                                out, CSVFormat.RFC4180.builder().setRecordSeparator('\n').get())
                        : null;
    }

    void write(Path file, double start, double end, float[] values) throws IOException {
        if (csv == null) {
            out.write(json(file, start, end, values) + "\n");
            return;
        }
        if (!begun) {
            begun = true;
            header(values.length);
        }
        csv.print(file);
        if (times) {
            csv.print(String.format(Locale.ROOT, "%.2f", start));
            csv.print(String.format(Locale.ROOT, "%.2f", end));
        }
        for (float value : values) {
            csv.print(value);
        }
        csv.println();
    }

    private void header(int width) throws IOException {
        csv.print("file");
        if (times) {
            csv.print("start");
            csv.print("end");
        }
        for (int i = 0; i < width; i++) {
            csv.print("v" + i);
        }
        csv.println();
    }

    private String json(Path file, double start, double end, float[] values) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) {
            json.beginObject().name("file").value(file.toString());
            if (times) {
                json.name("start").value(start).name("end").value(end);
            }
            json.name("embedding").beginArray();
            for (float value : values) {
                json.value(value);
            }
            json.endArray().endObject();
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
