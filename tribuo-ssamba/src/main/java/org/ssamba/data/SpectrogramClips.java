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

import java.util.ArrayList;
import java.util.List;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.training.Clips;
import org.tribuo.Example;

/**
 * Clips for training and inference from a spectrogram source: each is cut, or zero-padded in the
 * log domain, to the encoder's length. Only references are held; thread-safe if the source is.
 */
public final class SpectrogramClips implements Clips {
    private final SpectrogramSource source;
    private final int frames;
    private final List<Clip> clips;

    /** A clip in a file, or a waveform: the other one is null. */
    private record Clip(AudioReference reference, AudioClip waveform) {}

    private SpectrogramClips(SpectrogramSource source, int frames, List<Clip> clips) {
        this.source = source;
        this.frames = frames;
        this.clips = clips;
    }

    /**
     * Clips in files.
     *
     * @param source of spectrograms.
     * @param frames the encoder's length.
     * @param references which clips.
     * @return the clips in order.
     */
    public static SpectrogramClips ofReferences(
            SpectrogramSource source, int frames, List<AudioReference> references) {
        return new SpectrogramClips(
                source,
                frames,
                references.stream().map(reference -> new Clip(reference, null)).toList());
    }

    /**
     * Waveforms.
     *
     * @param source of spectrograms.
     * @param frames the encoder's length.
     * @param waveforms which clips.
     * @return the clips in order.
     */
    public static SpectrogramClips ofWaveforms(
            SpectrogramSource source, int frames, List<AudioClip> waveforms) {
        return new SpectrogramClips(
                source,
                frames,
                waveforms.stream().map(waveform -> new Clip(null, waveform)).toList());
    }

    /**
     * The clips of examples.
     *
     * @param source of spectrograms.
     * @param frames the encoder's length.
     * @param examples audio examples.
     * @return the clips in order.
     * @throws MissingAudioReferenceException if an example refers to no audio.
     */
    public static SpectrogramClips ofExamples(
            SpectrogramSource source, int frames, Iterable<? extends Example<?>> examples) {
        List<Clip> clips = new ArrayList<>();
        for (Example<?> example : examples) {
            clips.add(
                    example instanceof AudioExample<?> carrying
                            ? new Clip(null, carrying.clip())
                            : new Clip(AudioReference.of(example), null));
        }
        return new SpectrogramClips(source, frames, clips);
    }

    @Override
    public int size() {
        return clips.size();
    }

    /**
     * The whole spectrogram of a clip, neither cut nor padded.
     *
     * @param clip from 0 to size - 1.
     * @return (frames, mel bins).
     */
    public LogMelSpectrogram spectrogram(int clip) {
        Clip chosen = clips.get(clip);
        return chosen.waveform() == null
                ? source.get(chosen.reference())
                : source.extract(chosen.waveform());
    }

    /**
     * Mean and standard deviation of all clips, unpadded, in one parallel pass.
     *
     * @return the statistics, which do not depend on the number of threads.
     */
    public CorpusStatistics statistics() {
        return CorpusStatistics.of(size(), this::spectrogram);
    }

    @Override
    public void load(int clip, float[] logMel) {
        // (x - 0) / (2 · 0.5) leaves the values as they are.
        spectrogram(clip).copyInto(logMel, 0, frames, 0f, 0.5f);
    }

    @Override
    public void loadPart(int clip, double position, float[] logMel) {
        LogMelSpectrogram whole = spectrogram(clip);
        int spare = whole.frames() - frames;
        if (spare <= 0) {
            whole.copyInto(logMel, 0, frames, 0f, 0.5f);
            return;
        }
        int first = Math.min(spare, (int) (position * (spare + 1)));
        System.arraycopy(
                whole.values(), first * whole.melBins(), logMel, 0, frames * whole.melBins());
    }

    @Override
    public void loadMixture(int clip, int partner, double lambda, float[] logMel) {
        int rate = source.config().sampleRate();
        float[] first = centred(waveform(clips.get(clip)).resampled(rate).samples());
        float[] second = centred(waveform(clips.get(partner)).resampled(rate).samples());
        for (int i = 0; i < first.length; i++) {
            double other = i < second.length ? second[i] : 0;
            first[i] = (float) (lambda * first[i] + (1 - lambda) * other);
        }
        // The extractor subtracts the mean of the mixture.
        source.extract(AudioClip.of(first, rate)).copyInto(logMel, 0, frames, 0f, 0.5f);
    }

    private static AudioClip waveform(Clip clip) {
        AudioReference reference = clip.reference();
        return clip.waveform() != null
                ? clip.waveform()
                : AudioReader.read(
                        reference.path(), reference.startSeconds(), reference.durationSeconds());
    }

    /** {@link AudioClip#samples} gives a copy, so it may be changed. */
    private static float[] centred(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += sample;
        }
        float mean = (float) (sum / samples.length);
        for (int i = 0; i < samples.length; i++) {
            samples[i] -= mean;
        }
        return samples;
    }
}
