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
package org.ssamba.watch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ComputeDevice;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioCorpus;
import org.ssamba.work.WorkListener;

class PretrainingPicturesTest {
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);
    private static final int TRAINING_BLUE = 0x0072B2;
    private static final int VALIDATION_VERMILION = 0xD55E00;

    @TempDir Path folder;

    @BeforeEach
    void corpus() {
        ToneExamples.inFiles(folder.resolve("unlabelled"), 8, 500);
    }

    private float[] pretrain(
            SSAMBAPretrainer.Probe probe, WorkListener listener, long steps, Path checkpoint) {
        SSAMBAPretrainer pretrainer =
                SSAMBAPretrainer.builder(EncoderShape.tiny().size(16, 2).frames(48))
                        .recipe(
                                new PretrainingRecipe()
                                        .steps(steps)
                                        .batchSize(4)
                                        .maskedPatches(6)
                                        .warmUp(0, 1)
                                        .validation(2, 0.25))
                        .device(CPU)
                        .listener(listener)
                        .build();
        pretrainer.setProbe(probe);
        return pretrainer
                .pretrain(new AudioCorpus(folder.resolve("unlabelled")), checkpoint)
                .weights()
                .values()
                .iterator()
                .next();
    }

    private PretrainingPictures pictures(Path where) {
        List<AudioClip> clips =
                Stream.of(false, true)
                        .map(high -> AudioClip.of(ToneExamples.tone(high, 7), ToneExamples.RATE))
                        .toList();
        return new PretrainingPictures(where, clips, 6, CPU);
    }

    private static BufferedImage read(Path png) throws IOException {
        return ImageIO.read(png.toFile());
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static long count(BufferedImage image, int rgb) {
        return Arrays.stream(pixels(image)).filter(pixel -> (pixel & 0xFFFFFF) == rgb).count();
    }

    @Test
    void picturesOfEachValidationAndOfARunThatGoesOn() throws IOException {
        Path out = folder.resolve("runs/first");
        Path checkpoint = folder.resolve("run.safetensors");
        PretrainingPictures first = pictures(out);
        SSAMBAPretrainer.Probe failing =
                (encoder, report) -> {
                    if (Files.exists(out.resolve("reconstruction-00000002.png"))) {
                        throw new IllegalStateException("killed");
                    }
                };
        IllegalStateException killed =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                pretrain(
                                        SSAMBAPretrainer.Probe.all(first, failing),
                                        first,
                                        5,
                                        checkpoint));
        assertEquals("killed", killed.getMessage());
        PretrainingPictures second = pictures(out);
        float[] watched = pretrain(second, second, 5, checkpoint);
        assertArrayEquals(pretrain(null, WorkListener.SILENT, 5, null), watched);

        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of(
                            "loss.png",
                            "metrics.csv",
                            "reconstruction-00000000.png",
                            "reconstruction-00000002.png",
                            "reconstruction-00000004.png",
                            "reconstruction-00000005.png"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        // From the first step on, as if nothing had happened.
        BufferedImage loss = read(out.resolve("loss.png"));
        assertTrue(count(loss, TRAINING_BLUE) > 200, "training");
        assertTrue(count(loss, VALIDATION_VERMILION) > 200, "validation");

        PretrainingPictures whole = pictures(folder.resolve("whole"));
        pretrain(whole, whole, 5, null);
        assertArrayEquals(pixels(read(folder.resolve("whole/loss.png"))), pixels(loss));

        BufferedImage before = read(out.resolve("reconstruction-00000000.png"));
        BufferedImage after = read(out.resolve("reconstruction-00000005.png"));
        int half = before.getWidth() / 2;
        int third = before.getHeight() / 3;
        for (int x : new int[] {0, half}) {
            // Clip and mask above, which stay, and what is drawn below them, which is learned.
            assertArrayEquals(
                    pixels(before.getSubimage(x, 0, half, 2 * third)),
                    pixels(after.getSubimage(x, 0, half, 2 * third)));
            assertFalse(
                    Arrays.equals(
                            pixels(before.getSubimage(x, 2 * third, half, third)),
                            pixels(after.getSubimage(x, 2 * third, half, third))));
        }
        assertFalse(
                Arrays.equals(
                        pixels(after.getSubimage(0, 0, half, third)),
                        pixels(after.getSubimage(half, 0, half, third))),
                "two clips");
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        PretrainingPictures deaf = pictures(folder.resolve("out"));
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> pretrain(deaf, WorkListener.SILENT, 2, null));
        assertTrue(e.getMessage().contains("listener"), e.getMessage());

        Path file = Files.writeString(folder.resolve("file"), "no folder");
        PretrainingPictures nowhere = pictures(file);
        UncheckedIOException unwritten =
                assertThrows(UncheckedIOException.class, () -> pretrain(nowhere, nowhere, 2, null));
        assertTrue(unwritten.getMessage().contains(file.toString()), unwritten.getMessage());

        assertThrows(
                IllegalArgumentException.class,
                () -> new PretrainingPictures(folder, List.of(), 6, CPU));
    }
}
