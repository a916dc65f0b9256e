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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.provenance.PrimitiveProvenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.data.Wav;
import org.ssamba.work.WorkEvent;

/** Clips that vanish or break while an encoder is pretrained on them. */
class PretrainingSkippingTest {
    private static final int CLIPS = 8;
    private static final int STEPS = 10;

    @TempDir Path folder;
    private Path clips;
    private Path checkpoint;
    private AudioCorpus corpus;

    @BeforeEach
    void writeTones() {
        clips = folder.resolve("clips");
        checkpoint = folder.resolve("run.safetensors");
        for (int clip = 0; clip < CLIPS; clip++) {
            ToneExamples.writeWav(clip(clip), ToneExamples.tone(clip % 2 == 0, clip));
        }
        corpus = new AudioCorpus(clips, UnreadableAudio.SKIP);
    }

    private Path clip(int number) {
        return clips.resolve(number + ".wav");
    }

    private void hide(int number) throws IOException {
        Files.move(clip(number), folder.resolve(number + ".wav"));
    }

    private void bringBack(int number) throws IOException {
        Files.move(folder.resolve(number + ".wav"), clip(number));
    }

    /** Ends the run after so many steps as if it were killed; 0 for at its end. */
    private static SSAMBAPretrainer pretrainer(int killedAfter) {
        return SSAMBAPretrainer.builder(EncoderShape.tiny().size(16, 2).frames(48))
                .recipe(
                        new PretrainingRecipe()
                                .steps(STEPS)
                                .batchSize(2)
                                .maskedPatches(6)
                                .validation(4, 0.3))
                .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                .seed(7)
                .listener(
                        (work, event) -> {
                            if (event instanceof WorkEvent.Step step
                                    && step.pace().done() == killedAfter) {
                                throw new UnsupportedOperationException("killed");
                            }
                        })
                .build();
    }

    private void runUntil(int step) {
        assertThrows(
                UnsupportedOperationException.class,
                () -> pretrainer(step).pretrain(corpus, checkpoint));
    }

    private PretrainedEncoder runToTheEnd() {
        return pretrainer(0).pretrain(corpus, checkpoint);
    }

    private static String skippedClips(PretrainedEncoder encoder) {
        Object fact = encoder.getProvenance().run().getMap().get("skipped-clips");
        return fact == null ? "0" : ((PrimitiveProvenance<?>) fact).getValue().toString();
    }

    @Test
    void aRunThatGoesOnSkipsWhatItSkippedThoughTheFileIsBack() throws IOException {
        float[] withAll = pretrainer(0).pretrain(corpus).arena();
        hide(3);
        PretrainedEncoder without = pretrainer(0).pretrain(corpus);
        assertEquals("1", skippedClips(without));
        assertFalse(Arrays.equals(withAll, without.arena()), "skipping changes nothing");

        runUntil(6);
        bringBack(3);
        PretrainedEncoder resumed = runToTheEnd();
        assertEquals("1", skippedClips(resumed));
        assertArrayEquals(without.arena(), resumed.arena());
    }

    @Test
    void aClipThatVanishesInTheMiddleIsReplacedFromThereOn() throws IOException {
        runUntil(2);
        hide(5);
        Path before = Files.copy(checkpoint, folder.resolve("before.safetensors"));
        float[] expected = runToTheEnd().arena();

        Files.copy(before, checkpoint, StandardCopyOption.REPLACE_EXISTING);
        runUntil(7);
        bringBack(5);
        PretrainedEncoder resumed = runToTheEnd();
        assertArrayEquals(expected, resumed.arena());
        assertEquals("1", skippedClips(resumed));
        List<String> report = Files.readAllLines(folder.resolve("run.skipped.csv"));
        assertEquals("clip,step,reason", report.get(0));
        assertTrue(report.get(1).contains("5.wav"), report::toString);
        assertTrue(report.get(1).contains("no such file"), report::toString);
    }

    @Test
    void aFileWithOtherBytesIsSkippedToo() throws IOException {
        Wav.disturb(clip(2));
        assertEquals("1", skippedClips(pretrainer(0).pretrain(corpus)));
    }

    @Test
    void beyondAShareTheRunEndsAndSaysHowToGoOn() throws IOException {
        hide(1);
        hide(2);
        hide(3);
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> pretrainer(0).pretrain(corpus));
        assertTrue(e.getMessage().contains(".wav"), e.getMessage());
        assertEquals("3", skippedClips(pretrainer(0).pretrain(corpus.skipping(0.8))));
    }

    @Test
    void aCorpusThatIsToFailFails() throws IOException {
        AudioCorpus strict = new AudioCorpus(clips);
        hide(3);
        assertThrows(AudioFormatException.class, () -> pretrainer(0).pretrain(strict));
    }

    @Test
    void partsSkipAsTheyWereToldTo() {
        AudioCorpus joined = AudioCorpus.of(corpus, new AudioCorpus(clips));
        assertEquals(0.005, joined.skippableShare(), 1e-12);
        assertEquals(0.2, joined.skipping(0.2).skippableShare());
    }
}
