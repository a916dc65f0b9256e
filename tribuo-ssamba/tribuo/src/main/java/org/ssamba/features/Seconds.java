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
package org.ssamba.features;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.ClipAudio;
import org.ssamba.encoder.Pooling;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;
import org.tribuo.sequence.SequenceExample;

/**
 * The seconds of a clip, as {@link AudioSequences#seconds} counts them, and what the encoder reads
 * to embed them: the whole clip if it fits the encoder's input, else parts of as many whole seconds
 * as fit.
 *
 * @param inputs what the encoder reads, in order.
 * @param total seconds of the clip, at least 1.
 * @param perInput seconds of each input but the last.
 */
record Seconds(List<ClipAudio> inputs, int total, int perInput) {
    /** A clip that is embedded as one. */
    static Seconds whole(ClipAudio clip) {
        return new Seconds(List.of(clip), 1, 1);
    }

    /**
     * Cuts a clip.
     *
     * @param clip what to cut.
     * @param logMel how it becomes frames.
     * @param encoderFrames the encoder's input.
     * @param segments how many seconds the encoder gives an embedding of.
     */
    static Seconds of(ClipAudio clip, LogMelConfig logMel, int encoderFrames, int segments) {
        int total = AudioSequences.seconds(clip.seconds());
        if (frames(clip, logMel) <= encoderFrames && total <= segments) {
            return new Seconds(List.of(clip), total, total);
        }
        int fitting = Math.max(1, Math.min(encoderFrames / Pooling.FRAMES_PER_SECOND, segments));
        List<ClipAudio> inputs = new ArrayList<>();
        for (int start = 0; start < total; start += fitting) {
            inputs.add(clip.part(start, Math.min(fitting, total - start)));
        }
        return new Seconds(inputs, total, fitting);
    }

    /** How many frames a clip has, at least 1: what is shorter fails when it is read. */
    static int frames(ClipAudio clip, LogMelConfig logMel) {
        double samples = Math.rint(clip.seconds() * logMel.sampleRate());
        return Math.max(1, logMel.framesIn((int) samples));
    }

    /** How many seconds an input has. */
    int secondsOf(int input) {
        return Math.min(perInput, total - input * perInput);
    }

    /**
     * A clip as a sequence of its seconds.
     *
     * @param clip the clip.
     * @param seconds its features, a row a second.
     * @param names of the features.
     * @param outputs one for each second.
     * @param weight of the sequence and of its elements.
     * @param metadata of each element; a clip in a file adds the reference to the second.
     */
    static <T extends Output<T>> SequenceExample<T> sequence(
            ClipAudio clip,
            FeatureRows seconds,
            List<String> names,
            List<T> outputs,
            float weight,
            Map<String, Object> metadata) {
        if (outputs.size() != seconds.segments()) {
            throw new IllegalArgumentException(
                    clip
                            + " has "
                            + seconds.segments()
                            + " seconds, but "
                            + outputs.size()
                            + " outputs");
        }
        List<Example<T>> elements = new ArrayList<>(outputs.size());
        for (int second = 0; second < outputs.size(); second++) {
            Map<String, Object> itsMetadata = new HashMap<>(metadata);
            if (clip.reference() != null) {
                itsMetadata.putAll(clip.part(second, 1).reference().toMetadata());
            }
            ArrayExample<T> element =
                    new ArrayExample<>(
                            outputs.get(second),
                            names.toArray(String[]::new),
                            seconds.rows()[second],
                            itsMetadata);
            element.setWeight(weight);
            elements.add(element);
        }
        return new SequenceExample<>(elements, weight);
    }
}
