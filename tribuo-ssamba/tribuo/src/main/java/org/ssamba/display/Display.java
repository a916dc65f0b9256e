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
package org.ssamba.display;

import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.ssamba.audio.AudioClip;

/**
 * Shows things where a person can see and hear them: in the notebook if the JJava kernel runs this
 * code, otherwise in a window or by loudspeaker on a desktop, otherwise in files whose names are
 * printed.
 */
public final class Display {
    private static Screen screen;

    private Display() {}

    /**
     * Shows a picture, for example one of {@code org.ssamba.plot}.
     *
     * @param image the picture
     */
    public static void picture(BufferedImage image) {
        show(new Item.Picture(image));
    }

    /**
     * Lets a clip be heard.
     *
     * @param clip the clip
     */
    public static void sound(AudioClip clip) {
        show(new Item.Sound(clip));
    }

    /**
     * Shows a table. Numbers with a fraction are shown with three digits after the point.
     *
     * @param header the names of the columns
     * @param rows of as many cells as there are columns
     * @throws IllegalArgumentException if a row has another number of cells
     */
    public static void table(List<String> header, List<? extends List<?>> rows) {
        show(Item.Table.of(header, rows));
    }

    /**
     * Chooses where things are shown from now on.
     *
     * @param chosen the place; null for the one that suits this process
     */
    public static synchronized void setScreen(Screen chosen) {
        screen = chosen;
    }

    private static void show(Item item) {
        screen().show(item);
    }

    private static synchronized Screen screen() {
        if (screen == null) {
            screen = JJavaScreen.find().orElseGet(Display::outsideNotebooks);
        }
        return screen;
    }

    private static Screen outsideNotebooks() {
        try {
            Screen files = new FileScreen(Files.createTempDirectory("ssamba-display"), System.out);
            return GraphicsEnvironment.isHeadless() ? files : new DesktopScreen(System.out, files);
        } catch (IOException e) {
            throw new UncheckedIOException("No folder could be made for what is to be shown", e);
        }
    }
}
