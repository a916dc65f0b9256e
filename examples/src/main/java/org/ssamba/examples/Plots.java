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
package org.ssamba.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ssamba.ComputeDevice;
import org.ssamba.PretrainedEncoder;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.data.AudioReference;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.examples.plot.ConfusionMatrixPlot;
import org.ssamba.examples.plot.ReconstructionPlot;
import org.ssamba.pretraining.PatchReconstruction;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;

/** Draws results. */
final class Plots {
    /** Fewer patches than pretraining hides, so that the picture still shows their surroundings. */
    private static final double HIDDEN_SHARE = 0.4;

    private static final double FRAME_SECONDS = 0.010;
    private static final double WINDOW_SECONDS = 0.015;

    private Plots() {}

    /** A clip, the clip with hidden patches, and these patches as the encoder draws them. */
    static void reconstruction(
            Path png, PretrainedEncoder encoder, MutableDataset<Label> clips, long seed)
            throws IOException {
        EncoderConfig config = encoder.config();
        PatchReconstruction drawn =
                encoder.reconstruct(
                        filling(config, clips),
                        Math.max(1, (int) (HIDDEN_SHARE * config.patches())),
                        seed,
                        new ComputeDevice());
        ReconstructionPlot.write(
                png,
                drawn.original(),
                drawn.hidden(),
                drawn.reconstructed(),
                config.frames(),
                config.mels(),
                config.patchMels(),
                config.patchFrames());
    }

    /** The first clip that is as long as the encoder's input, or else the longest. */
    private static AudioClip filling(EncoderConfig config, MutableDataset<Label> clips) {
        double seconds = config.frames() * FRAME_SECONDS + WINDOW_SECONDS;
        AudioReference longest = AudioReference.of(clips.getExample(0));
        for (Example<Label> example : clips) {
            AudioReference clip = AudioReference.of(example);
            if (longest.durationSeconds() < Math.min(seconds, clip.durationSeconds())) {
                longest = clip;
            }
        }
        return AudioReader.read(longest.path(), longest.startSeconds(), longest.durationSeconds());
    }

    /** Which labels are confused. */
    static void confusion(Path png, LabelEvaluation evaluation, ClipData clips) throws IOException {
        List<Label> labels =
                clips.train().getOutputInfo().getDomain().stream()
                        .sorted((a, b) -> a.getLabel().compareTo(b.getLabel()))
                        .toList();
        long[][] counts = new long[labels.size()][labels.size()];
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                counts[i][j] =
                        Math.round(
                                evaluation
                                        .getConfusionMatrix()
                                        .confusion(labels.get(j), labels.get(i)));
            }
        }
        ConfusionMatrixPlot.write(
                png, labels.stream().map(Label::getLabel).toArray(String[]::new), counts);
    }
}
