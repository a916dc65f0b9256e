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

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ssamba.compute.op.Copy;
import org.ssamba.compute.op.Operation;

/**
 * A static list of operations on tensors: one inference pass or one training step of a given shape.
 * Nothing in it depends on values; everything that changes from run to run is an input.
 */
public final class Plan {
    private final String name;
    private final List<Operation> operations;
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final Map<Tensor, int[]> constants;
    private final Set<Tensor> gradients;

    /** Of several cards; empty for a plan of one. */
    private final List<Plan> shares;

    private Plan(Builder builder, List<Plan> shares) {
        this.shares = List.copyOf(shares);
        this.name = builder.name;
        this.operations = List.copyOf(builder.operations);
        this.inputs = List.copyOf(builder.inputs);
        this.outputs = List.copyOf(builder.outputs);
        this.constants = Collections.unmodifiableMap(new LinkedHashMap<>(builder.constants));
        this.gradients = Collections.unmodifiableSet(new LinkedHashSet<>(builder.gradients));
    }

    /**
     * Joins the shares of a batch that several cards compute at the same time.
     *
     * @param shares the plan of each card; one alone is returned as it is.
     * @return a plan with the inputs, operations and outputs of all of them, each tensor once.
     */
    public static Plan sideBySide(List<Plan> shares) {
        if (shares.size() == 1) {
            return shares.get(0);
        }
        Builder all = new Builder(shares.get(0).name);
        Set<Tensor> inputs = new LinkedHashSet<>();
        Set<Tensor> outputs = new LinkedHashSet<>();
        for (Plan share : shares) {
            all.operations.addAll(share.operations);
            inputs.addAll(share.inputs);
            outputs.addAll(share.outputs);
            all.constants.putAll(share.constants);
            all.gradients.addAll(share.gradients);
        }
        all.inputs.addAll(inputs);
        all.outputs.addAll(outputs);
        return new Plan(all, shares);
    }

    /**
     * What each card computes of this plan.
     *
     * @return the plans given to {@link #sideBySide}, or this one alone.
     */
    public List<Plan> shares() {
        return shares.isEmpty() ? List.of(this) : shares;
    }

    /**
     * Checks that there is a share for each card.
     *
     * @param cards how many there are.
     * @throws IllegalArgumentException if the plan was made for another number.
     */
    public void requireShares(int cards) {
        if (shares().size() != cards) {
            throw new IllegalArgumentException(
                    "The plan "
                            + name
                            + " was made for a number of cards of "
                            + shares().size()
                            + ", not "
                            + cards);
        }
    }

    /**
     * What the plan computes, for messages.
     *
     * @return the name given to the builder.
     */
    public String name() {
        return name;
    }

    /**
     * The operations in execution order.
     *
     * @return an unmodifiable list.
     */
    public List<Operation> operations() {
        return operations;
    }

    /**
     * The tensors the host writes before a run.
     *
     * @return in order of declaration.
     */
    public List<Tensor> inputs() {
        return inputs;
    }

    /**
     * The tensors the host reads after a run.
     *
     * @return in order of declaration.
     */
    public List<Tensor> outputs() {
        return outputs;
    }

    /**
     * The integer tables that are written once.
     *
     * @return tensor to values.
     */
    public Map<Tensor, int[]> constants() {
        return constants;
    }

    /**
     * The gradients this plan computes.
     *
     * @return in order of first writing.
     */
    public Set<Tensor> gradients() {
        return gradients;
    }

    /** Collects tensors and operations. */
    public static final class Builder {
        private final String name;
        private final List<Operation> operations = new ArrayList<>();
        private final List<Tensor> inputs = new ArrayList<>();
        private final List<Tensor> outputs = new ArrayList<>();
        private final Map<Tensor, int[]> constants = new LinkedHashMap<>();
        private final Set<Tensor> gradients = new LinkedHashSet<>();
        private final Map<Long, Tensor> gradientAt = new LinkedHashMap<>();

        /**
         * An empty plan.
         *
         * @param name what it computes, for messages.
         */
        public Builder(String name) {
            this.name = name;
        }

        /**
         * A tensor of the run itself, whose memory is planned by lifetime.
         *
         * @param name what it holds.
         * @param type its elements.
         * @param shape its extents.
         * @return the tensor; its first use must write it.
         */
        public Tensor work(String name, DType type, int... shape) {
            return new Tensor(name, Region.WORK, type, 0, shape);
        }

        /**
         * A tensor the host writes before each run.
         *
         * @param name what it holds.
         * @param type FLOAT32, INT32, or ACTIVATION for what the slot may round.
         * @param shape its extents.
         * @return the tensor.
         */
        public Tensor input(String name, DType type, int... shape) {
            Tensor tensor = new Tensor(name, Region.INPUT, type, 0, shape);
            inputs.add(tensor);
            return tensor;
        }

        /**
         * A tensor the host reads after each run.
         *
         * @param name what it holds.
         * @param type FLOAT32 or INT32.
         * @param shape its extents.
         * @return the tensor.
         */
        public Tensor output(String name, DType type, int... shape) {
            if (type == DType.ACTIVATION) {
                throw new IllegalArgumentException(
                        name + " crosses to the host and must be FLOAT32 or INT32");
            }
            Tensor tensor = new Tensor(name, Region.OUTPUT, type, 0, shape);
            outputs.add(tensor);
            return tensor;
        }

        /**
         * Takes over an input or output of another card's plan: the host writes an input once for
         * all cards that have it, and all of them give the same output.
         *
         * @param tensor made by {@link #input} or {@link #output} of another builder.
         */
        public void share(Tensor tensor) {
            (tensor.region() == Region.INPUT ? inputs : outputs).add(tensor);
        }

        /**
         * Copies a tensor, as it stands at this point of the plan, into a new float32 output.
         *
         * @param tensor what to show to the host.
         * @return the output.
         */
        public Tensor expose(Tensor tensor) {
            Tensor output = output(tensor.name(), DType.FLOAT32, tensor.shape());
            add(new Copy(tensor, output));
            return output;
        }

        /**
         * A table of integers.
         *
         * @param name what it holds.
         * @param values its values, copied.
         * @return a tensor of one axis.
         */
        public Tensor constant(String name, int... values) {
            Tensor tensor = new Tensor(name, Region.CONSTANT, DType.INT32, 0, values.length);
            constants.put(tensor, values.clone());
            return tensor;
        }

        /**
         * A float32 tensor in one of the regions that programs share.
         *
         * @param region a {@linkplain Region#shared() shared} region.
         * @param name what it holds.
         * @param offset the index of its first element in that region.
         * @param shape its extents.
         * @return the tensor.
         */
        public Tensor shared(Region region, String name, long offset, int... shape) {
            if (!region.shared()) {
                throw new IllegalArgumentException(region + " is not shared between programs");
            }
            return new Tensor(name, region, DType.FLOAT32, offset, shape);
        }

        /**
         * The gradient of a parameter, and whether the plan has written it already, in which case
         * the next writer must add to it.
         *
         * @param parameter a tensor of {@link Region#PARAMETERS}.
         * @return where to write, and how.
         */
        public Gradient gradient(Tensor parameter) {
            Tensor known = gradientAt.get(parameter.offset());
            if (known != null) {
                return new Gradient(known, true);
            }
            Tensor gradient =
                    shared(
                            Region.GRADIENTS,
                            "grad " + parameter.name(),
                            parameter.offset(),
                            parameter.shape());
            gradientAt.put(parameter.offset(), gradient);
            gradients.add(gradient);
            return new Gradient(gradient, false);
        }

        /**
         * The gradients claimed so far.
         *
         * @return in order of first claim.
         */
        public Set<Tensor> gradients() {
            return Collections.unmodifiableSet(gradients);
        }

        /**
         * Appends an operation.
         *
         * @param operation what to do next.
         */
        public void add(Operation operation) {
            operations.add(operation);
        }

        /**
         * Ends the plan.
         *
         * @return the plan.
         */
        public Plan build() {
            return new Plan(this, List.of());
        }
    }
}
