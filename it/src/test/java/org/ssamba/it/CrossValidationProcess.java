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

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.file.Path;
import java.util.List;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBATrainer;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.AudioExamples;
import org.ssamba.evaluation.GroupCrossValidation;
import org.ssamba.head.LabelHead;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;

/** Cross-validation by groups that keeps its states, and prints each step of training. */
public final class CrossValidationProcess {
    private static final int FOLDS = 3;

    private CrossValidationProcess() {}

    /** Arguments: clips, a folder for states, for how many milliseconds to rest after each step. */
    public static void main(String[] args) {
        long rest = Long.parseLong(args[2]);
        int[] trained = {0};
        evaluate(
                Path.of(args[0]),
                Path.of(args[1]),
                (work, event) -> {
                    if (!work.phase().equals(Work.FINE_TUNING)) {
                        return;
                    }
                    if (event instanceof WorkEvent.Started started) {
                        trained[0]++;
                        System.out.println("started at " + started.pace().done());
                    } else if (event instanceof WorkEvent.Checkpoint) {
                        System.out.println("saved " + trained[0]);
                    } else if (event instanceof WorkEvent.Step) {
                        rest(rest);
                    }
                });
    }

    static List<Pair<LabelEvaluation, Model<Label>>> evaluate(
            Path clips, Path states, WorkListener listener) {
        MutableDataset<Label> data =
                new MutableDataset<>(new AudioDirectoryDataSource<>(clips, new LabelFactory()));
        int number = 0;
        for (Example<Label> example : data) {
            example.setMetadataValue(AudioExamples.GROUP_KEY, "speaker " + number++ % 6);
        }
        SSAMBATrainer<Label> trainer =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderShape.tiny().size(16, 2).frames(32))
                        .recipe(new FineTuningRecipe().epochs(3).batchSize(4))
                        .listener(listener)
                        .build();
        trainer.setCheckpointDirectory(states, each -> each.everySteps(2));
        GroupCrossValidation<Label, LabelEvaluation> validation =
                new GroupCrossValidation<>(trainer, data, new LabelEvaluator(), FOLDS);
        validation.setCheckpointDirectory(states);
        return validation.evaluate();
    }

    private static void rest(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
