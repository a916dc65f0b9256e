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
package org.ssamba.display;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.ssamba.audio.AudioClip;

/** A clip as a WAV file of 16 bits in memory: what browsers and loudspeakers play. */
final class WavBytes {

    private WavBytes() {}

    static byte[] of(AudioClip clip) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (AudioInputStream stream = stream(clip)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Samples beyond full scale are cut off. */
    static AudioInputStream stream(AudioClip clip) {
        ByteBuffer pcm = ByteBuffer.allocate(2 * clip.length()).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : clip.samples()) {
            pcm.putShort((short) Math.round(Short.MAX_VALUE * Math.max(-1, Math.min(1, sample))));
        }
        AudioFormat format = new AudioFormat(clip.sampleRate(), 16, 1, true, false);
        return new AudioInputStream(new ByteArrayInputStream(pcm.array()), format, clip.length());
    }
}
