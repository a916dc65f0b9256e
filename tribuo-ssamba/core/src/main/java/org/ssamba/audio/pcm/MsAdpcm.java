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
 * Microsoft ADPCM, WAV format tag 0x0002: a block begins with the number of a predictor, the step
 * and the first two samples of each channel, the later one first; differences follow, channel by
 * channel, the high half of a byte first.
 *
 * <p>Source: Microsoft, "New Multimedia Data Types and Data Techniques 3.0" (1994).
 *
 * @param channels number of interleaved channels
 * @param predictors pairs of factors of the last sample and the one before, in units of 1/256
 */
record MsAdpcm(int channels, int[][] predictors) implements AdpcmCodec {
    private static final int HEADER = 7;
    private static final int SHIFT = 8;
    private static final int LEAST_STEP = 16;
    private static final int[] STEP_FACTOR = {
        230, 230, 230, 230, 307, 409, 512, 614, 768, 614, 512, 409, 307, 230, 230, 230
    };

    @Override
    public int samples(int bytes) {
        int body = bytes - HEADER * channels;
        return body < 0 ? 0 : 2 + 2 * body / channels;
    }

    @Override
    public String decode(ByteBuffer block, int[] samples) {
        int count = samples(block.limit());
        for (int channel = 0; channel < channels; channel++) {
            int number = block.get(channel) & 0xff;
            if (number >= predictors.length) {
                return "a predictor of number " + number + ", of " + predictors.length;
            }
            int step = block.getShort(channels + 2 * channel);
            int last = block.getShort(3 * channels + 2 * channel);
            int before = block.getShort(5 * channels + 2 * channel);
            samples[channel] = before;
            samples[channels + channel] = last;
            for (int i = 2; i < count; i++) {
                int half = (i - 2) * channels + channel;
                int code = block.get(HEADER * channels + half / 2) >> 4 * (1 - half % 2) & 0xf;
                // Rounded down, as Microsoft's codec does.
                int predicted =
                        (last * predictors[number][0] + before * predictors[number][1]) >> SHIFT;
                before = last;
                last = AdpcmCodec.clamp(predicted + (code < 8 ? code : code - 16) * step);
                // Damage alone makes a step as large as this; sound reaches 16 bits at most.
                step = (int) Math.min(1 << 20, (long) STEP_FACTOR[code] * step >> SHIFT);
                step = Math.max(LEAST_STEP, step);
                samples[i * channels + channel] = last;
            }
        }
        return null;
    }
}
