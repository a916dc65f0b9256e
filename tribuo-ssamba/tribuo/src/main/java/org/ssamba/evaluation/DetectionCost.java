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
package org.ssamba.evaluation;

/**
 * What errors of a detector cost, as in NIST's speaker recognition evaluations: C = costOfMiss ·
 * P(miss) · p + costOfFalseAlarm · P(false alarm) · (1 − p), divided by what the better of
 * accepting everything and accepting nothing costs.
 *
 * @param targetPrior p, how probable a target is, within (0, 1)
 * @param costOfMiss above 0
 * @param costOfFalseAlarm above 0
 */
public record DetectionCost(double targetPrior, double costOfMiss, double costOfFalseAlarm) {
    /** p = 0.01 and both costs 1, the usual setting for VoxCeleb. */
    public static final DetectionCost NIST = new DetectionCost(0.01, 1, 1);

    /**
     * @throws IllegalArgumentException if a value is out of its range
     */
    public DetectionCost {
        if (!(targetPrior > 0 && targetPrior < 1)) {
            throw new IllegalArgumentException(
                    "targetPrior is " + targetPrior + "; it must lie between 0 and 1");
        }
        if (!(costOfMiss > 0 && costOfFalseAlarm > 0)) {
            throw new IllegalArgumentException(
                    "costs are " + costOfMiss + " and " + costOfFalseAlarm + "; they must be > 0");
        }
    }

    /** The normalised cost of an operating point with these rates, each within [0, 1]. */
    public double normalised(double missRate, double falseAlarmRate) {
        double miss = costOfMiss * targetPrior;
        double falseAlarm = costOfFalseAlarm * (1 - targetPrior);
        return (miss * missRate + falseAlarm * falseAlarmRate) / Math.min(miss, falseAlarm);
    }
}
