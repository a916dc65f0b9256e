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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ClipLength;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBASequenceModel;
import org.ssamba.SSAMBASequenceTrainer;
import org.ssamba.SSAMBATrainer;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioSequences;
import org.ssamba.head.LabelHead;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.sequence.MutableSequenceDataset;

/** An hour of audio in a process whose heap could not hold half of it. */
class LongAudioTest {
    /** The hour is 230 MB as samples; the rest of the program takes most of this. */
    private static final String HEAP = "100m";

    private static final double HOP_SECONDS = 10.24;

    @TempDir Path folder;

    @Test
    void anHourIsPredictedInLittleMemory() throws Exception {
        SSAMBAModel<Label> model =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderShape.tiny().size(16, 2).frames(1024))
                        .recipe(
                                new FineTuningRecipe()
                                        .epochs(4)
                                        .batchSize(6)
                                        .learningRate(5e-3)
                                        .dropPath(false))
                        .clipLength(ClipLength.WINDOWS)
                        .hopSeconds(HOP_SECONDS)
                        .build()
                        .train(
                                PredictingProcess.clips(
                                        ToneCorpus.write(folder.resolve("clips"), 6)));
        Path saved = folder.resolve("model.pb");
        model.serializeToFile(saved);
        Path wav = folder.resolve("hour.wav");
        Path flac = folder.resolve("hour.flac");
        LongFiles.wav(wav);
        LongFiles.flac(flac);

        List<String> lines =
                ChildProcess.run(
                        ChildProcess.withHeap(
                                HEAP,
                                LongAudioProcess.class,
                                saved.toString(),
                                wav.toString(),
                                flac.toString()));

        assertEquals(3, lines.size(), lines::toString);
        assertEquals(lines.get(0), lines.get(1), "the same samples in two formats");
        List<Example<Label>> windows = new ArrayList<>();
        AudioReader.read(wav)
                .forEachWindow(
                        SlidingWindow.ofFrames(LogMelConfig.standard(), 1024, HOP_SECONDS),
                        window ->
                                windows.add(
                                        AudioExamples.create(
                                                new LabelFactory().getUnknownOutput(),
                                                window.clip())));
        assertEquals(windows.size(), Integer.parseInt(lines.get(2)));
        assertTrue(windows.size() > 350, "windows: " + windows.size());
        double[] mean = new double[3];
        for (Prediction<Label> prediction : model.predict(windows)) {
            double[] scores = numbers(LongAudioProcess.scores(prediction));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += scores[i] / windows.size();
            }
        }
        double[] predicted = numbers(lines.get(0));
        for (int i = 0; i < mean.length; i++) {
            assertEquals(mean[i], predicted[i], 1e-5, "label " + i);
        }
    }

    @Test
    void everySecondOfAnHourIsLabelledInLittleMemory() throws Exception {
        Path wav = folder.resolve("hour.wav");
        LongFiles.wav(wav);
        AudioClip tenSeconds = AudioReader.read(wav, 0, 10);
        List<Label> labels = new ArrayList<>();
        for (int s = 0; s < 10; s++) {
            labels.add(new Label(s % 2 == 0 ? "even" : "odd"));
        }
        MutableSequenceDataset<Label> training =
                new MutableSequenceDataset<>(
                        List.of(AudioSequences.create(tenSeconds, labels)),
                        new SimpleDataSourceProvenance("ten seconds", new LabelFactory()),
                        new LabelFactory());
        SSAMBASequenceModel model =
                new SSAMBASequenceTrainer(
                                new LabelHead(),
                                EncoderShape.tiny().size(16, 2).frames(1024),
                                new FineTuningRecipe().epochs(1).batchSize(1))
                        .train(training);
        Path saved = folder.resolve("seconds.pb");
        model.serializeToFile(saved);

        List<String> lines =
                ChildProcess.run(
                        ChildProcess.withHeap(
                                HEAP, LongScenesProcess.class, saved.toString(), wav.toString()));

        assertEquals(3600, lines.size());
        List<Prediction<Label>> last =
                model.predict(
                        AudioSequences.unlabelled(
                                AudioReader.read(wav, 3590, 10), new LabelFactory()));
        for (int s = 0; s < 10; s++) {
            assertArrayEquals(
                    numbers(LongAudioProcess.scores(last.get(s))),
                    numbers(lines.get(3590 + s)),
                    1e-5);
        }
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }
}
