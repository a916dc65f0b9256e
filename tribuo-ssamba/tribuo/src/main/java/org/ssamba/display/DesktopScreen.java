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

import java.io.IOException;
import java.io.PrintStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.Clip;
import javax.sound.sampled.LineEvent;
import javax.sound.sampled.LineUnavailableException;
import javax.swing.ImageIcon;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;
import org.ssamba.audio.AudioClip;

/** Opens a window for a picture, plays a sound, prints a table. */
final class DesktopScreen implements Screen {
    private final PrintStream out;
    private final Screen files;

    /**
     * A desktop.
     *
     * @param out for tables
     * @param files for sounds, where there is no loudspeaker
     */
    DesktopScreen(PrintStream out, Screen files) {
        this.out = out;
        this.files = files;
    }

    @Override
    public void show(Item item) {
        if (item instanceof Item.Picture picture) {
            SwingUtilities.invokeLater(() -> open(picture));
        } else if (item instanceof Item.Sound sound) {
            play(sound);
        } else {
            out.println(item.text());
        }
    }

    private static void open(Item.Picture picture) {
        JFrame window = new JFrame(picture.text());
        window.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
        window.add(new JScrollPane(new JLabel(new ImageIcon(picture.image()))));
        window.pack();
        window.setLocationByPlatform(true);
        window.setVisible(true);
    }

    private void play(Item.Sound sound) {
        AudioClip clip = sound.clip();
        try (AudioInputStream stream = WavBytes.stream(clip)) {
            Clip line = AudioSystem.getClip();
            line.addLineListener(
                    event -> {
                        if (event.getType() == LineEvent.Type.STOP) {
                            line.close();
                        }
                    });
            line.open(stream);
            line.start();
            out.println(sound.text());
        } catch (IllegalArgumentException | LineUnavailableException | IOException e) {
            // A desktop without a sound device, as over a network.
            files.show(sound);
        }
    }
}
