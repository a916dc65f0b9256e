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
import java.util.Locale;
import java.util.function.Supplier;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.compute.DType;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.compute.op.Sum;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.split.HeldOut;
import org.ssamba.split.SpectrogramStores;
import org.ssamba.split.UnlabelledClips;
import org.ssamba.training.BatchWriter;
import org.ssamba.training.Normalization;

/** What a core of the host gives to the cards: clips of ten seconds, decoded or packed on disk. */
final class CardFeed {
    private static final int CLIPS = 64;
    private static final int SECONDS = 10;
    private static final int PASSES = 6;
    private static final double PITCH = 700;
    private static final EncoderConfig CONFIG = EncoderConfig.tiny();

    private CardFeed() {}

    /** Prints clips a second of WAV files, of packed spectrograms, and of what memory still has. */
    static void print(int[] threads) throws IOException {
        Path folder = Files.createTempDirectory("feed");
        Path clips = Files.createDirectories(folder.resolve("clips"));
        for (int i = 0; i < CLIPS; i++) {
            ToneCorpus.writeTone(clips.resolve("clip-" + i + ".wav"), PITCH, i, SECONDS);
        }
        AudioCorpus corpus = new AudioCorpus(clips);
        Path packed = folder.resolve("packed");
        for (int count : threads) {
            try (CpuBackend host = CpuBackend.create(count)) {
                print("WAV files, decoded", host, () -> clips(corpus, null));
                print("packed spectrograms", host, () -> clips(corpus, packed));
                SpectrogramClips held = clips(corpus, null);
                print("spectrograms in memory", host, () -> held);
            }
        }
    }

    /** With a memory of its own, in which nothing is yet. */
    private static SpectrogramClips clips(AudioCorpus corpus, Path packed) {
        return UnlabelledClips.of(corpus)
                .parts(
                        SpectrogramStores.open(
                                LogMelConfig.standard().withMelBins(CONFIG.mels()), packed),
                        CONFIG.frames(),
                        HeldOut.CLIPS,
                        0,
                        1)
                .training();
    }

    private static void print(String what, CpuBackend host, Supplier<SpectrogramClips> fresh) {
        Plan.Builder builder = new Plan.Builder("feed");
        Tensor input =
                builder.input("spectrogram", DType.FLOAT32, CLIPS, CONFIG.frames(), CONFIG.mels());
        builder.add(new Sum(input, 1, builder.output("sum", DType.FLOAT32, 1)));
        try (ModelMemory memory = host.allocate(1, 1, false);
                Program program = host.compile(builder.build(), memory)) {
            Slot slot = program.newSlot();
            BatchWriter writer = new BatchWriter(host.workers(), CONFIG, new Normalization(0, 1));
            double best = Double.MAX_VALUE;
            for (int pass = 0; pass < PASSES; pass++) {
                SpectrogramClips clips = fresh.get();
                long start = System.nanoTime();
                writer.write(slot, input, CLIPS, i -> logMel -> clips.loadPart(i, 0, logMel));
                // The first passes warm up, and write what is packed.
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
            double rate = CLIPS / best;
            System.out.printf(
                    Locale.ROOT,
                    "feed, %s, %d threads: %.0f clips/s, %.2f GB/s into the slot%n",
                    what,
                    host.workers().size(),
                    rate,
                    rate * CONFIG.frames() * CONFIG.mels() * Float.BYTES / 1e9);
        }
    }
}
