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

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Labels, groups and splits as they are meant: texts that look the same are the same. They are in
 * Unicode's form NFC, which macOS does not use in names of files; no-break spaces are spaces, and
 * invisible marks that mean nothing are left out. Each change is logged once.
 */
final class LabelText {
    private static final Logger logger = Logger.getLogger(LabelText.class.getName());

    private static final Pattern NO_BREAK_SPACE = Pattern.compile("[\\u00a0\\u2007\\u202f]");

    /** Not the joiner and the non-joiner, with which words of some languages are written. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\u00ad\\u200b\\u2060\\ufeff]");

    private final Path origin;
    private final Map<String, String> known = new HashMap<>();

    /**
     * Prepares for the labels of a folder or a manifest.
     *
     * @param origin for messages
     */
    LabelText(Path origin) {
        this.origin = origin;
    }

    /** A text as it is meant, or null for null and for a text of which nothing is left. */
    String of(String written) {
        return written == null ? null : known.computeIfAbsent(written, this::changed);
    }

    private String changed(String written) {
        String text = normal(written);
        if (!text.equals(written.strip())) {
            logger.warning(
                    origin
                            + ": '"
                            + escaped(written)
                            + "' is read as '"
                            + escaped(text)
                            + "', which looks the same");
        }
        return text.isEmpty() ? null : text;
    }

    /** What a text is read as. */
    static String normal(String written) {
        String spaced = NO_BREAK_SPACE.matcher(written).replaceAll(" ");
        String visible = INVISIBLE.matcher(spaced).replaceAll("");
        return Normalizer.normalize(visible, Normalizer.Form.NFC).strip();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (c < 0x7f) {
                                escaped.appendCodePoint(c);
                            } else {
                                escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
                            }
                        });
        return escaped.toString();
    }

    /** Logs a warning for labels that differ, but in case, spaces or joiners only. */
    static void warnOfSimilar(Collection<String> labels) {
        Map<String, String> seen = new TreeMap<>();
        for (String label : labels) {
            String before = label == null ? null : seen.putIfAbsent(skeleton(label), label);
            if (before != null && !before.equals(label)) {
                logger.warning(
                        "'"
                                + before
                                + "' and '"
                                + label
                                + "' are two labels, although they differ in case, spaces or"
                                + " invisible letters only");
            }
        }
    }

    private static String skeleton(String label) {
        return Normalizer.normalize(label, Normalizer.Form.NFKC)
                .replaceAll("[\\p{Cf}\\s]", "")
                .toLowerCase(Locale.ROOT);
    }
}
