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
package org.ssamba.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ssamba.ClipLength;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.features.AudioEmbedder;

/** Embeds a corpus again and again, on one card and on several. */
final class CardEmbedding {
    private static final int BATCH = 64;

    private final Path folder;
    private final PretrainedEncoder encoder;

    /**
     * Makes an encoder in a step: what it is worth does not matter here.
     *
     * @param folder of clips.
     * @param device for that step.
     */
    CardEmbedding(Path folder, EncoderShape shape, ComputeDevice device) {
        this.folder = folder;
        encoder =
                SSAMBAPretrainer.builder(shape)
                        .recipe(
                                new PretrainingRecipe()
                                        .steps(1)
                                        .batchSize(2)
                                        .maskedPatches(shape.config().patches() / 2))
                        .device(device)
                        .build()
                        .pretrain(new AudioCorpus(folder));
    }

    /**
     * Embeds and prints the rate.
     *
     * @param device where.
     * @param clips how many, the corpus being repeated.
     * @return the embeddings of the first pass.
     */
    List<float[]> run(ComputeDevice device, int clips) throws IOException {
        List<Path> files = files();
        List<float[]> first = List.of();
        try (AudioEmbedder embedder =
                AudioEmbedder.builder(encoder)
                        .device(device)
                        .clipLength(ClipLength.CUT)
                        .batchSize(BATCH)
                        .build()) {
            embedder.embedFiles(
                    files.subList(0, Math.min(BATCH, files.size())), UnreadableAudio.FAIL);
            long start = System.nanoTime();
            int done = 0;
            while (done < clips) {
                List<Path> some = files.subList(0, Math.min(files.size(), clips - done));
                var embedded = embedder.embedFiles(some, UnreadableAudio.FAIL);
                first = done == 0 ? new ArrayList<>(embedded.values()) : first;
                done += some.size();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "embedding of %d clips on %s: %.1f s, %.0f clips/s%n",
                    done,
                    device.backend().device().name(),
                    seconds,
                    done / seconds);
        }
        return first;
    }

    private List<Path> files() throws IOException {
        try (var walk = Files.walk(folder)) {
            return walk.filter(file -> file.toString().matches(".*\\.(wav|flac|ogg|mp3)"))
                    .sorted()
                    .toList();
        }
    }

    /** The largest difference of two embeddings of the same clips. */
    static double difference(List<float[]> one, List<float[]> other) {
        double largest = one.size() == other.size() ? 0 : Double.NaN;
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            if (!Arrays.equals(one.get(i), other.get(i))) {
                for (int j = 0; j < one.get(i).length; j++) {
                    largest = Math.max(largest, Math.abs(one.get(i)[j] - other.get(i)[j]));
                }
            }
        }
        return largest;
    }
}
