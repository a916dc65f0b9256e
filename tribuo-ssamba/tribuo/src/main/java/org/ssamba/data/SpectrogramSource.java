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
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;
import org.tribuo.Example;

/** Gives the log-mel spectrograms of clips. Safe for use by many threads at once. */
public interface SpectrogramSource {
    /** The front end that all spectrograms come from. */
    LogMelConfig config();

    /**
     * What decides the values besides the clip: sources with the same text give the same
     * spectrograms, now and later.
     *
     * @return null if nothing can be said, so that nothing computed of the spectrograms is kept
     */
    default String values() {
        return null;
    }

    /**
     * The spectrogram of a clip in a file.
     *
     * @param reference the clip
     * @return (frames, mel bins), unpadded
     * @throws AudioFormatException if the file is missing, unusable, or too short for a frame
     * @throws ChangedAudioException if the file is not the one referred to
     */
    LogMelSpectrogram get(AudioReference reference);

    /**
     * The waveform of a clip in a file, at the front end's rate; kept where spectrograms are kept
     * in memory.
     *
     * @param reference the clip
     * @return all of it
     * @throws AudioFormatException if the file is missing or unusable
     * @throws ChangedAudioException if the file is not the one referred to
     */
    AudioClip waveform(AudioReference reference);

    /**
     * The spectrogram of a waveform; not kept.
     *
     * @param clip the waveform, at any sample rate
     * @return (frames, mel bins), unpadded
     * @throws AudioFormatException if the clip is too short for a frame
     */
    LogMelSpectrogram extract(AudioClip clip);

    /**
     * The spectrogram of an example's clip: of the samples it carries, or of the file it refers to.
     *
     * @param example an audio example
     * @return (frames, mel bins), unpadded
     * @throws MissingAudioReferenceException if the example has no audio reference
     * @throws AudioFormatException if the file is missing, unusable, or too short for a frame
     * @throws ChangedAudioException if the file is not the one referred to
     */
    default LogMelSpectrogram get(Example<?> example) {
        return example instanceof AudioExample<?> carrying
                ? extract(carrying.clip())
                : get(AudioReference.of(example));
    }
}
