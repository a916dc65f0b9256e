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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.compute.Backend;
import org.ssamba.compute.Precision;
import org.ssamba.compute.cuda.CudaCards;
import org.ssamba.compute.cuda.CudaOptions;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.split.HeldOut;
import org.ssamba.split.SpectrogramStores;
import org.ssamba.split.UnlabelledClips;
import org.ssamba.training.Normalization;
import org.ssamba.work.WorkListener;

/**
 * Measures what several cards of a host do together: the rate of pretraining steps with 64 clips a
 * card and with 64 in all; whether the same seed gives the same bits; runs that change cards on the
 * way; losses on real audio; embedding; and what the host's cores can feed.
 *
 * <p>Arguments: parts to run, {@code steps bits resume loss embed feed}, all by default; sizes of
 * {@code steps}, {@code tiny small base}, all by default; {@code corpus=FOLDER} of clips, by
 * default {@code examples/corpus}; {@code clips=N} to embed, 100000 by default; {@code seconds=S}
 * to measure each rate, 3 by default; {@code cards=N} at most.
 */
public final class CardScaling {
    private static final List<String> PARTS =
            List.of("steps", "bits", "resume", "loss", "embed", "feed");
    private static final List<String> SIZES = List.of("tiny", "small", "base");
    private static final int CLIPS = 64;

    /** Short clips, such as those of the example corpus. */
    private static final EncoderConfig SHORT = EncoderConfig.tiny().withFrames(128);

    private final IntFunction<Backend> open;
    private final List<Integer> counts;
    private final Map<String, String> settings;

    /**
     * Measurements of cards.
     *
     * @param open opens so many cards, to be closed by the caller.
     * @param most there are.
     */
    CardScaling(IntFunction<Backend> open, int most, Map<String, String> settings) {
        this.open = open;
        this.counts = IntStream.of(1, 2, 4, 8).filter(count -> count <= most).boxed().toList();
        this.settings = settings;
    }

    /** Runs the parts that are asked for. */
    public static void main(String[] arguments) {
        QuietLog.warningsOnly();
        Map<String, String> settings =
                new TreeMap<>(
                        Arrays.stream(arguments)
                                .filter(argument -> argument.contains("="))
                                .map(argument -> argument.split("=", 2))
                                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1])));
        List<String> words =
                Arrays.stream(arguments).filter(argument -> !argument.contains("=")).toList();
        int there = CudaCards.available();
        int most = Math.min(there, Integer.parseInt(settings.getOrDefault("cards", "8")));
        System.out.println(
                there
                        + " cards, "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors, Java "
                        + Runtime.version());
        new CardScaling(CardScaling::cards, most, settings)
                .run(chosen(PARTS, words), chosen(SIZES, words));
    }

    private static Backend cards(int count) {
        return CudaCards.open(CudaOptions.of(Precision.BFLOAT16), numbers(count));
    }

    private static String numbers(int count) {
        return IntStream.range(0, count)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private static List<String> chosen(List<String> of, List<String> words) {
        List<String> some = new ArrayList<>(of);
        some.retainAll(words);
        return some.isEmpty() ? of : some;
    }

    /**
     * Runs parts in the order of the list; what one of them throws does not keep the others.
     *
     * @throws IllegalStateException at the end, naming the parts that failed
     */
    void run(List<String> parts, List<String> sizes) {
        List<String> failed = new ArrayList<>();
        for (String part : parts) {
            long start = System.nanoTime();
            System.out.println("# " + part);
            try {
                run(part, sizes);
            } catch (IOException | RuntimeException e) {
                e.printStackTrace(System.out);
                failed.add(part);
            }
            System.out.printf(Locale.ROOT, "  %.1f s%n", (System.nanoTime() - start) / 1e9);
        }
        if (!failed.isEmpty()) {
            throw new IllegalStateException("These parts failed, see above: " + failed);
        }
    }

    private void run(String part, List<String> sizes) throws IOException {
        int most = counts.get(counts.size() - 1);
        switch (part) {
            case "steps" -> {
                for (String size : sizes) {
                    steps(size, config(size), CLIPS);
                }
            }
            case "bits" ->
                    System.out.println(
                            "same bits twice on " + most + " cards: " + runs().sameBits(most));
            case "resume" -> {
                for (int count : counts.subList(1, counts.size())) {
                    System.out.printf(
                            Locale.ROOT,
                            "resumed 1 → %d → 1: weights differ by %.2e of their way%n",
                            count,
                            runs().resumed(List.of(1, count, 1)));
                }
            }
            case "loss" -> runs().losses(most);
            case "embed" -> embed(most);
            default -> CardFeed.print(new int[] {1, Runtime.getRuntime().availableProcessors()});
        }
    }

    private static EncoderConfig config(String size) {
        return switch (size) {
            case "tiny" -> EncoderConfig.tiny();
            case "small" -> EncoderConfig.small();
            default -> EncoderConfig.base();
        };
    }

    /** Clips a second and efficiency, each card with so many clips, and all cards with so many. */
    void steps(String name, EncoderConfig config, int clips) {
        double seconds = Double.parseDouble(settings.getOrDefault("seconds", "3"));
        double one = 0;
        for (int count : counts) {
            try (Backend backend = open.apply(count)) {
                if (count == counts.get(0)) {
                    System.out.println(backend.device());
                }
                double each = CardSteps.clipsPerSecond(backend, config, clips * count, seconds);
                double divided =
                        count == 1
                                ? each
                                : CardSteps.clipsPerSecond(backend, config, clips, seconds);
                one = count == 1 ? each : one;
                System.out.printf(
                        Locale.ROOT,
                        "%s, %d cards: %d clips a card %.0f clips/s, efficiency %.1f %%; %d clips"
                                + " in all %.0f clips/s, %.1f %%%n",
                        name,
                        count,
                        clips,
                        each,
                        100 * each / one / count,
                        clips,
                        divided,
                        100 * divided / one / count);
            }
        }
    }

    private Path corpus() {
        Path shipped = Path.of("examples/corpus");
        Path beside = Path.of("..").resolve(shipped);
        String chosen = settings.get("corpus");
        return chosen != null ? Path.of(chosen) : Files.isDirectory(beside) ? beside : shipped;
    }

    private CardRuns runs() {
        LogMelConfig logMel = LogMelConfig.standard().withMelBins(SHORT.mels());
        SpectrogramClips clips =
                UnlabelledClips.of(new AudioCorpus(corpus()))
                        .parts(
                                SpectrogramStores.open(logMel, null),
                                SHORT.frames(),
                                HeldOut.CLIPS,
                                0,
                                1)
                        .training();
        try (Backend backend = open.apply(1)) {
            Normalization normalization =
                    SpectrogramStores.normalization(clips, backend.workers(), WorkListener.SILENT);
            return new CardRuns(open, SHORT, clips, normalization, CLIPS);
        }
    }

    private void embed(int most) throws IOException {
        ComputeDevice one = ComputeDevice.of("cuda:0");
        CardEmbedding embedding =
                new CardEmbedding(corpus(), EncoderShape.tiny().frames(SHORT.frames()), one);
        int clips = Integer.parseInt(settings.getOrDefault("clips", "100000"));
        List<float[]> alone = embedding.run(one, Math.min(clips, 2000));
        one.close();
        List<float[]> shared = embedding.run(ComputeDevice.of("cuda:" + numbers(most)), clips);
        int same = Math.min(alone.size(), shared.size());
        System.out.printf(
                Locale.ROOT,
                "largest difference between one card and %d: %.1e%n",
                most,
                CardEmbedding.difference(alone.subList(0, same), shared.subList(0, same)));
    }
}
