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
package org.ssamba.pretraining;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssamba.compute.Backend;
import org.ssamba.compute.cpu.CpuBackend;

/** The CPU backend against the reference values of docs/model.md, section 11. */
class GoldenTest {
    private static Backend backend;
    private static GoldenChecks checks;

    @BeforeAll
    static void open() {
        backend = CpuBackend.create();
        checks = new GoldenChecks(backend);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @Test
    void inferenceEqualsTheReference() {
        within(1e-5, checks.inference());
    }

    @Test
    void lossesAndEveryGradientEqualTheReference() {
        Map<String, Double> errors = checks.pretraining();
        double zeroGradient = errors.remove("grad.cpredlayer.2.bias");
        assertTrue(zeroGradient < 1e-5, "a gradient that is truly 0 is " + zeroGradient);
        for (String metric : new String[] {"acc", "nce", "mse", "loss"}) {
            within(1e-5, Map.of(metric, errors.remove(metric)));
        }
        assertTrue(errors.size() > 70, "gradients compared: " + errors.size());
        within(1e-4, errors);
    }

    @Test
    void sixOptimiserStepsFollowTheReference() {
        within(1e-4, checks.trajectory());
    }

    @Test
    void adaptedEncodersEqualTheReference() {
        within(1e-5, checks.adapted());
    }

    private static void within(double tolerance, Map<String, Double> errors) {
        assertAll(
                errors.entrySet().stream()
                        .map(
                                entry ->
                                        () ->
                                                assertTrue(
                                                        entry.getValue() <= tolerance,
                                                        entry.getKey()
                                                                + " is off by "
                                                                + entry.getValue())));
    }
}
