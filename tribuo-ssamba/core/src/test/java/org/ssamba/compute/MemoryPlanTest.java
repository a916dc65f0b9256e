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
package org.ssamba.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ssamba.compute.op.Copy;
import org.ssamba.compute.op.PairNorm;
import org.ssamba.compute.op.ReluBackward;

class MemoryPlanTest {
    private record Extent(String name, long offset, long size, int first, int last) {}

    @Test
    void tensorsAliveTogetherNeverOverlap() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Plan plan = randomPlan(random);
            Precision precision = Precision.values()[seed % 2];
            List<MemoryPlan.Step> steps =
                    plan.operations().stream()
                            .map(
                                    operation ->
                                            new MemoryPlan.Step(
                                                    operation.touches(),
                                                    Map.of(),
                                                    Math.max(0, random.nextInt(9000) - 4000)))
                            .toList();
            MemoryPlan memory = new MemoryPlan(steps, precision);
            List<Extent> extents = extents(steps, memory, precision);
            for (int i = 0; i < extents.size(); i++) {
                Extent a = extents.get(i);
                assertEquals(0, a.offset % MemoryPlan.ALIGNMENT, a::toString);
                assertTrue(a.offset + a.size <= memory.bytes(), a::toString);
                for (int j = 0; j < i; j++) {
                    Extent b = extents.get(j);
                    boolean together = a.first <= b.last && b.first <= a.last;
                    boolean overlap = a.offset < b.offset + b.size && b.offset < a.offset + a.size;
                    assertTrue(!together || !overlap, () -> a + " and " + b);
                }
            }
        }
    }

    private static Plan randomPlan(Random random) {
        Plan.Builder plan = new Plan.Builder("random");
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(plan.input("input", DType.FLOAT32, 1));
        int count = 5 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            DType type = random.nextBoolean() ? DType.ACTIVATION : DType.FLOAT32;
            Tensor written = plan.work("t" + i, type, 1 + random.nextInt(3000));
            Tensor one = tensors.get(random.nextInt(tensors.size()));
            Tensor other = tensors.get(random.nextInt(tensors.size()));
            plan.add(new ReluBackward(one, other, written));
            tensors.add(written);
        }
        return plan.build();
    }

    private static List<Extent> extents(
            List<MemoryPlan.Step> steps, MemoryPlan memory, Precision precision) {
        List<Extent> extents = new ArrayList<>();
        Map<Tensor, int[]> lives = new IdentityHashMap<>();
        for (int step = 0; step < steps.size(); step++) {
            for (Tensor tensor : steps.get(step).touches()) {
                if (tensor.region() == Region.WORK) {
                    int now = step;
                    lives.computeIfAbsent(tensor, t -> new int[] {now, now})[1] = step;
                }
            }
            long scratch = steps.get(step).scratchBytes();
            if (scratch > 0) {
                extents.add(
                        new Extent(
                                "scratch " + step,
                                memory.scratchOffset(step),
                                scratch,
                                step,
                                step));
            }
        }
        lives.forEach(
                (tensor, life) ->
                        extents.add(
                                new Extent(
                                        tensor.toString(),
                                        memory.offset(tensor),
                                        tensor.size() * tensor.type().bytes(precision),
                                        life[0],
                                        life[1])));
        return extents;
    }

    @Test
    void aResultTakesThePlaceOfAnOperandThatNothingReadsLater() {
        for (boolean readLater : new boolean[] {false, true}) {
            Plan.Builder plan = new Plan.Builder("residuals");
            Tensor weight = plan.shared(Region.PARAMETERS, "weight", 0, 2, 64);
            Tensor first = plan.work("first", DType.FLOAT32, 1, 8, 64);
            plan.add(new Copy(plan.input("input", DType.FLOAT32, 1, 8, 64), first));
            Tensor normed = plan.work("normed", DType.ACTIVATION, 2, 1, 8, 64);
            Tensor second = plan.work("second", DType.FLOAT32, 1, 8, 64);
            plan.add(new PairNorm(first, null, null, weight, weight, normed, second, null, null));
            plan.expose(second);
            if (readLater) {
                plan.expose(first);
            }
            MemoryPlan memory = new MemoryPlan(plan.build(), Precision.FLOAT32);
            assertEquals(!readLater, memory.offset(first) == memory.offset(second));
        }
    }

    @Test
    void aChainNeedsTwoTensorsOnly() {
        Plan.Builder plan = new Plan.Builder("chain");
        Tensor last = plan.input("input", DType.FLOAT32, 64);
        for (int i = 0; i < 20; i++) {
            Tensor next = plan.work("t" + i, DType.FLOAT32, 64);
            plan.add(new Copy(last, next));
            last = next;
        }
        MemoryPlan memory = new MemoryPlan(plan.build(), Precision.FLOAT32);
        assertEquals(2 * 256, memory.bytes());
    }

    @Test
    void activationsTakeHalfTheMemoryInBfloat16() {
        Plan.Builder plan = new Plan.Builder("halves");
        Tensor input = plan.input("input", DType.FLOAT32, 1024);
        Tensor activation = plan.work("a", DType.ACTIVATION, 1024);
        plan.add(new Copy(input, activation));
        Plan built = plan.build();
        assertEquals(4096, new MemoryPlan(built, Precision.FLOAT32).bytes());
        assertEquals(2048, new MemoryPlan(built, Precision.BFLOAT16).bytes());
    }

    @Test
    void strangersHaveNoOffset() {
        Plan.Builder plan = new Plan.Builder("small");
        Tensor stranger = plan.work("stranger", DType.FLOAT32, 4);
        MemoryPlan memory = new MemoryPlan(plan.build(), Precision.FLOAT32);
        assertThrows(IllegalArgumentException.class, () -> memory.offset(stranger));
    }
}
