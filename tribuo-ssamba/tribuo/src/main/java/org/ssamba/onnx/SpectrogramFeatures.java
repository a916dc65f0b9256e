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
package org.ssamba.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.training.FrontEnd;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;

/**
 * Audio examples as examples of numbers: the normalised log-mel spectrogram, one feature a cell. It
 * is how Tribuo feeds a model of another runtime, such as {@code ONNXExternalModel} with its {@code
 * DenseTransformer}. All clips are cut or padded to one length, since a Tribuo model has one number
 * of features.
 */
public final class SpectrogramFeatures {
    private final FrontEnd frontEnd;
    private final int frames;
    private final String[] names;

    /**
     * Features of clips of one length.
     *
     * @param frontEnd how audio becomes spectrograms: that of the exported model.
     * @param frames the length, at least a patch's.
     */
    public SpectrogramFeatures(FrontEnd frontEnd, int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("A clip has at least one frame, not " + frames);
        }
        this.frontEnd = frontEnd;
        this.frames = frames;
        int mels = frontEnd.logMel().melBins();
        names = new String[Math.multiplyExact(frames, mels)];
        for (int i = 0; i < names.length; i++) {
            // Zero-padded: alphabetical order, in which Tribuo sorts features, is time order.
            names[i] = String.format(Locale.ROOT, "frame-%05d-mel-%03d", i / mels, i % mels);
        }
    }

    /**
     * Where each feature stands in the model's input.
     *
     * @return position by feature name, frame by frame.
     */
    public Map<String, Integer> mapping() {
        Map<String, Integer> mapping = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            mapping.put(names[i], i);
        }
        return Collections.unmodifiableMap(mapping);
    }

    /**
     * The features of an example.
     *
     * @param audio refers to audio, or carries it.
     * @param <T> the type of output.
     * @return the same output with frames·mels features.
     * @throws org.ssamba.data.MissingAudioReferenceException if there is no audio.
     * @throws org.ssamba.audio.AudioFormatException if the audio cannot be read.
     */
    public <T extends Output<T>> Example<T> of(Example<T> audio) {
        float[] logMel = new float[names.length];
        SpectrogramClips.ofExamples(
                        new DecodingSpectrogramSource(frontEnd.logMel()), frames, List.of(audio))
                .load(0, logMel);
        frontEnd.normalization().apply(logMel);
        double[] values = new double[logMel.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = logMel[i];
        }
        return new ArrayExample<>(audio.getOutput(), names, values);
    }
}
