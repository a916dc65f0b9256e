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
    static final int CHUNK = 32;

    /** Threads of a multiprocessor that keep the forward scan's units busy: 16 warps. */
    private static final long BUSY = 512;

    // Larger tiles of channels and states move less through shared memory; more lanes fill the
    // card where there are few clips and channels.
    private static final List<ScanShape> FORWARD =
            List.of(
                    new ScanShape(128, 2, 2, 0, 5),
                    new ScanShape(128, 4, 2, 0, 6),
                    new ScanShape(128, 4, 1, 0, 8),
                    new ScanShape(128, 8, 1, 0, 8),
                    new ScanShape(128, 16, 1, 0, 8));

    private static final ScanShape BACKWARD = new ScanShape(256, 8, 4, 8, 2);
    private static final ScanShape SMALL_BACKWARD = new ScanShape(128, 8, 1, 8, 4);

    /** The forward scan: the first shape that fills the card without idle lanes. */
    static ScanShape forward(int clips, int channels, int states, DeviceLimits limits) {
        ScanShape chosen = FORWARD.get(0);
        for (ScanShape shape : FORWARD) {
            if (shape.lanes > states) {
                break;
            }
            chosen = shape;
            long threads = 4L * clips * channels * shape.lanes / shape.channels;
            if (threads >= BUSY * limits.multiprocessors()) {
                break;
            }
        }
        return chosen;
    }

    /** The backward scan: the large shape where it fits the device and fills it. */
    static ScanShape backward(
            int clips, int channels, int states, int chunk, int actBytes, DeviceLimits limits) {
        long blocks = 4L * clips * BACKWARD.groups(channels);
        boolean fits = BACKWARD.sharedBytes(states, chunk, actBytes) <= limits.sharedBytes();
        boolean fills = blocks >= (long) BACKWARD.minBlocks * limits.multiprocessors();
        return fits && fills ? BACKWARD : SMALL_BACKWARD;
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
