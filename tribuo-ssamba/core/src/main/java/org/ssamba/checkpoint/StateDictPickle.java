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
package org.ssamba.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle of a state dict into a description of its tensors.
 *
 * <p>A pickle is a program, and one from a stranger may name any class and call it. So the whole
 * program is first checked by {@link PickleScan}; then it runs on an unpickler whose every
 * operation that could name, call or build anything is replaced here: the registry of constructors
 * in the pickle library is never asked. What comes out are only the records below; tensors are
 * built from them later, by {@link PyTorchCheckpoint}, when all of them have been checked.
 */
final class StateDictPickle extends Unpickler {
    /** A tensor as the arguments of {@code torch._utils._rebuild_tensor_v2} describe it. */
    record View(Storage storage, long offset, long[] size, long[] stride) {}

    /** A storage: an entry of the zip with {@code elements} elements. */
    record Storage(DType dtype, String key, long elements) {}

    /** The classes a state dict needs, as values on the unpickler's stack. */
    private enum Callable {
        ORDERED_DICT,
        REBUILD_TENSOR
    }

    private static final String REMEDY =
            "In Python, load the file with weights_only=True and save model.state_dict() alone";

    private StateDictPickle() {}

    /**
     * Reads a pickle.
     *
     * @param pickle the whole pickle
     * @return the tensors in the file's order
     * @throws CheckpointFormatException if the pickle is damaged or is not just a state dict
     */
    static Map<String, View> read(String file, String place, byte[] pickle)
            throws CheckpointFormatException {
        PickleScan.check(file, place, pickle);
        Object value;
        try {
            value = new StateDictPickle().load(new ByteArrayInputStream(pickle));
        } catch (IOException | RuntimeException e) {
            // A damaged program fails in the stack machine in any of many ways: an empty stack, a
            // wrong type, an unknown memo. Nothing has been built, so all of them mean the same.
            throw new CheckpointFormatException(
                    file, place, "is no readable state dict (" + e.getMessage() + ")", REMEDY, e);
        }
        if (!(value instanceof Dict dict)) {
            throw new CheckpointFormatException(
                    file, place, "holds a " + describe(value) + ", not a state dict", REMEDY);
        }
        Map<String, View> views = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : dict.items.entrySet()) {
            if (!(entry.getValue() instanceof View view)) {
                throw new CheckpointFormatException(
                        file,
                        "key " + entry.getKey(),
                        "is a " + describe(entry.getValue()) + ", not a tensor",
                        entry.getValue() instanceof Dict
                                ? "In Python, save the inner dictionary alone"
                                : REMEDY);
            }
            views.put(entry.getKey(), view);
        }
        return views;
    }

    private static String describe(Object value) {
        if (value instanceof Dict) {
            return "dictionary";
        }
        return value == null ? "None" : value.getClass().getSimpleName();
    }

    /** A Python dictionary; its own class, so that none of its items is ever hashed or compared. */
    private static final class Dict {
        private final Map<String, Object> items = new LinkedHashMap<>();

        void put(Object key, Object value) {
            if (!(key instanceof String name)) {
                throw new PickleException("a key is not a string");
            }
            // Python would keep the last value; PyTorch never writes two.
            if (items.containsKey(name)) {
                throw new PickleException("key " + name + " is there twice");
            }
            items.put(name, value);
        }
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        switch (opcode) {
            case Opcodes.GLOBAL -> stack.add(global());
            case Opcodes.EMPTY_DICT -> stack.add(new Dict());
            case Opcodes.REDUCE -> reduce();
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                Object key = stack.pop();
                ((Dict) stack.peek()).put(key, value);
            }
            case Opcodes.SETITEMS -> setItems();
            case Opcodes.BUILD -> {
                // Attributes of the dictionary: PyTorch keeps versions of modules there.
                if (!(stack.pop() instanceof Dict) || !(stack.peek() instanceof Dict)) {
                    throw new PickleException("attributes of something that is no dictionary");
                }
            }
            default -> {
                if (!PickleScan.isPlain(opcode)) {
                    throw new PickleException("opcode " + opcode + " is refused");
                }
                return super.dispatch(opcode);
            }
        }
        return NO_RETURN_VALUE;
    }

    private Object global() throws IOException {
        String name = PickleUtils.readline(input) + "." + PickleUtils.readline(input);
        if (name.equals(PickleScan.ORDERED_DICT)) {
            return Callable.ORDERED_DICT;
        }
        if (name.equals(PickleScan.REBUILD_TENSOR)) {
            return Callable.REBUILD_TENSOR;
        }
        return PickleScan.storageType(name)
                .orElseThrow(() -> new PickleException("class " + name + " is refused"));
    }

    private void reduce() {
        Object[] arguments = (Object[]) stack.pop();
        Object callable = stack.pop();
        if (callable == Callable.ORDERED_DICT && arguments.length == 0) {
            stack.add(new Dict());
        } else if (callable == Callable.REBUILD_TENSOR
                && arguments.length >= 6
                && arguments[0] instanceof Storage storage) {
            // The rest is requires_grad, hooks and metadata: no part of the values.
            stack.add(
                    new View(
                            storage,
                            integer(arguments[1]),
                            integers(arguments[2]),
                            integers(arguments[3])));
        } else {
            throw new PickleException("a call that no state dict makes");
        }
    }

    private void setItems() {
        List<Object> items = new ArrayList<>(stack.pop_all_since_marker());
        Dict dict = (Dict) stack.peek();
        if (items.size() % 2 != 0) {
            throw new PickleException("a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            dict.put(items.get(i), items.get(i + 1));
        }
    }

    /** A storage is referred to as ("storage", class, key, device, number of elements). */
    @Override
    protected Object persistentLoad(Object id) {
        if (id instanceof Object[] parts
                && parts.length == 5
                && "storage".equals(parts[0])
                && parts[1] instanceof DType dtype
                && parts[2] instanceof String key
                && parts[3] instanceof String) {
            return new Storage(dtype, key, integer(parts[4]));
        }
        throw new PickleException("a persistent reference to something that is no storage");
    }

    private static long[] integers(Object tuple) {
        Object[] items = (Object[]) tuple;
        if (items.length > 64) {
            throw new PickleException(
                    String.format(Locale.ROOT, "a tensor of %d dimensions", items.length));
        }
        long[] values = new long[items.length];
        for (int i = 0; i < items.length; i++) {
            values[i] = integer(items[i]);
        }
        return values;
    }

    private static long integer(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new PickleException("a size that is no integer of 64 bits");
    }
}
