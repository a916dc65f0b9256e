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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseKernelBuilder;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;

/** Pictures, sounds and tables arrive where a person sees them. */
class DisplayTest {
    private static final AudioClip CLIP = AudioClip.of(new float[] {0, 0.5f, -0.25f, 1}, 16_000);

    @AfterEach
    void showAsUsual() {
        Display.setScreen(null);
    }

    private static void showOneOfEach() {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(2, 1, 0xABCDEF);
        Display.picture(image);
        Display.sound(CLIP);
        Display.table(
                List.of("label", "score"), List.of(List.of("<dog>", 0.25), List.of("cat", 7)));
    }

    @Test
    void withoutDesktopOrNotebookFilesAreWrittenAndNamed(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Display.setScreen(new FileScreen(folder, new PrintStream(printed, true, "UTF-8")));
        showOneOfEach();
        assertEquals(
                List.of(
                        "Picture of 3 by 2 pixels: " + folder.resolve("1.png"),
                        "Sound of 0.00 s: " + folder.resolve("2.wav"),
                        "label  score",
                        "<dog>  0.250",
                        "cat    7"),
                printed.toString(StandardCharsets.UTF_8).lines().toList());
        BufferedImage read = ImageIO.read(folder.resolve("1.png").toFile());
        assertEquals(0xABCDEF, read.getRGB(2, 1) & 0xFFFFFF);
        AudioClip heard = AudioReader.read(folder.resolve("2.wav"));
        assertEquals(16_000, heard.sampleRate());
        assertArrayEquals(CLIP.samples(), heard.samples(), 1f / Short.MAX_VALUE);
    }

    @Test
    void aNotebookGetsPicturesPlayersAndTables() throws Exception {
        assertTrue(JJavaScreen.find().isEmpty(), "no kernel runs yet");
        KernelThatKeeps kernel = new KernelBuilder().build();
        kernel.onStartup();
        try {
            showOneOfEach();
        } finally {
            kernel.onShutdown(false);
        }
        assertEquals(3, kernel.shown.size());
        byte[] png = Base64.getDecoder().decode(kernel.text(0, "image/png"));
        assertEquals(3, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
        String player = kernel.text(1, "text/html");
        String wav = player.replaceFirst("^<audio controls src=\"data:audio/wav;base64,", "");
        byte[] sound = Base64.getDecoder().decode(wav.replaceFirst("\"></audio>$", ""));
        assertArrayEquals(CLIP.samples(), AudioReader.read(sound).samples(), 1f / Short.MAX_VALUE);
        assertEquals(
                "<table><thead><tr><th>label</th><th>score</th></tr></thead><tbody>"
                        + "<tr><td>&lt;dog&gt;</td><td>0.250</td></tr>"
                        + "<tr><td>cat</td><td>7</td></tr></tbody></table>",
                kernel.text(2, "text/html"));
        assertEquals("Picture of 3 by 2 pixels", kernel.text(0, "text/plain"));
        assertTrue(JJavaScreen.find().isEmpty(), "the kernel is gone");
    }

    @Test
    void rowsOfOtherLengthAreNamed() {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Display.table(List.of("a"), List.of(List.of(1, 2))))
                        .getMessage();
        assertTrue(message.contains("[1, 2]"), message);
    }

    /** A kernel of JJava's own classes that keeps what is shown. */
    private static final class KernelThatKeeps extends BaseKernel {
        private final List<DisplayData> shown = new ArrayList<>();

        KernelThatKeeps(KernelBuilder parts) {
            super(
                    "kept",
                    "1",
                    null,
                    List.of(),
                    null,
                    parts.io(),
                    parts.comms(),
                    parts.renderer(),
                    null,
                    parts.magics(),
                    false,
                    parts.styler());
        }

        String text(int item, String type) throws Exception {
            return (String) shown.get(item).getData(MIMEType.parse(type));
        }

        @Override
        public void display(DisplayData data) {
            shown.add(data);
        }

        @Override
        public Object evalRaw(String source) {
            throw new UnsupportedOperationException(source);
        }

        @Override
        public DisplayData inspect(String code, int at, boolean extraDetail) {
            throw new UnsupportedOperationException(code);
        }

        @Override
        public ReplacementOptions complete(String code, int at) {
            throw new UnsupportedOperationException(code);
        }

        @Override
        public String isComplete(String code) {
            throw new UnsupportedOperationException(code);
        }
    }

    /** JJava makes a kernel's parts in its builder only. */
    private static final class KernelBuilder
            extends BaseKernelBuilder<KernelBuilder, KernelThatKeeps> {
        org.dflib.jjava.jupyter.kernel.JupyterIO io() {
            return buildJupyterIO(StandardCharsets.UTF_8);
        }

        org.dflib.jjava.jupyter.kernel.comm.CommManager comms() {
            return buildCommManager();
        }

        org.dflib.jjava.jupyter.kernel.display.Renderer renderer() {
            return buildRenderer();
        }

        org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry magics() {
            return buildMagicsRegistry();
        }

        org.dflib.jjava.jupyter.kernel.util.StringStyler styler() {
            return buildErrorStyler();
        }

        @Override
        public KernelThatKeeps build() {
            return new KernelThatKeeps(this);
        }
    }
}
