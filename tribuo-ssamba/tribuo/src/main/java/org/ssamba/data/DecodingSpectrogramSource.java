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
package org.ssamba.data;

import org.ssamba.audio.AudioClip;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelExtractor;
import org.ssamba.audio.LogMelSpectrogram;

/** Reads the audio and extracts the spectrogram, every time. */
public final class DecodingSpectrogramSource implements SpectrogramSource {
    private final LogMelExtractor extractor;

    /**
     * A source.
     *
     * @param config the front end
     */
    public DecodingSpectrogramSource(LogMelConfig config) {
        this.extractor = new LogMelExtractor(config);
    }

    @Override
    public LogMelConfig config() {
        return extractor.config();
    }

    @Override
    public String values() {
        return "log-mel 1 " + config();
    }

    @Override
    public LogMelSpectrogram get(AudioReference reference) {
        return extract(VerifiedAudio.read(reference));
    }

    @Override
    public AudioClip waveform(AudioReference reference) {
        return VerifiedAudio.read(reference).resampled(config().sampleRate());
    }

    @Override
    public LogMelSpectrogram extract(AudioClip clip) {
        return extractor.extract(clip);
    }
}
