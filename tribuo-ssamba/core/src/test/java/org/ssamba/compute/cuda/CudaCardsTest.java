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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.compute.Backend;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.pretraining.Objective;
import org.ssamba.pretraining.PretrainingPlan;
import org.ssamba.training.Adam;

/** What several cards are told, in which order, and what happens when one of them fails. */
@Timeout(120) // A run that is not given up would wait for ever.
class CudaCardsTest {
    private static final EncoderConfig CONFIG =
            new EncoderConfig(16, 2, 4, 4, 32, 32, 16, 16, 16, 16);
    private static final PretrainingPlan.Network NETWORK = new PretrainingPlan.Network(CONFIG);
    private static final int WEIGHTS = NETWORK.layout().size();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir Path cache;

    private static PretrainingPlan plan(int clips, int cards) {
        return new PretrainingPlan(
                NETWORK,
                new PretrainingPlan.Shape(clips, 2, Objective.JOINT, true, false),
                32,
                Adam.pretraining(),
                cards);
    }

    /** A step of pretraining on several cards, and what is done with it. */
    private interface Step {
        void with(Backend backend, ModelMemory memory, Program program, Slot slot);
    }

    private static void step(FakeCards fake, boolean eager, Duration patience, Step step) {
        int cards = fake.cards.size();
        try (Backend backend = fake.backend(eager, patience);
                ModelMemory memory = backend.allocate(WEIGHTS, Adam.STATE_VALUES, true);
                Program program = backend.compile(plan(2 * cards + 1, cards).plan(), memory)) {
            step.with(backend, memory, program, program.newSlot());
        }
    }

    @Test
    void oneSumOfAllGradientsIsCapturedBetweenBackwardAndNorm() {
        FakeCards fake = new FakeCards(3, cache);
        step(
                fake,
                false,
                MINUTE,
                (backend, memory, program, slot) -> {
                    for (int card = 0; card < 3; card++) {
                        List<String> calls = List.copyOf(fake.driver(card).calls);
                        List<String> sums =
                                calls.stream().filter(call -> call.contains("sum ")).toList();
                        assertEquals(List.of("capture sum " + WEIGHTS), sums);
                        int sum = calls.indexOf(sums.get(0));
                        assertEquals("capture squared_chunks", calls.get(sum + 1));
                        int backward = calls.lastIndexOf("capture embed_tokens_backward");
                        assertTrue(backward >= 0 && backward < sum, calls::toString);
                        assertEquals(
                                calls.size() - 1 - calls.subList(0, sum).size(),
                                calls.subList(sum + 1, calls.size()).stream()
                                        .filter(call -> !call.contains("backward"))
                                        .count());
                    }
                    fake.cards.forEach(card -> card.driver.calls.clear());
                    program.run(slot);
                    for (int card = 0; card < 3; card++) {
                        List<String> calls = fake.driver(card).calls;
                        assertEquals(3, calls.size(), calls::toString);
                        assertEquals("graph", calls.get(1));
                    }
                    // Three clips, two and two: the first card has more to read.
                    assertTrue(bytes(fake, 0) > bytes(fake, 1));
                    assertEquals(bytes(fake, 1), bytes(fake, 2));
                    // Spectrograms cross in bfloat16.
                    long values = 3L * CONFIG.frames() * CONFIG.mels();
                    assertTrue(bytes(fake, 0) < 4 * values, bytes(fake, 0) + " bytes");
                });
        fake.cards.forEach(
                card -> {
                    List<String> calls = card.driver.calls;
                    assertEquals("closed with 0 graphs", calls.get(calls.size() - 1));
                    assertEquals(0, card.driver.openHandles);
                    assertEquals(0, card.driver.allocatedBytes());
                });
    }

    private static long bytes(FakeCards fake, int card) {
        return Long.parseLong(fake.driver(card).calls.get(0).substring("in ".length()));
    }

    @Test
    @SuppressWarnings("try") // what is closed out of order is tested
    void graphsGoBeforeTheLinkThatTheyHold() {
        FakeCards fake = new FakeCards(2, cache);
        Backend backend = fake.backend(false, MINUTE);
        ModelMemory memory = backend.allocate(WEIGHTS, Adam.STATE_VALUES, true);
        Program program = backend.compile(plan(2, 2).plan(), memory);
        assertEquals(1, fake.driver(0).graphs);
        backend.close();
        assertEquals(
                List.of("closed with 0 graphs"),
                fake.driver(0).calls.stream().filter(call -> call.startsWith("closed")).toList());
        program.close();
        memory.close();
    }

    @Test
    void anEagerRunAddsUpInTheSamePlace() {
        FakeCards fake = new FakeCards(2, cache);
        step(
                fake,
                true,
                MINUTE,
                (backend, memory, program, slot) -> {
                    program.run(slot);
                    List<String> calls = fake.driver(1).calls;
                    int sum = calls.indexOf("sum " + WEIGHTS);
                    assertEquals("launch squared_chunks", calls.get(sum + 1));
                });
    }

    @Test
    void theProvenanceHasTheLibraryAndTheNumberOfCards() {
        try (Backend backend = new FakeCards(2, cache).backend(false, MINUTE)) {
            Map<String, String> details = backend.device().details();
            assertEquals("2 × Fake GPU", backend.device().name());
            assertEquals("2", details.get("cards"));
            assertEquals("9.8.7", details.get("NCCL"));
            assertEquals("ring, simple, no multicast", details.get("sum of gradients"));
        }
    }

    @Test
    void aPlanForOneCardDoesNotTrainOnSeveral() {
        FakeCards fake = new FakeCards(2, cache);
        try (Backend backend = fake.backend(false, MINUTE);
                ModelMemory memory = backend.allocate(WEIGHTS, Adam.STATE_VALUES, true)) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> backend.compile(plan(4, 1).plan(), memory));
            assertTrue(
                    e.getMessage().contains("made for a number of cards of 1, not 2"),
                    e.getMessage());
        }
        try (Backend alone = new FakeDevice(cache).backend(Precision.BFLOAT16, false);
                ModelMemory memory = alone.allocate(WEIGHTS, Adam.STATE_VALUES, true)) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> alone.compile(plan(4, 2).plan(), memory));
            assertTrue(
                    e.getMessage().contains("made for a number of cards of 2, not 1"),
                    e.getMessage());
        }
    }

    /** What the run of a step throws, and everything after it. */
    private static String failure(FakeCards fake, Duration patience, Runnable fault) {
        String[] message = new String[1];
        step(
                fake,
                false,
                patience,
                (backend, memory, program, slot) -> {
                    fault.run();
                    BackendException e =
                            assertThrows(BackendException.class, () -> program.run(slot));
                    message[0] = e.getMessage();
                    BackendException after =
                            assertThrows(BackendException.class, () -> program.run(slot));
                    assertTrue(after.getMessage().contains("earlier run failed"));
                    assertThrows(
                            BackendException.class,
                            () -> memory.read(Region.PARAMETERS, 0, new float[1]));
                    try {
                        assertTrue(fake.aborted.await(10, TimeUnit.SECONDS), "all let go");
                    } catch (InterruptedException interrupted) {
                        throw new IllegalStateException(interrupted);
                    }
                });
        return message[0];
    }

    @Test
    void aCardThatFailsEndsTheRunOnAll() {
        FakeCards fake = new FakeCards(3, cache);
        // The others wait for its gradients until they are let go.
        IntStream.of(0, 2).forEach(card -> fake.driver(card).hang = fake.aborted);
        String message = failure(fake, MINUTE, () -> fake.driver(1).failingGraph = true);
        assertTrue(message.startsWith("cuda:1 failed: "), message);
        assertTrue(message.contains("fell off the bus"), message);
        assertTrue(message.contains("cuda:0, cuda:1, cuda:2 were stopped"), message);
        assertTrue(message.contains("A checkpoint stays"), message);
    }

    @Test
    void anErrorThatOnlyNcclSeesEndsTheRun() {
        FakeCards fake = new FakeCards(2, cache);
        fake.cards.forEach(card -> card.driver.hang = fake.aborted);
        String message = failure(fake, MINUTE, () -> fake.error = "NCCL says remote error (6)");
        assertTrue(message.startsWith("NCCL says remote error (6). cuda:0, cuda:1"), message);
    }

    @Test
    void aCardThatHangsEndsTheRunAndIsNamed() {
        FakeCards fake = new FakeCards(2, cache);
        fake.driver(0).hang = fake.aborted;
        CountDownLatch never = new CountDownLatch(1);
        fake.driver(1).hang = never;
        String message = failure(fake, Duration.ofSeconds(1), () -> {});
        assertTrue(
                message.startsWith(
                        "The run of pretraining of 5 clips has not ended within 1 s; no answer"
                                + " from cuda:1"),
                message);
        never.countDown();
    }

    @Test
    void cardsOfDifferentKindsAreRefused() {
        FakeCards fake = new FakeCards(3, cache);
        fake.driver(2).name = "Another GPU";
        try (Backend backend = fake.backend(false, MINUTE)) {
            CudaUnavailableException e =
                    assertThrows(
                            CudaUnavailableException.class,
                            () -> CudaCards.requireAlike(fake.opened, List.of(0, 1, 5)));
            assertTrue(
                    e.getMessage().contains("cuda:0 is Fake GPU and cuda:5 is Another GPU"),
                    e.getMessage());
            assertEquals(3, backend.cards());
        }
    }

    @Test
    void cardsAreWrittenAsNumbersOrAll() {
        assertEquals(List.of(0, 3), CardList.parse("0, 3"));
        assertEquals(List.of(), CardList.parse("all"));
        for (String wrong : List.of("0,0", "-1", "0,", "one", "")) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> CardList.parse(wrong));
            assertTrue(e.getMessage().contains("\"" + wrong + "\""), e.getMessage());
        }
    }
}
