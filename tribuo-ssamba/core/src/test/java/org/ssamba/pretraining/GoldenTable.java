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

import java.util.Map;
import java.util.TreeMap;
import org.ssamba.compute.Backend;
import org.ssamba.compute.Precision;
import org.ssamba.compute.cuda.CudaBackend;
import org.ssamba.compute.cuda.CudaOptions;

/** Prints how far a GPU is from the reference values; to be run by hand on a machine with one. */
public final class GoldenTable {
    private GoldenTable() {}

    /**
     * Prints the worst errors of each check in both precisions.
     *
     * @param arguments none.
     */
    public static void main(String[] arguments) {
        for (Precision precision : Precision.values()) {
            try (Backend backend = CudaBackend.open(CudaOptions.of(precision))) {
                GoldenChecks checks =
                        precision == Precision.FLOAT32
                                ? new GoldenChecks(backend)
                                : new GoldenChecks(backend, GoldenChecks::normError);
                print(precision, "inference", checks.inference());
                print(precision, "pretraining", checks.pretraining());
                print(precision, "trajectory", checks.trajectory());
                print(precision, "adapted", checks.adapted());
            }
        }
    }

    private static void print(Precision precision, String what, Map<String, Double> errors) {
        TreeMap<Double, String> sorted = new TreeMap<>();
        errors.forEach((name, error) -> sorted.put(error, name));
        StringBuilder worst = new StringBuilder();
        int shown = 0;
        for (var entry : sorted.descendingMap().entrySet()) {
            if (shown++ == 16) {
                break;
            }
            worst.append(String.format(" %s %.2g;", entry.getValue(), entry.getKey()));
        }
        System.out.printf("%s %s (%d values):%s%n", precision, what, errors.size(), worst);
    }
}
