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
package org.ssamba.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.ssamba.ComputeDevice;

/**
 * The way to the first result. Until its loops are compiled, code of the vector API is slower than
 * plain Java, and libtorch takes half a second to load: a small network on a short clip is done
 * before.
 */
final class ColdStart {
    /** About what plain Java does in half a second: a network of 150,000 weights on a minute. */
    private static final double FEW_OPERATIONS = 1e9;

    private static final int BYTES_A_WEIGHT = 4;
    private static final int BYTES_A_SECOND = 32_000;
    private static final int TOKENS_A_SECOND = 50;
    private static final int OPERATIONS_A_WEIGHT = 2;

    private ColdStart() {}

    /**
     * Prepares the device while the network is read.
     *
     * @param network its file.
     * @param clips what is to be computed.
     * @param device where.
     */
    static void prepare(Path network, List<ClipArguments.Clip> clips, ComputeDevice device)
            throws IOException {
        double bytes = 0;
        for (ClipArguments.Clip clip : clips) {
            bytes += Files.isRegularFile(clip.path()) ? Files.size(clip.path()) : 0;
        }
        double operations =
                Files.size(network)
                        / BYTES_A_WEIGHT
                        * (bytes / BYTES_A_SECOND)
                        * TOKENS_A_SECOND
                        * OPERATIONS_A_WEIGHT;
        if (operations < FEW_OPERATIONS) {
            setUnlessSet("ssamba.cpu.kernels", "portable");
            setUnlessSet("ssamba.cpu.product", "java");
        }
        // If it fails it will fail again where its result is waited for.
        CompletableFuture.runAsync(device::backend);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
