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

import java.util.Optional;

/** The type of a tensor's elements, with its name in each file format. */
public enum DType {
    /** IEEE 754 binary64. */
    F64(8, "<f8", "DoubleStorage"),
    /** IEEE 754 binary32. */
    F32(4, "<f4", "FloatStorage"),
    /** IEEE 754 binary16. */
    F16(2, "<f2", "HalfStorage"),
    /** The upper half of a binary32. */
    BF16(2, null, "BFloat16Storage"),
    /** Signed, 64 bits. */
    I64(8, "<i8", "LongStorage"),
    /** Signed, 32 bits. */
    I32(4, "<i4", "IntStorage"),
    /** Signed, 16 bits. */
    I16(2, "<i2", "ShortStorage"),
    /** Signed, 8 bits. */
    I8(1, "|i1", "CharStorage"),
    /** Unsigned, 8 bits. */
    U8(1, "|u1", "ByteStorage"),
    /** One byte, 0 or 1. */
    BOOL(1, "|b1", "BoolStorage");

    private final int bytes;
    private final String numpy;
    private final String torchStorage;

    DType(int bytes, String numpy, String torchStorage) {
        this.bytes = bytes;
        this.numpy = numpy;
        this.torchStorage = torchStorage;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are floating-point numbers. */
    public boolean isFloating() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    /** NumPy's type descriptor, little-endian; empty for bfloat16, which NumPy lacks. */
    Optional<String> numpy() {
        return Optional.ofNullable(numpy);
    }

    /** The class in Python's module {@code torch} that stores such elements. */
    String torchStorage() {
        return torchStorage;
    }
}
