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
package org.ssamba.pretraining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssamba.compute.Backend;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Parameter;
import org.ssamba.encoder.ParameterLayout;

class PatchReconstructionTest {
    /** 2 rows and 3 columns of patches of 4 mel bins by 2 frames. */
    private static final EncoderConfig GRID = new EncoderConfig(8, 2, 4, 4, 8, 6, 4, 2, 4, 2);

    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = CpuBackend.create(1);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    private static float[] noise(int size) {
        Random random = new Random(3);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** A network whose generative head draws pixel i as the number i, whatever it reads. */
    private static float[] drawingPixelNumbers(EncoderConfig config) {
        ParameterLayout layout = new PretrainingPlan.Network(config).layout();
        float[] weights = layout.initialWeights(1);
        for (Parameter parameter : layout.parameters()) {
            if (parameter.name().startsWith("gpredlayer.2.")) {
                boolean bias = parameter.name().endsWith("bias");
                for (int i = 0; i < parameter.size(); i++) {
                    weights[(int) parameter.offset() + i] = bias ? i : 0;
                }
            }
        }
        return weights;
    }

    @Test
    void hiddenPatchesAreDrawnInPlaceAndTheRestStays() {
        float[] spectrogram = noise(48);
        PatchReconstruction drawn =
                PatchReconstruction.of(
                        backend, GRID, drawingPixelNumbers(GRID), spectrogram, 4, 11);
        assertArrayEquals(spectrogram, drawn.original());
        assertEquals(4, IntStream.range(0, 6).filter(patch -> drawn.hidden()[patch]).count());
        for (int frame = 0; frame < 6; frame++) {
            for (int mel = 0; mel < 8; mel++) {
                boolean hidden = drawn.hidden()[mel / 4 * 3 + frame / 2];
                float expected = hidden ? mel % 4 * 2 + frame % 2 : spectrogram[frame * 8 + mel];
                assertEquals(
                        expected,
                        drawn.reconstructed()[frame * 8 + mel],
                        1e-6,
                        "frame " + frame + " mel " + mel);
            }
        }
    }

    @Test
    void whereHiddenPatchesOverlapTheirMeanIsShown() {
        EncoderConfig overlapping = new EncoderConfig(8, 2, 4, 4, 4, 3, 4, 2, 4, 1);
        PatchReconstruction drawn =
                PatchReconstruction.of(
                        backend, overlapping, drawingPixelNumbers(overlapping), noise(12), 2, 1);
        // The middle frame is the second one of the first patch and the first one of the second.
        assertEquals((3 + 2) / 2.0, drawn.reconstructed()[4 + 1], 1e-6);
    }

    @Test
    void hiddenPixelsDoNotReachTheEncoder() {
        float[] weights = new PretrainingPlan.Network(GRID).layout().initialWeights(5);
        float[] spectrogram = noise(48);
        PatchReconstruction first =
                PatchReconstruction.of(backend, GRID, weights, spectrogram, 3, 2);
        for (int cell = 0; cell < 48; cell++) {
            if (first.hidden()[cell % 8 / 4 * 3 + cell / 8 / 2]) {
                spectrogram[cell] += 100;
            }
        }
        PatchReconstruction second =
                PatchReconstruction.of(backend, GRID, weights, spectrogram, 3, 2);
        assertArrayEquals(first.reconstructed(), second.reconstructed());
    }

    @Test
    void wrongSizesAreNamed() {
        float[] weights = new PretrainingPlan.Network(GRID).layout().initialWeights(5);
        assertTrue(
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        PatchReconstruction.of(
                                                backend, GRID, weights, noise(47), 3, 2))
                        .getMessage()
                        .contains("6 frames of 8 mel bins"));
        assertThrows(
                IllegalArgumentException.class,
                () -> PatchReconstruction.of(backend, GRID, weights, noise(48), 7, 2));
    }
}
