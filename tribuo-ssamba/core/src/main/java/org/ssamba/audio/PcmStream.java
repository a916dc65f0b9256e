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
package org.ssamba.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import org.ssamba.audio.pcm.PcmEncoding;

/** Samples of Java Sound, read as they come; the average of the channels is given. */
final class PcmStream {
    private static final String SOURCE = "audio stream";
    private static final int BUFFER_BYTES = 1 << 14;

    private final AudioInputStream input;
    private final PcmEncoding encoding;
    private final int channels;
    private final int sampleRate;
    private final ByteBuffer data;

    /**
     * Looks at the format; nothing is read yet.
     *
     * @throws AudioFormatException if the samples are compressed, or of an unknown form
     */
    PcmStream(AudioInputStream input) {
        AudioFormat format = input.getFormat();
        this.input = input;
        channels = format.getChannels();
        encoding = encoding(format);
        sampleRate = (int) format.getSampleRate();
        if (sampleRate < 1 || sampleRate != format.getSampleRate()) {
            throw new AudioFormatException(
                    SOURCE, "sample rate of " + format.getSampleRate() + " Hz");
        }
        int frame = channels * encoding.bytes();
        if (channels < 1 || format.getFrameSize() != frame) {
            throw unknown(format);
        }
        data =
                ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / frame) * frame)
                        .order(
                                format.isBigEndian()
                                        ? ByteOrder.BIG_ENDIAN
                                        : ByteOrder.LITTLE_ENDIAN);
    }

    private static PcmEncoding encoding(AudioFormat format) {
        AudioFormat.Encoding encoding = format.getEncoding();
        int bits = format.getSampleSizeInBits();
        if (encoding.equals(AudioFormat.Encoding.PCM_SIGNED) && bits % 8 == 0 && bits <= 32) {
            return PcmEncoding.signed(bits / 8);
        }
        if (encoding.equals(AudioFormat.Encoding.PCM_UNSIGNED) && bits == 8) {
            return PcmEncoding.UNSIGNED_8;
        }
        if (encoding.equals(AudioFormat.Encoding.PCM_FLOAT) && (bits == 32 || bits == 64)) {
            return bits == 32 ? PcmEncoding.FLOAT_32 : PcmEncoding.FLOAT_64;
        }
        if (encoding.equals(AudioFormat.Encoding.ULAW) && bits == 8) {
            return PcmEncoding.MU_LAW;
        }
        if (encoding.equals(AudioFormat.Encoding.ALAW) && bits == 8) {
            return PcmEncoding.A_LAW;
        }
        throw unknown(format);
    }

    private static AudioFormatException unknown(AudioFormat format) {
        return new AudioFormatException(
                SOURCE,
                "cannot be read as '"
                        + format
                        + "'; AudioSystem.getAudioInputStream converts streams to 16-bit signed"
                        + " PCM");
    }

    int sampleRate() {
        return sampleRate;
    }

    /** A receiver of its samples. */
    ClipReceiver receiver() {
        ClipReceiver receiver = new ClipReceiver(SOURCE);
        receiver.begin(sampleRate);
        return receiver;
    }

    /** A clip that keeps samples of the stream. */
    AudioClip clip(float[] samples) {
        return AudioClip.owning(samples, sampleRate, SOURCE);
    }

    /**
     * Reads samples, waiting for them if need be.
     *
     * @return how many; fewer than wanted only at the end
     * @throws AudioFormatException if the stream cannot be read, or ends inside a sample
     */
    int read(float[] mono, int from, int wanted) {
        int done = 0;
        while (done < wanted) {
            int frames = readFrames(Math.min(wanted - done, data.capacity() / frameBytes()));
            if (frames == 0) {
                break;
            }
            encoding.average(data, channels, mono, from + done, frames);
            done += frames;
        }
        return done;
    }

    private int readFrames(int most) {
        int bytes = 0;
        try {
            // A microphone's line gives 0 bytes, not -1, once it is stopped or closed.
            int count = 1;
            while (count > 0 && (bytes == 0 || bytes % frameBytes() != 0)) {
                count = input.read(data.array(), bytes, most * frameBytes() - bytes);
                bytes += Math.max(0, count);
            }
        } catch (IOException e) {
            throw new AudioFormatException(SOURCE, "cannot be read: " + e, e);
        }
        if (bytes % frameBytes() != 0) {
            throw new AudioFormatException(SOURCE, "ends inside a sample");
        }
        return bytes / frameBytes();
    }

    private int frameBytes() {
        return channels * encoding.bytes();
    }
}
