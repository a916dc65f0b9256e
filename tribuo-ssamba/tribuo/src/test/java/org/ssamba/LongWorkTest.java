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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioCorpus;
import org.ssamba.head.LabelHead;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

/** All long work is one stream of events to one kind of listener. */
class LongWorkTest {
    private static final EncoderShape SHAPE = EncoderShape.tiny().size(8, 2).frames(48);
    private static final PretrainingRecipe MASKING =
            new PretrainingRecipe().steps(4).batchSize(4).maskedPatches(6).validation(2, 0.25);

    @TempDir private Path folder;
    private final List<String> told = new ArrayList<>();
    private final Thread caller = Thread.currentThread();

    /** Progress and usage depend on the clock. */
    private final WorkListener listener =
            (work, event) -> {
                assertSame(caller, Thread.currentThread());
                if (!(event instanceof WorkEvent.Progress || event instanceof WorkEvent.Usage)) {
                    told.add(
                            work.phase()
                                    + " "
                                    + event.getClass().getSimpleName()
                                    + " "
                                    + event.pace().done()
                                    + "/"
                                    + work.steps());
                }
            };

    private AudioCorpus corpus;

    @BeforeEach
    void listTones() {
        ToneExamples.inFiles(folder, 12, 500);
        WorkListener.setStandard(listener);
        try {
            corpus = new AudioCorpus(folder);
        } finally {
            WorkListener.setStandard(null);
        }
    }

    private SSAMBAPretrainer pretrainer(WorkListener toTell) {
        return SSAMBAPretrainer.builder(SHAPE).recipe(MASKING).listener(toTell).build();
    }

    @Test
    void listingStatisticsAndPretrainingSayWhatHappens() {
        pretrainer(listener).pretrain(corpus, folder.resolve("run.safetensors"));
        // What is written in the background is told when it is there: at any later step.
        told.subList(0, told.lastIndexOf("pretraining Validation 4/4"))
                .removeIf(event -> event.contains("Checkpoint"));
        assertEquals(
                List.of(
                        "listing Started 0/12",
                        "listing Ended 12/12",
                        "statistics Started 0/9",
                        "statistics Ended 9/9",
                        "pretraining Started 0/4",
                        "pretraining Step 1/4",
                        "pretraining Step 2/4",
                        "pretraining Validation 2/4",
                        "pretraining Step 3/4",
                        "pretraining Step 4/4",
                        "pretraining Validation 4/4",
                        "pretraining Checkpoint 4/4",
                        "pretraining Ended 4/4"),
                told);
    }

    @Test
    void whatAFailingListenerInterruptsIsSavedAndGoesOnToTheSameBits() {
        float[] whole = pretrainer(WorkListener.SILENT).pretrain(corpus).arena();
        Path checkpoint = folder.resolve("run.safetensors");
        IllegalStateException full = new IllegalStateException("The disk of the plots is full");
        SSAMBAPretrainer failing =
                pretrainer(
                        (work, event) -> {
                            if (event instanceof WorkEvent.Validation) {
                                throw full;
                            }
                        });
        assertSame(
                full,
                assertThrows(
                        IllegalStateException.class, () -> failing.pretrain(corpus, checkpoint)));
        AtomicLong from = new AtomicLong();
        SSAMBAPretrainer going =
                pretrainer(
                        (work, event) -> {
                            if (event instanceof WorkEvent.Started
                                    && work.phase().equals(Work.PRETRAINING)) {
                                from.set(event.pace().done());
                            }
                        });
        assertArrayEquals(whole, going.pretrain(corpus, checkpoint).arena());
        assertEquals(2, from.get());
    }

    @Test
    void fineTuningAndThePredictionOfManyClipsSayWhatHappens() {
        told.clear();
        MutableDataset<Label> data = ToneExamples.carried(4, 1);
        SSAMBAModel<Label> model =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(SHAPE)
                        .recipe(new FineTuningRecipe().epochs(1).batchSize(2))
                        .listener(listener)
                        .build()
                        .train(data);
        model.setListener(listener);
        model.setBatchSize(3);
        model.predict(data.getExample(0));
        model.predict(data);
        assertEquals(
                List.of(
                        "statistics Started 0/4",
                        "statistics Ended 4/4",
                        "fine-tuning Started 0/2",
                        "fine-tuning Step 1/2",
                        "fine-tuning Step 2/2",
                        "fine-tuning Epoch 2/2",
                        "fine-tuning Ended 2/2",
                        "prediction Started 0/4",
                        "prediction Ended 4/4"),
                told);
    }
}
