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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioManifest;

/** Which run a checkpoint of pretraining goes on with. */
class PretrainingCheckpointTest {
    private static final int CLIPS = 6;

    @TempDir Path folder;

    private static SSAMBAPretrainer pretrainer(long steps) {
        return SSAMBAPretrainer.builder(EncoderShape.tiny().size(16, 2).frames(48))
                .recipe(
                        new PretrainingRecipe()
                                .steps(steps)
                                .batchSize(4)
                                .maskedPatches(6)
                                .warmUp(0, 1)
                                .validation(2, 0))
                .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                .seed(7)
                .build();
    }

    private AudioCorpus listed(List<Integer> order) throws IOException {
        List<String> lines = new ArrayList<>(List.of("path"));
        order.forEach(clip -> lines.add(clip + ".wav"));
        Path manifest = Files.write(folder.resolve("clips.csv"), lines);
        return new AudioCorpus(new AudioManifest(manifest));
    }

    private List<Integer> writeTones() {
        List<Integer> order = new ArrayList<>();
        for (int clip = 0; clip < CLIPS; clip++) {
            ToneExamples.writeWav(
                    folder.resolve(clip + ".wav"), ToneExamples.tone(clip % 2 == 0, clip));
            order.add(clip);
        }
        return order;
    }

    /** The order decides which clip is drawn when, so another one cannot give the same bits. */
    @Test
    void theSameClipsInAnotherOrderAreAnotherRun() throws IOException {
        List<Integer> order = writeTones();
        Path checkpoint = folder.resolve("run.safetensors");
        AudioCorpus corpus = listed(order);
        PretrainedEncoder first = pretrainer(4).pretrain(corpus, checkpoint);
        assertArrayEquals(first.arena(), pretrainer(4).pretrain(listed(order), checkpoint).arena());

        Collections.reverse(order);
        AudioCorpus reversed = listed(order);
        assertTrue(corpus.contentHash().equals(reversed.contentHash()), "the same audio");
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> pretrainer(4).pretrain(reversed, checkpoint));
        assertTrue(e.getMessage().contains(checkpoint.toString()), e.getMessage());
    }

    /** Statistics of a large corpus take hours. */
    @Test
    void theCheckpointOfAnotherRunIsRefusedBeforeAudioIsRead() throws IOException {
        AudioCorpus corpus = listed(writeTones());
        Path checkpoint = folder.resolve("run.safetensors");
        pretrainer(4).pretrain(corpus, checkpoint);
        for (int clip = 0; clip < CLIPS; clip++) {
            Files.delete(folder.resolve(clip + ".wav"));
        }
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> pretrainer(3).pretrain(corpus, checkpoint));
        assertTrue(e.getMessage().contains("belongs to another run"), e.getMessage());
        Path nowhere = folder.resolve("missing/run.safetensors");
        UncheckedIOException unwritable =
                assertThrows(
                        UncheckedIOException.class, () -> pretrainer(4).pretrain(corpus, nowhere));
        assertTrue(unwritable.getMessage().contains("there is no folder"), unwritable::getMessage);
    }
}
