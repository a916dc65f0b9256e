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

import java.util.SplittableRandom;
import org.ssamba.training.Clips;

/** Spectrograms of noise, made when asked for: benchmarks of the network read no files. */
record NoiseClips(int size) implements Clips {
    @Override
    public void load(int clip, float[] logMel) {
        SplittableRandom random = new SplittableRandom(clip);
        for (int i = 0; i < logMel.length; i++) {
            logMel[i] = (float) (random.nextDouble() + random.nextDouble());
        }
    }

    @Override
    public void loadPart(int clip, double position, float[] logMel) {
        load(clip, logMel);
    }

    @Override
    public void loadMixture(int clip, int partner, double lambda, float[] logMel) {
        throw new UnsupportedOperationException("Noise is not mixed");
    }
}
