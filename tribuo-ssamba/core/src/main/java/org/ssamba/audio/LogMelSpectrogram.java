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

/** A log-mel spectrogram: natural logarithms of energies, (frames, mel bins). Immutable. */
public final class LogMelSpectrogram {
    private final float[] values;
    private final int frames;
    private final int melBins;

    /** Keeps {@code values}, (frames, melBins) row-major, without a copy. */
    LogMelSpectrogram(float[] values, int frames, int melBins) {
        this.values = values;
        this.frames = frames;
        this.melBins = melBins;
    }

    /**
     * A spectrogram of a copy of the given values.
     *
     * @param values natural logarithms of energies, (frames, melBins) row-major
     * @param frames number of frames, at least 1
     * @param melBins number of mel bins, at least 1
     * @return the spectrogram
     * @throws IllegalArgumentException if the length is not frames · melBins or a value is not
     *     finite
     */
    public static LogMelSpectrogram of(float[] values, int frames, int melBins) {
        if (frames < 1 || melBins < 1 || values.length != (long) frames * melBins) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + frames + " frames × " + melBins + " bins");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "log-mel value " + i + " is " + values[i] + "; values must be finite");
            }
        }
        return new LogMelSpectrogram(values.clone(), frames, melBins);
    }

    /** Number of frames, at least 1. */
    public int frames() {
        return frames;
    }

    /** Number of mel bins. */
    public int melBins() {
        return melBins;
    }

    /** A copy of the values, (frames, mel bins) row-major. */
    public float[] values() {
        return values.clone();
    }

    /** The values themselves, for readers inside this package that do not write to them. */
    float[] array() {
        return values;
    }

    /**
     * One value.
     *
     * @param frame in [0, frames)
     * @param melBin in [0, melBins)
     * @return the natural logarithm of the energy
     */
    public float value(int frame, int melBin) {
        return values[
                Objects.checkIndex(frame, frames) * melBins + Objects.checkIndex(melBin, melBins)];
    }

    /**
     * Copies the spectrogram, cut or padded at the end to {@code targetFrames} and normalised to (x
     * - mean) / (2 · std). The padding is 0 in the log domain, before normalising.
     *
     * @param destination receives (targetFrames, melBins) values, row-major
     * @param offset index in {@code destination} of the first value
     * @param targetFrames number of frames to write, at least 1
     * @param mean mean of the data set's log-mel values, see {@link LogMelStatistics}
     * @param std their standard deviation, positive
     * @throws IllegalArgumentException if targetFrames or std is not positive, or mean or std is
     *     not finite
     * @throws IndexOutOfBoundsException if the destination has no room
     */
    public void copyInto(float[] destination, int offset, int targetFrames, float mean, float std) {
        if (targetFrames < 1) {
            throw new IllegalArgumentException("target of " + targetFrames + " frames");
        }
        if (!Float.isFinite(mean) || !(std > 0) || !Float.isFinite(std)) {
            throw new IllegalArgumentException(
                    "cannot normalise with mean "
                            + mean
                            + " and standard deviation "
                            + std
                            + ": both must be finite, the latter positive");
        }
        int size = Math.multiplyExact(targetFrames, melBins);
        Objects.checkFromIndexSize(offset, size, destination.length);
        int copied = Math.min(size, values.length);
        float scale = 2 * std;
        for (int i = 0; i < copied; i++) {
            destination[offset + i] = (values[i] - mean) / scale;
        }
        Arrays.fill(destination, offset + copied, offset + size, -mean / scale);
    }

    @Override
    public String toString() {
        return "LogMelSpectrogram(" + frames + " frames, " + melBins + " mel bins)";
    }
}
