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

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ssamba.compute.BackendException;

/** NCCL, which adds up gradients over the cards of one host, through {@link NcclCalls}. */
final class Nccl {
    /** 10000·major + 100·minor + patch: the first for CUDA 12 that was written for Hopper. */
    private static final int OLDEST = 21800;

    /**
     * The variables that NCCL reads when it starts; there is no call for them. A ring with the
     * simple protocol adds up in an order that depends on the host and the number of cards alone.
     * NVLink multicast is off. Rings are connected at once, and nothing is registered while a graph
     * is captured, so that capturing on one card never waits for another.
     */
    private static final Map<String, String> ENVIRONMENT = environment();

    private final int version;

    private static Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("NCCL_ALGO", "Ring");
        variables.put("NCCL_PROTO", "Simple");
        variables.put("NCCL_NVLS_ENABLE", "0");
        variables.put("NCCL_RUNTIME_CONNECT", "0");
        variables.put("NCCL_GRAPH_REGISTER", "0");
        return variables;
    }

    /**
     * Binds the library.
     *
     * @param library libnccl.
     * @throws CudaUnavailableException if it is too old.
     */
    Nccl(NativeLibrary library) {
        NcclCalls.bind(library);
        try (Memory out = new Memory(Integer.BYTES)) {
            check(NcclCalls.ncclGetVersion(out), "ncclGetVersion", 0);
            version = out.getInt(0);
        }
        if (version < OLDEST) {
            throw new CudaUnavailableException(
                    "Several cards need NCCL 2.18 or newer, and "
                            + library.getFile()
                            + " is "
                            + version()
                            + ": "
                            + Libraries.NCCL_ADVICE);
        }
    }

    /** In words, such as 2.27.3. */
    String version() {
        return version / 10000 + "." + version / 100 % 100 + "." + version % 100;
    }

    /** What decides in which order values are added up, for provenance. */
    static String algorithm() {
        return "ring, simple, no multicast";
    }

    /**
     * Joins cards.
     *
     * @param devices their numbers, in the order of their ranks.
     * @return a communicator for each.
     */
    List<Communicator> join(List<Integer> devices) {
        ENVIRONMENT.forEach(Nccl::set);
        try (Memory ordinals = new Memory((long) devices.size() * Integer.BYTES);
                Memory communicators = new Memory((long) devices.size() * Long.BYTES)) {
            IntStream.range(0, devices.size())
                    .forEach(i -> ordinals.setInt((long) i * Integer.BYTES, devices.get(i)));
            check(
                    NcclCalls.ncclCommInitAll(communicators, devices.size(), ordinals),
                    "ncclCommInitAll",
                    0);
            return IntStream.range(0, devices.size())
                    .mapToObj(i -> communicators.getLong((long) i * Long.BYTES))
                    .<Communicator>map(Joined::new)
                    .toList();
        }
    }

    /** Java's own view of the environment does not change. */
    private static void set(String name, String value) {
        int status =
                Function.getFunction(Platform.C_LIBRARY_NAME, "setenv")
                        .invokeInt(new Object[] {name, value, 1});
        if (status != 0) {
            throw new BackendException("The environment variable " + name + " cannot be set");
        }
    }

    private static void check(int result, String call, long communicator) {
        if (result != NcclCalls.SUCCESS && result != NcclCalls.IN_PROGRESS) {
            throw new BackendException(call + " failed: " + describe(result, communicator));
        }
    }

    private static String describe(int result, long communicator) {
        String last = NcclCalls.ncclGetLastError(communicator);
        return "NCCL says "
                + NcclCalls.ncclGetErrorString(result)
                + " ("
                + result
                + ")"
                + (last == null || last.isBlank() ? "" : ", " + last.strip())
                + ". The environment variable NCCL_DEBUG=INFO makes it tell more";
    }

    /** A card's communicator. */
    private record Joined(long handle) implements Communicator {
        @Override
        public void allReduce(long address, long count, long stream) {
            check(
                    NcclCalls.ncclAllReduce(
                            address,
                            address,
                            count,
                            NcclCalls.FLOAT32,
                            NcclCalls.SUM,
                            handle,
                            stream),
                    "ncclAllReduce",
                    handle);
        }

        @Override
        public Optional<String> error() {
            try (Memory out = new Memory(Integer.BYTES)) {
                int status = NcclCalls.ncclCommGetAsyncError(handle, out);
                int result = status == NcclCalls.SUCCESS ? out.getInt(0) : status;
                return result == NcclCalls.SUCCESS || result == NcclCalls.IN_PROGRESS
                        ? Optional.empty()
                        : Optional.of(describe(result, handle));
            }
        }

        @Override
        public void abort() {
            check(NcclCalls.ncclCommAbort(handle), "ncclCommAbort", 0);
        }

        @Override
        public void close() {
            check(NcclCalls.ncclCommDestroy(handle), "ncclCommDestroy", 0);
        }
    }
}
