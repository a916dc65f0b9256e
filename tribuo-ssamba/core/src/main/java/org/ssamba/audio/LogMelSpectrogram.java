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
        return filled(frames, melBins, all -> System.arraycopy(values, 0, all, 0, values.length));
    }

    /**
     * A spectrogram of values that are written in place.
     *
     * @param frames number of frames, at least 1
     * @param melBins number of mel bins, at least 1
     * @param writer fills (frames, melBins) values, row-major, which it must not touch afterwards
     * @return the spectrogram
     * @throws IllegalArgumentException if a value is not finite
     */
    public static LogMelSpectrogram filled(int frames, int melBins, Consumer<float[]> writer) {
        float[] values = new float[Math.multiplyExact(frames, melBins)];
        writer.accept(values);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "log-mel value " + i + " is " + values[i] + "; values must be finite");
            }
        }
        return new LogMelSpectrogram(values, frames, melBins);
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
     * Copies frames, not normalised. Where they go beyond the end, the rest is padded with 0, which
     * is in the log domain.
     *
     * @param firstFrame the first to copy, in [0, frames)
     * @param destination receives as many frames as it has room for, (frames, mel bins) row-major
     * @throws IndexOutOfBoundsException if there is no such frame
     * @throws IllegalArgumentException if the destination is no whole number of frames
     */
    public void copyInto(int firstFrame, float[] destination) {
        Objects.checkIndex(firstFrame, frames);
        if (destination.length % melBins != 0) {
            throw new IllegalArgumentException(
                    destination.length + " values are not frames of " + melBins + " mel bins");
        }
        int from = firstFrame * melBins;
        int copied = Math.min(destination.length, values.length - from);
        System.arraycopy(values, from, destination, 0, copied);
        Arrays.fill(destination, copied, destination.length, 0);
    }

    @Override
    public String toString() {
        return "LogMelSpectrogram(" + frames + " frames, " + melBins + " mel bins)";
    }
}
