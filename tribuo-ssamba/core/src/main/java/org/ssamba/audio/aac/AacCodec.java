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
package org.ssamba.audio.aac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.PacketCodec;

/**
 * AAC of low complexity (AAC-LC), decoded in double precision.
 *
 * <p>Source of the format: ISO/IEC 14496-3, subpart 4.
 */
public final class AacCodec implements PacketCodec {
    public static final int FRAME = 1024;

    /** More than any layout of loudspeakers has. */
    private static final int MOST_CHANNELS = 64;

    private static final int SINGLE = 0;
    private static final int PAIR = 1;
    private static final int COUPLING = 2;
    private static final int BASS = 3;
    private static final int DATA = 4;
    private static final int PROGRAM = 5;
    private static final int FILL = 6;

    /** Types of fill that hold spectral band replication, with and without CRC. */
    private static final int SBR = 13;

    private static final int SBR_CRC = 14;

    private final AudioInput input;
    private final AacConfig config;

    /** By the order of the channels in a frame. */
    private final List<AacSynthesis> syntheses = new ArrayList<>();

    private final double[] sum = new double[FRAME];
    private final double[] first = new double[FRAME];
    private float channelPeak;

    public AacCodec(AudioInput input, AacConfig config) {
        this.input = input;
        this.config = config;
    }

    @Override
    public void restart() {
        syntheses.forEach(AacSynthesis::restart);
    }

    @Override
    public int decode(byte[] packet, float[] mono) {
        List<AacChannel> channels = channels(packet);
        if (syntheses.isEmpty() && channels.size() <= MOST_CHANNELS) {
            channels.forEach(channel -> syntheses.add(new AacSynthesis()));
        }
        if (channels.size() != syntheses.size() || channels.isEmpty()) {
            throw input.fail(
                    "changes from "
                            + syntheses.size()
                            + " to "
                            + channels.size()
                            + " channels; split it");
        }
        Arrays.fill(first, 0);
        syntheses.get(0).add(channels.get(0), first);
        System.arraycopy(first, 0, sum, 0, FRAME);
        for (int i = 1; i < channels.size(); i++) {
            syntheses.get(i).add(channels.get(i), sum);
        }
        for (int i = 0; i < FRAME; i++) {
            mono[i] = (float) (sum[i] / channels.size());
            if (channels.size() > 1) {
                channelPeak = Math.max(channelPeak, (float) Math.abs(first[i]));
            }
        }
        return FRAME;
    }

    private List<AacChannel> channels(byte[] packet) {
        AacBits bits = new AacBits(packet);
        List<AacChannel> channels = new ArrayList<>();
        // Noise is that of the frame, wherever decoding began.
        int seed = Arrays.hashCode(packet);
        while (true) {
            // Some encoders leave out the end.
            int element = bits.left() < 3 && !channels.isEmpty() ? -1 : bits.read(3);
            switch (element) {
                case SINGLE, BASS -> {
                    bits.skip(4);
                    AacChannel channel = AacChannel.parse(bits, null, config.rateIndex());
                    AacPair.fillNoise(channel, seed + channels.size());
                    channel.shape();
                    channels.add(channel);
                }
                case PAIR -> readPair(bits, channels, seed + channels.size());
                case COUPLING -> throw input.unread("AAC with coupling channels");
                case DATA -> skipData(bits);
                case PROGRAM -> AacConfig.skipProgram(bits);
                case FILL -> skipFill(bits);
                default -> {
                    return channels;
                }
            }
        }
    }

    private void readPair(AacBits bits, List<AacChannel> channels, int seed) {
        bits.skip(4);
        AacWindows common = bits.flag() ? AacWindows.parse(bits, config.rateIndex()) : null;
        int mask = common == null ? 0 : bits.read(2);
        if (mask == 3) {
            throw new IllegalArgumentException("a mask of sums and differences");
        }
        boolean[][] summed = mask == 0 ? null : summed(bits, common, mask == 2);
        AacChannel left = AacChannel.parse(bits, common, config.rateIndex());
        AacChannel right = AacChannel.parse(bits, common, config.rateIndex());
        AacPair.fillNoise(left, seed);
        AacPair.fillNoise(right, seed + 1);
        if (common != null) {
            AacPair.separate(left, right, summed, mask == 1);
        }
        left.shape();
        right.shape();
        channels.add(left);
        channels.add(right);
    }

    private static boolean[][] summed(AacBits bits, AacWindows windows, boolean all) {
        boolean[][] summed = new boolean[windows.groups().length][windows.bands()];
        for (boolean[] group : summed) {
            for (int band = 0; band < group.length; band++) {
                group[band] = all || bits.flag();
            }
        }
        return summed;
    }

    private static void skipData(AacBits bits) {
        bits.skip(4);
        boolean aligned = bits.flag();
        int count = bits.read(8);
        count += count == 255 ? bits.read(8) : 0;
        if (aligned) {
            bits.align();
        }
        bits.skip(8 * count);
    }

    private void skipFill(AacBits bits) {
        int count = bits.read(4);
        count += count == 15 ? bits.read(8) - 1 : 0;
        if (count == 0) {
            return;
        }
        int type = bits.read(4);
        if (type == SBR || type == SBR_CRC) {
            throw input.unread("HE-AAC (AAC with spectral band replication)");
        }
        bits.skip(8 * count - 4);
    }

    @Override
    public int longestPacket() {
        return FRAME;
    }

    /** A frame depends on the one before it. */
    @Override
    public long preroll() {
        return FRAME;
    }

    @Override
    public float channelPeak() {
        return channelPeak;
    }
}
