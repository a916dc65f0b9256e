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

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.compute.Backend;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.compute.cpu.CpuCards;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.split.HeldOut;
import org.ssamba.split.SpectrogramStores;
import org.ssamba.split.UnlabelledClips;
import org.ssamba.training.Normalization;

/** The measurements of several cards, rehearsed without one: what can go wrong shows here. */
class CardScalingTest {
    private static final EncoderShape SHAPE =
            EncoderShape.tiny().size(8, 2).frames(32).patches(16, 16);

    @TempDir Path folder;

    private static Backend cards(int count) {
        return count == 1 ? CpuBackend.create(1) : CpuCards.of(count);
    }

    @Test
    void ratesAreMeasuredOnAnyNumberOfCards() {
        new CardScaling(CardScalingTest::cards, 3, Map.of("seconds", "0.1"))
                .steps("smallest", SHAPE.config(), 2);
    }

    @Test
    void aPartThatFailsEndsTheProgramInTheEnd() {
        CardScaling broken =
                new CardScaling(
                        count -> {
                            throw new IllegalStateException("no such card");
                        },
                        2,
                        Map.of());
        IllegalStateException thrown =
                assertThrows(
                        IllegalStateException.class,
                        () -> broken.run(List.of("bits", "resume"), List.of("tiny")));
        assertTrue(thrown.getMessage().contains("[bits, resume]"), thrown.getMessage());
    }

    @Test
    void runsAreComparedWithOneCard() throws IOException {
        EncoderConfig config = SHAPE.config();
        SpectrogramClips clips =
                UnlabelledClips.of(new AudioCorpus(ToneCorpus.write(folder, 3)))
                        .parts(
                                SpectrogramStores.open(
                                        LogMelConfig.standard().withMelBins(config.mels()), null),
                                config.frames(),
                                HeldOut.CLIPS,
                                0,
                                1)
                        .training();
        CardRuns runs =
                new CardRuns(CardScalingTest::cards, config, clips, new Normalization(-5, 4), 5);
        assertTrue(runs.sameBits(2));
        double resumed = runs.resumed(List.of(1, 2, 1));
        assertTrue(resumed < 0.1, "weights differ by " + resumed);
        runs.losses(2);
    }

    @Test
    void aCorpusIsEmbeddedAgainAndAgain() throws IOException {
        ComputeDevice cpu = new ComputeDevice(ComputeDevice.Kind.CPU);
        CardEmbedding embedding = new CardEmbedding(ToneCorpus.write(folder, 2), SHAPE, cpu);
        List<float[]> first = embedding.run(cpu, 6);
        assertTrue(CardEmbedding.difference(first, embedding.run(cpu, 15)) == 0);
    }
}
