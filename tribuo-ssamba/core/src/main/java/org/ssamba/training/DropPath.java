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
package org.ssamba.training;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.RandomStreams;

/**
 * Which layers a clip skips in a training step (docs/model.md, section 5): with probability p the
 * scale is 0, else 1/(1 - p).
 */
public final class DropPath {
    /** The rate before the final norm, which that of the layers rises to. */
    public static final double MAXIMUM_RATE = 0.1;

    private DropPath() {}

    /**
     * Draws the scales of a step.
     *
     * @param slot where the inputs are.
     * @param scales the drop-path inputs of a pass: (2, B) for each pair but the first, then (B).
     * @param config the encoder.
     * @param seed of the run.
     * @param pass tells the passes of one step apart.
     * @param step which step.
     * @param firstClip where the pass's clips start in the batch of the step.
     */
    public static void write(
            Slot slot,
            List<Tensor> scales,
            EncoderConfig config,
            long seed,
            String pass,
            long step,
            int firstClip) {
        if (scales.isEmpty()) {
            return;
        }
        int clips = scales.get(scales.size() - 1).extent(0);
        for (int clip = 0; clip < clips; clip++) {
            SplittableRandom random =
                    RandomStreams.stream(seed, "drop-path " + pass, step, firstClip + clip);
            for (int i = 0; i < scales.size(); i++) {
                FloatBuffer buffer = slot.floats(scales.get(i));
                if (i == scales.size() - 1) {
                    buffer.put(clip, draw(random, MAXIMUM_RATE));
                } else {
                    for (int layer = 0; layer < 2; layer++) {
                        double rate = config.dropPathRate(2 * (i + 1) + layer, MAXIMUM_RATE);
                        buffer.put(layer * clips + clip, draw(random, rate));
                    }
                }
            }
        }
    }

    private static float draw(SplittableRandom random, double rate) {
        return random.nextDouble() < rate ? 0 : (float) (1 / (1 - rate));
    }
}
