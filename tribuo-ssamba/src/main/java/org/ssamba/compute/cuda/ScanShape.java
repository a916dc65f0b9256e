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

/**
 * How a selective scan is spread over threads (selective_scan.cu): so many lanes share a channel's
 * states, and a thread has so many channels.
 *
 * @param threads threads of a block.
 * @param lanes lanes that share a channel, a power of two up to 16.
 * @param channels channels of a thread.
 * @param sub tokens the backward scan keeps in registers.
 */
record ScanShape(int threads, int lanes, int channels, int sub) {
    /** Threads of a multiprocessor that keep its units busy. */
    private static final int BUSY = 1024;

    /** The forward scan. */
    static ScanShape forward(int clips, int channels, int states, int multiprocessors) {
        return new ScanShape(128, lanes(clips, channels, states, multiprocessors), 1, 8);
    }

    /** The backward scan. */
    static ScanShape backward(int clips, int channels, int states, int multiprocessors) {
        return new ScanShape(
                128, Math.max(4, lanes(clips, channels, states, multiprocessors)), 1, 8);
    }

    /** Tokens between stored states: a multiple of 16. */
    static int chunk(int tokens) {
        return tokens <= 32 ? 32 : 64;
    }

    /** Groups of channels, each the work of one block for one clip and direction. */
    int groups(int all) {
        return (int) Place.ceilDiv(all, (long) threads / lanes * channels);
    }

    /** Dynamic shared memory of a block of the backward scan. */
    int backwardSharedBytes(int states, int chunk) {
        return 0;
    }

    /** As few lanes as fill the card; never more than there are states. */
    private static int lanes(int clips, int channels, int states, int multiprocessors) {
        long scans = 4L * clips * channels;
        int lanes = 1;
        while (lanes < 16 && lanes * 2 <= states && scans * lanes < (long) BUSY * multiprocessors) {
            lanes *= 2;
        }
        return lanes;
    }
}
