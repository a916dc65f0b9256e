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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Growing is checked against reference values elsewhere; here what is cut. */
class PositionEmbeddingTest {
    /** 8 rows, 8 columns, width 1; the position of (row, column) is 10·row + column. */
    private static final EncoderConfig FROM =
            new EncoderConfig(1, 2, 1, 1, 128, 128, 16, 16, 16, 16);

    private static float[] positions() {
        float[] positions = new float[FROM.tokens()];
        positions[0] = -7;
        for (int patch = 0; patch < 64; patch++) {
            positions[1 + patch] = 10 * (patch / 8) + patch % 8;
        }
        return positions;
    }

    @Test
    void timeIsCutInTheMiddle() {
        EncoderConfig to = FROM.withFrames(80);
        float[] cut = PositionEmbedding.adapt(positions(), FROM, to);
        assertEquals(5, to.gridColumns());
        assertEquals(-7, cut[0]);
        // Columns from ⌊8/2⌋ - ⌊5/2⌋ = 2.
        assertEquals(2, cut[1]);
        assertEquals(6, cut[5]);
        assertEquals(12, cut[6]);
    }

    @Test
    void frequencyIsCutInTheMiddleToo() {
        EncoderConfig to = new EncoderConfig(1, 2, 1, 1, 64, 128, 16, 16, 16, 16);
        float[] cut = PositionEmbedding.adapt(positions(), FROM, to);
        assertEquals(4, to.gridRows());
        // Rows from ⌊8/2⌋ - ⌊4/2⌋ = 2.
        assertEquals(20, cut[1]);
        assertEquals(57, cut[32]);
    }

    @Test
    void theSameGridIsTheSame() {
        float[] same = PositionEmbedding.adapt(positions(), FROM, FROM);
        for (int i = 0; i < same.length; i++) {
            assertEquals(positions()[i], same[i]);
        }
    }

    @Test
    void anotherPatchShapeIsRefusedByName() {
        EncoderConfig to = new EncoderConfig(1, 2, 1, 1, 128, 128, 128, 2, 128, 2);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> WeightTransfer.check(FROM, to));
        assertEquals(true, e.getMessage().contains("patch shape"), e.getMessage());
    }
}
