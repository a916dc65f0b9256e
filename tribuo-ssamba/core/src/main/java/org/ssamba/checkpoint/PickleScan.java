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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.razorvine.pickle.Opcodes;

/**
 * Goes through a pickle without running it and refuses every opcode and every class that a state
 * dict, as {@code torch.save} writes it (protocol 2), does not need. Source: Python's pickletools.
 */
final class PickleScan {
    static final String ORDERED_DICT = "collections.OrderedDict";
    static final String REBUILD_TENSOR = "torch._utils._rebuild_tensor_v2";

    private static final int PROTOCOL = 2;

    /** Opcodes that only move plain values and the memo, which the library may run as they are. */
    private static final Set<Short> PLAIN =
            Set.of(
                    Opcodes.PROTO,
                    Opcodes.STOP,
                    Opcodes.MARK,
                    Opcodes.TUPLE,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.BINUNICODE,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.BINPERSID);

    /** Opcodes that build something, which {@link StateDictPickle} runs itself. */
    private static final Set<Short> BUILDING =
            Set.of(
                    Opcodes.GLOBAL,
                    Opcodes.EMPTY_DICT,
                    Opcodes.REDUCE,
                    Opcodes.SETITEM,
                    Opcodes.SETITEMS,
                    Opcodes.BUILD);

    private final String file;
    private final String place;
    private final ByteBuffer in;

    private PickleScan(String file, String place, byte[] pickle) {
        this.file = file;
        this.place = place;
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether the library's own handling of an opcode is harmless. */
    static boolean isPlain(short opcode) {
        return PLAIN.contains(opcode);
    }

    /** The type of a storage's elements by its Python class, if that is a storage. */
    static Optional<DType> storageType(String className) {
        for (DType dtype : DType.values()) {
            if (className.equals("torch." + dtype.torchStorage())) {
                return Optional.of(dtype);
            }
        }
        return Optional.empty();
    }

    /**
     * Checks a pickle from its first byte to its last.
     *
     * @throws CheckpointFormatException naming the first opcode or class that is refused
     */
    static void check(String file, String place, byte[] pickle) throws CheckpointFormatException {
        new PickleScan(file, place, pickle).check();
    }

    private void check() throws CheckpointFormatException {
        if (in.remaining() < 2 || in.get(0) != (byte) Opcodes.PROTO) {
            throw bad(0, "is no pickle");
        }
        while (in.hasRemaining()) {
            int at = in.position();
            short opcode = (short) (in.get() & 0xff);
            if (!PLAIN.contains(opcode) && !BUILDING.contains(opcode)) {
                throw bad(
                        at,
                        String.format(
                                Locale.ROOT, "opcode 0x%02x, which no state dict needs", opcode));
            }
            switch (opcode) {
                case Opcodes.PROTO -> {
                    int protocol = take(at, 1).get();
                    if (protocol != PROTOCOL) {
                        throw bad(
                                at,
                                String.format(
                                        Locale.ROOT,
                                        "pickle protocol %d, not %d",
                                        protocol,
                                        PROTOCOL));
                    }
                }
                case Opcodes.GLOBAL -> {
                    String name = line(at) + "." + line(at);
                    if (!name.equals(ORDERED_DICT)
                            && !name.equals(REBUILD_TENSOR)
                            && storageType(name).isEmpty()) {
                        throw bad(at, "class " + name + ", which no state dict needs");
                    }
                }
                case Opcodes.BINUNICODE -> take(at, take(at, 4).getInt() & 0xffffffffL);
                case Opcodes.LONG1 -> take(at, take(at, 1).get() & 0xff);
                case Opcodes.STOP -> {
                    if (in.hasRemaining()) {
                        throw bad(
                                at,
                                String.format(
                                        Locale.ROOT, "%d bytes after the end", in.remaining()));
                    }
                    return;
                }
                default -> take(at, argumentBytes(opcode));
            }
        }
        throw bad(in.limit(), "no end");
    }

    private static int argumentBytes(short opcode) {
        return switch (opcode) {
            case Opcodes.BININT1, Opcodes.BINGET, Opcodes.BINPUT -> 1;
            case Opcodes.BININT2 -> 2;
            case Opcodes.BININT, Opcodes.LONG_BINGET, Opcodes.LONG_BINPUT -> 4;
            case Opcodes.BINFLOAT -> 8;
            default -> 0;
        };
    }

    private ByteBuffer take(int at, long length) throws CheckpointFormatException {
        if (length > in.remaining()) {
            throw bad(
                    at,
                    String.format(
                            Locale.ROOT,
                            "an argument of %d bytes where %d are left",
                            length,
                            in.remaining()));
        }
        ByteBuffer argument = in.slice().limit((int) length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + (int) length);
        return argument;
    }

    private String line(int at) throws CheckpointFormatException {
        int start = in.position();
        while (in.hasRemaining()) {
            if (in.get() == '\n') {
                int length = in.position() - 1 - start;
                return new String(in.array(), start, length, StandardCharsets.ISO_8859_1);
            }
        }
        throw bad(at, "a class name without an end");
    }

    private CheckpointFormatException bad(int at, String problem) {
        return new CheckpointFormatException(
                file,
                place + " at byte " + at,
                problem,
                "Do not trust a file with more than weights in it; in Python, load it with"
                        + " weights_only=True and save model.state_dict() alone, with torch.save's"
                        + " own settings");
    }
}
