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
package org.ssamba.onnx;

import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.Pooling;
import org.tribuo.util.onnx.ONNXNode;
import org.tribuo.util.onnx.ONNXRef;

/** Tokens through all pairs, the final norm, pooling and the head (docs/model.md, 5 and 6). */
final class NetworkGraph {
    private static final String FINAL_NORM = "v.norm_f";

    /** Far below any sigmoid but the smallest: keeps shares defined where all sigmoids are 0. */
    private static final float TINY = 1e-30f;

    private final EncoderConfig config;
    private final GraphWriter graph;

    NetworkGraph(EncoderConfig config, GraphWriter graph) {
        this.config = config;
        this.graph = graph;
    }

    /**
     * Writes the encoder and its pooling.
     *
     * @param spectrogram (B, frames, mels).
     * @param pooling which tokens.
     * @return (B, D).
     */
    ONNXNode embedding(ONNXRef<?> spectrogram, Pooling.Kind pooling) {
        ONNXRef<?> read = new TokenGraph(config, graph).tokens(spectrogram);
        for (int pair = 0; pair < config.pairs(); pair++) {
            ONNXRef<?> hidden = new MixerPairGraph(config, graph, pair).hidden(read);
            // Both layers of a pair read the same stream and both pass it on: it doubles.
            ONNXRef<?> residual = graph.add("pair_" + pair + ".residual", read, read);
            read = graph.add("pair_" + pair + ".stream", residual, hidden);
        }
        ONNXRef<?> once = graph.layerNorm("final_norm", read, FINAL_NORM);
        ONNXRef<?> encoded = graph.layerNorm("encoded", once, FINAL_NORM);
        ONNXRef<?> pooled =
                switch (pooling) {
                    case MEAN -> graph.slice("pooled", encoded, 0, 1, GraphWriter.END);
                    case CLASS_TOKEN -> graph.slice("pooled", encoded, 0, 0, 1);
                };
        return graph.node(
                Operator.of(
                        "ReduceMean",
                        Operator.integers("axes", 0),
                        Operator.integer("keepdims", 0)),
                "pooled",
                pooled);
    }

    /**
     * Writes the head.
     *
     * @param embedding (B, D).
     * @param scores what to make of its logits.
     * @return (B, outputs).
     */
    ONNXNode scores(ONNXRef<?> embedding, Scores scores) {
        ONNXRef<?> normed = graph.layerNorm("head_norm", embedding, "mlp_head.0");
        ONNXNode logits =
                graph.node(
                        Operator.of("Gemm", Operator.integer("transB", 1)),
                        "logits",
                        normed,
                        graph.weight("mlp_head.1.weight"),
                        graph.weight("mlp_head.1.bias"));
        if (scores.kind() == HeadKind.SQUARED) {
            return scores.scale().isEmpty()
                    ? logits
                    : graph.add(
                            "values",
                            graph.multiply("values", logits, graph.numbers(scores.scale())),
                            graph.numbers(scores.offset()));
        }
        if (scores.kind() == HeadKind.SOFTMAX) {
            return graph.node(
                    Operator.of("Softmax", Operator.integer("axis", -1)), "probabilities", logits);
        }
        ONNXNode sigmoids = graph.node(Operator.of("Sigmoid"), "probabilities", logits);
        if (!scores.shares()) {
            return sigmoids;
        }
        ONNXRef<?> positive = graph.add("shares", sigmoids, graph.number(TINY));
        ONNXRef<?> sum = graph.node(Operator.of("ReduceSum"), "sum", positive, graph.integers(-1));
        return graph.node(Operator.of("Div"), "shares", positive, sum);
    }
}
