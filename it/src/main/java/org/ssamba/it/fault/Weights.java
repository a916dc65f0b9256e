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
package org.ssamba.it.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.data.Sha256;

/** Tells whether two runs have ended with the same bits. */
final class Weights {
    private static final int DIGITS = 16;

    private Weights() {}

    /** Of all weights, and of nothing else: a state dict holds neither times nor paths. */
    static String hash(PretrainedEncoder encoder, Path folder) throws IOException {
        Path file = folder.resolve("weights.pth");
        encoder.savePyTorch(file);
        return hash(file);
    }

    /** Of all weights of encoder and head. */
    static String hash(SSAMBAModel<?> model, Path folder) throws IOException {
        Path file = folder.resolve("weights.pth");
        model.savePyTorch(file);
        return hash(file);
    }

    private static String hash(Path file) throws IOException {
        try {
            return Sha256.ofFile(file).substring(0, DIGITS);
        } finally {
            Files.delete(file);
        }
    }

    /** Of rows of numbers. */
    static String hash(float[][] rows) {
        int hash = 1;
        for (float[] row : rows) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * row.length);
            bytes.asFloatBuffer().put(row);
            hash = 31 * hash + bytes.hashCode();
        }
        return Integer.toHexString(hash);
    }
}
