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

import org.ssamba.work.WorkerPool;

/** The workers of a pool, each with arrays of its own. Used by the first of them. */
final class CpuWorkers implements Workers {
    private final WorkerPool pool;
    private final Scratch[] scratch;

    /** What is being spread; the pool publishes it with its pieces. */
    private Piece body;

    /** Made once, so that a run allocates nothing. */
    private final WorkerPool.Piece piece = this::run;

    CpuWorkers(WorkerPool pool) {
        this.pool = pool;
        this.scratch = new Scratch[pool.size()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = new Scratch();
        }
    }

    private void run(int index, int worker) {
        body.run(index, scratch[worker]);
    }

    @Override
    public void forEach(int pieces, Piece work) {
        body = work;
        pool.spread(pieces, piece);
    }

    @Override
    public Scratch scratch() {
        return scratch[0];
    }
}
