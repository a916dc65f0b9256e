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
package org.ssamba.compute.cpu;

import org.ssamba.compute.Tensor;

/** Cutting rows into pieces of work whose size depends on the shape only. */
final class Rows {
    /** Elements a piece should have at least, so that handing it out costs little. */
    private static final int ELEMENTS = 16384;

    private Rows() {}

    /** Rows per piece for rows of a given width, when each piece keeps sums of its own. */
    static int perChunk(int width) {
        return Math.max(32, ELEMENTS / width);
    }

    /** How many pieces a number of rows makes. */
    static int pieces(long rows, int perPiece) {
        return Math.toIntExact((rows + perPiece - 1) / perPiece);
    }

    /** Width of the last axis. */
    static int width(Tensor tensor) {
        return tensor.extent(tensor.shape().length - 1);
    }

    /** The number of rows before the last axis. */
    static int count(Tensor tensor) {
        return Math.toIntExact(tensor.size() / width(tensor));
    }
}
