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

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ssamba.SSAMBAModel;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioExamples;
import org.ssamba.inference.WindowPrediction;
import org.tribuo.classification.Classifiable;

/**
 * Predicts an upload. Threads that predict at the same time share batches of the model.
 *
 * @param <T> labels or sets of labels.
 * @param model used by all threads.
 * @param limits what is accepted.
 * @param metrics counts clips.
 */
record PredictHandler<T extends Classifiable<T>>(
        SSAMBAModel<T> model, Limits limits, Metrics metrics) {
    private static final Pattern TOP = Pattern.compile("top=([1-9][0-9]{0,3})");

    /** The answer for a whole clip. */
    byte[] clip(HttpExchange exchange) throws IOException, RefusedException {
        return answer(
                exchange,
                (clip, top) -> Answers.clip(clip.durationSeconds(), model.predict(clip), top));
    }

    /** The answer for each window of a clip. */
    byte[] windows(HttpExchange exchange) throws IOException, RefusedException {
        T unknown = model.getOutputIDInfo().getDomain().iterator().next();
        return answer(
                exchange,
                (clip, top) -> {
                    List<WindowPrediction<T>> windows = new ArrayList<>();
                    model.predictWindows(AudioExamples.create(unknown, clip), windows::add);
                    return Answers.windows(clip.durationSeconds(), windows, top);
                });
    }

    private interface Body {
        byte[] answer(AudioClip clip, int top) throws IOException;
    }

    private byte[] answer(HttpExchange exchange, Body body) throws IOException, RefusedException {
        long start = System.nanoTime();
        int top = top(exchange.getRequestURI().getRawQuery());
        AudioClip clip = limits.decode(limits.read(exchange));
        try {
            byte[] answer = body.answer(clip, top);
            metrics.predicted(clip.durationSeconds(), System.nanoTime() - start);
            return answer;
        } catch (AudioFormatException e) {
            throw Limits.unusable(e);
        }
    }

    private static int top(String query) throws RefusedException {
        if (query == null) {
            return 1;
        }
        Matcher top = TOP.matcher(query);
        if (!top.matches()) {
            throw new RefusedException(400, "the only parameter is top, a number from 1 to 9999");
        }
        return Integer.parseInt(top.group(1));
    }
}
