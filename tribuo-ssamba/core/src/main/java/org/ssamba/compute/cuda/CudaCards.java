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

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.ssamba.compute.Backend;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.cards.CardLink;
import org.ssamba.compute.cards.CardsBackend;

/**
 * One or several GPUs of a host as a backend. Several must be of one kind, and are joined by NCCL;
 * a training batch is divided among them, and other work spread over them.
 */
public final class CudaCards {
    /** The system property that sets how many seconds a run on several cards may last. */
    public static final String PATIENCE = "ssamba.cuda.patience";

    private static final int PATIENCE_SECONDS = 45;

    private static final Logger logger = Logger.getLogger(CudaCards.class.getName());

    private CudaCards() {}

    /**
     * Takes GPUs.
     *
     * @param options how; their device is not used.
     * @param cards which, see {@link CardList#parse}.
     * @return the backend, to be closed by the caller.
     * @throws CudaUnavailableException if a GPU, the driver or a library is missing or unusable.
     * @throws IllegalArgumentException if the cards are not such a list.
     */
    public static Backend open(CudaOptions options, String cards) {
        List<Integer> devices = CardList.parse(cards);
        if (devices.isEmpty()) {
            devices = IntStream.range(0, available()).boxed().toList();
        }
        if (devices.size() == 1) {
            return CudaBackend.open(options.on(devices.get(0)));
        }
        Nccl nccl = new Nccl(new Libraries(LibrarySearch.ofThisMachine()).collectives());
        List<CudaBackend> opened = new ArrayList<>();
        try {
            for (int device : devices) {
                // The threads of the first load clips for all.
                int threads = opened.isEmpty() ? options.threads() : 1;
                opened.add(CudaBackend.open(options.on(device).withThreads(threads)));
            }
            requireAlike(opened, devices);
            return join(
                    opened,
                    devices,
                    nccl.join(devices),
                    nccl.version(),
                    Duration.ofSeconds(Integer.getInteger(PATIENCE, PATIENCE_SECONDS)));
        } catch (RuntimeException e) {
            opened.forEach(CudaBackend::close);
            throw e;
        }
    }

    /**
     * How many cards the driver shows; {@code CUDA_VISIBLE_DEVICES} applies.
     *
     * @return at least 1.
     * @throws CudaUnavailableException if there is no driver, or it shows no card.
     */
    public static int available() {
        return new LoadedDriver(new Libraries(LibrarySearch.ofThisMachine())).deviceCount();
    }

    /**
     * Whether several cards can be joined.
     *
     * @return NCCL's version, or why there is none.
     */
    public static String collectives() {
        try {
            return new Nccl(new Libraries(LibrarySearch.ofThisMachine()).collectives()).version();
        } catch (CudaUnavailableException e) {
            return e.getMessage();
        }
    }

    /** Different cards may round differently, and their weights would drift apart. */
    static void requireAlike(List<CudaBackend> cards, List<Integer> devices) {
        String first = cards.get(0).device().name();
        for (int i = 1; i < cards.size(); i++) {
            String other = cards.get(i).device().name();
            if (!other.equals(first)) {
                throw new CudaUnavailableException(
                        "Several cards must be of one kind, but "
                                + name(devices.get(0))
                                + " is "
                                + first
                                + " and "
                                + name(devices.get(i))
                                + " is "
                                + other
                                + ": choose among equal ones, such as those of "
                                + first);
            }
        }
    }

    private static String name(int device) {
        return "cuda:" + device;
    }

    /** Makes one backend of several. */
    static Backend join(
            List<CudaBackend> cards,
            List<Integer> devices,
            List<Communicator> communicators,
            String version,
            Duration patience) {
        IntStream.range(0, cards.size()).forEach(i -> cards.get(i).join(communicators.get(i)));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("NCCL", version);
        facts.put("sum of gradients", Nccl.algorithm());
        return new CardsBackend(
                cards,
                devices.stream().map(CudaCards::name).toList(),
                new Link(cards, communicators),
                facts,
                patience);
    }

    /** Communicators seen together. */
    private static final class Link implements CardLink {
        private final List<CudaBackend> cards;
        private final List<Communicator> communicators;
        private boolean aborted;

        Link(List<CudaBackend> cards, List<Communicator> communicators) {
            this.cards = cards;
            this.communicators = communicators;
        }

        @Override
        public Optional<String> failure() {
            return communicators.stream().flatMap(one -> one.error().stream()).findFirst();
        }

        /**
         * NCCL first tells the kernels to end, and then waits for graphs that are never freed, as
         * the driver may refuse that now: so threads are left behind.
         */
        @Override
        public synchronized void abort(BackendException reason) {
            cards.forEach(card -> card.fail(reason));
            if (!aborted) {
                aborted = true;
                for (Communicator one : communicators) {
                    Thread thread = new Thread(() -> abort(one), "ssamba abort");
                    thread.setDaemon(true);
                    thread.start();
                }
            }
        }

        private static void abort(Communicator one) {
            try {
                one.abort();
            } catch (BackendException e) {
                logger.log(Level.FINE, "Aborting a communicator failed", e);
            }
        }

        @Override
        public synchronized void close() {
            if (!aborted) {
                communicators.forEach(Communicator::close);
            }
        }
    }
}
