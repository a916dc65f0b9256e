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

import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.ssamba.checkpoint.AtomicFile;
import picocli.CommandLine.Option;

/** Where results go. */
final class OutputOptions {
    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write results to a file, whole or not at all; else to standard output.")
    private Path out;

    /** Used by picocli. */
    OutputOptions() {}

    /** Null for standard output. */
    Path out() {
        return out;
    }

    /** Fails before work is done whose result could not be written. */
    void check() throws IOException {
        if (out != null) {
            AtomicFile.requireWritable(out);
        }
    }

    /**
     * Writes results.
     *
     * @param body writes to a writer, which it may close.
     */
    void write(AtomicFile.IOConsumer<Writer> body) throws IOException {
        if (out != null) {
            AtomicFile.write(
                    out,
                    stream -> {
                        // Closed by the file, which writes it to the disk first.
                        Writer text = open(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
                        body.accept(text);
                        text.flush();
                    });
            return;
        }
        Writer text = open(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        body.accept(text);
        text.flush();
        if (System.out.checkError()) {
            throw new IOException("Standard output was closed before all results were written");
        }
    }

    /** Closing what is written to does not close what it is written on. */
    private static Writer open(Writer out) {
        return new FilterWriter(new BufferedWriter(out)) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
