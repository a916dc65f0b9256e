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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes pickles opcode by opcode, good ones and bad ones, and the zips around them. */
final class PickleProgram {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PickleProgram() {
        op(0x80, 2);
    }

    PickleProgram op(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    PickleProgram text(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    PickleProgram global(String module, String name) {
        return text("c" + module + "\n" + name + "\n");
    }

    PickleProgram string(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        op('X', utf8.length, utf8.length >> 8, utf8.length >> 16, utf8.length >> 24);
        out.writeBytes(utf8);
        return this;
    }

    PickleProgram integer(long value) {
        op(0x8a, 8);
        for (int i = 0; i < 8; i++) {
            op((int) (value >> 8 * i));
        }
        return this;
    }

    PickleProgram tuple(long... values) {
        op('(');
        for (long value : values) {
            integer(value);
        }
        return op('t');
    }

    PickleProgram storage(String type, String key, long elements) {
        op('(').string("storage").global("torch", type).string(key).string("cpu");
        return integer(elements).op('t', 'Q');
    }

    /** A tensor over a storage that the caller's zip holds. */
    PickleProgram tensor(
            String type, String key, long elements, long offset, long[] size, long[] stride) {
        global("torch._utils", "_rebuild_tensor_v2").op('(').storage(type, key, elements);
        integer(offset).tuple(size).tuple(stride).op(0x89).global("collections", "OrderedDict");
        return op(')', 'R', 't', 'R');
    }

    byte[] end() {
        return op('.').out.toByteArray();
    }

    /** A zip as torch.save writes it, around a pickle and storages by key. */
    static void save(Path file, byte[] pickle, Map<String, byte[]> storages) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            store(zip, "model/data.pkl", pickle);
            for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
                store(zip, "model/data/" + storage.getKey(), storage.getValue());
            }
        }
    }

    static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
    }

    /** A shape or strides. */
    static long[] longs(long... values) {
        return values;
    }
}
