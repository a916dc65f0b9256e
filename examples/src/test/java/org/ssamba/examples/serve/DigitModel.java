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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.audio.AudioReader;
import org.ssamba.data.AudioExamples;
import org.ssamba.head.LabelHead;
import org.ssamba.work.WorkListener;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** A small model of spoken digits, its clips, and a client of a server that serves it. */
final class DigitModel {
    static final Path VOICE = Path.of("corpus", "en-us-m1");
    static final List<String> DIGITS = List.of("one", "two", "six");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private DigitModel() {}

    static SSAMBAModel<Label> trained() {
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> clips =
                new MutableDataset<>(new SimpleDataSourceProvenance("digits", labels), labels);
        for (String digit : DIGITS) {
            clips.add(
                    AudioExamples.create(
                            new Label(digit), AudioReader.read(VOICE.resolve(digit + "-1.flac"))));
        }
        var shape = EncoderShape.tiny().size(16, 2).frames(96).patches(128, 4);
        var trainer =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(shape)
                        .recipe(new FineTuningRecipe().epochs(1).batchSize(3))
                        .listener(WorkListener.SILENT)
                        .build();
        return trainer.train(clips);
    }

    static byte[] clip(String name) throws IOException {
        return Files.readAllBytes(VOICE.resolve(name + ".flac"));
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static HttpResponse<String> post(int port, String path, byte[] body)
            throws IOException, InterruptedException {
        return send(request(port, path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** A form as browsers and {@code curl -F} send it, with a file as its only part. */
    static HttpResponse<String> postForm(int port, String path, byte[] file)
            throws IOException, InterruptedException {
        String head = "--part\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n";
        HttpRequest.BodyPublisher form =
                HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString(head),
                        HttpRequest.BodyPublishers.ofByteArray(file),
                        HttpRequest.BodyPublishers.ofString("\r\n--part--\r\n"));
        return send(
                request(port, path)
                        .header("Content-Type", "multipart/form-data; boundary=part")
                        .POST(form));
    }

    static HttpResponse<String> get(int port, String path)
            throws IOException, InterruptedException {
        return send(request(port, path));
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
