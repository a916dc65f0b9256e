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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.logging.Logger;
import org.ssamba.data.AudioReference;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.VerifiedAudio;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkReport;
import org.tribuo.Example;
import org.tribuo.Output;

/**
 * Replaces many audio examples by ones with features, in batches, with or without a cache on disk.
 * What an interruption loses is a batch at most.
 */
final class CachedExtraction<T extends Output<T>> {
    private static final Logger logger = Logger.getLogger(CachedExtraction.class.getName());

    /** Clips handed to the extractor at once. */
    private static final int CLIPS_AT_ONCE = 256;

    private final AudioFeatureExtractor<T> extractor;
    private final FeatureCache cache;

    /**
     * An extraction.
     *
     * @param extractor computes the features of each clip
     * @param cacheDirectory folder to keep features in, or null for none
     */
    CachedExtraction(AudioFeatureExtractor<T> extractor, Path cacheDirectory) {
        this.extractor = extractor;
        this.cache = cacheDirectory == null ? null : new FeatureCache(extractor, cacheDirectory);
    }

    /** The examples with features, in order, with their outputs, weights and metadata. */
    List<Example<T>> extract(Iterable<Example<T>> clips) {
        return VerifiedAudio.duringPass(() -> extractAll(clips));
    }

    private List<Example<T>> extractAll(Iterable<Example<T>> source) {
        List<Example<T>> clips = new ArrayList<>();
        source.forEach(clips::add);
        List<Example<T>> made = new ArrayList<>(clips.size());
        int computed =
                WorkReport.of(
                        WorkListener.standard(),
                        Work.onEach(Work.FEATURES, clips.size()),
                        0,
                        report -> extractAll(clips, made, report));
        int found = made.size() - computed;
        logger.info(() -> "Features of " + made.size() + " clips, " + found + " of them cached");
        return List.copyOf(made);
    }

    /** Says how many had to be computed. */
    private int extractAll(List<Example<T>> clips, List<Example<T>> made, WorkReport report) {
        int computed = 0;
        while (made.size() < clips.size()) {
            int end = Math.min(clips.size(), made.size() + CLIPS_AT_ONCE);
            computed += extract(clips.subList(made.size(), end), made);
            report.progress(end);
        }
        return computed;
    }

    /** Adds an example for each clip of the batch; says how many had to be computed. */
    private int extract(List<Example<T>> batch, List<Example<T>> made) {
        List<FeatureRows> features = new ArrayList<>(batch.size());
        List<ClipAudio> missing = new ArrayList<>();
        for (Example<T> clip : batch) {
            FeatureRows cached = cache == null ? null : cache.read(AudioReference.of(clip));
            features.add(cached);
            if (cached == null) {
                missing.add(ClipAudio.of(clip));
            }
        }
        if (!missing.isEmpty()) {
            Iterator<FeatureRows> computed = extractor.compute(missing).iterator();
            for (int i = 0; i < batch.size(); i++) {
                if (features.get(i) == null) {
                    features.set(i, computed.next());
                    if (cache != null) {
                        cache.write(AudioReference.of(batch.get(i)), features.get(i));
                    }
                }
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            made.add(extractor.withFeatures(batch.get(i), features.get(i)));
        }
        return missing.size();
    }
}
