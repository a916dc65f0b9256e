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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.AudioExamples;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.head.LabelHead;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.classification.Label;

/** A model says which part of the spectrogram its prediction rests on. */
class ExcuseTest {
    private static SSAMBAModel<Label> model;

    @BeforeAll
    static void trainOnTones() {
        List<Example<Label>> examples = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            examples.add(i % 2 == 0 ? tone(i % 4 == 0, i) : noise(i));
        }
        model =
                new SSAMBATrainer<>(
                                new LabelHead(),
                                EncoderShape.tiny().size(16, 2).frames(48),
                                new FineTuningRecipe().epochs(25).batchSize(8).learningRate(3e-3))
                        .train(ToneExamples.dataset(examples));
    }

    /** Noise with a tone of 2000 to 2500 Hz in the first or the last third of 0.48 seconds. */
    private static Example<Label> tone(boolean early, long seed) {
        float[] samples = samples(seed);
        double frequency = 2000 + 500 * new SplittableRandom(seed + 1000).nextDouble();
        int first = early ? 0 : (int) (0.34 * ToneExamples.RATE);
        for (int i = first; i < first + 0.14 * ToneExamples.RATE; i++) {
            samples[i] += (float) (0.2 * Math.sin(2 * Math.PI * frequency * i / ToneExamples.RATE));
        }
        return AudioExamples.create(new Label("tone"), AudioClip.of(samples, ToneExamples.RATE));
    }

    private static Example<Label> noise(long seed) {
        return AudioExamples.create(
                new Label("noise"), AudioClip.of(samples(seed), ToneExamples.RATE));
    }

    private static float[] samples(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[ToneExamples.RATE / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = 0.05f * (float) (random.nextDouble() - 0.5);
        }
        return samples;
    }

    @Test
    void whereTheToneIsSpeaksForIt() {
        double tone = 0;
        double far = 0;
        for (int seed = 100; seed < 116; seed++) {
            boolean early = seed % 2 == 0;
            Excuse<Label> excuse = model.excuse(tone(early, seed), 8, 3);
            for (Pair<String, Double> pair : excuse.getScores().get("tone")) {
                SpectrogramRegion region = SpectrogramRegion.parse(pair.getA());
                if (region.toHertz() < 1500 || region.fromHertz() > 2600) {
                    far += Math.abs(pair.getB()) / (16 * 18);
                } else if (region.fromHertz() < 2000
                        && region.fromSeconds() == (early ? 0 : 0.32)) {
                    tone += pair.getB() / 16;
                }
            }
        }
        assertTrue(tone > 0.2 && tone > 5 * far, tone + " for the tone, " + far + " for noise");
    }

    @Test
    void eachCopyHidesTheCellsOfItsRegionOnly() {
        EncoderConfig config = EncoderShape.tiny().size(16, 2).frames(48).config();
        LogMelConfig frontEnd = LogMelConfig.standard();
        float[] logMel = new float[48 * 128];
        for (int i = 0; i < logMel.length; i++) {
            // Louder with time, the same in all bins.
            logMel[i] = i / 128;
        }
        // 40 frames are audio, the rest padding.
        Occlusion occlusion = new Occlusion(logMel, config, frontEnd, 40, 4, 16);
        assertEquals(1 + 4 * 3, occlusion.size());
        float[] copy = new float[logMel.length];
        int[] hidden = new int[logMel.length];
        occlusion.load(0, copy);
        assertArrayEquals(logMel, copy);
        for (int clip = 1; clip < occlusion.size(); clip++) {
            occlusion.load(clip, copy);
            for (int i = 0; i < copy.length; i++) {
                if (copy[i] == logMel[i]) {
                    continue;
                }
                // A tenth of the frames that are audio are quieter.
                assertEquals(4f, copy[i]);
                hidden[i]++;
                SpectrogramRegion region = occlusion.regions().get(clip - 1);
                double second = i / 128 * 0.01;
                assertTrue(second >= region.fromSeconds() && second < region.toSeconds());
                assertTrue(
                        frontEnd.edgeHertz(i % 128) >= region.fromHertz()
                                && frontEnd.edgeHertz(i % 128 + 1) <= region.toHertz());
            }
        }
        for (int i = 0; i < hidden.length; i++) {
            // Cells of the background level itself do not change.
            assertEquals(i / 128 < 40 && i / 128 != 4 ? 1 : 0, hidden[i], "cell " + i);
        }
    }

    @Test
    void whatSpeaksForOneLabelSpeaksAgainstTheOther() {
        Excuse<Label> excuse = model.getExcuse(tone(false, 200)).orElseThrow();
        assertEquals(Set.of("tone", "noise"), excuse.getScores().keySet());
        for (Pair<String, Double> region : excuse.getScores().get("tone")) {
            double against =
                    excuse.getScores().get("noise").stream()
                            .filter(other -> other.getA().equals(region.getA()))
                            .findAny()
                            .orElseThrow()
                            .getB();
            assertEquals(region.getB(), -against, 1e-5);
        }
    }

    @Test
    void aRegionIsWorthWhatPredictingWithoutItSays() {
        Example<Label> example = tone(false, 200);
        double whole = model.predict(example).getOutputScores().get("tone").getScore();
        Excuse<Label> excuse = model.excuse(example, 1, 1);
        assertEquals(1, excuse.getScores().get("tone").size());
        assertEquals(whole, excuse.getPrediction().getOutput().getScore(), 1e-6);
        double hidden = whole - excuse.getScores().get("tone").get(0).getB();
        // With everything hidden the clip is even: again hiding changes nothing.
        assertTrue(hidden > 0 && hidden < 1);
        assertTrue(Math.abs(whole - hidden) > 1e-3);
    }

    @Test
    void regionsCoverTheClipOnceAndNoPadding() {
        double covered = 0;
        Set<String> names = new HashSet<>();
        List<Pair<String, Double>> regions =
                model.excuse(tone(false, 200), 4, 2).getScores().get("tone");
        double last = 0;
        for (Pair<String, Double> pair : regions) {
            SpectrogramRegion region = SpectrogramRegion.parse(pair.getA());
            assertTrue(names.add(pair.getA()));
            covered += region.toSeconds() - region.fromSeconds();
            last = Math.max(last, region.toSeconds());
        }
        assertEquals(8, regions.size());
        // Half a second gives 48 frames, which the encoder takes whole.
        assertEquals(4 * 0.48, covered, 1e-9);
        assertEquals(0.48, last, 1e-9);
        assertThrows(IllegalArgumentException.class, () -> model.excuse(tone(false, 200), 0, 2));
    }

    @Test
    void aShortClipHasFewerRegions() {
        float[] samples = java.util.Arrays.copyOf(ToneExamples.tone(true, 3), 3000);
        Excuse<Label> excuse =
                model.excuse(
                        AudioExamples.create(new Label("high"), AudioClip.of(samples, 16_000)),
                        1,
                        16);
        // 3000 samples are 17 frames: two patches of 16.
        assertEquals(2, excuse.getScores().get("tone").size());
        assertFalse(excuse.getScores().get("tone").toString().contains("0.48"));
    }

    @Test
    void patchesOfAllFrequenciesAreDivided() {
        EncoderConfig config = EncoderShape.tiny().size(16, 2).frames(48).patches(128, 4).config();
        Occlusion occlusion =
                new Occlusion(new float[48 * 128], config, LogMelConfig.standard(), 48, 4, 3);
        assertEquals(4 * 3, occlusion.regions().size());
    }

    @Test
    void namesOfRegionsReadBack() {
        SpectrogramRegion region = new SpectrogramRegion(0.64, 1.28, 310, 874);
        assertEquals("0.64-1.28 s, 310-874 Hz", region.name());
        assertEquals(region, SpectrogramRegion.parse(region.name()));
        assertThrows(IllegalArgumentException.class, () -> SpectrogramRegion.parse("D=0001"));
        assertThrows(IllegalArgumentException.class, () -> new SpectrogramRegion(1, 1, 310, 874));
    }

    @Test
    void bandEdgesLieBetweenFilterCentres() {
        LogMelConfig config = LogMelConfig.standard();
        // 8 kHz are 2840.0 mel and 20 Hz 31.7 mel: a spacing of 21.77 mel with 128 filters.
        assertEquals(26.9, config.edgeHertz(0), 0.1);
        assertEquals(7916.4, config.edgeHertz(128), 0.1);
        assertTrue(config.edgeHertz(64) < config.edgeHertz(65));
    }
}
