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

import java.util.List;
import org.ssamba.encoder.EncoderConfig;
import org.tribuo.util.onnx.ONNXRef;

/**
 * Spectrogram to tokens (docs/model.md, sections 3 and 9): patches by a strided convolution,
 * learned positions cut or interpolated to the clip's length, the class token in front.
 */
final class TokenGraph {
    private static final String POSITIONS = "v.pos_embed";

    private final EncoderConfig config;
    private final GraphWriter graph;

    TokenGraph(EncoderConfig config, GraphWriter graph) {
        this.config = config;
        this.graph = graph;
    }

    /**
     * Writes the tokens.
     *
     * @param spectrogram (B, frames, mels), or the same values in another shape that begins with B.
     * @return (L, B, D).
     */
    ONNXRef<?> tokens(ONNXRef<?> spectrogram) {
        int d = config.width();
        ONNXRef<?> frames = graph.reshape("frames", spectrogram, 0, 1, -1, config.mels());
        graph.batchOf(frames);
        ONNXRef<?> grid =
                graph.node(
                        "Conv",
                        "patches",
                        List.of(
                                graph.transpose("image", frames, 0, 1, 3, 2),
                                graph.weight("v.patch_embed.proj.weight"),
                                graph.weight("v.patch_embed.proj.bias")),
                        Operator.integers("strides", config.melStride(), config.frameStride()));
        ONNXRef<?> patches =
                graph.transpose("patches", graph.reshape("patches", grid, 0, d, -1), 2, 0, 1);
        ONNXRef<?> placed = graph.add("patches", patches, positions(grid));
        ONNXRef<?> classToken =
                graph.add(
                        "class_token",
                        graph.weight("v.cls_token"),
                        graph.slice("class_position", graph.weight(POSITIONS), 1, 0, 1));
        ONNXRef<?> classTokens =
                graph.node(
                        Operator.of("Expand"),
                        "class_tokens",
                        classToken,
                        graph.shape(1, GraphWriter.BATCH, 1));
        return graph.concat("tokens", 0, List.of(classTokens, placed));
    }

    /** (f·t, 1, D) for the columns of a grid (B, D, f, t); row f is the encoder's own. */
    private ONNXRef<?> positions(ONNXRef<?> grid) {
        int d = config.width();
        int f = config.gridRows();
        int t = config.gridColumns();
        ONNXRef<?> shape = graph.node(Operator.of("Shape"), "grid", grid);
        ONNXRef<?> columns = graph.slice("columns", shape, 0, 3, 4);
        ONNXRef<?> kept = graph.node(Operator.of("Min"), "kept", columns, graph.integers(t));
        // ⌊t/2⌋ - ⌊kept/2⌋: the middle of what was learned, all of it where the clip is longer.
        ONNXRef<?> half = graph.node(Operator.of("Div"), "half", kept, graph.integers(2));
        ONNXRef<?> first = graph.node(Operator.of("Sub"), "first", graph.integers(t / 2), half);
        ONNXRef<?> learned =
                graph.reshape(
                        "positions",
                        graph.transpose(
                                "positions",
                                graph.slice(
                                        "positions",
                                        graph.weight(POSITIONS),
                                        1,
                                        1,
                                        GraphWriter.END),
                                0,
                                2,
                                1),
                        1,
                        d,
                        f,
                        t);
        ONNXRef<?> cut =
                graph.node(
                        Operator.of("Slice"),
                        "positions",
                        learned,
                        first,
                        graph.add("last", first, kept),
                        graph.integers(3));
        // Where the clip is not longer this leaves the values as they are.
        Operator resize =
                new Operator(
                        "Resize",
                        1,
                        List.of(1, 2),
                        List.of(
                                Operator.string("mode", "linear"),
                                Operator.string("coordinate_transformation_mode", "half_pixel")));
        ONNXRef<?> sizes = graph.concat("sizes", 0, List.of(graph.integers(1, d, f), columns));
        ONNXRef<?> resized = graph.node(resize, "positions", cut, sizes);
        return graph.transpose("positions", graph.reshape("positions", resized, d, 1, -1), 2, 1, 0);
    }
}
