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
package org.ssamba.cli;

import org.ssamba.training.Normalization;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of the command line within their range; fields hold 0 for those that are not given. */
final class Numbers {
    private Numbers() {}

    /** A number from 1. */
    static final class Count implements ITypeConverter<Integer> {
        /** Used by picocli. */
        Count() {}

        @Override
        public Integer convert(String text) {
            try {
                int count = Integer.parseInt(text);
                if (count >= 1) {
                    return count;
                }
            } catch (NumberFormatException e) {
                // Told below, as what is out of range.
            }
            throw new TypeConversionException(
                    "'" + text + "' is not a whole number from 1 to " + Integer.MAX_VALUE);
        }
    }

    /** A number above 0. */
    static final class Positive implements ITypeConverter<Double> {
        /** Used by picocli. */
        Positive() {}

        @Override
        public Double convert(String text) {
            return real(text, Double.MIN_VALUE, Double.MAX_VALUE, "a number above 0");
        }
    }

    /** A share that is held out. */
    static final class Share implements ITypeConverter<Double> {
        /** Used by picocli. */
        Share() {}

        @Override
        public Double convert(String text) {
            return real(text, 0, Math.nextDown(1.0), "a share from 0 to below 1, such as 0.25");
        }
    }

    /** Two numbers with a comma between them. */
    static final class MeanAndDeviation implements ITypeConverter<Normalization> {
        /** Used by picocli. */
        MeanAndDeviation() {}

        @Override
        public Normalization convert(String text) {
            String[] numbers = text.split(",", 2);
            try {
                return new Normalization(
                        Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new TypeConversionException(
                        "'"
                                + text
                                + "' is not a mean and a positive deviation, such as -4.27,4.57");
            }
        }
    }

    private static double real(String text, double least, double most, String wanted) {
        double value = Double.NaN;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            // Told below, as what is out of range.
        }
        if (value >= least && value <= most) {
            return value;
        }
        throw new TypeConversionException("'" + text + "' is not " + wanted);
    }
}
