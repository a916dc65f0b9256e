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
package org.ssamba.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.GoldenClips;
import org.ssamba.SSAMBASequenceTrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.ToneExamples;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequences;
import org.ssamba.head.LabelHead;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceExample;

/** A model's provenance says by a hash which clips, outputs and weights it learned from. */
class ExamplesHashTest {
    private static final SSAMBATrainer<Label> TRAINER =
            new SSAMBATrainer<>(
                    new LabelHead(),
                    EncoderShape.tiny().size(8, 2).frames(48),
                    new FineTuningRecipe().epochs(1).batchSize(4));

    @TempDir Path folder;

    private static String hash(ModelProvenance provenance) {
        return provenance.getInstanceProvenance().getMap().get("examples-sha256").toString();
    }

    private static String hash(List<Example<Label>> examples) {
        return hash(TRAINER.train(ToneExamples.dataset(examples)).getProvenance());
    }

    private static List<Example<Label>> tones() {
        List<Example<Label>> tones = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tones.add(tone(i, 0, i % 2 == 0 ? "high" : "low"));
        }
        return tones;
    }

    private static Example<Label> tone(int seed, float change, String label) {
        float[] samples = ToneExamples.tone(seed % 2 == 0, seed);
        samples[100] += change;
        return AudioExamples.create(new Label(label), AudioClip.of(samples, ToneExamples.RATE));
    }

    @Test
    void whatIsLearnedFromDecidesIt() {
        String hash = hash(tones());
        assertEquals(hash, hash(tones()));

        List<Example<Label>> louder = tones();
        louder.set(2, tone(2, 0.01f, "high"));
        List<Example<Label>> relabelled = tones();
        relabelled.set(2, tone(2, 0, "low"));
        List<Example<Label>> weighted = tones();
        weighted.get(2).setWeight(2);
        List<Example<Label>> reordered = tones();
        Collections.swap(reordered, 0, 1);
        Set<String> all = new HashSet<>(Set.of(hash));
        for (List<Example<Label>> other : List.of(louder, relabelled, weighted, reordered)) {
            all.add(hash(other));
        }
        assertEquals(5, all.size());
    }

    @Test
    void whereAFileLiesDoesNot() throws IOException {
        ToneExamples.inFiles(folder.resolve("here"), 4, 1);
        List<Example<Label>> here = new ArrayList<>();
        List<Example<Label>> there = new ArrayList<>();
        for (String name : List.of("low/0.wav", "high/1.wav")) {
            Path file = folder.resolve("here").resolve(name);
            Path copy = folder.resolve(file.getFileName());
            Files.copy(file, copy);
            Label label = new Label(name.substring(0, name.indexOf('/')));
            here.add(AudioExamples.create(label, AudioReference.ofFile(file)));
            there.add(AudioExamples.create(label, AudioReference.ofFile(copy)));
        }
        assertEquals(hash(here), hash(there));
    }

    @Test
    void eachMemberOfABagHasItsOwn() {
        List<Model<Label>> members =
                new BaggingTrainer<>(TRAINER, new VotingCombiner(), 2)
                        .train(ToneExamples.dataset(tones()))
                        .getModels();
        assertNotEquals(hash(members.get(0).getProvenance()), hash(members.get(1).getProvenance()));
    }

    @Test
    void sequencesHaveOneToo() {
        assertNotEquals(ofSequence("high", "low"), ofSequence("low", "high"));
        assertEquals(ofSequence("high", "low"), ofSequence("high", "low"));
    }

    private static String ofSequence(String first, String second) {
        SequenceExample<Label> clip =
                AudioSequences.create(
                        GoldenClips.clip(2, 0.3, 0, 1),
                        List.of(new Label(first), new Label(second)));
        return hash(
                new SSAMBASequenceTrainer(
                                new LabelHead(),
                                EncoderShape.tiny().size(8, 2).frames(208),
                                new FineTuningRecipe().epochs(1))
                        .train(
                                new MutableSequenceDataset<>(
                                        List.of(clip),
                                        new SimpleDataSourceProvenance(
                                                "tones", ToneExamples.LABELS),
                                        ToneExamples.LABELS))
                        .getProvenance());
    }
}
