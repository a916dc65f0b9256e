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
package org.ssamba.compute.cuda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.ssamba.compute.Backend;
import org.ssamba.compute.Precision;

/**
 * Several {@link FakeDevice}s, each with a driver of its own, and an NCCL that writes down what it
 * is told among the calls of the card's driver.
 */
final class FakeCards {
    final List<FakeDevice> cards = new ArrayList<>();
    final List<CudaBackend> opened = new ArrayList<>();
    final CountDownLatch aborted;
    volatile String error;
    private final int count;

    FakeCards(int count, Path cache) {
        this.count = count;
        aborted = new CountDownLatch(count);
        IntStream.range(0, count).forEach(card -> cards.add(new FakeDevice(cache)));
    }

    FakeDriver driver(int card) {
        return cards.get(card).driver;
    }

    Backend backend(boolean eager, Duration patience) {
        cards.forEach(card -> opened.add(card.backend(Precision.BFLOAT16, eager)));
        List<Communicator> communicators =
                cards.stream().<Communicator>map(card -> new Rank(card.driver)).toList();
        return CudaCards.join(
                opened,
                IntStream.range(0, count).boxed().toList(),
                communicators,
                "9.8.7",
                patience);
    }

    private final class Rank implements Communicator {
        private final FakeDriver driver;

        Rank(FakeDriver driver) {
            this.driver = driver;
        }

        @Override
        public void allReduce(long address, long values, long stream) {
            driver.calls.add((driver.capturing ? "capture sum " : "sum ") + values);
        }

        @Override
        public Optional<String> error() {
            return Optional.ofNullable(error);
        }

        /** As NCCL: the kernels that wait end, and this waits for graphs. */
        @Override
        public void abort() {
            driver.calls.add("abort");
            aborted.countDown();
        }

        @Override
        public void close() {
            driver.calls.add("closed with " + driver.graphs + " graphs");
        }
    }
}
