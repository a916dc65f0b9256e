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
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.compute.BackendException;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.ExampleClips;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.LabelHead;
import org.ssamba.settings.WarmUp;
import org.ssamba.split.ExampleSplit;
import org.ssamba.split.HeldOut;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent.Step;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;

/** Unlabelled and labelled clips together: one call pretrains the encoder and fine-tunes it. */
class PretrainingTrainerTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);
    private static final PretrainingRecipe MASKING =
            new PretrainingRecipe().steps(4).batchSize(4).maskedPatches(6);
    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(2).batchSize(8).learningRate(3e-3);

    @TempDir static Path folder;
    private static MutableDataset<Label> training;
    private static AudioCorpus corpus;

    @BeforeAll
    static void makeToneFiles() {
        training = ToneExamples.inFiles(folder.resolve("training"), 16, 1);
        ToneExamples.inFiles(folder.resolve("unlabelled"), 12, 500);
        corpus = new AudioCorpus(folder.resolve("unlabelled"));
    }

    private static SSAMBAPretrainer pretrainer() {
        return SSAMBAPretrainer.builder(SHAPE).recipe(MASKING).seed(7).build();
    }

    private static SSAMBATrainer.Builder<Label> builder() {
        return SSAMBATrainer.builder(new LabelHead()).recipe(RECIPE);
    }

    private static byte[] byHand(PretrainedEncoder encoder, MutableDataset<Label> data)
            throws Exception {
        Path file = folder.resolve("by-hand.ssamba");
        encoder.save(file);
        return SavedModels.weights(builder().encoder(EncoderSource.file(file)).build().train(data));
    }

    @Test
    void corpusGivesTheBitsOfTwoStepsByHand() throws Exception {
        Model<Label> model =
                builder()
                        .encoder(EncoderSource.pretraining(pretrainer(), corpus))
                        .build()
                        .train(training);
        assertArrayEquals(
                byHand(pretrainer().pretrain(corpus), training), SavedModels.weights(model));
        byte[] scratch = SavedModels.weights(builder().encoder(SHAPE).build().train(training));
        assertFalse(Arrays.equals(scratch, SavedModels.weights(model)));
    }

    @Test
    void ownClipsGiveTheBitsOfTwoStepsByHand() throws Exception {
        Model<Label> model =
                builder().encoder(EncoderSource.pretraining(pretrainer())).build().train(training);
        assertArrayEquals(
                byHand(pretrainer().pretrain(AudioCorpus.of(training)), training),
                SavedModels.weights(model));
    }

    @Test
    void clipsInMemoryAndInFilesArePretrainedOnAlike() {
        List<Example<Label>> both = new ArrayList<>(training.getData());
        both.addAll(ToneExamples.carried(8, 300).getData());
        MutableDataset<Label> mixed = ToneExamples.dataset(both);
        SSAMBAModel<Label> one =
                builder().encoder(EncoderSource.pretraining(pretrainer())).build().train(mixed);
        SSAMBAModel<Label> two =
                builder().encoder(EncoderSource.pretraining(pretrainer())).build().train(mixed);
        assertArrayEquals(SavedModels.weights(one), SavedModels.weights(two));
        EncoderProvenance pretraining = pretraining(one);
        assertEquals("24", fact(pretraining, "num-clips"));
        assertEquals(new ExampleClips(both).contentHash(), fact(pretraining, "resource-hash"));
        assertTrue(pretraining.toString().contains("ExampleClips"), pretraining.toString());
    }

    @Test
    void clipsHeldOutStayOutOfPretraining() {
        Model<Label> model =
                builder()
                        .recipe(RECIPE.earlyStopping(0.25, 0))
                        .encoder(EncoderSource.pretraining(pretrainer()))
                        .build()
                        .train(training);
        long firstCall = new SplittableRandom(Trainer.DEFAULT_SEED).split().nextLong();
        ExampleSplit<Label> split = ExampleSplit.of(training, HeldOut.CLIPS, 0.25, firstCall);
        assertEquals(4, split.validation().size());
        assertEquals("12", fact(pretraining(model), "num-clips"));
        assertEquals(
                new ExampleClips(split.training()).contentHash(),
                fact(pretraining(model), "resource-hash"));
    }

    @Test
    void groupsHeldOutStayOutOfPretraining() {
        MutableDataset<Label> spoken = MutableDataset.createDeepCopy(training);
        for (int i = 0; i < spoken.size(); i++) {
            spoken.getExample(i).setMetadataValue(AudioExamples.GROUP_KEY, "speaker " + i % 5);
        }
        Model<Label> model =
                builder()
                        .recipe(RECIPE.earlyStopping(0.25, 0).heldOut(HeldOut.GROUPS))
                        .encoder(EncoderSource.pretraining(pretrainer()))
                        .build()
                        .train(spoken);
        long firstCall = new SplittableRandom(Trainer.DEFAULT_SEED).split().nextLong();
        List<Example<Label>> rest =
                ExampleSplit.of(spoken, HeldOut.GROUPS, 0.25, firstCall).training();
        assertTrue(rest.size() < 12, "whole speakers of three or four clips each");
        assertEquals(Integer.toString(rest.size()), fact(pretraining(model), "num-clips"));
        assertEquals(
                new ExampleClips(rest).contentHash(), fact(pretraining(model), "resource-hash"));
    }

    @Test
    void pretrainingThatEndsWhileItsRateStillRisesSaysSo() {
        for (int rise : new int[] {4, 5}) {
            SSAMBAPretrainer pretrainer =
                    SSAMBAPretrainer.builder(SHAPE).recipe(MASKING.warmUp(rise, 1)).seed(7).build();
            List<LogRecord> records =
                    LogRecords.of(WarmUp.class, () -> pretrainer.pretrain(corpus));
            assertEquals(rise == 5 ? 1 : 0, records.size());
            for (LogRecord record : records) {
                assertTrue(record.getMessage().contains("after 4 steps"), record.getMessage());
            }
        }
    }

    private static EncoderProvenance pretraining(Model<Label> model) {
        return (EncoderProvenance)
                model.getProvenance().getInstanceProvenance().getMap().get("encoder-provenance");
    }

    private static String fact(EncoderProvenance provenance, String name) {
        for (var part : provenance) {
            if (part.getA().equals("corpus")) {
                var values =
                        ((com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance)
                                        part.getB())
                                .getInstanceValues();
                return values.get(name).getValue().toString();
            }
        }
        throw new AssertionError("no corpus in " + provenance);
    }

    @Test
    void oneProvenanceRebuildsBothSteps() throws Exception {
        for (EncoderSource.Pretraining source :
                List.of(
                        EncoderSource.pretraining(pretrainer(), corpus),
                        EncoderSource.pretraining(pretrainer()))) {
            SSAMBATrainer<Label> trainer =
                    builder()
                            .encoder(source.frames(64).stride(10))
                            .pooling(Pooling.Kind.CLASS_TOKEN)
                            .seed(3)
                            .build();
            trainer.train(training);
            Model<Label> model = trainer.train(training);
            assertEquals(64, ((SSAMBAModel<Label>) model).config().frames());
            String facts = model.getProvenance().toString();
            for (String named : List.of("maskedPatches", "last-loss", "pretrained-at")) {
                assertTrue(facts.contains(named), named + " in " + facts);
            }
            Model<?> loaded = Model.deserialize(model.serialize());
            assertEquals(model.getProvenance(), loaded.getProvenance());
            ConfigurationManager manager = new ConfigurationManager();
            manager.addConfiguration(ProvenanceUtil.extractConfiguration(loaded.getProvenance()));
            @SuppressWarnings("unchecked")
            Trainer<Label> rebuilt = manager.lookupAll(SSAMBATrainer.class).get(0);
            assertEquals(trainer.toString(), rebuilt.toString());
            assertArrayEquals(
                    SavedModels.weights(model),
                    SavedModels.weights(rebuilt.train(training, Map.of(), 1)));
        }
    }

    @Test
    void listenerIsToldOfBothPhases() {
        Set<String> phases = new LinkedHashSet<>();
        builder()
                .encoder(EncoderSource.pretraining(pretrainer()))
                .cacheDirectory(folder.resolve("cache"))
                .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                .listener(
                        (work, event) -> {
                            if (event instanceof Step step) {
                                phases.add(work.phase());
                            }
                        })
                .build()
                .train(training);
        assertEquals(List.of(Work.PRETRAINING, Work.FINE_TUNING), List.copyOf(phases));
    }

    @Test
    void aCorpusThatIsNoneIsRefused() {
        assertThrows(
                NullPointerException.class, () -> EncoderSource.pretraining(pretrainer(), null));
    }

    private static SSAMBATrainer.Builder<Label> pretraining() {
        return builder().encoder(EncoderSource.pretraining(pretrainer()));
    }

    /** Pretraining may take days: what would fail after it fails before it. */
    private static <E extends Exception> E refusedBeforePretraining(
            Class<E> type, SSAMBATrainer.Builder<Label> settings, MutableDataset<Label> data) {
        boolean[] stepped = new boolean[1];
        SSAMBATrainer<Label> trainer =
                settings.listener(
                                (work, event) -> {
                                    if (event instanceof Step step) {
                                        stepped[0] = true;
                                    }
                                })
                        .build();
        E refused = assertThrows(type, () -> trainer.train(data));
        assertFalse(stepped[0], () -> "pretrained in vain: " + refused);
        return refused;
    }

    @Test
    void shapesThatDoNotFitAreRefusedBeforePretraining() {
        refusedBeforePretraining(
                IllegalArgumentException.class,
                builder().encoder(EncoderSource.pretraining(pretrainer()).frames(8)),
                training);
    }

    @Test
    void hopsLongerThanAWindowAreRefusedBeforePretraining() {
        IllegalArgumentException refused =
                refusedBeforePretraining(
                        IllegalArgumentException.class,
                        pretraining().clipLength(ClipLength.WINDOWS).hopSeconds(9),
                        training);
        assertTrue(refused.getMessage().contains("hop of 9.0 s"), refused.getMessage());
    }

    @Test
    void dataWithoutAnyWeightIsRefusedBeforePretraining() {
        MutableDataset<Label> weightless = ToneExamples.carried(8, 1);
        weightless.forEach(example -> example.setWeight(0f));
        IllegalArgumentException refused =
                refusedBeforePretraining(IllegalArgumentException.class, pretraining(), weightless);
        assertTrue(refused.getMessage().contains("weight above 0"), refused.getMessage());
    }

    @Test
    void aCacheThatCannotBeUsedIsNoticedBeforePretraining() throws IOException {
        Path file = Files.writeString(folder.resolve("no-folder"), "");
        UncheckedIOException refused =
                refusedBeforePretraining(
                        UncheckedIOException.class, pretraining().cacheDirectory(file), training);
        assertTrue(refused.getMessage().contains("no-folder"), refused.getMessage());
    }

    @Test
    void aDeviceThatIsNotThereIsNoticedBeforePretraining() {
        ComputeDevice cuda = new ComputeDevice(ComputeDevice.Kind.CUDA);
        boolean present;
        try {
            cuda.backend();
            present = true;
        } catch (BackendException e) {
            present = false;
        }
        assumeFalse(present, "skipped: there is a GPU");
        refusedBeforePretraining(BackendException.class, pretraining().device(cuda), training);
    }
}
