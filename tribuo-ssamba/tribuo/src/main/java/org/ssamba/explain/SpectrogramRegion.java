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
package org.ssamba.explain;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rectangle of a spectrogram: a time range by a mel range. Its {@link #name} is the feature name
 * in the excuses of {@link org.ssamba.SSAMBAModel}.
 *
 * @param fromSeconds where it begins in the clip, at least 0.
 * @param toSeconds where it ends, above fromSeconds.
 * @param fromHertz its lowest frequency, at least 0.
 * @param toHertz its highest frequency, above fromHertz.
 */
public record SpectrogramRegion(
        double fromSeconds, double toSeconds, double fromHertz, double toHertz) {
    private static final String NUMBER = "(\\d+(?:\\.\\d+)?)";
    private static final Pattern NAME =
            Pattern.compile(NUMBER + "-" + NUMBER + " s, " + NUMBER + "-" + NUMBER + " Hz");

    /**
     * Checks that it has an extent.
     *
     * @throws IllegalArgumentException if it has none.
     */
    public SpectrogramRegion {
        if (!(fromSeconds >= 0
                && toSeconds > fromSeconds
                && fromHertz >= 0
                && toHertz > fromHertz)) {
            throw new IllegalArgumentException(
                    "No region of a spectrogram: "
                            + fromSeconds
                            + " to "
                            + toSeconds
                            + " s, "
                            + fromHertz
                            + " to "
                            + toHertz
                            + " Hz");
        }
    }

    /**
     * Its name.
     *
     * @return for instance {@code "0.64-1.28 s, 310-874 Hz"}: seconds to 10 ms, whole hertz.
     */
    public String name() {
        return String.format(
                Locale.ROOT,
                "%.2f-%.2f s, %.0f-%.0f Hz",
                fromSeconds,
                toSeconds,
                fromHertz,
                toHertz);
    }

    /**
     * The region of a name.
     *
     * @param name from {@link #name}.
     * @return the region, as exactly as the name tells.
     * @throws IllegalArgumentException if it is no such name.
     */
    public static SpectrogramRegion parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "\""
                            + name
                            + "\" names no region of a spectrogram; one is named like"
                            + " \"0.64-1.28 s, 310-874 Hz\"");
        }
        return new SpectrogramRegion(
                Double.parseDouble(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                Double.parseDouble(matcher.group(4)));
    }
}
