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

import java.util.stream.IntStream;

/** Ways to run pieces of work that must all give the same bits. */
enum TestWorkers implements Workers {
    /** One thread, rising order. */
    IN_ORDER {
        @Override
        public void forEach(int pieces, Piece body) {
            for (int i = 0; i < pieces; i++) {
                body.run(i, new Scratch());
            }
        }
    },
    /** One thread, falling order. */
    IN_REVERSE {
        @Override
        public void forEach(int pieces, Piece body) {
            for (int i = pieces - 1; i >= 0; i--) {
                body.run(i, new Scratch());
            }
        }
    },
    /** All threads of the common pool, any order. */
    IN_PARALLEL {
        @Override
        public void forEach(int pieces, Piece body) {
            IntStream.range(0, pieces).parallel().forEach(i -> body.run(i, new Scratch()));
        }
    };

    @Override
    public Scratch scratch() {
        return new Scratch();
    }
}
