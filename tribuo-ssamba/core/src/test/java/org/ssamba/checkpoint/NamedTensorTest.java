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
package org.ssamba.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class NamedTensorTest {
    private static final int[] PAIR = {2};

    @Test
    void everyHalfIsTheNumberItsBitsSay() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            double fraction = (bits & 1023) / 1024.0;
            double expected =
                    exponent == 0
                            ? Math.scalb(fraction, -14)
                            : Math.scalb(1 + fraction, exponent - 15);
            if (exponent == 31) {
                expected = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            }
            expected = bits >> 15 == 1 ? -expected : expected;
            assertEquals((float) expected, Float16.toFloat((short) bits), "bits " + bits);
        }
    }

    @Test
    void bfloat16IsTheUpperHalfOfAFloat() {
        byte[] bytes = {(byte) 0x80, 0x3f, 0x49, (byte) 0xc0};
        NamedTensor tensor = NamedTensor.ofBytes("x", DType.BF16, PAIR, bytes);
        assertArrayEquals(new float[] {1, -3.140625f}, tensor.floats());
        assertArrayEquals(new double[] {1, -3.140625}, tensor.doubles());
    }

    @Test
    void integersAreReadWithTheirSign() {
        byte[] bytes = {-1, 1};
        assertArrayEquals(
                new int[] {-1, 1}, NamedTensor.ofBytes("x", DType.I8, PAIR, bytes).ints());
        assertArrayEquals(
                new int[] {255, 1}, NamedTensor.ofBytes("x", DType.U8, PAIR, bytes).ints());
        assertArrayEquals(
                new long[] {511}, NamedTensor.ofBytes("x", DType.I16, new int[0], bytes).longs());
    }

    @Test
    void aWrongTypeOrARangeThatDoesNotFitIsAnError() {
        NamedTensor floats = NamedTensor.of("x", PAIR, 1f, 2f);
        NamedTensor longs = NamedTensor.of("x", PAIR, 1L, 1L << 40);
        assertThrows(IllegalStateException.class, floats::longs);
        assertThrows(IllegalStateException.class, longs::floats);
        assertThrows(ArithmeticException.class, longs::ints);
        assertThrows(IllegalArgumentException.class, () -> NamedTensor.of("x", PAIR, 1f));
    }

    @Test
    void nobodyCanChangeATensor() {
        float[] values = {1, 2};
        int[] shape = {2};
        NamedTensor tensor = NamedTensor.of("x", shape, values);
        values[0] = 9;
        shape[0] = 9;
        tensor.shape()[0] = 9;
        tensor.floats()[0] = 9;
        assertThrows(ReadOnlyBufferException.class, () -> tensor.bytes().put(0, (byte) 9));
        assertEquals(NamedTensor.of("x", PAIR, 1f, 2f), tensor);
        assertNotEquals(tensor, tensor.withName("y"));
        assertEquals(tensor, tensor.withName("y").withName("x"));
    }
}
