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
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's {@code .npy}: six bytes of magic, a version, the length of a header, the header (a Python
 * dictionary literal with type, order and shape), the elements. Versions 1 to 3 are read, version 1
 * is written. Source: numpy.lib.format.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Elements start at a multiple of this, as NumPy writes them. */
    private static final int ALIGNMENT = 64;

    private static final Pattern FIELD =
            Pattern.compile(
                    "\\s*'(descr|fortran_order|shape)'\\s*:"
                            + "\\s*('[^']*'|True|False|\\([\\d\\s,]*\\))\\s*(,|(?=}))");
    private static final String REMEDY = "Write it again with numpy.save";

    private Npy() {}

    /**
     * Reads one array.
     *
     * @param file a {@code .npy} file
     * @return the array, named as the file without its extension
     * @throws CheckpointFormatException if it is no such file, damaged, of a type that {@link
     *     DType} lacks, big-endian, or of 2^31 bytes or more
     */
    public static NamedTensor read(Path file) throws IOException {
        if (Files.size(file) > Integer.MAX_VALUE - 16) {
            throw new CheckpointFormatException(
                    file.toString(), "file", "2^31 bytes or more", "Split the array");
        }
        String name = file.getFileName().toString().replaceFirst("\\.npy$", "");
        return parse(file.toString(), "array", name, Files.readAllBytes(file));
    }

    /**
     * As {@link #read(Path)}, from a stream, which is read to its end and not closed.
     *
     * @param name the name to give the array
     */
    public static NamedTensor read(String name, InputStream in) throws IOException {
        return parse(name, "array", name, in.readAllBytes());
    }

    /** Writes one array; an existing file is replaced in one step. */
    public static void write(Path file, NamedTensor tensor) throws IOException {
        AtomicFile.write(file, out -> write(out, tensor));
    }

    /**
     * Writes one array to a stream, which is not closed.
     *
     * @throws IllegalArgumentException if the tensor is of bfloat16, for which NumPy has no type
     */
    public static void write(OutputStream out, NamedTensor tensor) throws IOException {
        String descr =
                tensor.dtype()
                        .numpy()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                String.format(
                                                        Locale.ROOT,
                                                        "NumPy has no type for %s: convert it"
                                                                + " first",
                                                        tensor)));
        int[] dims = tensor.shape();
        String shape = Arrays.toString(dims).replace('[', '(').replace("]", "");
        String header =
                String.format(
                        Locale.ROOT,
                        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }",
                        descr,
                        shape + (dims.length == 1 ? ",)" : ")"));
        int unpadded = MAGIC.length + 4 + header.length() + 1;
        header += " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
        ByteBuffer start = ByteBuffer.allocate(MAGIC.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        start.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length());
        out.write(start.array());
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        AtomicFile.copy(tensor.bytes(), out);
    }

    /** Parses a whole file; the tensor keeps {@code content}. */
    static NamedTensor parse(String file, String place, String name, byte[] content)
            throws CheckpointFormatException {
        ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (content.length < 10 || !Arrays.equals(content, 0, 6, MAGIC, 0, 6)) {
            throw bad(file, place, "does not begin as NumPy's .npy does");
        }
        int version = in.get(6);
        if (version < 1 || version > 3 || version > 1 && content.length < 12) {
            throw bad(file, place, "unknown .npy version " + version);
        }
        in.position(version == 1 ? 10 : 12);
        long headerLength = version == 1 ? in.getShort(8) & 0xffff : in.getInt(8) & 0xffffffffL;
        if (headerLength > in.remaining()) {
            throw bad(
                    file,
                    place,
                    String.format(
                            Locale.ROOT,
                            "header of %d bytes where %d are left",
                            headerLength,
                            in.remaining()));
        }
        String header =
                new String(content, in.position(), (int) headerLength, StandardCharsets.ISO_8859_1);
        in.position(in.position() + (int) headerLength);

        Map<String, String> fields = fields(file, place, header.strip());
        DType dtype = dtype(file, place, fields.get("descr"));
        long[] dims = dims(file, place, fields.get("shape"));
        int[] shape = Shapes.checked(file, place, dtype, dims);
        int bytes = Shapes.elements(shape) * dtype.bytes();
        if (bytes != in.remaining()) {
            throw bad(
                    file,
                    place,
                    String.format(
                            Locale.ROOT,
                            "shape %s of %s needs %d bytes, the file holds %d",
                            Arrays.toString(shape),
                            dtype,
                            bytes,
                            in.remaining()));
        }
        return switch (fields.get("fortran_order")) {
            case "False" -> new NamedTensor(name, dtype, shape, in);
            case "True" ->
                    new NamedTensor(
                            name,
                            dtype,
                            shape,
                            Strides.gather(in.slice(), dtype, 0, shape, Strides.fortran(shape)));
            default -> throw bad(file, place, "fortran_order is neither True nor False");
        };
    }

    private static Map<String, String> fields(String file, String place, String header)
            throws CheckpointFormatException {
        Map<String, String> fields = new HashMap<>();
        Matcher matcher = FIELD.matcher(header);
        int position = 1;
        while (matcher.region(Math.min(position, header.length()), header.length()).lookingAt()) {
            if (fields.put(matcher.group(1), matcher.group(2)) != null) {
                throw bad(file, place, "header names " + matcher.group(1) + " twice");
            }
            position = matcher.end();
        }
        if (fields.size() != 3
                || !header.startsWith("{")
                || !header.substring(position).strip().equals("}")) {
            throw bad(file, place, "header is not a dictionary of descr, fortran_order and shape");
        }
        return fields;
    }

    private static DType dtype(String file, String place, String descr)
            throws CheckpointFormatException {
        for (DType dtype : DType.values()) {
            if (dtype.numpy().filter(name -> descr.equals("'" + name + "'")).isPresent()) {
                return dtype;
            }
        }
        throw new CheckpointFormatException(
                file,
                place,
                "element type " + descr + " is not read",
                "Convert it with astype to a little-endian float or integer type first");
    }

    private static long[] dims(String file, String place, String shape)
            throws CheckpointFormatException {
        if (!shape.startsWith("(")) {
            throw bad(file, place, "shape " + shape + " is not a tuple");
        }
        String inside = shape.substring(1, shape.length() - 1).strip();
        if (inside.isEmpty()) {
            return new long[0];
        }
        String[] parts = inside.split("\\s*,\\s*");
        if (parts.length == 0 || parts.length > 32) {
            throw bad(
                    file,
                    place,
                    String.format(Locale.ROOT, "shape has %d dimensions", parts.length));
        }
        long[] dims = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            // 18 digits fit a long; the size itself is checked by Shapes.
            if (!parts[i].matches("\\d{1,18}")) {
                throw bad(file, place, "shape " + shape + " is not a tuple of sizes");
            }
            dims[i] = Long.parseLong(parts[i]);
        }
        return dims;
    }

    private static CheckpointFormatException bad(String file, String place, String problem) {
        return new CheckpointFormatException(file, place, problem, REMEDY);
    }
}
