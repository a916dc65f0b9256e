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

/** An object a line for each answer, with all its labels. */
final class JsonAnswers implements AnswerWriter {
    private final Writer out;

    JsonAnswers(Writer out) {
        this.out = out;
    }

    @Override
    public void write(Answer answer) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) {
            json.beginObject().name("file").value(answer.path().toString());
            if (answer.hasTimes()) {
                json.name("start").value(answer.start()).name("end").value(answer.end());
            }
            json.name("predictions").beginArray();
            for (Answer.Score score : answer.scores()) {
                json.beginObject().name("label").value(score.label());
                json.name("score").value(score.score()).endObject();
            }
            json.endArray().endObject();
        }
        out.write(line + "\n");
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
