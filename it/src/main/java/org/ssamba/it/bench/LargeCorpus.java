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

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioInventory;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.split.HeldOut;
import org.ssamba.split.SpectrogramStores;
import org.ssamba.split.UnlabelledClips;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;

/**
 * How long large corpora take to be listed again, and until the first step of pretraining. {@code
 * write-files FOLDER N} writes N clips; {@code list FOLDER} lists them. {@code write-shards FOLDER
 * N} writes a shard of ten thousand clips under N names (hard links), and what an inventory knows
 * of them; {@code first-step FOLDER} pretrains for a step on all of them. The inventory is in
 * {@code FOLDER-inventory}.
 */
public final class LargeCorpus {
    private static final int RATE = 16_000;
    private static final int SAMPLES = 1600;
    private static final int CLIPS_A_SHARD = 10_000;
    private static final long SEED = 1;
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(32);

    private LargeCorpus() {}

    /** Arguments: what to do, and where. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[1]).toAbsolutePath();
        System.setProperty(AudioInventory.FOLDER, folder + "-inventory");
        switch (args[0]) {
            case "write-files" -> writeFiles(folder, Integer.parseInt(args[2]));
            case "write-shards" -> writeShards(folder, Integer.parseInt(args[2]));
            case "list" -> {
                AudioCorpus corpus = new AudioCorpus(folder);
                tell("listed " + corpus.size() + " clips of " + corpus.seconds() + " s");
            }
            case "first-step" -> firstStep(AudioCorpus.ofShards(folder));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Since the start of the JVM. */
    private static void tell(String what) {
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        double cpu =
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
        long heap = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            heap += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
        }
        System.out.printf(
                Locale.ROOT,
                "%.1f s (%.1f s of processors, at most %d MB of heap): %s%n",
                (System.currentTimeMillis() - start) / 1000.0,
                cpu / 1000,
                heap >> 20,
                what);
    }

    /** A tenth of a second of noise, different for each seed. */
    private static byte[] clip(int seed) {
        Random random = new Random(seed);
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + 2 * SAMPLES).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * SAMPLES);
        while (wav.hasRemaining()) {
            wav.putShort((short) (3000 * random.nextGaussian()));
        }
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void writeFiles(Path folder, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "%04d/%06d.wav", i / 1000, i));
            if (i % 1000 == 0) {
                Files.createDirectories(file.getParent());
            }
            Files.write(file, clip(i));
        }
        tell("wrote " + count + " clips");
    }

    private static void writeShards(Path folder, int count)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path clips = Path.of(folder + "-clips");
        writeFiles(clips, CLIPS_A_SHARD);
        Path first = folder.resolve("shard-0000.tar");
        Process tar =
                new ProcessBuilder("tar", "cf", first.toString(), "-C", clips.toString(), ".")
                        .inheritIO()
                        .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar failed");
        }
        Files.setLastModifiedTime(first, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        AudioCorpus one = AudioCorpus.ofShards(first);
        AudioInventory inventory = AudioInventory.standard();
        AudioContent content = AudioContent.of(first);
        for (int i = 1; i < count; i++) {
            Path link = folder.resolve(String.format(Locale.ROOT, "shard-%04d.tar", i));
            Files.createLink(link, first);
            AudioContent other = AudioContent.of(link);
            inventory.add(
                    other.uri(),
                    other.version(),
                    inventory.shard(content.uri(), content.version()).orElseThrow());
        }
        // All shards are alike, so that the statistics of one are those of all.
        clips(AudioCorpus.ofShards(folder))
                .keep(clips(one).statistics(WorkerPool.shared(), WorkListener.SILENT));
        tell("wrote " + count + " shards");
    }

    /** As the pretrainer takes them. */
    private static SpectrogramClips clips(AudioCorpus corpus) {
        LogMelConfig logMel = LogMelConfig.standard().withMelBins(SHAPE.config().mels());
        return UnlabelledClips.of(corpus)
                .parts(
                        SpectrogramStores.open(logMel, null),
                        SHAPE.config().frames(),
                        HeldOut.CLIPS,
                        0,
                        SEED)
                .training();
    }

    private static void firstStep(AudioCorpus corpus) {
        tell("listed " + corpus.size() + " clips of " + Math.round(corpus.seconds()) + " s");
        SSAMBAPretrainer.builder(SHAPE)
                .recipe(new PretrainingRecipe().steps(2).batchSize(64).maskedPatches(4))
                .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                .seed(SEED)
                .listener(
                        (work, event) -> {
                            if (event instanceof WorkEvent.Started) {
                                tell("begins " + work.name());
                            } else if (event instanceof WorkEvent.Step step) {
                                tell("step " + step.pace().done());
                            }
                        })
                .build()
                .pretrain(corpus);
    }
}
