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
package org.ssamba.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** What scikit-learn 1.2.1 says; record.py beside the file made it. */
final class Recorded {
    /** Of values that are sums of a few thousand terms at most. */
    static final double TOLERANCE = 1e-12;

    private Recorded() {}

    static JsonObject part(String name) {
        return all().getAsJsonObject(name);
    }

    static JsonArray list(String name) {
        return all().getAsJsonArray(name);
    }

    private static JsonObject all() {
        try (Reader reader =
                new InputStreamReader(
                        Objects.requireNonNull(
                                Recorded.class.getResourceAsStream("scikit-learn.json")),
                        StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] numbers(JsonElement array) {
        return elements(array).stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }

    static List<String> strings(JsonElement array) {
        return elements(array).stream().map(JsonElement::getAsString).toList();
    }

    static boolean[] flags(JsonElement array) {
        double[] numbers = numbers(array);
        boolean[] flags = new boolean[numbers.length];
        IntStream.range(0, flags.length).forEach(i -> flags[i] = numbers[i] == 1);
        return flags;
    }

    static List<JsonElement> elements(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false).toList();
    }
}
