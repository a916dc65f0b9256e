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

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sound.sampled.AudioInputStream;

/**
 * A mono waveform and its sample rate. Immutable.
 *
 * <p>Samples are dimensionless and lie in [-1, 1] when they come from integer formats (a 16-bit
 * value divided by 32768); floating-point files may hold larger values, which are kept.
 */
public final class AudioClip {
    private static final String IN_MEMORY = "audio clip in memory";

    private final float[] samples;
    private final int sampleRate;
    private final String source;

    private AudioClip(float[] samples, int sampleRate, String source) {
        this.samples = samples;
        this.sampleRate = sampleRate;
        this.source = source;
    }

    /**
     * A clip of a copy of the given samples.
     *
     * @param samples the waveform, at least one sample, all finite
     * @param sampleRate samples per second, positive
     * @return the clip
     * @throws AudioFormatException if there are no samples, one is NaN or infinite, or the rate is
     *     not positive
     */
    public static AudioClip of(float[] samples, int sampleRate) {
        return owning(samples.clone(), sampleRate, IN_MEMORY);
    }

    /**
     * A clip of 16-bit samples.
     *
     * @param samples the waveform, at least one sample; divided by 32768
     * @param sampleRate samples per second, positive
     * @return the clip
     * @throws AudioFormatException if there are no samples, or the rate is not positive
     */
    public static AudioClip ofPcm16(short[] samples, int sampleRate) {
        float[] waveform = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            waveform[i] = (float) (samples[i] / 32768.0);
        }
        return owning(waveform, sampleRate, IN_MEMORY);
    }

    /**
     * A clip of all that is left of a stream of Java Sound, with the samples that {@link
     * AudioReader} reads from a file. What ends too early cannot be told from what ends, so read
     * files with {@link AudioReader}.
     *
     * @param stream uncompressed samples, read to the end and not closed; of several channels the
     *     average is taken
     * @return the clip
     * @throws AudioFormatException if there are no samples, they are compressed or of an unknown
     *     form, one is NaN or infinite, or the stream cannot be read
     */
    public static AudioClip of(AudioInputStream stream) {
        PcmStream samples = new PcmStream(stream);
        ClipReceiver receiver = samples.receiver();
        float[] block = new float[1 << 12];
        int count;
        do {
            count = samples.read(block, 0, block.length);
            receiver.accept(block, 0, count);
        } while (count == block.length);
        return receiver.clip();
    }

    /** A clip that keeps {@code samples} without a copy; checks as {@link #of} does. */
    static AudioClip owning(float[] samples, int sampleRate, String source) {
        Objects.requireNonNull(source, "source");
        if (sampleRate <= 0) {
            throw new AudioFormatException(
                    source, "sample rate " + sampleRate + " Hz; it must be positive");
        }
        if (samples.length == 0) {
            throw empty(source);
        }
        float peak = 0;
        for (int i = 0; i < samples.length; i++) {
            if (!Float.isFinite(samples[i])) {
                throw notFinite(source, i, samples[i]);
            }
            peak = Math.max(peak, Math.abs(samples[i]));
        }
        AudioLevels.warnOf(source, peak, peak);
        return new AudioClip(samples, sampleRate, source);
    }

    static AudioFormatException empty(String source) {
        return new AudioFormatException(source, "holds no samples");
    }

    static AudioFormatException notFinite(String source, long index, float sample) {
        return new AudioFormatException(
                source, "sample " + index + " is " + sample + "; samples must be finite");
    }

    /** A copy of the waveform, one value per sample. */
    public float[] samples() {
        return samples.clone();
    }

    /** The waveform itself, for readers inside this package that do not write to it. */
    float[] array() {
        return samples;
    }

    /**
     * Copies part of the waveform.
     *
     * @param start index of the first sample to copy
     * @param destination receives the samples
     * @param offset index in {@code destination} of the first one
     * @param count how many samples
     * @throws IndexOutOfBoundsException if a range does not lie inside its array
     */
    public void copyInto(int start, float[] destination, int offset, int count) {
        Objects.checkFromIndexSize(start, count, samples.length);
        Objects.checkFromIndexSize(offset, count, destination.length);
        System.arraycopy(samples, start, destination, offset, count);
    }

    /** Number of samples, at least 1. */
    public int length() {
        return samples.length;
    }

    /** Samples per second. */
    public int sampleRate() {
        return sampleRate;
    }

    /** Length in seconds. */
    public double durationSeconds() {
        return samples.length / (double) sampleRate;
    }

    /** Where the clip comes from, for messages: the file's path, or a description. */
    public String source() {
        return source;
    }

    /**
     * This clip at another sample rate, by band-limited sinc interpolation (see {@link
     * SincResampler}); {@code this} when the rate is already right.
     *
     * @param rate samples per second, positive
     * @return a clip of ⌈length · rate / sampleRate⌉ samples
     * @throws IllegalArgumentException if the rate is not positive or the result would not fit an
     *     array
     */
    public AudioClip resampled(int rate) {
        if (rate == sampleRate) {
            return this;
        }
        return new AudioClip(
                SincResampler.between(sampleRate, rate).resample(samples), rate, source);
    }

    /**
     * Part of this clip. Both times are rounded to the nearest sample.
     *
     * @param startSeconds time of the first sample, in [0, duration)
     * @param durationSeconds length in seconds, positive; start plus length at most the duration
     * @return the part, at least one sample
     * @throws IllegalArgumentException if the range is not inside the clip or rounds to no sample
     */
    public AudioClip slice(double startSeconds, double durationSeconds) {
        SampleRange range = SampleRange.ofSeconds(startSeconds, durationSeconds, sampleRate);
        if (range.end() > samples.length) {
            throw new IllegalArgumentException(
                    source
                            + ": "
                            + durationSeconds
                            + " s from "
                            + startSeconds
                            + " s reaches beyond the end at "
                            + durationSeconds()
                            + " s");
        }
        float[] part = Arrays.copyOfRange(samples, (int) range.start(), (int) range.end());
        return new AudioClip(part, sampleRate, source);
    }

    /**
     * A mixture of this clip with another at the same rate: both without their means, the other cut
     * or zero-padded to this one's length (docs/model.md, section 8).
     *
     * @param other the partner
     * @param share λ in λ · this + (1 - λ) · other, from 0 to 1
     * @return a clip as long as this
     * @throws IllegalArgumentException if the rates differ
     */
    public AudioClip mixedWith(AudioClip other, double share) {
        if (other.sampleRate != sampleRate) {
            throw new IllegalArgumentException(
                    this + " and " + other + " cannot be mixed: their rates differ");
        }
        float mean = mean();
        float otherMean = other.mean();
        float[] mixture = new float[samples.length];
        for (int i = 0; i < mixture.length; i++) {
            double added = i < other.samples.length ? other.samples[i] - otherMean : 0;
            mixture[i] = (float) (share * (samples[i] - mean) + (1 - share) * added);
        }
        return owning(mixture, sampleRate, source + " mixed with " + other.source);
    }

    private float mean() {
        double sum = 0;
        for (float sample : samples) {
            sum += sample;
        }
        return (float) (sum / samples.length);
    }

    /**
     * Cuts this clip into windows.
     *
     * @param windows their length and hop
     * @param consumer takes each, in order
     */
    public void forEachWindow(SlidingWindow windows, Consumer<AudioWindow> consumer) {
        WindowReceiver receiver = new WindowReceiver(windows, source, consumer);
        receiver.begin(sampleRate);
        receiver.accept(samples, 0, samples.length);
        receiver.finish();
    }

    @Override
    public String toString() {
        return "AudioClip(" + source + ", " + samples.length + " samples, " + sampleRate + " Hz)";
    }
}
