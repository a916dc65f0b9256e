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
package org.ssamba.provenance;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.tribuo.Trainer;
import org.tribuo.provenance.TrainerProvenance;

/** The calls of a trainer: each has a random stream of its own, told by its number. */
public final class Invocations {
    private final long seed;
    private SplittableRandom random;
    private int count;

    /**
     * A trainer that has not been called.
     *
     * @param seed of the trainer.
     */
    public Invocations(long seed) {
        this.seed = seed;
        restart(0);
    }

    /**
     * One call.
     *
     * @param seed of everything random in it.
     * @param provenance of the trainer.
     */
    public record Call(long seed, TrainerProvenance provenance) {}

    /**
     * Begins a call.
     *
     * @param invocation its number, or {@link Trainer#INCREMENT_INVOCATION_COUNT} for the next one.
     * @param provenance taken before the count goes up: replaying it then uses the same stream.
     */
    public synchronized Call next(int invocation, Supplier<TrainerProvenance> provenance) {
        if (invocation != Trainer.INCREMENT_INVOCATION_COUNT) {
            restart(invocation);
        }
        Call call = new Call(random.split().nextLong(), provenance.get());
        count++;
        return call;
    }

    /**
     * The seed of a call that is not made.
     *
     * @param invocation its number, from 0.
     */
    public long seed(int invocation) {
        return new Invocations(seed).next(invocation, () -> null).seed();
    }

    /** How many calls there were. */
    public synchronized int count() {
        return count;
    }

    /** Makes the call of that number the next one. */
    public synchronized void restart(int invocation) {
        if (invocation < 0) {
            throw new IllegalArgumentException(
                    "The supplied invocationCount is less than zero: " + invocation);
        }
        random = new SplittableRandom(seed);
        for (count = 0; count < invocation; count++) {
            random.split();
        }
    }
}
