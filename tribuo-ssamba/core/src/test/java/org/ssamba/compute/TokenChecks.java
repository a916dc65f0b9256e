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
package org.ssamba.compute;

import java.util.Arrays;
import org.ssamba.compute.op.EmbedTokens;
import org.ssamba.compute.op.EmbedTokensBackward;
import org.ssamba.compute.op.ExtractPatches;
import org.ssamba.compute.op.GatherRows;
import org.ssamba.compute.op.GatherRowsBackward;
import org.ssamba.compute.op.PoolTokens;
import org.ssamba.compute.op.PoolTokensBackward;

/** Patches, tokens, gathering and pooling. */
final class TokenChecks {
    private TokenChecks() {}

    /** Overlapping patches that leave a rest at both edges. */
    static void patches(OperationCase c) {
        patches(c, c.floats("spectrogram", 2, 23, 19));
    }

    static void patchesOfActivations(OperationCase c) {
        patches(c, c.activation("spectrogram", 2, 23, 19));
    }

    private static void patches(OperationCase c, Tensor spectrogram) {
        int frames = spectrogram.extent(1);
        int mels = spectrogram.extent(2);
        int height = 6;
        int width = 4;
        int rows = (mels - height) / 5 + 1;
        int columns = (frames - width) / 3 + 1;
        Tensor patches = c.result("patches", DType.ACTIVATION, 2, rows * columns, height * width);
        c.add(new ExtractPatches(spectrogram, patches, height, width, 5, 3));
        double[] want = new double[(int) patches.size()];
        int at = 0;
        for (int clip = 0; clip < 2; clip++) {
            for (int patch = 0; patch < rows * columns; patch++) {
                for (int mel = 0; mel < height; mel++) {
                    for (int frame = 0; frame < width; frame++) {
                        int f = patch % columns * 3 + frame;
                        int m = patch / columns * 5 + mel;
                        want[at++] = c.of(spectrogram)[(clip * frames + f) * mels + m];
                    }
                }
            }
        }
        c.expect(patches, want);
    }

    static void embed(OperationCase c) {
        embed(c, false);
    }

    static void embedMasked(OperationCase c) {
        embed(c, true);
    }

    private static int[] maskRank(int clips, int patches) {
        int[] rank = new int[clips * patches];
        for (int clip = 0; clip < clips; clip++) {
            int next = 0;
            for (int p = 0; p < patches; p++) {
                rank[clip * patches + p] = (p + clip) % 3 == 0 ? next++ : -1;
            }
        }
        return rank;
    }

    private static void embed(OperationCase c, boolean masked) {
        int clips = 2;
        int patches = 70;
        int width = 9;
        int[] rank = maskRank(clips, patches);
        Tensor embedding = c.activation("embedding", clips, patches, width);
        Tensor bias = c.weight("bias", width);
        Tensor mask = c.weight("mask", width);
        Tensor classToken = c.weight("class", width);
        Tensor positions = c.weight("positions", 1 + patches, width);
        Tensor tokens = c.result("tokens", DType.FLOAT32, clips, 1 + patches, width);
        Tensor ranks = masked ? c.ints("rank", rank, clips, patches) : null;
        c.add(
                new EmbedTokens(
                        embedding,
                        bias,
                        ranks,
                        masked ? mask : null,
                        classToken,
                        positions,
                        tokens));
        double[] want = new double[(int) tokens.size()];
        for (int i = 0; i < want.length; i++) {
            int j = i % width;
            int token = i / width % (1 + patches);
            int clip = i / width / (1 + patches);
            int patch = clip * patches + token - 1;
            double content;
            if (token == 0) {
                content = c.of(classToken)[j];
            } else if (masked && rank[patch] >= 0) {
                content = c.of(mask)[j];
            } else {
                content = c.of(embedding)[patch * width + j] + c.of(bias)[j];
            }
            want[i] = content + c.of(positions)[token * width + j];
        }
        c.expect(tokens, want);
    }

    static void embedBackward(OperationCase c) {
        embedBackward(c, false, false);
    }

    static void embedBackwardMasked(OperationCase c) {
        embedBackward(c, true, true);
    }

    private static void embedBackward(OperationCase c, boolean masked, boolean accumulate) {
        int clips = 3;
        int patches = 20;
        int width = 7;
        int[] rank = maskRank(clips, patches);
        Tensor gradTokens = c.floats("gradTokens", clips, 1 + patches, width);
        Tensor ranks = masked ? c.ints("rank", rank, clips, patches) : null;
        Tensor gradEmbedding = c.result("gradEmbedding", DType.ACTIVATION, clips, patches, width);
        Gradient bias = c.gradient(c.weight("bias", width), accumulate);
        Gradient mask = masked ? c.gradient(c.weight("mask", width), accumulate) : null;
        Gradient classToken = c.gradient(c.weight("class", width), accumulate);
        Gradient positions = c.gradient(c.weight("positions", 1 + patches, width), accumulate);
        c.add(
                new EmbedTokensBackward(
                        gradTokens, ranks, gradEmbedding, bias, mask, classToken, positions));
        double[] wantEmbedding = new double[clips * patches * width];
        double[] wantBias = new double[width];
        double[] wantMask = new double[width];
        double[] wantClass = new double[width];
        double[] wantPositions = new double[(1 + patches) * width];
        for (int i = 0; i < c.of(gradTokens).length; i++) {
            double g = c.of(gradTokens)[i];
            int j = i % width;
            int token = i / width % (1 + patches);
            int patch = i / width / (1 + patches) * patches + token - 1;
            wantPositions[token * width + j] += g;
            if (token == 0) {
                wantClass[j] += g;
            } else if (masked && rank[patch] >= 0) {
                wantMask[j] += g;
            } else {
                wantBias[j] += g;
                wantEmbedding[patch * width + j] = g;
            }
        }
        c.expect(gradEmbedding, wantEmbedding);
        c.expect(bias, wantBias);
        c.expect(classToken, wantClass);
        c.expect(positions, wantPositions);
        if (masked) {
            c.expect(mask, wantMask);
        }
    }

    static void gather(OperationCase c) {
        Tensor source = c.floats("source", 2, 6, 5);
        Tensor indices = c.ints("indices", new int[] {4, 0, 2, 1, 3, 4}, 2, 3);
        Tensor gathered = c.result("gathered", DType.ACTIVATION, 2, 3, 5);
        c.add(new GatherRows(source, indices, 1, gathered));
        double[] want = new double[30];
        for (int i = 0; i < 30; i++) {
            int row = (int) c.of(indices)[i / 5] + 1;
            want[i] = c.of(source)[(i / 15 * 6 + row) * 5 + i % 5];
        }
        c.expect(gathered, want);
    }

    static void gatherBackward(OperationCase c) {
        Tensor gradGathered = c.activation("gradGathered", 2, 3, 5);
        int[] rank = {1, 2, -1, -1, 0, -1, 0, -1, 1, 2};
        Tensor ranks = c.ints("rank", rank, 2, 5);
        Tensor gradSource = c.result("gradSource", DType.FLOAT32, 2, 6, 5);
        c.add(new GatherRowsBackward(gradGathered, ranks, 1, gradSource));
        double[] want = new double[60];
        for (int i = 0; i < 60; i++) {
            int clip = i / 30;
            int row = i / 5 % 6;
            int picked = row == 0 ? -1 : rank[clip * 5 + row - 1];
            want[i] = picked < 0 ? 0 : c.of(gradGathered)[(clip * 3 + picked) * 5 + i % 5];
        }
        c.expect(gradSource, want);
    }

    private static final int[] SEGMENT = {-1, 0, 2, 0, 1, 2, 2, -1};

    static void pool(OperationCase c) {
        Tensor encoded = c.floats("encoded", 3, 8, 11);
        Tensor segment = c.ints("segment", SEGMENT, 8);
        Tensor pooled = c.result("pooled", DType.FLOAT32, 3, 3, 11);
        c.add(new PoolTokens(encoded, segment, pooled));
        c.expect(pooled, pooled(c.of(encoded)));
    }

    static void poolManyTokens(OperationCase c) {
        int tokens = 700;
        int width = 40;
        Tensor encoded = c.floats("encoded", 2, tokens, width);
        int[] first = new int[tokens];
        first[0] = -1;
        Tensor segment = c.ints("segment", first, tokens);
        Tensor pooled = c.result("pooled", DType.FLOAT32, 2, 1, width);
        c.add(new PoolTokens(encoded, segment, pooled));
        double[] want = new double[2 * width];
        for (int i = 0; i < 2 * tokens * width; i++) {
            if (i / width % tokens > 0) {
                want[i / (tokens * width) * width + i % width] += c.of(encoded)[i] / (tokens - 1);
            }
        }
        c.expect(pooled, want);
    }

    private static double[] pooled(double[] encoded) {
        double[] want = new double[99];
        for (int i = 0; i < encoded.length; i++) {
            int group = SEGMENT[i / 11 % 8];
            if (group >= 0) {
                double count = Arrays.stream(SEGMENT).filter(s -> s == group).count();
                want[(i / 88 * 3 + group) * 11 + i % 11] += encoded[i] / count;
            }
        }
        return want;
    }

    static void poolBackward(OperationCase c) {
        Tensor gradPooled = c.floats("gradPooled", 3, 3, 11);
        Tensor encoded = c.floats("encoded", 3, 8, 11);
        Tensor segment = c.ints("segment", SEGMENT, 8);
        Tensor gradEncoded = c.result("gradEncoded", DType.FLOAT32, 3, 8, 11);
        c.add(new PoolTokensBackward(gradPooled, segment, gradEncoded));
        c.expect(
                gradEncoded,
                c.derivative(
                        () -> OperationCase.dot(c.of(gradPooled), pooled(c.of(encoded))), encoded));
    }
}
