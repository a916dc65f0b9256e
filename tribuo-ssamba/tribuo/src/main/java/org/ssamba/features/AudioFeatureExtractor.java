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

import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioReference;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.MissingAudioReferenceException;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;

/**
 * Turns clips into features of a fixed length and names, so that any trainer can learn from audio;
 * for audio what Tribuo's {@code TextFeatureExtractor} and {@code TextPipeline} are for text.
 * Implementations are safe for use by several threads.
 *
 * <p>All methods throw {@link AudioFormatException} if audio cannot be read or is too short, and
 * {@link org.ssamba.data.ChangedAudioException} if a file is not the one referred to.
 *
 * @param <T> the type of output of the examples made
 */
public interface AudioFeatureExtractor<T extends Output<T>>
        extends Configurable, Provenancable<ConfiguredObjectProvenance> {
    /**
     * What a row's values are called.
     *
     * @return as many names as a row has values, unique, in the order of the values
     */
    List<String> featureNames();

    /**
     * Says what is computed: a SHA-256 over everything that decides the features of a clip, up to
     * rounding that depends on how clips are batched. Caches name their entries by it.
     *
     * @return 64 lower-case hexadecimal digits
     */
    String contentHash();

    /**
     * Computes the features of many clips, which may be much faster than one by one.
     *
     * @param clips in files or in memory
     * @return the features of each, in order
     */
    List<FeatureRows> compute(List<ClipAudio> clips);

    /**
     * The features of a clip in a file.
     *
     * @param clip the clip
     * @return one value for each of {@link #featureNames}: the mean over segments, if there are
     *     several
     */
    default List<Feature> process(AudioReference clip) {
        return features(ClipAudio.of(clip));
    }

    /**
     * The features of a waveform.
     *
     * @param clip at any sample rate
     * @return one value for each of {@link #featureNames}: the mean over segments, if there are
     *     several
     */
    default List<Feature> process(AudioClip clip) {
        return features(ClipAudio.of(clip));
    }

    private List<Feature> features(ClipAudio clip) {
        double[] values = compute(List.of(clip)).get(0).mean();
        List<String> names = featureNames();
        List<Feature> features = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            features.add(new Feature(names.get(i), values[i]));
        }
        return features;
    }

    /**
     * An example of a clip in a file.
     *
     * @param output the example's output
     * @param clip the clip
     * @return an example with the clip's features, and its reference as metadata
     */
    default Example<T> extract(T output, AudioReference clip) {
        FeatureRows features = compute(List.of(ClipAudio.of(clip))).get(0);
        return example(output, features, clip.toMetadata());
    }

    /**
     * An example of a waveform.
     *
     * @param output the example's output
     * @param clip at any sample rate
     * @return an example with the clip's features
     */
    default Example<T> extract(T output, AudioClip clip) {
        return example(output, compute(List.of(ClipAudio.of(clip))).get(0), Map.of());
    }

    /**
     * Replaces an audio example by one with features.
     *
     * @param example refers to audio or carries it
     * @return an example with the same output, weight and metadata
     * @throws MissingAudioReferenceException if it does neither
     */
    default Example<T> extract(Example<T> example) {
        return extract(List.of(example)).get(0);
    }

    /**
     * Replaces many audio examples, in one batch.
     *
     * @param examples refer to audio or carry it
     * @return for each, in order, an example with the same output, weight and metadata
     * @throws MissingAudioReferenceException if one does neither
     */
    default List<Example<T>> extract(List<Example<T>> examples) {
        List<ClipAudio> clips = new ArrayList<>(examples.size());
        examples.forEach(example -> clips.add(ClipAudio.of(example)));
        List<FeatureRows> features = compute(clips);
        List<Example<T>> extracted = new ArrayList<>(examples.size());
        for (int i = 0; i < examples.size(); i++) {
            extracted.add(withFeatures(examples.get(i), features.get(i)));
        }
        return extracted;
    }

    /**
     * Replaces an audio example by one with features computed before.
     *
     * @param example any example
     * @param features of its clip, from {@link #compute}
     * @return an example with the same output, weight and metadata
     */
    default Example<T> withFeatures(Example<T> example, FeatureRows features) {
        Example<T> made = example(example.getOutput(), features, example.getMetadata());
        made.setWeight(example.getWeight());
        return made;
    }

    private Example<T> example(T output, FeatureRows features, Map<String, Object> metadata) {
        return new ArrayExample<>(
                output, featureNames().toArray(String[]::new), features.mean(), metadata);
    }
}
