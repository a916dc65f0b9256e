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
package org.ssamba.it.bench;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.audio.AudioReader;
import org.ssamba.data.AudioExamples;
import org.ssamba.examples.serve.Serve;
import org.ssamba.head.LabelHead;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * The example's server under load, in a process of its own on this machine: 64 clients with 200
 * clips of a second each; the same with a queue of 16; and ended by a signal in the middle. Every
 * answer is compared with {@code predict} of the clip alone, in this process.
 */
public final class ServedOverHttp {
    private static final int RATE = 16_000;
    private static final int CLIENTS = 64;
    private static final int CLIPS = 200;
    private static final int SHORT_QUEUE = 16;

    /** Held here: loggers are collected otherwise, and their levels with them. */
    private static final Logger LIBRARY = Logger.getLogger("org");

    private final Path saved;
    private final List<byte[]> clips = new ArrayList<>();
    private final List<Map<String, Double>> expected = new ArrayList<>();

    private ServedOverHttp(EncoderShape shape, Path saved) throws IOException {
        this.saved = saved;
        for (int i = 0; i < CLIPS; i++) {
            clips.add(noise(i));
        }
        try (SSAMBAModel<Label> model = trained(shape)) {
            model.serializeToFile(saved);
            for (byte[] clip : clips) {
                expected.add(scores(model.predict(AudioReader.read(clip))));
            }
        }
    }

    /**
     * Runs it and prints the figures.
     *
     * @param args {@code tiny} for the published size of that name; else a network of 64 by 4, as
     *     the quick start's.
     * @throws Exception if a process fails.
     */
    public static void main(String[] args) throws Exception {
        LIBRARY.setLevel(Level.WARNING);
        EncoderShape shape = EncoderShape.tiny().frames(96);
        if (args.length == 0 || !args[0].equals("tiny")) {
            shape = shape.size(64, 4).patches(128, 4);
        }
        Path saved = Files.createTempFile("served", ".tribuo");
        try {
            ServedOverHttp served = new ServedOverHttp(shape, saved);
            served.load(128);
            served.load(SHORT_QUEUE);
            served.end();
        } finally {
            Files.delete(saved);
        }
    }

    private void load(int queue) throws Exception {
        try (Server server = new Server(saved, queue)) {
            // Not measured: compiles what is compiled.
            server.load(clips, expected).run(CLIENTS, 5);
            print("queue of " + queue, server.load(clips, expected).run(CLIENTS, CLIPS));
        }
    }

    /** A signal after some answers: all that were accepted are answered. */
    private void end() throws Exception {
        try (Server server = new Server(saved, 128)) {
            CompletableFuture<HttpLoad.Outcome> running = new CompletableFuture<>();
            new Thread(
                            () -> {
                                try {
                                    HttpLoad load = server.load(clips, expected);
                                    running.complete(load.run(CLIENTS, CLIPS));
                                } catch (Exception e) {
                                    running.completeExceptionally(e);
                                }
                            })
                    .start();
            Thread.sleep(3000);
            String answered = server.end();
            print("ended under load", running.get());
            System.out.println("the server: " + answered);
        }
    }

    private static void print(String what, HttpLoad.Outcome outcome) {
        System.out.printf(
                Locale.ROOT,
                "%s: %s by status (%d wrong); %.1f clips/s; 50 %% %.0f ms, 90 %% %.0f ms, 99 %%"
                        + " %.0f ms, 99.9 %% %.0f ms, longest %.0f ms%n",
                what,
                outcome.statuses(),
                outcome.statuses().getOrDefault(HttpLoad.WRONG, 0),
                outcome.seconds().length / outcome.took(),
                1e3 * outcome.percentile(0.5),
                1e3 * outcome.percentile(0.9),
                1e3 * outcome.percentile(0.99),
                1e3 * outcome.percentile(0.999),
                1e3 * outcome.percentile(1));
    }

    /** The example's program. */
    private static final class Server implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;
        private final URI uri;

        Server(Path model, int queue) throws IOException {
            process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--add-modules",
                                    "jdk.incubator.vector",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Serve.class.getName(),
                                    "--model",
                                    model.toString(),
                                    "--port",
                                    "0",
                                    "--queue",
                                    "" + queue)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            output = process.inputReader();
            String line = output.readLine();
            uri = URI.create(line.substring(line.indexOf("http")) + "/predict?top=9");
        }

        HttpLoad load(List<byte[]> clips, List<Map<String, Double>> expected) {
            return new HttpLoad(uri, clips, expected);
        }

        /** What it says at its end. */
        String end() throws IOException {
            process.toHandle().destroy();
            return output.readLine();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }

    private SSAMBAModel<Label> trained(EncoderShape shape) {
        LabelFactory labels = new LabelFactory();
        MutableDataset<Label> some =
                new MutableDataset<>(new SimpleDataSourceProvenance("noise", labels), labels);
        for (int i = 0; i < 4; i++) {
            Label label = new Label(i % 2 == 0 ? "a" : "b");
            some.add(AudioExamples.create(label, AudioReader.read(clips.get(i))));
        }
        return new SSAMBATrainer<>(new LabelHead(), shape, new FineTuningRecipe().epochs(1))
                .train(some);
    }

    private static Map<String, Double> scores(Prediction<Label> prediction) {
        Map<String, Double> scores = new TreeMap<>();
        prediction.getOutputScores().forEach((name, label) -> scores.put(name, label.getScore()));
        return scores;
    }

    /** A WAV file of a second. */
    private static byte[] noise(long seed) throws IOException {
        byte[] samples = new byte[2 * RATE];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < samples.length; i += 2) {
            int sample = random.nextInt(-16_000, 16_000);
            samples[i] = (byte) sample;
            samples[i + 1] = (byte) (sample >> 8);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(samples), format, RATE),
                AudioFileFormat.Type.WAVE,
                file);
        return file.toByteArray();
    }
}
