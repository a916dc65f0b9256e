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
package org.ssamba.audio.pcm;

import java.nio.ByteBuffer;

/**
 * Microsoft's IMA ADPCM, WAV format tag 0x0011: a block begins with the first sample and the step
 * of each channel; groups of eight differences of each channel in turn follow, the low half of a
 * byte first.
 *
 * <p>Sources: IMA Digital Audio Focus and Technical Working Groups, "Recommended Practices for
 * Enhancing Digital Audio Compatibility in Multimedia Systems 3.0" (1992); Microsoft, "New
 * Multimedia Data Types and Data Techniques 3.0" (1994).
 */
record ImaAdpcm(int channels) implements AdpcmCodec {
    private static final int HEADER = 4;
    private static final int GROUP_BYTES = 4;
    private static final int GROUP_SAMPLES = 8;
    private static final int[] STEP_CHANGE = {-1, -1, -1, -1, 2, 4, 6, 8};
    private static final int[] STEPS = {
        7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66,
        73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209, 230, 253, 279, 307, 337, 371, 408,
        449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066,
        2272, 2499, 2749, 3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630,
        9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794,
        32767
    };

    @Override
    public int samples(int bytes) {
        int body = bytes - HEADER * channels;
        return body < 0 ? 0 : 1 + body / (GROUP_BYTES * channels) * GROUP_SAMPLES;
    }

    @Override
    public String decode(ByteBuffer block, int[] samples) {
        int groups = (block.limit() - HEADER * channels) / (GROUP_BYTES * channels);
        for (int channel = 0; channel < channels; channel++) {
            int sample = block.getShort(HEADER * channel);
            int index = block.get(HEADER * channel + 2) & 0xff;
            if (index >= STEPS.length) {
                return "a step of number " + index + ", of " + STEPS.length;
            }
            samples[channel] = sample;
            int to = channels + channel;
            for (int group = 0; group < groups; group++) {
                int at = (HEADER + group * GROUP_BYTES) * channels + channel * GROUP_BYTES;
                for (int i = 0; i < GROUP_SAMPLES; i++) {
                    int code = block.get(at + i / 2) >> 4 * (i % 2) & 0xf;
                    sample = AdpcmCodec.clamp(sample + difference(code, STEPS[index]));
                    index += STEP_CHANGE[code & 7];
                    index = Math.max(0, Math.min(STEPS.length - 1, index));
                    samples[to] = sample;
                    to += channels;
                }
            }
        }
        return null;
    }

    /** About (code + 1/2) quarters of a step, summed as the standard sums them. */
    private static int difference(int code, int step) {
        int difference = step >> 3;
        difference += (code & 4) != 0 ? step : 0;
        difference += (code & 2) != 0 ? step >> 1 : 0;
        difference += (code & 1) != 0 ? step >> 2 : 0;
        return (code & 8) != 0 ? -difference : difference;
    }
}
