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

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * PyTorch's {@code .pth} files that hold a state dict: a dictionary from names to tensors.
 *
 * <p>The format is a zip without compression, all entries in one folder: {@code data.pkl}, the
 * dictionary as a pickle in which every tensor refers to a storage; {@code data/0}, {@code data/1},
 * … the storages; {@code byteorder} and {@code version}. Only that is read: a checkpoint that wraps
 * the state dict in a larger dictionary (with an optimiser, an epoch) is refused with a message
 * that says how to take the state dict out. No code from a file is ever run.
 */
public final class PyTorchCheckpoint {
    private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};

    /** How a pickle begins; PyTorch before 1.6 put it into no zip. */
    private static final int PICKLE = 0x80;

    private static final String REMEDY =
            "The file is damaged or was not written by torch.save: save it again";

    private final String file;
    private final ZipReader zip;
    private final String folder;
    private final Map<String, ByteBuffer> storages = new HashMap<>();

    /** Bytes that may still be taken for tensors. */
    private long budget;

    private PyTorchCheckpoint(Path path, ZipReader zip) throws IOException {
        this.file = path.toString();
        this.zip = zip;
        this.budget = 2 * Files.size(path);
        List<String> pickles =
                zip.names().stream().filter(name -> name.matches("[^/]+/data\\.pkl")).toList();
        if (pickles.size() != 1) {
            throw bad(
                    "zip directory",
                    String.format(
                            Locale.ROOT, "%d entries FOLDER/data.pkl, not 1", pickles.size()));
        }
        this.folder = pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
    }

    /**
     * Reads a state dict. Tensors that share a storage in the file share it here; others than
     * row-major ones are copied into row-major order.
     *
     * @param file a file that {@code torch.save(model.state_dict(), file)} wrote (PyTorch 1.6 or
     *     later)
     * @return the tensors by name, in the file's order; unmodifiable
     * @throws CheckpointFormatException if the file is damaged, is no such zip, names any class
     *     that a state dict does not need, or has shapes that do not fit the storages
     */
    public static Map<String, NamedTensor> read(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(ZIP_MAGIC.length);
        }
        if (!Arrays.equals(start, ZIP_MAGIC)) {
            throw new CheckpointFormatException(
                    file.toString(),
                    "start",
                    "is not that of a zip",
                    start.length > 0 && (start[0] & 0xff) == PICKLE
                            ? "If PyTorch before 1.6 wrote it, load and save it with a later one"
                            : "Give a file that torch.save wrote; a web page or a pointer may have"
                                    + " been downloaded in its place");
        }
        try (ZipReader zip = new ZipReader(file, file.toString())) {
            return new PyTorchCheckpoint(file, zip).read();
        }
    }

    /**
     * Writes a state dict that {@code torch.load(file, weights_only=True)} reads; an existing file
     * is replaced in one step. The same tensors give the same bytes.
     *
     * @param file the file to write
     * @param tensors the tensors by the name to write, in the order to write
     */
    public static void write(Path file, Map<String, NamedTensor> tensors) throws IOException {
        AtomicFile.write(file, out -> new PyTorchWriter(out).write(tensors));
    }

    private Map<String, NamedTensor> read() throws IOException {
        requireLittleEndian(folder + "byteorder");
        String pickle = folder + "data.pkl";
        Map<String, StateDictPickle.View> views =
                StateDictPickle.read(file, "entry " + pickle, entry(pickle));
        for (Map.Entry<String, StateDictPickle.View> entry : views.entrySet()) {
            check(entry.getKey(), entry.getValue());
        }
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, StateDictPickle.View> entry : views.entrySet()) {
            tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
        }
        return Collections.unmodifiableMap(tensors);
    }

    /** Older files do not say; they are taken for little-endian, as nearly every machine is. */
    private void requireLittleEndian(String name) throws IOException {
        if (!zip.names().contains(name)) {
            return;
        }
        String order = new String(entry(name), StandardCharsets.UTF_8);
        if (!order.equals("little")) {
            throw new CheckpointFormatException(
                    file,
                    "entry " + name,
                    order.equals("big")
                            ? "says big, but only little-endian tensors are read"
                            : "says neither little nor big",
                    "Load the file in PyTorch on a little-endian machine and save it there");
        }
    }

    /** Checks that every element of the tensor lies in its storage and the storage in the zip. */
    private void check(String name, StateDictPickle.View view) throws CheckpointFormatException {
        String place = "tensor " + name;
        StateDictPickle.Storage storage = view.storage();
        String entry = folder + "data/" + storage.key();
        if (!zip.names().contains(entry)) {
            throw bad(place, "its storage " + entry + " is missing");
        }
        long bytes = zip.size(entry);
        if (storage.elements() < 0
                || bytes % storage.dtype().bytes() != 0
                || bytes / storage.dtype().bytes() != storage.elements()) {
            throw bad(
                    place,
                    String.format(
                            Locale.ROOT,
                            "its storage of %d elements of %s holds %d bytes",
                            storage.elements(),
                            storage.dtype(),
                            bytes));
        }
        int[] shape = Shapes.checked(file, place, storage.dtype(), view.size());
        if (view.stride().length != shape.length) {
            throw bad(place, "strides and shape differ in length");
        }
        long count = Shapes.elements(shape);
        if (!fits(view, shape)) {
            throw bad(
                    place,
                    String.format(
                            Locale.ROOT,
                            "shape %s with strides %s from %d leaves its storage of %d elements",
                            Arrays.toString(view.size()),
                            Arrays.toString(view.stride()),
                            view.offset(),
                            storage.elements()));
        }
        if (count > storage.elements()) {
            throw new CheckpointFormatException(
                    file,
                    place,
                    String.format(
                            Locale.ROOT,
                            "repeats elements: %d from a storage of %d",
                            count,
                            storage.elements()),
                    "In Python, call contiguous() on expanded tensors before saving");
        }
    }

    /** Whether offset and strides stay inside the storage; without overflow, whatever they are. */
    private static boolean fits(StateDictPickle.View view, int[] shape) {
        long elements = view.storage().elements();
        boolean empty = Shapes.elements(shape) == 0;
        long last = view.offset();
        if (last < 0 || last > elements) {
            return false;
        }
        for (int d = 0; d < shape.length && !empty; d++) {
            long stride = view.stride()[d];
            // shape and stride are below 2^31 where they are multiplied
            if (shape[d] > 1) {
                if (stride < 0 || stride >= elements) {
                    return false;
                }
                last += (shape[d] - 1) * stride;
            }
            if (last >= elements) {
                return false;
            }
        }
        return empty || last < elements;
    }

    private NamedTensor tensor(String name, StateDictPickle.View view) throws IOException {
        DType dtype = view.storage().dtype();
        int[] shape = Shapes.checked(file, "tensor " + name, dtype, view.size());
        ByteBuffer storage = storage(view.storage().key());
        int bytes = Shapes.elements(shape) * dtype.bytes();
        if (Strides.isRowMajor(shape, view.stride())) {
            int from = (int) (view.offset() * dtype.bytes());
            return new NamedTensor(name, dtype, shape, storage.slice(from, bytes));
        }
        spend("tensor " + name, bytes);
        return new NamedTensor(
                name,
                dtype,
                shape,
                Strides.gather(storage, dtype, view.offset(), shape, view.stride()));
    }

    private ByteBuffer storage(String key) throws IOException {
        ByteBuffer storage = storages.get(key);
        if (storage == null) {
            storage = ByteBuffer.wrap(entry(folder + "data/" + key));
            storages.put(key, storage);
        }
        return storage;
    }

    private byte[] entry(String name) throws IOException {
        if (!zip.isStored(name)) {
            throw bad("entry " + name, "is compressed, which PyTorch does not do");
        }
        spend("entry " + name, zip.size(name));
        return zip.read(name);
    }

    /**
     * Every entry is read once and most tensors are views of them, so twice the file's size is
     * plenty; a file made of many transposed views of one storage is not to take more.
     */
    private void spend(String place, long bytes) throws CheckpointFormatException {
        budget -= bytes;
        if (budget < 0) {
            throw bad(place, "the tensors together take more than twice the size of the file");
        }
    }

    private CheckpointFormatException bad(String place, String problem) {
        return new CheckpointFormatException(file, place, problem, REMEDY);
    }
}
