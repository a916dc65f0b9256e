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
package org.ssamba.examples.serve;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.ssamba.head.TopLabels;
import org.ssamba.inference.WindowPrediction;
import org.tribuo.Prediction;
import org.tribuo.classification.Classifiable;

/** Answers as JSON. Scores are written with all their digits. */
final class Answers {
    private Answers() {}

    /** Writes fields. */
    interface Fields {
        void write(JsonWriter json) throws IOException;
    }

    static byte[] object(Fields fields) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            fields.write(json);
            json.endObject();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] error(String reason) throws IOException {
        return object(json -> json.name("error").value(reason));
    }

    static <T extends Classifiable<T>> byte[] clip(double seconds, Prediction<T> it, int top)
            throws IOException {
        return object(
                json -> {
                    json.name("seconds").value(seconds);
                    labels(json, it, top);
                });
    }

    static <T extends Classifiable<T>> byte[] windows(
            double seconds, Iterable<WindowPrediction<T>> windows, int top) throws IOException {
        return object(
                json -> {
                    json.name("seconds").value(seconds);
                    json.name("windows").beginArray();
                    for (WindowPrediction<T> window : windows) {
                        json.beginObject();
                        json.name("start").value(window.startSeconds());
                        json.name("end").value(window.endSeconds());
                        labels(json, window.prediction(), top);
                        json.endObject();
                    }
                    json.endArray();
                });
    }

    private static <T extends Classifiable<T>> void labels(
            JsonWriter json, Prediction<T> prediction, int top) throws IOException {
        json.name("labels").beginArray();
        for (var label : TopLabels.of(prediction, top)) {
            json.beginObject().name("label").value(label.getLabel());
            json.name("score").value(label.getScore()).endObject();
        }
        json.endArray();
    }
}
