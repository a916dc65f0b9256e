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
package org.ssamba.plot;

/**
 * A colour map from near black through violet, red and orange to pale yellow, built in the OKLCh
 * colour space (B. Ottosson, "A perceptual color space for image processing", 2020): lightness
 * grows linearly with the value, so that equal steps in value look equal, in grey too.
 */
final class ColourMap {

    private static final int STEPS = 256;

    /** Chroma at the values 0, 1/4, 1/2, 3/4 and 1: within what sRGB can show at each lightness. */
    private static final double[] CHROMA = {0.035, 0.150, 0.190, 0.150, 0.080};

    /** Hue in degrees at the same values. */
    private static final double[] HUE = {285, 305, 370, 412, 465};

    private static final double DARKEST = 0.14;
    private static final double LIGHTEST = 0.97;

    private static final int[] TABLE = new int[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            double value = i / (STEPS - 1.0);
            double lightness = DARKEST + (LIGHTEST - DARKEST) * value;
            double hue = Math.toRadians(between(HUE, value));
            double chroma = between(CHROMA, value);
            TABLE[i] = toRgb(lightness, chroma * Math.cos(hue), chroma * Math.sin(hue));
        }
    }

    private ColourMap() {}

    /**
     * The colour of a value.
     *
     * @param value from 0 (darkest) to 1 (lightest); values outside get the colour of the nearer
     *     end
     * @return 0xRRGGBB
     */
    static int rgb(double value) {
        return TABLE[(int) Math.round(Math.max(0, Math.min(1, value)) * (STEPS - 1))];
    }

    private static double between(double[] anchors, double value) {
        double position = value * (anchors.length - 1);
        int left = Math.min((int) position, anchors.length - 2);
        return anchors[left] + (anchors[left + 1] - anchors[left]) * (position - left);
    }

    /** OKLab to sRGB, with Ottosson's matrices; channels outside the gamut are cut off. */
    private static int toRgb(double lightness, double a, double b) {
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        return channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s) << 16
                | channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s) << 8
                | channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
    }

    private static double cube(double x) {
        return x * x * x;
    }

    /** The sRGB transfer function (IEC 61966-2-1), as 0 to 255. */
    private static int channel(double linear) {
        double x = Math.max(0, Math.min(1, linear));
        double encoded = x <= 0.0031308 ? 12.92 * x : 1.055 * Math.pow(x, 1 / 2.4) - 0.055;
        return (int) Math.round(encoded * 255);
    }
}
