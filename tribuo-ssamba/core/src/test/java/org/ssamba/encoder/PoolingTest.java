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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PoolingTest {
    @Test
    void meanTakesEveryPatchAndTheClassTokenItselfOnly() {
        EncoderConfig config = new EncoderConfig(4, 2, 1, 1, 4, 6, 2, 2, 2, 2);
        assertArrayEquals(
                new int[] {-1, 0, 0, 0, 0, 0, 0},
                Pooling.clip(Pooling.Kind.MEAN, config).segmentOfToken());
        assertArrayEquals(
                new int[] {0, -1, -1, -1, -1, -1, -1},
                Pooling.clip(Pooling.Kind.CLASS_TOKEN, config).segmentOfToken());
    }

    @Test
    void secondsTakeTheirColumnsInEveryRow() {
        EncoderConfig config = EncoderConfig.tiny().withFrames(304);
        Pooling pooling = Pooling.perSecond(config);
        assertEquals(3, pooling.segments());
        int columns = config.gridColumns();
        // Centres at 8, 24, …: column 5 is at 88, column 6 at 104.
        for (int row = 0; row < config.gridRows(); row++) {
            assertEquals(0, pooling.segmentOfToken()[1 + row * columns + 5]);
            assertEquals(1, pooling.segmentOfToken()[1 + row * columns + 6]);
        }
        assertEquals(-1, pooling.segmentOfToken()[0]);
    }

    @Test
    void publishedScenesAverageRunsOfTheFlatTokenList() {
        EncoderConfig config = EncoderConfig.tiny().withFrames(6144);
        Pooling pooling = Pooling.publishedScenes(config);
        int run = config.tokens() / 60;
        assertEquals(60, pooling.segments());
        assertEquals(0, pooling.segmentOfToken()[0]);
        assertEquals(0, pooling.segmentOfToken()[run - 1]);
        assertEquals(1, pooling.segmentOfToken()[run]);
        assertEquals(-1, pooling.segmentOfToken()[60 * run]);
        assertEquals(run, Arrays.stream(pooling.segmentOfToken()).filter(s -> s == 59).count());
    }

    @Test
    void anEmptySegmentIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Pooling(new int[] {0, 0}, 2));
    }
}
