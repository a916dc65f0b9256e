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
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.razorvine.pickle.Opcodes;

/** Writes a state dict as {@link PyTorchCheckpoint} describes the format. */
final class PyTorchWriter {
    /** PyTorch maps storages into memory and wants them to start at a multiple of this. */
    private static final int ALIGNMENT = 64;

    /** The name PyTorch gives the folder when it writes to a stream. */
    private static final String FOLDER = "archive/";

    /** Size of a zip entry's header without name and extra field, and of an empty extra field. */
    private static final int HEADER = 30;

    private static final int EXTRA_HEADER = 4;

    /** The tag under which PyTorch pads, the letters FB. */
    private static final short PADDING_TAG = 0x4246;

    /** A fixed date; Java marks the zip format's first one, 1 January 1980, with an extra field. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipOutputStream zip;
    private long position;

    PyTorchWriter(OutputStream out) {
        zip = new ZipOutputStream(out);
    }

    void write(Map<String, NamedTensor> tensors) throws IOException {
        entry("data.pkl", ByteBuffer.wrap(pickle(tensors)));
        entry("byteorder", ascii("little"));
        int key = 0;
        for (NamedTensor tensor : tensors.values()) {
            entry("data/" + key++, tensor.bytes());
        }
        entry("version", ascii("3\n"));
        zip.finish();
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void entry(String name, ByteBuffer content) throws IOException {
        ZipEntry entry = new ZipEntry(FOLDER + name);
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.remaining());
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_TIME);

        long start = position + HEADER + entry.getName().length() + EXTRA_HEADER;
        int padding = Math.floorMod(-start, ALIGNMENT);
        ByteBuffer extra =
                ByteBuffer.allocate(EXTRA_HEADER + padding).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort(PADDING_TAG).putShort((short) padding);
        entry.setExtra(extra.array());
        position = start + padding + content.remaining();

        zip.putNextEntry(entry);
        AtomicFile.copy(content, zip);
        zip.closeEntry();
    }

    /** The dictionary as a program for Python's unpickler, protocol 2, without a memo. */
    private static byte[] pickle(Map<String, NamedTensor> tensors) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(Opcodes.PROTO);
        out.write(2);
        emptyOrderedDict(out);
        out.write(Opcodes.MARK);
        int key = 0;
        for (Map.Entry<String, NamedTensor> entry : tensors.entrySet()) {
            string(out, entry.getKey());
            tensor(out, Integer.toString(key++), entry.getValue());
        }
        out.write(Opcodes.SETITEMS);
        out.write(Opcodes.STOP);
        return bytes.toByteArray();
    }

    /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
    private static void tensor(DataOutputStream out, String key, NamedTensor tensor)
            throws IOException {
        global(out, "torch._utils", "_rebuild_tensor_v2");
        out.write(Opcodes.MARK);
        out.write(Opcodes.MARK);
        string(out, "storage");
        global(out, "torch", tensor.dtype().torchStorage());
        string(out, key);
        string(out, "cpu");
        integer(out, tensor.elementCount());
        out.write(Opcodes.TUPLE);
        out.write(Opcodes.BINPERSID);
        integer(out, 0);
        int[] shape = tensor.shape();
        out.write(Opcodes.MARK);
        for (int size : shape) {
            integer(out, size);
        }
        out.write(Opcodes.TUPLE);
        out.write(Opcodes.MARK);
        for (long stride : Strides.rowMajor(shape)) {
            integer(out, Math.toIntExact(stride));
        }
        out.write(Opcodes.TUPLE);
        out.write(Opcodes.NEWFALSE);
        emptyOrderedDict(out);
        out.write(Opcodes.TUPLE);
        out.write(Opcodes.REDUCE);
    }

    private static void emptyOrderedDict(DataOutputStream out) throws IOException {
        global(out, "collections", "OrderedDict");
        out.write(Opcodes.EMPTY_TUPLE);
        out.write(Opcodes.REDUCE);
    }

    private static void global(DataOutputStream out, String module, String name)
            throws IOException {
        out.write(Opcodes.GLOBAL);
        out.write((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void string(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write(Opcodes.BINUNICODE);
        out.writeInt(Integer.reverseBytes(utf8.length));
        out.write(utf8);
    }

    private static void integer(DataOutputStream out, int value) throws IOException {
        out.write(Opcodes.BININT);
        out.writeInt(Integer.reverseBytes(value));
    }
}
