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
package org.ssamba.compute.cpu;

/**
 * The working set of a selective scan: a few tokens of a block of channels, staged from the
 * program's memory into arrays small enough for the caches nearest the core. Tokens lie in scanning
 * order, so a tile knows no direction. T is the tokens, W the width in channels (padded with zeros,
 * a multiple of {@link CpuMath#lanes}), N the states of a channel.
 *
 * <p>Grown when needed and kept by its worker.
 */
public final class ScanTile {
    private static final float[] NONE = {};

    /** W. */
    public int width;

    /** N. */
    public int states;

    /** Where the present block of channels starts in rate, gradState and gradRate. */
    public int block;

    /** (N, W) per block: A·log₂e, so that the decay of a token is 2^(delta·rate). */
    public float[] rate = NONE;

    /** (T, W): the step size, after softplus. */
    public float[] delta = NONE;

    /** (T, W): delta·u. */
    public float[] input = NONE;

    /** (T, N). */
    public float[] b = NONE;

    /** (T, N). */
    public float[] c = NONE;

    /** (N, W): the state before the tile; after a forward scan, the one behind it. */
    public float[] state = NONE;

    /** (T, W): the result is added to it. */
    public float[] y = NONE;

    /** (T, W): the gradient of y. */
    public float[] gradY = NONE;

    /** (N, W) per block: gradient of the state behind the tile; replaced by that of its start. */
    public float[] gradState = NONE;

    /** (N, W) per block, added to: the gradient of A (not of rate). */
    public float[] gradRate = NONE;

    /** (T, W), overwritten: the gradient of delta through the decay, divided by ln 2. */
    public float[] gradDecay = NONE;

    /** (T, W), overwritten: the gradient of input. */
    public float[] gradInput = NONE;

    /** (N, T, lanes), added to: gradients of B, not yet summed over the lanes. */
    public float[] gradB = NONE;

    /** (N, T, lanes), added to: gradients of C, not yet summed over the lanes. */
    public float[] gradC = NONE;

    /** (T, W): room for decays. */
    public float[] decay = NONE;

    /** (T + 1, W): room for the states before and behind each token. */
    public float[] history = NONE;

    ScanTile() {}

    /**
     * Makes room for a forward scan.
     *
     * @param tokens the most tokens it must hold.
     * @param width W.
     * @param states N.
     * @return this, with contents undefined.
     */
    ScanTile forward(int tokens, int width, int states, int lanes) {
        this.width = width;
        this.states = states;
        block = 0;
        rate = grow(rate, states * width);
        delta = grow(delta, tokens * width);
        input = grow(input, tokens * width);
        b = grow(b, tokens * states);
        c = grow(c, tokens * states);
        state = grow(state, states * width);
        y = grow(y, tokens * width);
        decay = grow(decay, tokens * Math.max(width, 4 * lanes));
        history = grow(history, (tokens + 1) * width);
        return this;
    }

    /**
     * Makes room for a backward scan over several blocks of channels.
     *
     * @param tokens the most tokens it must hold.
     * @param width W.
     * @param states N.
     * @param blocks how many blocks of W channels.
     * @param lanes of the implementation.
     * @return this, with contents undefined.
     */
    ScanTile backward(int tokens, int width, int states, int blocks, int lanes) {
        forward(tokens, width, states, lanes);
        rate = grow(rate, blocks * states * width);
        gradY = grow(gradY, tokens * width);
        gradState = grow(gradState, blocks * states * width);
        gradRate = grow(gradRate, blocks * states * width);
        gradDecay = grow(gradDecay, tokens * width);
        gradInput = grow(gradInput, tokens * width);
        gradB = grow(gradB, states * tokens * lanes);
        gradC = grow(gradC, states * tokens * lanes);
        return this;
    }

    private static float[] grow(float[] array, int size) {
        return array.length >= size ? array : new float[size];
    }
}
