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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Checks of every operation that any backend can be put through. */
public final class OperationChecks {
    private static final Map<String, Consumer<OperationCase>> CHECKS = new LinkedHashMap<>();

    static {
        CHECKS.put("product", ProductChecks::plain);
        CHECKS.put("product, b transposed", ProductChecks::transposedB);
        CHECKS.put("product, a transposed", ProductChecks::transposedA);
        CHECKS.put("product, large", ProductChecks::large);
        CHECKS.put("product, large, a transposed", ProductChecks::largeTransposedA);
        CHECKS.put("product, both transposed", ProductChecks::bothTransposed);
        CHECKS.put(
                "product of views with bias and rectifier", ProductChecks::viewsBiasReluAccumulate);
        CHECKS.put("product with a repeated operand", ProductChecks::repeatedOperand);
        CHECKS.put("product for a weight gradient", ProductChecks::weightGradient);
        CHECKS.put("column sum", ProductChecks::columnSum);
        CHECKS.put("column sum, accumulated", ProductChecks::columnSumAccumulated);
        CHECKS.put("rectifier backward", ProductChecks::reluBackward);
        CHECKS.put("rectifier backward in place", ProductChecks::reluBackwardInPlace);
        CHECKS.put("patches", TokenChecks::patches);
        CHECKS.put("patches of a rounded spectrogram", TokenChecks::patchesOfActivations);
        CHECKS.put("embedding", TokenChecks::embed);
        CHECKS.put("embedding, masked", TokenChecks::embedMasked);
        CHECKS.put("embedding backward", TokenChecks::embedBackward);
        CHECKS.put("embedding backward, masked", TokenChecks::embedBackwardMasked);
        CHECKS.put("gather", TokenChecks::gather);
        CHECKS.put("gather backward", TokenChecks::gatherBackward);
        CHECKS.put("pooling", TokenChecks::pool);
        CHECKS.put("pooling of many tokens", TokenChecks::poolManyTokens);
        CHECKS.put("pooling backward", TokenChecks::poolBackward);
        CHECKS.put("layer norm", NormChecks::layerNorm);
        CHECKS.put("layer norm in inference", NormChecks::layerNormInference);
        CHECKS.put("layer norm backward", NormChecks::layerNormBackward);
        CHECKS.put("layer norm backward, lowest", NormChecks::layerNormBackwardAtTheBottom);
        CHECKS.put("pair norm, first pair", NormChecks::pairNormFirst);
        CHECKS.put("pair norm", NormChecks::pairNorm);
        CHECKS.put("pair norm with drop-path", NormChecks::pairNormDropped);
        CHECKS.put("pair norm backward, first pair", NormChecks::pairNormBackwardFirst);
        CHECKS.put("pair norm backward", NormChecks::pairNormBackward);
        CHECKS.put("pair norm backward with drop-path", NormChecks::pairNormBackwardDropped);
        CHECKS.put("final norm", NormChecks::finalNorm);
        CHECKS.put("final norm backward", NormChecks::finalNormBackward);
        CHECKS.put("final norm backward with drop-path", NormChecks::finalNormBackwardDropped);
        CHECKS.put("convolution", MixerChecks::convolution);
        CHECKS.put("convolution of one token", MixerChecks::convolutionOfOneToken);
        CHECKS.put("convolution backward", MixerChecks::convolutionBackward);
        CHECKS.put("convolution backward, wide", MixerChecks::convolutionBackwardWide);
        CHECKS.put("scan in inference", MixerChecks::scanInference);
        CHECKS.put("scan backward", MixerChecks::scanBackward);
        CHECKS.put("scan backward, 16 states", MixerChecks::scanBackwardSixteenStates);
        CHECKS.put("scan backward, 40 states", MixerChecks::scanBackwardFortyStates);
        CHECKS.put("scan backward of one token", MixerChecks::scanBackwardOfOneToken);
        CHECKS.put("gate", MixerChecks::gate);
        CHECKS.put("gate backward", MixerChecks::gateBackward);
        CHECKS.put("mixer", MixerChainChecks::any);
        CHECKS.put("mixer, 16 states", MixerChainChecks::sixteenStates);
        CHECKS.put("mixer of one token", MixerChainChecks::oneToken);
        CHECKS.put("mixer, wide", MixerChainChecks::wide);
        CHECKS.put("mixer, wide and longer", MixerChainChecks::wideAndLonger);
        CHECKS.put("mixer, many clips, wide", MixerChainChecks::manyClipsWide);
        CHECKS.put("mixer, many clips", MixerChainChecks::manyClips);
        CHECKS.put("mixer, longest", MixerChainChecks::longest);
        CHECKS.put("mixer, many tokens", MixerChainChecks::manyTokens);
        CHECKS.put("mixer, many tokens, wide", MixerChainChecks::manyTokensWide);
        CHECKS.put("mixer, many tokens of one clip", MixerChainChecks::manyTokensOfOneClip);
        CHECKS.put("InfoNCE", LossChecks::infoNce);
        CHECKS.put("InfoNCE in evaluation", LossChecks::infoNceEvaluation);
        CHECKS.put("InfoNCE of large scores", LossChecks::infoNceLargeScores);
        CHECKS.put("squared error", LossChecks::squaredError);
        CHECKS.put("squared error in evaluation", LossChecks::squaredErrorEvaluation);
        CHECKS.put("softmax head", LossChecks::headSoftmax);
        CHECKS.put("sigmoid head", LossChecks::headSigmoid);
        CHECKS.put("squared head", LossChecks::headSquared);
        CHECKS.put("sum", LossChecks::sum);
        CHECKS.put("gradient norm", OptimizerChecks::gradientNorm);
        CHECKS.put("AdamW", OptimizerChecks::adamW);
        CHECKS.put("Adam with L2", OptimizerChecks::adamWithPenalty);
        CHECKS.put("Adam skips", OptimizerChecks::adamSkipsWhatIsNotFinite);
    }

    private OperationChecks() {}

    /**
     * One test for every check.
     *
     * @param backend what to test; stays open.
     * @param tolerance the largest error of an element relative to its own size plus the root mean
     *     square of its tensor.
     * @return the tests.
     */
    public static Stream<DynamicTest> on(Backend backend, double tolerance) {
        return CHECKS.entrySet().stream()
                .map(
                        check ->
                                DynamicTest.dynamicTest(
                                        check.getKey(),
                                        () -> {
                                            OperationCase c =
                                                    new OperationCase(
                                                            backend, tolerance, check.getKey());
                                            check.getValue().accept(c);
                                            c.check();
                                        }));
    }
}
