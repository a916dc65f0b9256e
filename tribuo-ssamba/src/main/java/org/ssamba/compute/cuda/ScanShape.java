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

import java.util.List;

/**
 * How a selective scan is spread over threads (selective_scan.cu, selective_scan_backward.cu): so
 * many lanes share a channel's states, and a thread has so many channels.
 *
 * @param threads threads of a block.
 * @param lanes lanes that share a channel, a power of two up to 16.
 * @param channels channels of a thread.
 * @param sub tokens the backward scan keeps in registers; 0 for the forward scan.
 * @param minBlocks blocks that a multiprocessor has to hold, which bounds a thread's registers.
 */
record ScanShape(int threads, int lanes, int channels, int sub, int minBlocks) {
    /** Tokens between stored states. */
    static final int CHUNK = 64;

    /** From the least work per state to the most threads. */
    private static final List<ScanShape> FORWARD =
            List.of(
                    new ScanShape(128, 4, 2, 0, 4),
                    new ScanShape(128, 4, 1, 0, 4),
                    new ScanShape(128, 8, 1, 0, 4),
                    new ScanShape(128, 16, 1, 0, 4));

    private static final List<ScanShape> BACKWARD =
            List.of(
                    new ScanShape(128, 4, 2, 4, 2),
                    new ScanShape(128, 4, 1, 4, 3),
                    new ScanShape(128, 8, 1, 8, 3));

    /** The forward scan. */
    static ScanShape forward(int clips, int channels, int multiprocessors) {
        return choose(FORWARD, clips, channels, multiprocessors);
    }

    /** The backward scan. */
    static ScanShape backward(int clips, int channels, int multiprocessors) {
        return choose(BACKWARD, clips, channels, multiprocessors);
    }

    /** The first shape that fills the card, or else the last. */
    private static ScanShape choose(
            List<ScanShape> shapes, int clips, int channels, int multiprocessors) {
        for (ScanShape shape : shapes) {
            long blocks = 4L * clips * shape.groups(channels);
            if (blocks >= (long) shape.minBlocks * multiprocessors) {
                return shape;
            }
        }
        return shapes.get(shapes.size() - 1);
    }

    /** Channels of a block. */
    private int blockChannels() {
        return threads / lanes * channels;
    }

    /** Groups of channels, each the work of one block for one clip and direction. */
    int groups(int all) {
        return (int) Place.ceilDiv(all, blockChannels());
    }

    /**
     * Dynamic shared memory of a block of the backward scan, as its header says.
     *
     * @param states states of a channel.
     * @param chunk tokens between stored states.
     * @param activationBytes size of an activation.
     */
    int sharedBytes(int states, int chunk, int activationBytes) {
        int laneStates = (int) Place.ceilDiv(states, lanes);
        int paddedStates = laneStates * lanes;
        int vectors = (int) Place.ceilDiv((long) sub * blockChannels(), 4L * threads);
        return 12 * activationBytes * vectors * threads
                + 4
                        * (3 * sub * (blockChannels() + 4)
                                + 2 * sub * paddedStates * (1 + threads / 32)
                                + 2 * blockChannels()
                                + (2 + chunk / sub) * channels * laneStates * threads);
    }
}
