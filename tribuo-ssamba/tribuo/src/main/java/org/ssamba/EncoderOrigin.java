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

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.data.AudioCorpus;
import org.ssamba.split.UnlabelledClips;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;

/**
 * Where a trainer's encoder comes from; the parts are the trainer's settings.
 *
 * @param shape fresh weights; null unless trained from scratch.
 * @param encoderPath a file of a pretrained encoder, or null.
 * @param pretraining pretrains one, or null.
 * @param corpus what is pretrained on; null for the training examples.
 * @param frames the length of clips, or 0 for that of the encoder.
 * @param stride between patches, or 0 for that of the encoder.
 */
record EncoderOrigin(
        EncoderShape shape,
        Path encoderPath,
        SSAMBAPretrainer pretraining,
        AudioCorpus corpus,
        int frames,
        int stride) {

    /**
     * Checks that exactly one origin is set.
     *
     * @throws PropertyException if the settings contradict each other.
     */
    EncoderOrigin {
        List<String> set = new ArrayList<>();
        if (shape != null) {
            set.add("shape");
        }
        if (encoderPath != null) {
            set.add("encoderPath");
        }
        if (pretraining != null) {
            set.add("pretraining");
        }
        if (set.size() != 1) {
            throw new PropertyException(
                    "",
                    set.isEmpty() ? "encoderPath" : set.get(0),
                    "a trainer takes either a shape, to train from scratch, or an encoderPath, or"
                            + " (SSAMBATrainer only) pretraining; set are "
                            + set);
        }
        if (corpus != null && pretraining == null) {
            throw new PropertyException(
                    "", "pretrainingCorpus", "is only of use with pretraining, which is not set");
        }
        requireLength("frames", frames);
        requireLength("stride", stride);
    }

    private static void requireLength(String setting, int length) {
        if (length < 0) {
            throw new PropertyException(
                    "", setting, "must be positive, or 0 for the encoder's own, not " + length);
        }
    }

    /**
     * Reads or pretrains the encoder if there is one.
     *
     * @throws IllegalArgumentException if it does not suit the settings, before it is pretrained.
     */
    StartingPoint startingPoint(
            List<? extends Example<?>> training, ClipLengths lengths, WorkListener listener) {
        if (pretraining == null) {
            StartingPoint start = StartingPoint.of(shape, encoderPath, frames, stride);
            lengths.check(start.logMel(), start.config());
            return start;
        }
        return StartingPoint.pretrained(
                pretraining,
                corpus == null ? UnlabelledClips.of(training) : UnlabelledClips.of(corpus),
                frames,
                stride,
                lengths,
                listener);
    }

    @Override
    public String toString() {
        String origin =
                shape != null
                        ? "shape=" + shape
                        : encoderPath != null
                                ? "encoderPath=" + encoderPath
                                : "pretraining=" + pretraining + ",pretrainingCorpus=" + corpus;
        return origin + ",frames=" + frames + ",stride=" + stride;
    }
}
