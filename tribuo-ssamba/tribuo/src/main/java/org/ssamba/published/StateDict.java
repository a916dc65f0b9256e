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
package org.ssamba.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.logging.Logger;
import org.ssamba.checkpoint.CheckpointFormatException;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.ParameterView;

/**
 * Tensors under the names of the published code (docs/model.md, section 10), without {@code
 * module.}; and the way back into such a file.
 *
 * @param file where they come from, for messages.
 * @param tensors by name; each still knows its name in the file.
 */
public record StateDict(Path file, Map<String, NamedTensor> tensors) {
    /** What PyTorch's DataParallel puts before every name. */
    public static final String PREFIX = "module.";

    /** What PyTorch's wrappers, torch.compile and Lightning put before every name, or repeat. */
    private static final List<String> WRAPPERS = List.of(PREFIX, "_orig_mod.", "model.");

    private static final Logger logger = Logger.getLogger(StateDict.class.getName());

    static final String MEL_BINS = "p_input_fdim";
    static final String FRAMES = "p_input_tdim";

    /** How the names of a fine-tuned head begin. */
    public static final String HEAD = "mlp_head.";

    /** The name of the learned mask, which only files with pretraining heads have. */
    public static final String MASK = "mask_embed";

    /** Classes of the head that the published code builds and never uses: ImageNet's. */
    private static final int UNUSED_CLASSES = 1000;

    private static final int SHOWN = 4;

    static StateDict of(Path file, Map<String, NamedTensor> named)
            throws CheckpointFormatException {
        String wrappers = wrappers(named.keySet());
        if (!wrappers.isEmpty() && !wrappers.equals(PREFIX)) {
            logger.info(() -> file + ": all names are read without " + wrappers);
        }
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, NamedTensor> entry : named.entrySet()) {
            String name = entry.getKey().substring(wrappers.length());
            String bare = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
            if (tensors.put(bare, entry.getValue()) != null) {
                throw new CheckpointFormatException(
                        file.toString(),
                        "tensor " + bare,
                        "is there with and without the prefix " + PREFIX,
                        "Save the state dict of one model");
            }
        }
        return new StateDict(file, tensors);
    }

    /** The wrappers' names that all names begin with. */
    private static String wrappers(Collection<String> names) {
        String common = "";
        while (!names.isEmpty()) {
            String outer = common;
            Optional<String> next =
                    WRAPPERS.stream()
                            .map(outer::concat)
                            .filter(prefix -> names.stream().allMatch(n -> n.startsWith(prefix)))
                            .findFirst();
            if (next.isEmpty()) {
                break;
            }
            common = next.get();
        }
        return common;
    }

    boolean has(String name) {
        return tensors.containsKey(name);
    }

    boolean hasAny(String prefix) {
        return tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /**
     * The shape of a tensor that has so many dimensions.
     *
     * @throws CheckpointFormatException if it has more or fewer.
     */
    int[] shape(String name, int dimensions) throws CheckpointFormatException {
        NamedTensor tensor = tensors.get(name);
        int[] shape = tensor.shape();
        if (shape.length != dimensions) {
            throw bad(
                    tensor,
                    "has shape "
                            + Arrays.toString(shape)
                            + " and not "
                            + dimensions
                            + " dimensions",
                    "The file holds another kind of model");
        }
        return shape;
    }

    /**
     * Checks that names are there.
     *
     * @throws CheckpointFormatException naming all that are not.
     */
    void require(Collection<String> names) throws CheckpointFormatException {
        List<String> missing = names.stream().filter(name -> !has(name)).toList();
        if (!missing.isEmpty()) {
            throw new CheckpointFormatException(
                    file.toString(),
                    "tensors",
                    missing.size()
                            + " of those an encoder needs are missing: "
                            + String.join(", ", missing)
                            + "; the file holds "
                            + summary(),
                    "Give a whole state dict of the published code, with or without " + PREFIX);
        }
    }

    private String summary() {
        List<String> first = tensors.keySet().stream().limit(SHOWN).toList();
        return tensors.size()
                + " tensors"
                + (first.isEmpty() ? "" : ": " + String.join(", ", first))
                + (tensors.size() > SHOWN ? ", …" : "");
    }

    /**
     * The values of parts of a network, all of them checked.
     *
     * @param views which parts, of which shapes.
     * @return row-major float32 values by name.
     * @throws CheckpointFormatException if one is missing, of another shape or type, or not finite.
     */
    Map<String, float[]> values(Collection<ParameterView> views) throws CheckpointFormatException {
        require(views.stream().map(ParameterView::name).toList());
        List<String> others = new ArrayList<>();
        NamedTensor wrong = null;
        int[] wanted = null;
        for (ParameterView view : views) {
            NamedTensor tensor = tensors.get(view.name());
            if (!Arrays.equals(tensor.shape(), view.shape())) {
                if (wrong == null) {
                    wrong = tensor;
                    wanted = view.shape();
                } else {
                    others.add(view.name());
                }
            }
        }
        if (wrong != null) {
            throw bad(
                    wrong,
                    "has shape "
                            + Arrays.toString(wrong.shape())
                            + " where the other tensors need "
                            + Arrays.toString(wanted)
                            + (others.isEmpty() ? "" : "; so have " + others.size() + " more"),
                    "The file mixes models of two sizes, or is another kind of model");
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterView view : views) {
            values.put(view.name(), finite(tensors.get(view.name())));
        }
        return values;
    }

    private float[] finite(NamedTensor tensor) throws CheckpointFormatException {
        if (!tensor.dtype().isFloating()) {
            throw bad(
                    tensor,
                    "holds " + tensor.dtype() + " and not floating-point numbers",
                    "Quantised weights cannot be read: save them as float32 or float16");
        }
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw bad(
                        tensor,
                        "element " + i + " of " + values.length + " is " + values[i],
                        "The weights diverged in training: use an earlier checkpoint");
            }
        }
        return values;
    }

    /**
     * A whole number without dimensions; a converted state dict may hold it as a float16.
     *
     * @throws CheckpointFormatException if it is none, or outside [1, 2^24].
     */
    int wholeNumber(String name) throws CheckpointFormatException {
        NamedTensor tensor = tensors.get(name);
        double value =
                tensor.elementCount() != 1
                        ? Double.NaN
                        : tensor.dtype().isFloating() ? tensor.doubles()[0] : tensor.longs()[0];
        if (!(value >= 1 && value <= 1 << 24) || value != Math.rint(value)) {
            throw bad(
                    tensor,
                    "is "
                            + (tensor.elementCount() == 1 ? value : tensor)
                            + " and not a number of mel bins or frames",
                    "Save the state dict again");
        }
        return (int) value;
    }

    /** Names beside those that are used, in their natural order. */
    List<String> leftover(Collection<String> used) {
        TreeSet<String> names = new TreeSet<>(tensors.keySet());
        names.removeAll(used);
        return List.copyOf(names);
    }

    /** The types of the elements, in their natural order. */
    String elementTypes() {
        TreeSet<String> types = new TreeSet<>();
        for (NamedTensor tensor : tensors.values()) {
            if (tensor.dtype().isFloating()) {
                types.add(tensor.dtype().name());
            }
        }
        return String.join(", ", types);
    }

    CheckpointFormatException bad(NamedTensor tensor, String problem, String remedy) {
        return new CheckpointFormatException(
                file.toString(), "tensor " + tensor.name(), problem, remedy);
    }

    /** The weights of a layout as tensors. */
    public static Map<String, NamedTensor> tensors(
            String prefix, ParameterLayout layout, float[] arena) {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (ParameterView view : layout.views()) {
            String name = prefix + view.name();
            tensors.put(name, NamedTensor.of(name, view.shape(), view.read(arena)));
        }
        return tensors;
    }

    /** The input's size, as pretraining files carry it. */
    public static void addInput(
            Map<String, NamedTensor> tensors, String prefix, int melBins, int frames) {
        add(tensors, NamedTensor.of(prefix + MEL_BINS, new int[0], (long) melBins));
        add(tensors, NamedTensor.of(prefix + FRAMES, new int[0], (long) frames));
    }

    private static void add(Map<String, NamedTensor> tensors, NamedTensor tensor) {
        tensors.put(tensor.name(), tensor);
    }

    /**
     * Writes what the published code saves: names under {@link #PREFIX}, and the unused {@code
     * v.head} as zeros, so that strict loading finds every key.
     */
    public static void writePyTorch(Path file, int width, Map<String, NamedTensor> prefixed)
            throws IOException {
        Map<String, NamedTensor> all = new LinkedHashMap<>(prefixed);
        String head = PREFIX + "v.head.";
        add(
                all,
                NamedTensor.of(
                        head + "weight",
                        new int[] {UNUSED_CLASSES, width},
                        new float[UNUSED_CLASSES * width]));
        add(
                all,
                NamedTensor.of(
                        head + "bias", new int[] {UNUSED_CLASSES}, new float[UNUSED_CLASSES]));
        PyTorchCheckpoint.write(file, all);
    }
}
