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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.head.LabelHead;
import org.ssamba.split.HeldOut;
import org.ssamba.training.FineTuningSettings;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

/** What a trainer chooses that was told nothing but its head. */
class DefaultsTest {
    private static final ComputeDevice CPU = new ComputeDevice(ComputeDevice.Kind.CPU);
    private static final EncoderConfig WORDS = clips(1, 1, 0).shape().config();

    private static Defaults clips(int count, double seconds, int groups) {
        double[] each = new double[count];
        Arrays.fill(each, seconds);
        return Defaults.of(each, groups, CPU);
    }

    @Test
    void whatWasChosenIsInTheProvenanceAndIsReplayedToTheSameBits() {
        MutableDataset<Label> data = ToneExamples.carried(8, 1);
        SSAMBATrainer<Label> trainer = new SSAMBATrainer<>(new LabelHead());
        List<LogRecord> log = LogRecords.of(Defaults.class, () -> trainer.train(data));
        assertEquals(2, log.size(), "one line for the encoder and one for the recipe");
        trainer.setInvocationCount(0);
        SSAMBAModel<Label> model = trainer.train(data);
        assertEquals(1, trainer.getInvocationCount());

        ConfigurationManager manager = new ConfigurationManager();
        manager.addConfiguration(
                ProvenanceUtil.extractConfiguration(model.getProvenance().getTrainerProvenance()));
        SSAMBATrainer<?> replayed = manager.lookupAll(SSAMBATrainer.class).get(0);
        assertNotNull(replayed.recipe, "the recipe does not depend on later rules");
        EncoderShape shape = (EncoderShape) replayed.encoder;
        assertEquals(model.encoder().config(), shape.config());
        @SuppressWarnings("unchecked") // It was a trainer of labels.
        SSAMBATrainer<Label> again = (SSAMBATrainer<Label>) replayed;
        assertArrayEquals(model.encoder().arena(), again.train(data).encoder().arena());
    }

    @Test
    void whatWasToldIsNotChosen() {
        EncoderShape shape = EncoderShape.tiny().size(16, 2).frames(48);
        MutableDataset<Label> data = ToneExamples.carried(8, 1);
        SSAMBAModel<Label> model =
                SSAMBATrainer.builder(new LabelHead())
                        .recipe(new FineTuningRecipe().epochs(1))
                        .build()
                        .train(data);
        assertEquals(56, model.encoder().config().frames(), "half a second in whole patches");
        assertEquals(
                "1", model.getProvenance().getInstanceProvenance().getMap().get("epochs") + "");
        SSAMBATrainer<Label> told = SSAMBATrainer.builder(new LabelHead()).encoder(shape).build();
        assertEquals(shape.config(), told.train(data).encoder().config());
    }

    @Test
    void theLengthIsThatOfMostClipsUpToTenSeconds() {
        double[] seconds = new double[100];
        Arrays.fill(seconds, 1.0);
        seconds[7] = 60;
        EncoderConfig words = Defaults.of(seconds, 0, CPU).shape().config();
        assertEquals(104, words.frames(), "a second in whole patches");
        assertEquals(128, words.patchMels());
        assertEquals(ClipLength.CUT, Defaults.of(seconds, 0, CPU).clipLength());
        assertEquals(1024, clips(10, 30, 0).shape().config().frames());
        assertEquals(ClipLength.WINDOWS, clips(10, 30, 0).clipLength());
        assertEquals(8, clips(10, 0.03, 0).shape().config().frames());
    }

    @Test
    void shapesFitADataSetOrATime() {
        MutableDataset<Label> halfSeconds = ToneExamples.carried(4, 1);
        assertEquals(56, EncoderShape.forClips(halfSeconds).config().frames());
        assertEquals(125, EncoderShape.tiny().seconds(1.25).config().frames());
    }

    @Test
    void groupsAreHeldOutWhereEnoughOfThemAreLeft() {
        FineTuningRecipe speakers = clips(2000, 1, 40).recipe(WORDS, 2, 100);
        assertEquals(0.1, speakers.validationShare());
        assertEquals(HeldOut.GROUPS, speakers.heldOut());
        assertEquals(0, clips(2000, 1, 0).recipe(WORDS, 2, 100).validationShare(), "no groups");
        assertEquals(0, clips(2000, 1, 5).recipe(WORDS, 2, 100).validationShare(), "few groups");
        assertEquals(0, clips(500, 1, 40).recipe(WORDS, 2, 100).validationShare(), "few clips");
        assertEquals(0, clips(2000, 1, 40).recipe(WORDS, 2, 7).validationShare(), "rare label");
    }

    @Test
    void manyClipsTakeFewerEpochs() {
        assertEquals(100, epochs(clips(100, 1, 0)));
        assertEquals(40, epochs(clips(1000, 1, 0)));
        assertEquals(15, epochs(clips(50_000, 1, 0)));
    }

    @Test
    void manyLabelsTakeMoreEpochsOnACpu() {
        assertEquals(40, epochs(clips(1000, 1, 0), 13, 10), "ten digits and some more");
        assertEquals(90, epochs(clips(1000, 1, 0), 30, 10));
        assertEquals(60, epochs(clips(2000, 1, 0), 5000, 10), "minutes, not hours");
        assertEquals(40, epochs(clips(1000, 1, 0), 30, 0), "dimensions are no labels");
        assertEquals(80, epochs(onGpu(2000, 0), 30, 10));
    }

    private static int epochs(Defaults defaults, int labels, long scarcest) {
        return defaults.recipe(WORDS, labels, scarcest).settings(100, 1).epochs();
    }

    @Test
    void fewClipsAreMixedAndFewVoicesChanged() {
        assertEquals(0.3, settings(onGpu(999, 4), 20).mixupProbability());
        assertEquals(0, settings(onGpu(999, 4), 20).augmentation().melShift(), "not both");
        assertEquals(0, settings(onGpu(1000, 4), 20).mixupProbability());
        assertEquals(0, settings(onGpu(999, 4), 0).mixupProbability(), "no labels");
        assertEquals(0, settings(clips(999, 1, 4), 20).mixupProbability(), "a small network");
        assertEquals(10, settings(onGpu(2000, 4), 20).augmentation().melShift());
        assertEquals(0, settings(onGpu(2000, 40), 20).augmentation().melShift());
        assertEquals(0, settings(onGpu(2000, 0), 20).augmentation().melShift(), "unknown voices");
    }

    @Test
    void theRateFallsWithTheWidth() {
        assertEquals(3, rate(EncoderShape.tiny().size(64, 4)) / rate(EncoderShape.tiny()), 1e-9);
    }

    private static double rate(EncoderShape shape) {
        return clips(100, 1, 0).recipe(shape.config(), 1, 0).settings(100, 1).learningRate();
    }

    private static Defaults onGpu(int count, int groups) {
        return new Defaults(count, 1, 1, groups, true);
    }

    private static FineTuningSettings settings(Defaults defaults, long scarcest) {
        return defaults.recipe(WORDS, 2, scarcest).settings(100, 1);
    }

    private static int epochs(Defaults defaults) {
        return settings(defaults, 0).epochs();
    }

    @Test
    void rareLabelsAreBalancedUnlessWeightsAreGiven() {
        List<Example<Label>> examples = new ArrayList<>();
        for (Example<Label> example : ToneExamples.carried(40, 1)) {
            boolean high = example.getOutput().getLabel().equals("high");
            if (high || examples.size() % 8 == 0) {
                examples.add(example);
            }
        }
        MutableDataset<Label> data = ToneExamples.dataset(examples);
        LabelHead balanced = new LabelHead().balanced(data);
        double sum = 0;
        for (Example<Label> example : data) {
            sum += balanced.fit(data, data.getOutputIDInfo()).weight(example);
        }
        assertEquals(data.size(), sum, 1e-4, "the mean weight is 1");
        assertTrue(balanced.toString().contains("classWeights={high=0."), balanced.toString());
        LabelHead weighted = new LabelHead(0f, false, Map.of("low", 2f));
        assertSame(weighted, weighted.balanced(data));
        LabelHead even = new LabelHead();
        assertSame(even, even.balanced(ToneExamples.carried(8, 1)));
    }

    @Test
    void labelsWithOneClipAreNamed() {
        List<Example<Label>> examples = new ArrayList<>(ToneExamples.carried(8, 1).getData());
        assertEquals(List.of(), warningsOfSingles(examples));
        Example<Label> single = examples.remove(0);
        examples.removeIf(example -> example.getOutput().equals(single.getOutput()));
        examples.add(single);
        List<String> warnings = warningsOfSingles(examples);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains(single.getOutput().getLabel()), warnings.get(0));
    }

    private static List<String> warningsOfSingles(List<Example<Label>> examples) {
        MutableDataset<Label> data = ToneExamples.dataset(examples);
        return LogRecords.of(
                        LabelHead.class, () -> new LabelHead().fit(data, data.getOutputIDInfo()))
                .stream()
                .filter(entry -> entry.getLevel().equals(Level.WARNING))
                .map(LogRecord::getMessage)
                .toList();
    }

    @Test
    void aLengthThatWastesMostOfTheAudioOrTheInputSaysSo() {
        MutableDataset<Label> halfSeconds = ToneExamples.carried(4, 1);
        assertEquals(List.of(), warnings(48, halfSeconds));
        assertTrue(warnings(16, halfSeconds).get(0).contains("% of the audio is discarded"));
        assertTrue(warnings(160, halfSeconds).get(0).contains("% of the input is padding"));
    }

    private static List<String> warnings(int frames, MutableDataset<Label> data) {
        SSAMBATrainer<Label> trainer =
                new SSAMBATrainer<>(
                        new LabelHead(),
                        EncoderShape.tiny().size(8, 2).frames(frames),
                        new FineTuningRecipe().epochs(1));
        return LogRecords.of(FineTuning.class, () -> trainer.train(data)).stream()
                .map(LogRecord::getMessage)
                .filter(message -> message.contains("%"))
                .toList();
    }
}
