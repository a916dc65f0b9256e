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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioSequenceDataSource;
import org.ssamba.data.SecondLabels;
import org.ssamba.head.LabelHead;
import org.ssamba.replay.Replay;
import org.ssamba.replay.ReplayException;
import org.ssamba.replay.Replayed;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.sequence.MutableSequenceDataset;
import org.tribuo.sequence.SequenceDataset;
import org.tribuo.sequence.SequenceExample;
import org.tribuo.sequence.SequenceModel;

/** Models of seconds are replayed as others are. */
class ReplayOfSecondsTest {
    @TempDir Path folder;
    private MutableSequenceDataset<Label> made;
    private MutableSequenceDataset<Label> listed;

    @BeforeEach
    void tonesThatChangeEachSecond() throws IOException {
        made = ChangingTones.inFiles(folder.resolve("clips"), 6);
        StringBuilder rows = new StringBuilder("path,label\n");
        int i = 0;
        for (SequenceExample<Label> clip : made) {
            List<String> labels = new ArrayList<>();
            clip.forEach(second -> labels.add(second.getOutput().getLabel()));
            rows.append("clips/" + i++ + ".wav," + String.join("|", labels) + "\n");
        }
        listed =
                new MutableSequenceDataset<>(
                        new AudioSequenceDataSource<>(
                                new AudioManifest(
                                        Files.writeString(folder.resolve("clips.csv"), rows)),
                                new LabelFactory(),
                                SecondLabels.LISTED));
    }

    /** The second of two calls, saved and loaded. */
    private SSAMBASequenceModel trained(SequenceDataset<Label> data) throws IOException {
        SSAMBASequenceTrainer trainer =
                SSAMBASequenceTrainer.builder(new LabelHead())
                        .encoder(EncoderShape.tiny().size(8, 2).frames(208))
                        .recipe(new FineTuningRecipe().epochs(1).batchSize(2))
                        .device(new ComputeDevice(ComputeDevice.Kind.CPU))
                        .build();
        trainer.train(data);
        Path file = folder.resolve("model.tribuo");
        trainer.train(data).serializeToFile(file);
        return (SSAMBASequenceModel) SequenceModel.deserializeFromFile(file).castModel(Label.class);
    }

    @Test
    void aModelOfSecondsIsReplayed() throws IOException {
        SSAMBASequenceModel model = trained(listed);
        Replayed<SSAMBASequenceModel> replayed = Replay.of(model).train();
        assertTrue(replayed.sameBits(), replayed::toString);
        assertEquals(List.of(), replayed.circumstances());
        assertEquals(model.serializedWeights(), replayed.model().serializedWeights());
        assertEquals(
                model.getProvenance().getTrainerProvenance(),
                replayed.model().getProvenance().getTrainerProvenance());
    }

    @Test
    void otherAudioAndDataMadeByHandAreRefused() throws IOException {
        SSAMBASequenceModel model = trained(listed);
        ToneExamples.writeWav(folder.resolve("clips/0.wav"), new float[2 * ToneExamples.RATE]);
        String changed = assertThrows(ReplayException.class, () -> Replay.of(model)).getMessage();
        assertTrue(changed.contains("AudioSequenceDataSource"), changed);
        SSAMBASequenceModel byHand = trained(ChangingTones.carried(2));
        String refused = assertThrows(ReplayException.class, () -> Replay.of(byHand)).getMessage();
        assertTrue(refused.contains("put together by hand"), refused);
    }
}
