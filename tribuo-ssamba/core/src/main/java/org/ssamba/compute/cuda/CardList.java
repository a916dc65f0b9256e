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
package org.ssamba.compute.cuda;

import java.util.Arrays;
import java.util.List;

/** Numbers of cards as users write them: {@code 0}, {@code 0,1}, or {@code all}. */
public final class CardList {
    private CardList() {}

    /**
     * What the system property {@link CudaOptions#DEVICE} says.
     *
     * @return a list, not checked; the first card if it says nothing.
     */
    public static String setting() {
        return System.getProperty(CudaOptions.DEVICE, "0");
    }

    /**
     * Reads a list.
     *
     * @param text numbers from 0 in the driver's order, joined by commas, or {@code all}.
     * @return at least one number, each once; or none for all cards.
     * @throws IllegalArgumentException if it is something else.
     */
    public static List<Integer> parse(String text) {
        if (text.strip().equalsIgnoreCase("all")) {
            return List.of();
        }
        try {
            List<Integer> cards =
                    Arrays.stream(text.split(",", -1))
                            .map(s -> Integer.valueOf(s.strip()))
                            .toList();
            if (cards.stream().allMatch(card -> card >= 0)
                    && cards.stream().distinct().count() == cards.size()) {
                return cards;
            }
        } catch (NumberFormatException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    private static IllegalArgumentException refused(String text, Exception cause) {
        return new IllegalArgumentException(
                "Cards are numbers from 0, each once, as in 0,1, or all; not \"" + text + "\"",
                cause);
    }
}
