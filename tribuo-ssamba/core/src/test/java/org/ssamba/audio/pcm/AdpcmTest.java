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
package org.ssamba.audio.pcm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;

/** ADPCM in WAV, worked out by hand; a few clips of UrbanSound8K are coded so. */
class AdpcmTest {
    private static final int[][] PREDICTORS = {{256, 0}, {512, -256}, {392, -232}};
    private static final int RATE = 8000;

    @TempDir Path directory;

    @Test
    void microsoftAdpcmGoesOnFromItsLastTwoSamplesAndWidensItsStep() throws IOException {
        // Number of the predictor, step, last sample, the one before; then half bytes 0 0 7 7 0 8.
        byte[] line = block(7 + 3, 1, 16, 110, 100, 0x00, 0x77, 0x08);
        // On the line 100, 110, ...: 120, 130; then 140 + 7 * 16, with the step at 614/256 of 16.
        int[] samples = {100, 110, 120, 130, 252, 374 + 7 * 38, 1028, 1416 - 8 * 81};
        assertSamples(samples, microsoft(line, 1, -1));
    }

    @Test
    void microsoftAdpcmRoundsItsPredictionsDown() throws IOException {
        byte[] silence = block(7 + 1, 2, 16, -1, 0, 0x00);
        // -392/256, then (-2 * 392 + 232)/256.
        assertSamples(new int[] {0, -1, -2, -3}, microsoft(silence, 1, -1));
    }

    @Test
    void imaAdpcmSumsQuartersOfItsStep() throws IOException {
        byte[] block = {100, 0, 0, 0, 0x74, 0x0f, 0, 0};
        // Steps 7, 9 and 19 for the half bytes 4, 7 and -7; then eighths of 41, 37, 34, 31 and 28.
        int[] samples = {
            100, 107, 107 + 9 + 4 + 2 + 1, 123 - 19 - 9 - 4 - 2, 94, 98, 102, 105, 108
        };
        assertSamples(samples, ima(block, 1, -1));
    }

    @Test
    void theFactChunkSaysHowMuchOfTheLastBlockIsMeant() throws IOException {
        byte[] two = new byte[16];
        assertEquals(18, AudioReader.read(ima(two, 1, -1)).length());
        assertEquals(12, AudioReader.read(ima(two, 1, 12)).length());
        // Neither too few for two blocks nor too many for them can be meant.
        assertEquals(18, AudioReader.read(ima(two, 1, 9)).length());
        assertEquals(18, AudioReader.read(ima(two, 1, 4000)).length());
    }

    @Test
    void aLastBlockMayBeShortButNotWithoutItsHeader() throws IOException {
        assertEquals(10, AudioReader.read(ima(new byte[12], 1, -1)).length());
        assertFails(ima(new byte[11], 1, -1), "ends in the header of a block");
    }

    @Test
    void damagedBlocksAreNamed() throws IOException {
        byte[] blocks = new byte[16];
        blocks[8 + 2] = 89;
        assertFails(ima(blocks, 1, -1), "block 1 of its ADPCM has a step of number 89, of 89");
        byte[] line = block(7 + 3, 3, 16, 110, 100, 0, 0, 0);
        assertFails(microsoft(line, 1, -1), "block 0 of its ADPCM has a predictor of number 3");
    }

    @Test
    void whatIsNotFourBitsIsRefused() throws IOException {
        Path file = ima(new byte[16], 1, -1);
        byte[] bytes = Files.readAllBytes(file);
        bytes[34] = 3;
        Files.write(file, bytes);
        assertFails(file, "unsupported codec: ADPCM of 3 bits");
    }

    private static byte[] block(
            int size, int predictor, int step, int last, int before, int... rest) {
        ByteBuffer block = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        block.put((byte) predictor).putShort((short) step);
        block.putShort((short) last).putShort((short) before);
        for (int each : rest) {
            block.put((byte) each);
        }
        return block.array();
    }

    private Path microsoft(byte[] blocks, int channels, int fact) throws IOException {
        ByteBuffer extra =
                ByteBuffer.allocate(4 + 4 * PREDICTORS.length).order(ByteOrder.LITTLE_ENDIAN);
        extra.putShort((short) 8).putShort((short) PREDICTORS.length);
        for (int[] pair : PREDICTORS) {
            extra.putShort((short) pair[0]).putShort((short) pair[1]);
        }
        return wav(2, channels, blocks.length, extra.array(), fact, blocks);
    }

    /** Blocks of eight bytes. */
    private Path ima(byte[] blocks, int channels, int fact) throws IOException {
        return wav(0x11, channels, 8, new byte[] {9, 0}, fact, blocks);
    }

    private Path wav(int tag, int channels, int align, byte[] extra, int fact, byte[] data)
            throws IOException {
        ByteBuffer wav = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes()).putInt(0).put("WAVEfmt ".getBytes()).putInt(18 + extra.length);
        wav.putShort((short) tag).putShort((short) channels).putInt(RATE).putInt(RATE);
        wav.putShort((short) align).putShort((short) 4).putShort((short) extra.length).put(extra);
        if (fact >= 0) {
            wav.put("fact".getBytes()).putInt(4).putInt(fact);
        }
        wav.put("data".getBytes()).putInt(data.length).put(data);
        Path file = directory.resolve("adpcm.wav");
        Files.write(file, Arrays.copyOf(wav.array(), wav.position()));
        return file;
    }

    private static void assertSamples(int[] expected, Path file) {
        float[] samples = new float[expected.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = expected[i] / 32768f;
        }
        assertArrayEquals(samples, AudioReader.read(file).samples());
    }

    private static void assertFails(Path file, String reason) {
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> AudioReader.read(file));
        assertTrue(e.reason().contains(reason), e.getMessage());
    }
}
