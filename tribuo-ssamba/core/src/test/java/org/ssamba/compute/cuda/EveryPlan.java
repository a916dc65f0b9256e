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

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.ssamba.compute.Backend;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.compute.ExampleStep;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OperationChecks;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.pretraining.Objective;
import org.ssamba.pretraining.PretrainingPlan;
import org.ssamba.training.Adam;
import org.ssamba.work.DeviceUse;
import org.ssamba.work.WorkerPool;

/** The plans of all operation checks, with the models they run on, and training steps. */
final class EveryPlan {
    /** A plan and the size of its model. */
    record Case(Plan plan, long parameters, int stateValues) {}

    private EveryPlan() {}

    // References are computed on the way, so the plans are made once.
    private static final List<Case> CASES = collect();

    static List<Case> cases() {
        return CASES;
    }

    private static List<Case> collect() {
        List<Case> cases = new ArrayList<>();
        Collector collector = new Collector(cases);
        OperationChecks.on(collector, 0).forEach(EveryPlan::runUntilCompiled);
        add(cases, new ExampleStep(collector, 1, 513, 768));
        add(cases, new ExampleStep(collector, 64, 513, 192));
        cases.add(pretraining(48));
        cases.add(pretraining(64));
        return cases;
    }

    /** Two parts of a joint step with drop-path; fused kernels take a width of 64. */
    private static Case pretraining(int width) {
        EncoderConfig config = EncoderConfig.tiny().withSize(width, 4);
        PretrainingPlan.Network network = new PretrainingPlan.Network(config);
        PretrainingPlan plan =
                new PretrainingPlan(
                        network,
                        new PretrainingPlan.Shape(40, 100, Objective.JOINT, true, true),
                        ScanShape.CHUNK,
                        Adam.pretraining());
        return new Case(plan.plan(), network.layout().size(), Adam.STATE_VALUES);
    }

    private static void add(List<Case> cases, ExampleStep step) {
        cases.add(new Case(step.plan(), step.parameters(), 2));
    }

    private static void runUntilCompiled(DynamicTest check) {
        try {
            check.getExecutable().execute();
        } catch (Collected e) {
            return;
        } catch (Throwable e) {
            throw new AssertionError(check.getDisplayName(), e);
        }
        throw new AssertionError(check.getDisplayName() + " compiles no plan");
    }

    /** Says that a plan was collected; nothing runs after it. */
    private static final class Collected extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A backend that keeps plans instead of compiling them. */
    private static final class Collector implements Backend {
        private final List<Case> cases;

        Collector(List<Case> cases) {
            this.cases = cases;
        }

        @Override
        public DeviceInfo device() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Precision precision() {
            return Precision.BFLOAT16;
        }

        @Override
        public WorkerPool workers() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int scanChunk(int tokens) {
            return ScanShape.CHUNK;
        }

        @Override
        public ModelMemory allocate(long parameters, int stateValues, boolean trainable) {
            return new Size(parameters, stateValues);
        }

        @Override
        public long requiredBytes(Plan plan) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int clipsAtOnce(int tokens, int channels) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DeviceUse use() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long availableBytes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Program compile(Plan plan, ModelMemory memory) {
            Size size = (Size) memory;
            cases.add(new Case(plan, size.parameters, size.stateValues));
            throw new Collected();
        }

        @Override
        public void close() {}
    }

    /** A model that is only a size. */
    private record Size(long parameters, int stateValues) implements ModelMemory {
        @Override
        public boolean trainable() {
            return true;
        }

        @Override
        public void write(Region region, long offset, float[] values) {}

        @Override
        public void read(Region region, long offset, float[] values) {}

        @Override
        public void close() {}
    }
}
