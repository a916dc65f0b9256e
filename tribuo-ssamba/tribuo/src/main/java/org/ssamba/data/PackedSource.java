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
import org.ssamba.audio.LogMelSpectrogram;

/** The values that a {@link DiskSpectrogramCache} gives, without the disk. */
record PackedSource(SpectrogramSource source) implements SpectrogramSource {
    @Override
    public LogMelConfig config() {
        return source.config();
    }

    @Override
    public String values() {
        return DiskSpectrogramCache.packed(source.values());
    }

    @Override
    public LogMelSpectrogram get(AudioReference reference) {
        return PackedSpectrogram.packedValues(source.get(reference));
    }

    @Override
    public AudioClip waveform(AudioReference reference) {
        return source.waveform(reference);
    }

    @Override
    public LogMelSpectrogram extract(AudioClip clip) {
        return PackedSpectrogram.packedValues(source.extract(clip));
    }
}
