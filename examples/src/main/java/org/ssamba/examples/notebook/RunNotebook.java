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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.ssamba.display.Display;
import org.ssamba.display.Item;

/**
 * Runs the code of one notebook in this process, cell by cell through the JShell API, as JJava
 * does, and keeps what the cells print and show.
 */
public final class RunNotebook {
    private final JShell shell = JShell.builder().executionEngine("local").build();
    private final SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    private final PrintStream terminal = System.out;

    private RunNotebook() {
        shell.addToClasspath(System.getProperty("java.class.path"));
    }

    /**
     * Runs a notebook in the working folder, which should be that of the notebook.
     *
     * @param args the notebook, and the file for the notebook with its outputs: it may be the same.
     * @throws IOException if a file cannot be read or written.
     */
    public static void main(String[] args) throws IOException {
        Path from = Path.of(args[0]);
        Notebook notebook = Notebook.read(from);
        RunNotebook run = new RunNotebook();
        int number = 0;
        for (Notebook.Cell cell : notebook.codeCells()) {
            number++;
            long start = System.nanoTime();
            try {
                run.evaluate(cell, number);
            } catch (IllegalStateException e) {
                System.err.println(from.getFileName() + ", cell " + number + ": " + e.getMessage());
                System.exit(1);
            }
            run.terminal.printf(
                    Locale.ROOT,
                    "%s, cell %d: %.1f s%n",
                    from.getFileName(),
                    number,
                    (System.nanoTime() - start) * 1e-9);
        }
        notebook.write(Path.of(args[1]));
        // Threads of devices that a notebook has opened would keep the process.
        System.exit(0);
    }

    private void evaluate(Notebook.Cell cell, int number) {
        cell.begin(number);
        PrintStream errors = System.err;
        Capture out = new Capture(cell, "stdout");
        Capture err = new Capture(cell, "stderr");
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
        Display.setScreen(item -> show(cell, item, out, err));
        try {
            String value = evaluate(cell.source());
            System.out.flush();
            System.err.flush();
            out.deliver();
            err.deliver();
            if (value != null) {
                cell.result(value);
            }
        } finally {
            System.setOut(terminal);
            System.setErr(errors);
        }
    }

    private static void show(Notebook.Cell cell, Item item, Capture out, Capture err) {
        out.deliver();
        err.deliver();
        cell.show(item.mimeType(), item.content(), item.text());
    }

    /** The value of the last snippet, if it is an expression with one. */
    private String evaluate(String source) {
        String value = null;
        SourceCodeAnalysis.CompletionInfo rest = analysis.analyzeCompletion(source);
        while (rest.completeness().isComplete()) {
            value = null;
            for (SnippetEvent event : shell.eval(rest.source())) {
                check(event, rest.source());
                if (event.causeSnippet() == null && isResult(event.snippet().subKind())) {
                    value = event.value();
                }
            }
            rest = analysis.analyzeCompletion(rest.remaining());
        }
        if (rest.completeness() != SourceCodeAnalysis.Completeness.EMPTY) {
            throw new IllegalStateException("this is not complete: " + rest.remaining());
        }
        return value;
    }

    private static boolean isResult(Snippet.SubKind kind) {
        return kind == Snippet.SubKind.VAR_VALUE_SUBKIND
                || kind == Snippet.SubKind.OTHER_EXPRESSION_SUBKIND
                || kind == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    private void check(SnippetEvent event, String source) {
        if (event.exception() != null) {
            throw new IllegalStateException(source + event.exception(), event.exception());
        }
        if (!event.status().isDefined() && event.status() != Snippet.Status.OVERWRITTEN) {
            List<String> faults =
                    shell.diagnostics(event.snippet())
                            .map(fault -> fault.getMessage(Locale.ROOT))
                            .collect(Collectors.toList());
            throw new IllegalStateException(source + faults);
        }
    }

    /** What is printed until something else is shown. */
    private static final class Capture extends ByteArrayOutputStream {
        private final Notebook.Cell cell;
        private final String stream;

        Capture(Notebook.Cell cell, String stream) {
            this.cell = cell;
            this.stream = stream;
        }

        synchronized void deliver() {
            if (count > 0) {
                cell.print(stream, toString(UTF_8));
                reset();
            }
        }
    }
}
