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

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** The start of every plot: checks that the machine can draw. */
final class Drawing {

    private Drawing() {}

    /**
     * Makes sure that text can be drawn, so that a machine without fonts (a minimal container)
     * causes one readable exception and not an error inside AWT.
     *
     * @throws NoFontException if this Java finds no fonts
     */
    static void requireFonts() {
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12)
                    .getStringBounds("0", new FontRenderContext(null, true, true));
        } catch (LinkageError | InternalError | RuntimeException e) {
            throw new NoFontException(e);
        }
    }

    /**
     * Makes sure that text and charts can be drawn.
     *
     * @throws NoFontException if this Java finds no fonts
     * @throws IllegalStateException if XChart is not on the class path
     */
    static void requireCharts() {
        try {
            Class.forName("org.knowm.xchart.XYChart", false, Drawing.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "Curves, confusion matrices and maps are drawn by XChart, which is not on the"
                            + " class path: add the dependency org.knowm.xchart:xchart",
                    e);
        }
        requireFonts();
    }
}
