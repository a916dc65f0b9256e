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

import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.ssamba.data.ClipAudio;
import org.tribuo.Output;

/** Log-mel statistics that count how many clips they were computed of. */
final class CountingExtractor<T extends Output<T>> implements AudioFeatureExtractor<T> {
    final AtomicInteger computed = new AtomicInteger();
    private final AudioFeatureExtractor<T> extractor;

    CountingExtractor(int melBins) {
        extractor = new LogMelStatisticsExtractor<>(melBins);
    }

    @Override
    public List<String> featureNames() {
        return extractor.featureNames();
    }

    @Override
    public String contentHash() {
        return extractor.contentHash();
    }

    @Override
    public List<FeatureRows> compute(List<ClipAudio> clips) {
        computed.addAndGet(clips.size());
        return extractor.compute(clips);
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return extractor.getProvenance();
    }
}
