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

import java.util.Locale;

/**
 * The parameters of a pair of layers (docs/model.md, sections 4 and 10), stacked by layer and
 * direction so that each projection is one batched product; the second direction's names end in
 * "_b" in checkpoints.
 */
final class MixerParameters {
    private final EncoderConfig config;
    private final ParameterLayout layout;
    private final int pair;

    /** (2, D). */
    final Parameter normWeight;

    /** (2, D). */
    final Parameter normBias;

    /** (2, 2E, D): x and z. */
    final Parameter inProjection;

    /** (2, 2, E, K). */
    final Parameter convolutionWeight;

    /** (2, 2, E). */
    final Parameter convolutionBias;

    /** (2, 2, R + 2N, E): dt, B and C. */
    final Parameter scanProjection;

    /** (2, 2, E, R). */
    final Parameter stepWeight;

    /** (2, 2, E). */
    final Parameter stepBias;

    /** (2, 2, E, N). */
    final Parameter aLog;

    /** (2, 2, E). */
    final Parameter skip;

    /** (D, 2, E): both layers side by side, so that one product sums what they add. */
    final Parameter outProjection;

    MixerParameters(EncoderConfig config, ParameterLayout layout, int pair) {
        this.config = config;
        this.layout = layout;
        this.pair = pair;
        int d = config.width();
        int e = config.innerWidth();
        int n = config.states();
        int k = config.convolution();
        int r = config.rank();
        Initializer one = Initializer.constant(1);
        Initializer zero = Initializer.constant(0);
        Initializer stepUniform = Initializer.uniform(1 / Math.sqrt(r));
        Initializer convolutionUniform = Initializer.fanIn(k);
        normWeight = perLayer("norm.weight", one, d);
        normBias = perLayer("norm.bias", zero, d);
        inProjection = perLayer("mixer.in_proj.weight", Initializer.fanIn(d), 2 * e, d);
        convolutionWeight =
                perDirection(
                        "mixer.conv1d%s.weight", convolutionUniform, new int[] {e, k}, e, 1, k);
        convolutionBias = perDirection("mixer.conv1d%s.bias", convolutionUniform, new int[] {e}, e);
        scanProjection =
                perDirection(
                        "mixer.x_proj%s.weight",
                        Initializer.fanIn(e), new int[] {r + 2 * n, e}, r + 2 * n, e);
        stepWeight = perDirection("mixer.dt_proj%s.weight", stepUniform, new int[] {e, r}, e, r);
        stepBias =
                perDirection("mixer.dt_proj%s.bias", Initializer.stepSizeBias(), new int[] {e}, e);
        aLog = perDirection("mixer.A%s_log", Initializer.logStates(n), new int[] {e, n}, e, n);
        skip = perDirection("mixer.D%s", one, new int[] {e}, e);
        outProjection = outputProjection(d, e);
    }

    private Parameter perLayer(String name, Initializer initializer, int... shape) {
        int[] stacked = new int[shape.length + 1];
        stacked[0] = 2;
        System.arraycopy(shape, 0, stacked, 1, shape.length);
        Parameter parameter = layout.add("pair " + pair + " " + name, stacked);
        int size = parameter.size() / 2;
        for (int layer = 0; layer < 2; layer++) {
            layout.name(
                    layerName(layer, name),
                    parameter,
                    layer * size,
                    size,
                    size,
                    initializer,
                    shape);
        }
        return parameter;
    }

    /** The name has "%s" where the second direction has "_b". */
    private Parameter perDirection(
            String name, Initializer initializer, int[] tensorShape, int... shape) {
        int[] stacked = new int[tensorShape.length + 2];
        stacked[0] = 2;
        stacked[1] = 2;
        System.arraycopy(tensorShape, 0, stacked, 2, tensorShape.length);
        Parameter parameter =
                layout.add("pair " + pair + " " + String.format(Locale.ROOT, name, ""), stacked);
        int size = parameter.size() / 4;
        for (int i = 0; i < 4; i++) {
            layout.name(
                    layerName(i / 2, String.format(Locale.ROOT, name, i % 2 == 0 ? "" : "_b")),
                    parameter,
                    i * size,
                    size,
                    size,
                    initializer,
                    shape);
        }
        return parameter;
    }

    private Parameter outputProjection(int d, int e) {
        Parameter parameter = layout.add("pair " + pair + " mixer.out_proj.weight", d, 2 * e);
        // The layers' share of the residual stream starts smaller the deeper the stack is.
        Initializer initializer =
                Initializer.uniform(1 / Math.sqrt(e) / Math.sqrt(config.layers()));
        for (int layer = 0; layer < 2; layer++) {
            layout.name(
                    layerName(layer, "mixer.out_proj.weight"),
                    parameter,
                    layer * e,
                    e,
                    2 * e,
                    initializer,
                    d,
                    e);
        }
        return parameter;
    }

    private String layerName(int layer, String name) {
        return "v.layers." + (2 * pair + layer) + "." + name;
    }
}
