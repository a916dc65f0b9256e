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
package org.ssamba.compute.cuda;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import org.ssamba.compute.DType;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;

/**
 * Pinned host memory that mirrors a program's inputs and outputs, so that each crosses in one copy.
 */
final class CudaSlot implements Slot {
    final CudaProgram program;
    final Pointer host;
    final long done;
    boolean submitted;

    private final ProgramMemory memory;

    /**
     * A slot.
     *
     * @param host pinned memory for inputs and outputs.
     * @param done the event that marks the end of a run.
     */
    CudaSlot(CudaProgram program, ProgramMemory memory, Pointer host, long done) {
        this.program = program;
        this.memory = memory;
        this.host = host;
        this.done = done;
    }

    @Override
    public FloatBuffer floats(Tensor tensor) {
        return bytes(tensor, DType.FLOAT32).asFloatBuffer();
    }

    @Override
    public void write(Tensor input, int at, float[] values) {
        if (input.type() == DType.ACTIVATION && program.device().precision == Precision.BFLOAT16) {
            round(values, bytes(input, DType.ACTIVATION).asShortBuffer(), at);
        } else {
            bytes(input, input.type()).asFloatBuffer().put(at, values);
        }
    }

    /** To bfloat16, ties to even, as the device rounds; what is not a number stays so. */
    private static void round(float[] values, ShortBuffer to, int at) {
        short[] rounded = new short[Math.min(values.length, 8192)];
        for (int first = 0; first < values.length; first += rounded.length) {
            int count = Math.min(rounded.length, values.length - first);
            for (int i = 0; i < count; i++) {
                int bits = Float.floatToIntBits(values[first + i]);
                rounded[i] = (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
            }
            to.put(at + first, rounded, 0, count);
        }
    }

    @Override
    public IntBuffer ints(Tensor tensor) {
        return bytes(tensor, DType.INT32).asIntBuffer();
    }

    private ByteBuffer bytes(Tensor tensor, DType type) {
        program.requireOpen();
        if (tensor.type() != type || program.plan().constants().containsKey(tensor)) {
            throw new IllegalArgumentException(
                    tensor + " is not a " + type + " input or output of " + program.plan().name());
        }
        // JNA's buffers have the machine's byte order.
        int bytes = type.bytes(program.device().precision);
        return host.getByteBuffer(memory.offset(tensor), tensor.size() * bytes);
    }
}
