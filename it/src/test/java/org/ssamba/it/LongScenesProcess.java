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
package org.ssamba.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ssamba.data.AudioReference;
import org.ssamba.data.AudioSequences;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.sequence.SequenceModel;

/** Loads a saved model of seconds and labels a long file. */
public final class LongScenesProcess {
    private LongScenesProcess() {}

    /** Arguments: the model's file, the audio file. A line for each second. */
    public static void main(String[] args) throws IOException {
        List<Prediction<Label>> seconds =
                SequenceModel.deserializeFromFile(Path.of(args[0]))
                        .castModel(Label.class)
                        .predict(
                                AudioSequences.unlabelled(
                                        AudioReference.ofFile(Path.of(args[1])),
                                        new LabelFactory()));
        seconds.forEach(second -> System.out.println(LongAudioProcess.scores(second)));
    }
}
