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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the weights of a model lie in one flat arena, and what their parts are called in
 * checkpoints. Layers add their parameters in a fixed order when they are constructed.
 */
public final class ParameterLayout {
    /** Parameters start at multiples of this many values: 256 bytes in float32. */
    private static final int ALIGNMENT = 64;

    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, ParameterView> views = new LinkedHashMap<>();
    private long size;

    /** An empty layout. */
    public ParameterLayout() {}

    /**
     * Appends a parameter.
     *
     * @param name unique.
     * @param shape its extents.
     * @return the parameter.
     */
    Parameter add(String name, int... shape) {
        Parameter parameter = new Parameter(name, size, shape);
        parameters.add(parameter);
        size += (parameter.size() + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("A model is limited to 2^31 weights");
        }
        return parameter;
    }

    /**
     * Appends a parameter that has a single name in checkpoints.
     *
     * @param name as in the published code, without {@code module.}.
     * @param initializer how it starts.
     * @param shape its extents.
     * @return the parameter.
     */
    public Parameter add(String name, Initializer initializer, int... shape) {
        Parameter parameter = add(name, shape);
        name(name, parameter, 0, parameter.size(), parameter.size(), initializer, shape);
        return parameter;
    }

    /**
     * Names a part of a parameter.
     *
     * @param name as in the published code, without {@code module.}.
     * @param parameter which parameter.
     * @param first the index of the part's first value in the parameter.
     * @param rowLength contiguous values of the part.
     * @param rowStride values from one run to the next.
     * @param initializer how it starts.
     * @param shape the part's extents.
     */
    void name(
            String name,
            Parameter parameter,
            int first,
            int rowLength,
            int rowStride,
            Initializer initializer,
            int... shape) {
        ParameterView view =
                new ParameterView(
                        name, parameter.offset() + first, rowLength, rowStride, initializer, shape);
        if (views.put(name, view) != null) {
            throw new IllegalStateException("Two parameters are called " + name);
        }
    }

    /**
     * The values in the arena, gaps of alignment included.
     *
     * @return how many float32.
     */
    public int size() {
        return (int) size;
    }

    /**
     * The number of weights, without gaps.
     *
     * @return the sum over all views.
     */
    public long weights() {
        return views.values().stream().mapToLong(ParameterView::size).sum();
    }

    /**
     * All parameters.
     *
     * @return in order of their offsets.
     */
    public List<Parameter> parameters() {
        return Collections.unmodifiableList(parameters);
    }

    /**
     * All named parts.
     *
     * @return in order of definition.
     */
    public Collection<ParameterView> views() {
        return Collections.unmodifiableCollection(views.values());
    }

    /**
     * A part by its name.
     *
     * @param name as in the published code, without {@code module.}.
     * @return the view, or null if there is none.
     */
    public ParameterView view(String name) {
        return views.get(name);
    }

    /**
     * Fresh weights. Each named part draws from a stream of its own, so that adding a head leaves
     * the encoder's weights as they are.
     *
     * @param seed any number.
     * @return the arena, gaps zero.
     */
    public float[] initialWeights(long seed) {
        float[] arena = new float[size()];
        for (ParameterView view : views.values()) {
            float[] values = new float[view.size()];
            view.initializer().fill(values, RandomStreams.stream(seed, view.name(), 0, 0));
            view.write(values, arena);
        }
        return arena;
    }
}
