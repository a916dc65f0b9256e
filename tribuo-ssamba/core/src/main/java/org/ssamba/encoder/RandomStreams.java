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
package org.ssamba.encoder;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random numbers by address: a stream is a function of (seed, purpose, step, clip) alone, so
 * neither threads nor resuming nor the order of draws changes it.
 */
public final class RandomStreams {
    private RandomStreams() {}

    /**
     * The stream at an address.
     *
     * @param seed of the whole run.
     * @param purpose what the numbers are for.
     * @param step the step or epoch, or 0.
     * @param clip the clip, or 0.
     * @return a fresh generator.
     */
    public static SplittableRandom stream(long seed, String purpose, long step, long clip) {
        long state = mix(seed + 0x9E3779B97F4A7C15L);
        state = mix(state ^ fnv(purpose));
        state = mix(state + step * 0xD1342543DE82EF95L + 1);
        state = mix(state + clip * 0xA0761D6478BD642FL + 2);
        return new SplittableRandom(state);
    }

    /**
     * Shuffles a list in place (Fisher and Yates).
     *
     * @param list any modifiable list.
     * @param random decides the order.
     * @param <E> what the list holds.
     */
    public static <E> void shuffle(List<E> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }

    /** The finaliser of MurmurHash3 with the constants of Stafford's variant 13. */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The 64-bit hash of Fowler, Noll and Vo, variant 1a, over UTF-16 units. */
    private static long fnv(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return hash;
    }
}
