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
package org.ssamba.encoder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights of a pretrained encoder put into a network for another input (docs/model.md, section 9):
 * the same projection with another stride, positions cut or interpolated, everything else as it is.
 */
public final class WeightTransfer {
    private static final String POSITIONS = "v.pos_embed";
    private static final String ENCODER_PREFIX = "v.";

    private WeightTransfer() {}

    /**
     * All weights of a layout by name.
     *
     * @param layout where they lie.
     * @param arena their values.
     * @return name to row-major values, in the layout's order.
     */
    public static Map<String, float[]> named(ParameterLayout layout, float[] arena) {
        Map<String, float[]> named = new LinkedHashMap<>();
        layout.views().forEach(view -> named.put(view.name(), view.read(arena)));
        return named;
    }

    /**
     * Checks, before work is spent, that weights of one encoder can be used in another.
     *
     * @param from the encoder they come from.
     * @param to the encoder they are for.
     * @throws IllegalArgumentException naming what differs, if it is more than length and stride.
     */
    public static void check(EncoderConfig from, EncoderConfig to) {
        if (from.patchMels() != to.patchMels() || from.patchFrames() != to.patchFrames()) {
            throw new IllegalArgumentException(
                    "The encoder was pretrained with patches of "
                            + from.patchMels()
                            + " x "
                            + from.patchFrames()
                            + " (mel bins x frames) but "
                            + to.patchMels()
                            + " x "
                            + to.patchFrames()
                            + " are asked for; the patch shape cannot change");
        }
        if (!from.withFrames(to.frames()).withStride(to.melStride(), to.frameStride()).equals(to)) {
            throw new IllegalArgumentException(
                    "The encoder "
                            + from
                            + " cannot become "
                            + to
                            + ": only the number of frames and the strides can change");
        }
    }

    /**
     * Fresh weights, overwritten by those of a pretrained encoder.
     *
     * @param layout of the network to fill.
     * @param to its encoder.
     * @param from the pretrained encoder.
     * @param pretrained its weights by name; those outside the encoder are not used.
     * @param seed of everything that is not pretrained.
     * @return the arena.
     * @throws IllegalArgumentException if the encoders do not fit, or a weight is missing or has
     *     another size.
     */
    public static float[] into(
            ParameterLayout layout,
            EncoderConfig to,
            EncoderConfig from,
            Map<String, float[]> pretrained,
            long seed) {
        check(from, to);
        float[] arena = layout.initialWeights(seed);
        for (ParameterView view : layout.views()) {
            if (!view.name().startsWith(ENCODER_PREFIX)) {
                continue;
            }
            float[] values = pretrained.get(view.name());
            if (values == null) {
                throw new IllegalArgumentException(
                        "The pretrained encoder lacks the weight " + view.name());
            }
            if (view.name().equals(POSITIONS)) {
                values = PositionEmbedding.adapt(values, from, to);
            }
            view.write(values, arena);
        }
        return arena;
    }

    /**
     * All weights of a network, for the same network at another length of input.
     *
     * @param layout of the network to fill.
     * @param to its encoder.
     * @param fromLayout of the network the weights come from: the same names.
     * @param from its encoder.
     * @param weights its arena.
     * @return the new arena: positions cut or interpolated, everything else as it is.
     */
    public static float[] resized(
            ParameterLayout layout,
            EncoderConfig to,
            ParameterLayout fromLayout,
            EncoderConfig from,
            float[] weights) {
        check(from, to);
        float[] arena = new float[layout.size()];
        Map<String, ParameterView> sources = new LinkedHashMap<>();
        fromLayout.views().forEach(view -> sources.put(view.name(), view));
        for (ParameterView view : layout.views()) {
            float[] values = sources.get(view.name()).read(weights);
            view.write(
                    view.name().equals(POSITIONS)
                            ? PositionEmbedding.adapt(values, from, to)
                            : values,
                    arena);
        }
        return arena;
    }
}
