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
package org.ssamba.split;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.GoldenClips;
import org.ssamba.LogRecords;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.SSAMBASequenceTrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.head.LabelHead;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.dataset.DatasetView;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.ensemble.EnsembleModel;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;

/** Early stopping judges epochs by speakers that are not trained on, if it is told to. */
class HeldOutTest {
    private static final FineTuningRecipe BY_SPEAKER =
            new FineTuningRecipe()
                    .epochs(2)
                    .batchSize(4)
                    .earlyStopping(0.25, 0)
                    .heldOut(HeldOut.GROUPS);

    /** Clips of speakers that say unequally much. */
    private static MutableDataset<Label> spoken(int... clipsOfSpeaker) {
        List<Example<Label>> clips = new ArrayList<>();
        for (int speaker = 0; speaker < clipsOfSpeaker.length; speaker++) {
            for (int i = 0; i < clipsOfSpeaker[speaker]; i++) {
                Example<Label> clip =
                        AudioExamples.create(
                                new Label(i % 2 == 0 ? "low" : "high"),
                                AudioClip.of(
                                        ToneExamples.tone(i % 2 == 1, 100 * speaker + i),
                                        ToneExamples.RATE));
                clip.setMetadataValue(AudioExamples.GROUP_KEY, "speaker " + speaker);
                clips.add(clip);
            }
        }
        return ToneExamples.dataset(clips);
    }

    private static Map<String, Integer> speakers(List<Example<Label>> clips) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Example<Label> clip : clips) {
            Object speaker = clip.getMetadataValue(AudioExamples.GROUP_KEY).orElseThrow();
            counts.merge(speaker.toString(), 1, Integer::sum);
        }
        return counts;
    }

    private static SSAMBATrainer<Label> trainer() {
        return SSAMBATrainer.builder(new LabelHead())
                .encoder(EncoderShape.tiny().size(16, 2).frames(48))
                .recipe(BY_SPEAKER)
                .build();
    }

    @Test
    void wholeSpeakersAreHeldOutUntilTheyHaveTheShare() {
        int[] clips = {2, 6, 4, 1, 3, 8};
        MutableDataset<Label> data = spoken(clips);
        Set<Set<String>> drawn = new HashSet<>();
        for (int seed = 0; seed < 16; seed++) {
            ExampleSplit<Label> split = ExampleSplit.of(data, HeldOut.GROUPS, 0.25, seed);
            Map<String, Integer> heldOut = speakers(split.validation());
            Map<String, Integer> trained = speakers(split.training());
            for (int speaker = 0; speaker < clips.length; speaker++) {
                String name = "speaker " + speaker;
                assertEquals(
                        clips[speaker],
                        heldOut.getOrDefault(name, 0) + trained.getOrDefault(name, 0));
                assertTrue(heldOut.containsKey(name) != trained.containsKey(name), name);
            }
            int most = heldOut.values().stream().max(Integer::compare).orElseThrow();
            assertTrue(split.validation().size() >= 6, "the share");
            assertTrue(split.validation().size() < 6 + most, "no speaker too many");
            drawn.add(new TreeSet<>(heldOut.keySet()));
        }
        assertTrue(drawn.size() > 3, "another seed, other speakers");
    }

    @Test
    void pretrainingHoldsOutWholeSpeakersOfAManifest(@TempDir Path folder) throws IOException {
        List<String> rows = new ArrayList<>(List.of("path,group"));
        for (int clip = 0; clip < 15; clip++) {
            ToneExamples.writeWav(
                    folder.resolve(clip + ".wav"), ToneExamples.tone(clip % 2 == 0, clip));
            // Speakers of 1, 2, 4 and 8 clips.
            rows.add(clip + ".wav,speaker " + (31 - Integer.numberOfLeadingZeros(clip + 1)));
        }
        Path manifest = Files.write(folder.resolve("clips.csv"), rows);
        UnlabelledClips clips = UnlabelledClips.of(new AudioCorpus(new AudioManifest(manifest)));
        SpectrogramSource source = new DecodingSpectrogramSource(LogMelConfig.standard());
        Set<Integer> sizes = new TreeSet<>();
        for (int seed = 0; seed < 16; seed++) {
            UnlabelledClips.Parts parts = clips.parts(source, 48, HeldOut.GROUPS, 0.07, seed);
            assertEquals(15, parts.training().size() + parts.heldOut().size());
            sizes.add(parts.heldOut().size());
        }
        assertTrue(Set.of(1, 2, 4, 8).containsAll(sizes), "one speaker, with all clips");
        assertTrue(sizes.size() > 1, "another seed, another speaker");

        rows.set(3, "2.wav,");
        Files.write(manifest, rows);
        UnlabelledClips unknown = UnlabelledClips.of(new AudioCorpus(new AudioManifest(manifest)));
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> unknown.parts(source, 48, HeldOut.GROUPS, 0.07, 1));
        assertTrue(e.getMessage().contains("2.wav has no group"), e.getMessage());
        assertThrows(
                PropertyException.class,
                new PretrainingRecipe().heldOut(HeldOut.GROUPS)::postConfig);
    }

    @Test
    void whatABootstrapRepeatsStaysWithItsSpeaker() {
        MutableDataset<Label> data = spoken(4, 4, 4, 4);
        Dataset<Label> bag = DatasetView.createBootstrapView(data, data.size(), 3);
        ExampleSplit<Label> split = ExampleSplit.of(bag, HeldOut.GROUPS, 0.25, 1);
        assertEquals(bag.size(), split.training().size() + split.validation().size());
        Set<String> both = new HashSet<>(speakers(split.training()).keySet());
        both.retainAll(speakers(split.validation()).keySet());
        assertEquals(Set.of(), both);
    }

    @Test
    void everyMemberOfABagHoldsSpeakersOut() {
        EnsembleModel<Label> bag =
                new BaggingTrainer<>(trainer(), new VotingCombiner(), 2).train(spoken(4, 4, 4));
        for (Model<Label> member : bag.getModels()) {
            assertTrue(
                    member.getProvenance()
                            .getInstanceProvenance()
                            .getMap()
                            .containsKey("best-epoch"));
        }
    }

    @Test
    void aGroupIsWhatItsTextSays() {
        MutableDataset<Label> numbered = ToneExamples.carried(8, 1);
        for (int i = 0; i < numbered.size(); i++) {
            Object number = i < 2 ? Integer.toString(i % 2) : (Integer) (i % 2);
            numbered.getExample(i).setMetadataValue(AudioExamples.GROUP_KEY, number);
        }
        for (int seed = 0; seed < 4; seed++) {
            ExampleSplit<Label> split = ExampleSplit.of(numbered, HeldOut.GROUPS, 0.25, seed);
            assertEquals(1, speakers(split.validation()).size());
            assertEquals(1, speakers(split.training()).size());
        }
    }

    @Test
    void groupsWithoutAShareToHoldOutAreRefused() {
        PropertyException e =
                assertThrows(
                        PropertyException.class,
                        new FineTuningRecipe().heldOut(HeldOut.GROUPS)::postConfig);
        assertEquals("heldOut", e.getProperty());
        assertThrows(PropertyException.class, BY_SPEAKER.earlyStopping(0, 0)::postConfig);
    }

    @Test
    void aTrainerHoldsSpeakersOutAndItsModelSaysSo() {
        SSAMBAModel<Label> model = trainer().train(spoken(4, 4, 4));
        String how = model.getProvenance().getTrainerProvenance().toString();
        assertTrue(how.contains("heldOut=GROUPS"), how);
        assertTrue(
                model.getProvenance().getInstanceProvenance().getMap().containsKey("best-epoch"));
    }

    @Test
    void clipsWithoutASpeakerAndASingleSpeakerAreRefused() {
        MutableDataset<Label> unknown = ToneExamples.carried(8, 1);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> trainer().train(unknown));
        assertTrue(e.getMessage().contains("has no group"), e.getMessage());
        assertTrue(
                e.getMessage().contains(AudioReference.of(unknown.getExample(0)).uri().getScheme()),
                e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> trainer().train(spoken(8)));
        assertTrue(e.getMessage().contains("holds out every group"), e.getMessage());
    }

    private static MutableSequenceDataset<Label> scenes(String... places) {
        List<SequenceExample<Label>> scenes = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            SequenceExample<Label> scene =
                    AudioSequences.create(
                            GoldenClips.clip(2, 0.3, 0.1 * i, i),
                            List.of(
                                    new Label("low"),
                                    new Label(places[i].equals("moor") ? "wind" : "high")));
            for (Example<Label> second : scene) {
                second.setMetadataValue(AudioExamples.GROUP_KEY, places[i]);
            }
            scenes.add(scene);
        }
        return new MutableSequenceDataset<>(
                scenes,
                new SimpleDataSourceProvenance("scenes", ToneExamples.LABELS),
                ToneExamples.LABELS);
    }

    @Test
    void scenesOfOnePlaceStayTogether() {
        SSAMBASequenceTrainer trainer =
                new SSAMBASequenceTrainer(
                        new LabelHead(), EncoderShape.tiny().size(16, 2).frames(208), BY_SPEAKER);
        SSAMBASequenceModel model = trainer.train(scenes("street", "street", "park", "park"));
        assertTrue(
                model.getProvenance().getInstanceProvenance().getMap().containsKey("best-epoch"));
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> trainer.train(scenes("street", "street", "street", "street")));
        assertTrue(e.getMessage().contains("holds out every group"), e.getMessage());
    }

    @Test
    void aLabelOfSecondsThatIsOnlyHeldOutIsNamed() {
        MutableSequenceDataset<Label> scenes = scenes("street", "park", "street", "moor");
        List<String> warnings = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            SSAMBASequenceTrainer trainer =
                    SSAMBASequenceTrainer.builder(new LabelHead())
                            .encoder(EncoderShape.tiny().size(16, 2).frames(208))
                            .recipe(new FineTuningRecipe().epochs(1).earlyStopping(0.25, 0))
                            .seed(seed)
                            .build();
            LogRecords.of(ExampleSplit.class, () -> trainer.train(scenes))
                    .forEach(record -> warnings.add(record.getMessage()));
        }
        assertTrue(!warnings.isEmpty() && warnings.size() < 8, "some seeds hold the moor out");
        assertTrue(warnings.stream().allMatch(each -> each.contains("[wind]")), warnings::toString);
    }
}
