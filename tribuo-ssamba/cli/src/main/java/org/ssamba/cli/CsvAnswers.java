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

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A line for each label of each answer, the best first; a clip without any label has one line with
 * nothing in the last two columns.
 */
final class CsvAnswers implements AnswerWriter {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

    private final CSVPrinter out;
    private final boolean times;
    private boolean begun;

    /** Writes to an open writer, which is closed with this. */
    CsvAnswers(Writer out, boolean times) throws IOException {
        this.out = new CSVPrinter(out, FORMAT);
        this.times = times;
    }

    /** Not before there is an answer: whoever fails has written nothing. */
    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        List<String> columns = new ArrayList<>(List.of("file", "label", "score"));
        if (times) {
            columns.addAll(1, List.of("start", "end"));
        }
        out.printRecord(columns);
    }

    @Override
    public void write(Answer answer) throws IOException {
        begin();
        for (Answer.Score score : answer.scores()) {
            start(answer);
            out.print(score.label());
            out.print(String.format(Locale.ROOT, "%.6f", score.score()));
            out.println();
        }
        if (answer.scores().isEmpty()) {
            start(answer);
            out.print(null);
            out.print(null);
            out.println();
        }
    }

    private void start(Answer answer) throws IOException {
        out.print(answer.path());
        if (times) {
            out.print(String.format(Locale.ROOT, "%.2f", answer.start()));
            out.print(String.format(Locale.ROOT, "%.2f", answer.end()));
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
