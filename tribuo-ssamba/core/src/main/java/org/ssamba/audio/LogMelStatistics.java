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

/**
 * Mean and standard deviation of a data set's log-mel values, over all cells of unpadded
 * spectrograms. Accumulates in double precision, one spectrogram at a time; the order of
 * spectrograms changes rounding only. Not safe for concurrent use: give each thread its own and
 * {@link #merge} them.
 *
 * <p>Source: T. Chan, G. Golub, R. LeVeque, "Algorithms for computing the sample variance", The
 * American Statistician 37 (1983), equation 1.3.
 */
public final class LogMelStatistics {
    private long count;
    private double mean;

    /** Sum of squared differences from the mean. */
    private double squares;

    /** Of nothing yet. */
    public LogMelStatistics() {}

    /**
     * Statistics that were taken before.
     *
     * @param count from {@link #count}
     * @param mean from {@link #mean}
     * @param squares from {@link #squares}
     * @return the same again, bit for bit
     */
    public static LogMelStatistics of(long count, double mean, double squares) {
        LogMelStatistics statistics = new LogMelStatistics();
        statistics.count = count;
        statistics.mean = mean;
        statistics.squares = squares;
        return statistics;
    }

    /** Adds all cells of a spectrogram. */
    public void add(LogMelSpectrogram spectrogram) {
        float[] values = spectrogram.array();
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double itsMean = sum / values.length;
        double itsSquares = 0;
        for (float value : values) {
            double difference = value - itsMean;
            itsSquares += difference * difference;
        }
        combine(values.length, itsMean, itsSquares);
    }

    /** Adds everything that the other has seen; the other is left as it is. */
    public void merge(LogMelStatistics other) {
        combine(other.count, other.mean, other.squares);
    }

    private void combine(long otherCount, double otherMean, double otherSquares) {
        if (otherCount == 0) {
            return;
        }
        long total = count + otherCount;
        double difference = otherMean - mean;
        squares += otherSquares + difference * difference * ((double) count / total) * otherCount;
        mean += difference * ((double) otherCount / total);
        count = total;
    }

    /** Number of cells (frames · mel bins) seen. */
    public long count() {
        return count;
    }

    /**
     * The mean.
     *
     * @throws IllegalStateException if nothing was added
     */
    public double mean() {
        requireValues();
        return mean;
    }

    /**
     * The standard deviation of the cells seen, taken as the whole population.
     *
     * @return the standard deviation, 0 if all values were equal
     * @throws IllegalStateException if nothing was added
     */
    public double standardDeviation() {
        requireValues();
        return Math.sqrt(squares / count);
    }

    /** Sum of squared differences from the mean, 0 if nothing was added. */
    public double squares() {
        return squares;
    }

    private void requireValues() {
        if (count == 0) {
            throw new IllegalStateException("no spectrogram was added to the statistics");
        }
    }
}
